"""Words and abbreviations that the page uses."""

from typing import Final

GLOSSARY: Final = (
    ("arm", "one alternative of the study: the same world with another sourcing policy or other changes"),
    ("announced plan", "capacity by the dates and sizes that the supplier has announced"),
    (
        "booked",
        (
            "capacity promised by agreements: shares of supply times forecasts, and customers "
            "outside the scenario"
        ),
    ),
    (
        "effective capacity",
        "good cells that a plant can make: nameplate after ramp-up, utilisation (OEE) and scrap",
    ),
    ("EUR/kWh", "euro for a kilowatt-hour of cells delivered"),
    ("fill rate", "share of the vehicles wanted that were not held up for lack of cells"),
    ("GWh", "gigawatt-hour of cells: a million kWh"),
    ("interval", "range that holds the true mean in 95 of 100 such studies, at the level stated"),
    (
        "landed cost",
        (
            "price of cells, freight, duty, capital tied up in transit, priced emissions and the "
            "cost of switching"
        ),
    ),
    ("logistics distance", "length of the routes that the cells took, weighted by energy"),
    ("interval, as a trigger", "the review that a programme holds every so many months"),
    ("launch ahead, agreement ends, award date", "reviews that are planned for their day"),
    ("plant news", "a review since a plant started, slipped or was cancelled"),
    ("outgrown", "a review since the programme needs more than it has agreed"),
    (
        "service failure, disruption",
        "a review for cause: deliveries fell short, or a route or plant was shut",
    ),
    ("switch abandoned", "a review since the plant that was awarded could not start"),
    ("lead time", "days from call-off to receipt"),
    ("median, percentile", "half of the replications lie below the median, 5 % below the 5th percentile"),
    ("nameplate", "capacity of a plant as built, before utilisation and scrap"),
    ("OEE", "overall equipment effectiveness: share of nameplate that a mature plant uses"),
    ("paired difference", "arm less baseline in the same replication, with the same draws"),
    ("PPAP", "production part approval process: release of a plant's serial production by its customer"),
    ("replication", "one simulated run with its own draws of everything uncertain"),
    ("SOP", "start of production"),
    ("stock cover", "days that the cells in stock would last at the forecast need"),
    ("t CO2e", "tonnes of greenhouse gases, as carbon dioxide"),
)
