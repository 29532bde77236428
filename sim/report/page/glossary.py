"""The one list of words: the page shows those that it uses, `docs/reference/glossary.md` all of them."""

from typing import Final, NamedTuple


class Word(NamedTuple):
    """A word or abbreviation and what it means here."""

    word: str
    meaning: str
    on_page: bool = True
    """Whether the page uses it."""


WORDS: Final = (
    Word("arm", "one alternative of the study: the same world with another sourcing policy or other changes"),
    Word("announced plan", "capacity by the dates and sizes that the supplier has announced"),
    Word(
        "booked",
        "capacity promised by agreements: shares of supply times forecasts, and customers outside the scenario",
    ),
    Word(
        "effective capacity",
        "good cells that a plant can make: nameplate after ramp-up, utilisation (OEE) and scrap",
    ),
    Word("EUR/kWh", "euro for a kilowatt-hour of cells delivered"),
    Word("fill rate", "share of the vehicles wanted that were not held up for lack of cells"),
    Word("GWh", "gigawatt-hour of cells: a million kWh"),
    Word("interval", "range that holds the true mean in 95 of 100 such studies, at the level stated"),
    Word(
        "landed cost",
        "price of cells, freight, duty, capital tied up in transit, priced emissions and the cost of switching",
    ),
    Word("logistics distance", "length of the routes that the cells took, weighted by energy"),
    Word("interval, as a trigger", "the review that a programme holds every so many months"),
    Word("launch ahead, agreement ends, award date", "reviews that are planned for their day"),
    Word("plant news", "a review since a plant started, slipped or was cancelled"),
    Word("outgrown", "a review since the programme needs more than it has agreed"),
    Word(
        "service failure, disruption",
        "a review for cause: deliveries fell short, or a route or plant was shut",
    ),
    Word("switch abandoned", "a review since the plant that was awarded could not start"),
    Word("lead time", "days from call-off to receipt"),
    Word("median, percentile", "half of the replications lie below the median, 5 % below the 5th percentile"),
    Word("nameplate", "capacity of a plant as built, before utilisation and scrap"),
    Word("OEE", "overall equipment effectiveness: share of nameplate that a mature plant uses"),
    Word("paired difference", "arm less baseline in the same replication, with the same draws"),
    Word("PPAP", "production part approval process: release of a plant's serial production by its customer"),
    Word("replication", "one simulated run with its own draws of everything uncertain"),
    Word("SOP", "start of production"),
    Word("stock cover", "days that the cells in stock would last at the forecast need"),
    Word("t CO2e", "tonnes of greenhouse gases, as carbon dioxide"),
    Word(
        "agreement",
        "what binds a programme to a plant: a share of supply, a start, an end or none, notice, priority, minimum take",
        on_page=False,
    ),
    Word("award", "what a review decides: which plant is to supply which share, from when", on_page=False),
    Word("backlog", "what was called off from a plant and has not left it yet", on_page=False),
    Word("baseline", "the arm that the others are compared with", on_page=False),
    Word("call-off", "an order of whole loads under an agreement", on_page=False),
    Word("cell plant", "a factory of battery cells; it grows phase by phase", on_page=False),
    Word(
        "common random numbers",
        "all arms live through the same draws, so that what differs comes from the arms",
        on_page=False,
    ),
    Word("departure", "a load leaves its plant", on_page=False),
    Word("dual sourcing", "two plants supply a programme, with stated shares", on_page=False),
    Word(
        "duty",
        "customs duty on price and freight of cells that come from another customs zone",
        on_page=False,
    ),
    Word("focus", "the programme that a scenario's question is about", on_page=False),
    Word("gateway", "a port, terminal or other place that a route may pass", on_page=False),
    Word("horizon", "the days from the start to the end of a run", on_page=False),
    Word("incumbent", "the plant that supplies a programme today", on_page=False),
    Word("leg", "a stretch of road, ferry, ro-ro, tunnel, rail or deep sea between two sites", on_page=False),
    Word("line stop", "days on which a vehicle plant could not build for lack of cells", on_page=False),
    Word("load", "what one truck or container takes; call-offs and shipments are whole loads", on_page=False),
    Word("measure", "one figure of a replication, say the landed cost of a programme", on_page=False),
    Word(
        "minimum take, take-or-pay",
        "the part of the contracted volume that is paid for even where it is not called off",
        on_page=False,
    ),
    Word("mode", "how a leg is travelled, with its speed, cost, spread and emissions", on_page=False),
    Word("notice", "time that has to pass before an agreement can be left", on_page=False),
    Word("OEM", "a car maker", on_page=False),
    Word(
        "parameter uncertainty", "what is not known: numbers that are drawn once a replication", on_page=False
    ),
    Word("phase", "a part of a plant with a nameplate and a start of production of its own", on_page=False),
    Word("policy", "the rule by which a programme chooses its plants in a review", on_page=False),
    Word("priority", "who is served first where a plant is short: 1 before 2", on_page=False),
    Word(
        "process variability",
        "what is chance within a replication: steps of demand, transit times, disruptions",
        on_page=False,
    ),
    Word("programme", "a line of vehicles at one vehicle plant that needs cells", on_page=False),
    Word(
        "qualification",
        "validation of a cell for a programme, and PPAP at the plant that is to make it",
        on_page=False,
    ),
    Word("ramp-up", "the way from start of production to full output", on_page=False),
    Word("receipt", "a load comes into a programme's stock", on_page=False),
    Word(
        "results folder",
        "everything that a study leaves, in one folder whose name ends in a hash of its inputs",
        on_page=False,
    ),
    Word("root seed", "the number that all random streams start from", on_page=False),
    Word("route", "the legs from a plant to a vehicle plant", on_page=False),
    Word(
        "rules of origin",
        "what makes goods count as of a place; cells that miss it pay duty between the EU and the UK",
        on_page=False,
    ),
    Word("scenario", "a file that says what world is simulated, and which arms are compared", on_page=False),
    Word("scrap", "share of the cells made that are not good; what is left is the yield", on_page=False),
    Word(
        "seeds",
        "tables of figures from the world, each with unit, date, source and confidence",
        on_page=False,
    ),
    Word("share of supply", "the part of a programme's need that a plant supplies", on_page=False),
    Word("shipment", "loads that left one plant for one programme on one day", on_page=False),
    Word("site", "a place on the map: plants, vehicle plants and gateways lie at sites", on_page=False),
    Word(
        "sourcing review",
        "a day on which a programme looks at all plants and may decide to switch",
        on_page=False,
    ),
    Word(
        "step",
        "the days, seven as a rule, at whose end plants make, programmes build and loads leave",
        on_page=False,
    ),
    Word("supplier", "a maker of cells; it has plants", on_page=False),
    Word(
        "switch",
        "a share of supply moves from one plant to another, after qualification and notice, by parts",
        on_page=False,
    ),
    Word("switching cost", "what a programme pays to qualify another plant", on_page=False),
    Word("term", "how long an agreement lasts", on_page=False),
    Word("transit time", "days that a load is on its legs and at borders", on_page=False),
    Word("vehicle plant", "a factory of vehicles, to which cells are sent", on_page=False),
    Word("view", "all that a policy may see in a review", on_page=False),
)

GLOSSARY: Final = tuple((each.word, each.meaning) for each in WORDS if each.on_page)
"""Words and meanings that the page shows, in its order."""
