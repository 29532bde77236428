"""Catalogue: the measures of a programme by name, those that others speak of, and which are shown where in what order."""

from typing import Final

from sim.rules.measures.programme import COST_PARTS, PROGRAMME_MEASURES

BY_NAME: Final = {measure.name: measure for measure in PROGRAMME_MEASURES}

DELIVERED: Final = "delivered_gwh"
DISTANCE: Final = "logistics_distance_km"
LANDED_COST: Final = "landed_cost_eur_per_kwh"
EMISSIONS: Final = "emissions_t_co2e"
EMISSIONS_PER_KWH: Final = "emissions_kg_co2e_per_kwh"
FILL_RATE: Final = "fill_rate"
LOST_VEHICLES: Final = "lost_vehicles"
LINE_STOP: Final = "line_stop_days"
LEAD_TIME: Final = "lead_time_mean_days"
SWITCHED: Final = "switched_by_end"
FIRST_SWITCH: Final = "first_switch_year"
SWITCHES: Final = "switches"
FIRST_SOLD_OUT: Final = "first_sold_out_year"
"""Of a plant."""

PARTS: Final = tuple(f"{part}_eur_per_kwh" for part in COST_PARTS)
"""Parts of the landed cost."""
PRICE: Final = PARTS[0]
CRITERIA: Final = (LANDED_COST, EMISSIONS_PER_KWH, LINE_STOP)
"""Cost, CO2 and risk: arms dominate one another in these, and less is better in each."""

KEY_FIGURES: Final = (
    SWITCHED,
    FIRST_SWITCH,
    DISTANCE,
    LANDED_COST,
    *PARTS,
    "total_cost_eur_million",
    EMISSIONS,
    FILL_RATE,
    LOST_VEHICLES,
    "short_vehicles",
    LINE_STOP,
    LEAD_TIME,
    "lead_time_p95_days",
    "stock_cover_days",
    SWITCHES,
    "abandoned_switches",
)
"""The table of the page on the programme in question."""
ALL_PROGRAMMES: Final = (SWITCHED, DISTANCE, LANDED_COST, FILL_RATE, LOST_VEHICLES)
"""The table of the page on all programmes."""
PICTURED_EFFECTS: Final = (LANDED_COST, DISTANCE, EMISSIONS, LOST_VEHICLES)
PICTURED_SPREAD: Final = (LANDED_COST, DISTANCE, LOST_VEHICLES, EMISSIONS)
CONSEQUENCES: Final = (DISTANCE, EMISSIONS, LOST_VEHICLES)
"""The second sentence of the answer."""
KEY_LINES: Final = (
    SWITCHED,
    FIRST_SWITCH,
    DISTANCE,
    LANDED_COST,
    *PARTS,
    EMISSIONS_PER_KWH,
    FILL_RATE,
    LOST_VEHICLES,
    LEAD_TIME,
    SWITCHES,
)
"""The terminal on the programme in question."""
OF_A_RUN: Final = (DELIVERED, DISTANCE, LANDED_COST, LEAD_TIME, LOST_VEHICLES, SWITCHES)
"""The terminal on all programmes of one run."""
