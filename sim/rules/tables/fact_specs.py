"""What the tables of single facts say: names, units and a sentence for every column, as data."""

from typing import Final

from sim.rules.tables.table import Column, TableSpec

_PROGRAMME: Final = Column("programme", "text", "", "Id of the programme.")
_PLANT: Final = Column("plant", "text", "", "Id of the cell plant.")
_AGREEMENT: Final = Column("agreement", "text", "", "Id of the agreement.")
_LOADS: Final = Column("loads", "integer", "loads", "Trucks, trailers or containers.")
_ENERGY: Final = Column("energy_gwh", "number", "GWh", "Cells on them.")
_DATE: Final = Column("date", "date", "", "Day on which it happened.")

ROUTES: Final = TableSpec(
    "routes",
    "Routes that shipments took.",
    (
        Column("route", "integer", "", "Number of the route in this run."),
        _PLANT,
        _PROGRAMME,
        Column("legs", "text", "", "Ids of its legs in order, joined by ' > '."),
        Column("distance_km", "number", "km", "Length."),
        Column("freight_eur_per_load", "number", "EUR/load", "Freight of one load, without surcharge."),
        Column("surcharge_eur_per_load", "number", "EUR/load", "Dangerous-goods surcharge of one load."),
        Column("emissions_kg_co2e_per_load", "number", "kg CO2e/load", "Emissions of one load."),
        Column("expected_transit_days", "number", "days", "Expected time in transit, customs included."),
    ),
)

SHIPMENTS: Final = TableSpec(
    "shipments",
    "Shipments, those in transit at the end included.",
    (
        _PROGRAMME,
        _PLANT,
        _AGREEMENT,
        Column("route", "integer", "", "Number of the route, as in the routes."),
        Column("called_date", "date", "", "Day of the call-off."),
        Column("departure_date", "date", "", "Day of departure."),
        Column("arrival_date", "date", "", "Day of receipt, also after the end of the run."),
        Column("received", "flag", "", "Whether it was received within the run."),
        _LOADS,
        _ENERGY,
        Column("lead_time_days", "integer", "days", "Call-off to receipt."),
        Column("transit_days", "integer", "days", "Departure to receipt."),
        Column("price_eur", "number", "EUR", "Price of its cells."),
        Column("freight_eur", "number", "EUR", "Freight and dangerous-goods surcharge."),
        Column("duty_eur", "number", "EUR", "Duty."),
        Column("transit_capital_eur", "number", "EUR", "Cost of capital on the days in transit."),
        Column("carbon_eur", "number", "EUR", "Emissions at their price."),
        Column("emissions_kg_co2e", "number", "kg CO2e", "Emissions."),
    ),
)

CALL_OFFS: Final = TableSpec(
    "call_offs",
    "Call-offs of programmes from plants.",
    (_PROGRAMME, _PLANT, _AGREEMENT, _DATE, _LOADS, _ENERGY),
)

