"""Labels: what measures, modes and triggers are called on the page, and how key figures are chosen."""

from typing import Final

from sim.core.keys import MeasureKey
from sim.rules.measures.programme import COST_PARTS, PROGRAMME_MEASURES

MEASURES: Final = {
    "switched_by_end": "Switched by the end",
    "first_switch_year": "First switch, median date",
    "logistics_distance_km": "Logistics distance",
    "landed_cost_eur_per_kwh": "Landed cost",
    "price_eur_per_kwh": "of it price of cells",
    "freight_eur_per_kwh": "of it freight",
    "duty_eur_per_kwh": "of it duty",
    "transit_capital_eur_per_kwh": "of it capital in transit",
    "carbon_eur_per_kwh": "of it priced emissions",
    "switching_eur_per_kwh": "of it switching and take-or-pay",
    "total_cost_eur_million": "Total cost",
    "emissions_t_co2e": "Freight emissions",
    "fill_rate": "Fill rate",
    "lost_vehicles": "Vehicles lost (any cause)",
    "short_vehicles": "Vehicles short of cells",
    "line_stop_days": "Line-stop days",
    "lead_time_mean_days": "Lead time, mean",
    "lead_time_p95_days": "Lead time, 95th percentile",
    "stock_cover_days": "Stock cover, mean",
    "switches": "Switches",
    "abandoned_switches": "Abandoned switches",
}
"""Key figures of the programme in question, in the order in which they are shown."""

SENTENCES: Final = {measure.name: measure.sentence for measure in PROGRAMME_MEASURES}
PARTS: Final = {
    f"{part}_eur_per_kwh": MEASURES[f"{part}_eur_per_kwh"].removeprefix("of it ") for part in COST_PARTS
}
"""Parts of landed cost by the name of their measure."""


def label(key: MeasureKey) -> str:
    """A measure in words, with its unit."""
    name = MEASURES.get(key.name)
    unit = {"0/1": "share of replications", "year": "", "share": "%"}.get(key.unit, key.unit)
    said = key.name.replace("_", " ") if name is None else name
    told = name is None or unit.casefold() in said.casefold().replace("-", " ").split()
    return said if not unit or told else f"{said} [{unit}]"