REVIEWS: Final = TableSpec(
    "reviews",
    "Sourcing reviews: one row a candidate, what concerns the whole review repeated.",
    (
        Column("review", "integer", "", "Number of the review in this run, from 1."),
        _PROGRAMME,
        _DATE,
        Column("trigger", "text", "", "What made the programme hold it."),
        Column("policy", "text", "", "The policy that decided."),
        Column("requirement_gwh_per_year", "number", "GWh/year", "Volume to be sourced."),
        Column("plant", "text", "", "Id of the candidate."),
        Column("supplier", "text", "", "Its supplier."),
        Column("rank", "integer", "", "1 is best; 0: not eligible."),
        Column("eligible", "flag", "", "Whether it could be awarded."),
        Column("objections", "text", "", "Why not."),
        Column("score", "number", "", "The policy's score; least is best."),
        Column("incumbent_share", "number", "share", "Share of supply before the review."),
        Column("awarded_share", "number", "share", "Share of supply awarded."),
        Column("known", "flag", "", "Whether the supplier's cell is known to the maker's group."),
        Column("distance_km", "number", "km", "Logistics distance."),
        Column("lead_time_days", "number", "days", "Expected lead time."),
        Column("lead_time_sd_days", "number", "days", "Its standard deviation."),
        Column("price_eur_per_kwh", "number", "EUR/kWh", "Price."),
        Column("freight_eur_per_kwh", "number", "EUR/kWh", "Freight and dangerous-goods surcharge."),
        Column("duty_eur_per_kwh", "number", "EUR/kWh", "Duty."),
        Column("transit_capital_eur_per_kwh", "number", "EUR/kWh", "Cost of capital in transit."),
        Column("carbon_eur_per_kwh", "number", "EUR/kWh", "Emissions at their price."),
        Column("switching_eur_per_kwh", "number", "EUR/kWh", "Switching cost over the volume."),
        Column("landed_cost_eur_per_kwh", "number", "EUR/kWh", "Sum of these parts."),
        Column("emissions_kg_co2e_per_kwh", "number", "kg CO2e/kWh", "Freight emissions."),
        Column("free_gwh_per_year", "number", "GWh/year", "Free capacity as announced."),
        Column("earliest_start_date", "date", "", "Earliest start of supply."),
        Column("unsourced_share", "number", "share", "Share of the requirement that nobody was awarded."),
        Column("changed", "flag", "", "Whether the award differs from the shares in force."),
        Column("reason", "text", "", "Why, in one sentence."),
        Column("counterfactual", "text", "", "What would have changed it, in one sentence."),
    ),
)

SWITCHES: Final = TableSpec(
    "switches",
    "Changes of supply decided by reviews, first awards included.",
    (
        _PROGRAMME,
        Column("plant", "text", "", "The plant that gains share."),
        Column("from_plant", "text", "", "The plant that loses most; empty for a first award."),
        Column("share", "number", "share", "Share of supply that moves."),
        Column("decided_date", "date", "", "Day of the decision."),
        Column("trigger", "text", "", "What made the programme hold the review that decided."),
        Column("promised_date", "date", "", "Start of supply as expected at the decision."),
        Column("start_date", "date", "", "First day of the new agreement; empty: never."),
        Column("abandoned_date", "date", "", "Day on which it was abandoned; empty: not abandoned."),
        Column("outcome", "text", "", "started, abandoned, or pending at the end of the run."),
    ),
)

AGREEMENTS: Final = TableSpec(
    "agreements",
    "Stretches of days with a constant share of an agreement.",
    (
        _AGREEMENT,
        _PROGRAMME,
        _PLANT,
        Column("first_date", "date", "", "First day."),
        Column("end_date", "date", "", "First day on which it no longer holds."),
        Column("share", "number", "share", "Share of supply."),
        Column("price_factor", "number", "", "Agreed price as a multiple of the plant's."),
        Column("priority", "integer", "", "Rank under the priority allocation; 1 is served first."),
    ),
)

PHASES: Final = TableSpec(
    "phases",
    "What happened to the phases of the plants.",
    (
        _PLANT,
        Column("phase", "text", "", "Id of the phase."),
        _DATE,
        Column("event", "text", "", "announced, decided, slipped, started or cancelled."),
        Column("nameplate_gwh_per_year", "number", "GWh/year", "Nameplate that the event speaks of."),
        Column("expected_sop_date", "date", "", "SOP as expected after the event; empty: none."),
    ),
)

PAYMENTS: Final = TableSpec(
    "payments",
    "Money paid outside of shipments.",
    (
        _PROGRAMME,
        _PLANT,
        _DATE,
        Column("kind", "text", "", "switching or take-or-pay."),
        Column("cost_eur", "number", "EUR", "Money paid."),
    ),
)

OUTAGES: Final = TableSpec(
    "outages",
    "Occurrences of disruptions.",
    (
        Column("disruption", "text", "", "Id of the disruption."),
        Column("start_date", "date", "", "First day."),
        Column("end_date", "date", "", "First day on which it is over."),
    ),
)
