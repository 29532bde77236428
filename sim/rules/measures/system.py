"""Measures of the whole system."""

from collections.abc import Mapping
from typing import Final

from sim.core.units import WH_PER_GWH, WH_PER_KWH
from sim.rules.facts import RunFacts
from sim.rules.measures.deliveries import Deliveries
from sim.rules.measures.key import Measure, ratio

SYSTEM_MEASURES: Final = (
    Measure("delivered_gwh", "GWh", "none", "Cells received within the run."),
    Measure("unmet_vehicles", "vehicles", "lower", "Short of cells and not made up by the end."),
    Measure("unmet_gwh", "GWh", "lower", "Cells of the vehicles that were short of them."),
    Measure("transport_gwh_km", "GWh km", "lower", "Delivered energy times the length of its route."),
    Measure("emissions_t_co2e", "t CO2e", "lower", "Freight emissions of what was delivered."),
    Measure("total_cost_eur_million", "EUR million", "lower", "Cost of what was delivered, and switching."),
    Measure("landed_cost_eur_per_kwh", "EUR/kWh", "lower", "The same over delivered energy."),
)

_EUR_PER_MILLION: Final = 1e6


def system_measures(
    facts: RunFacts, sums: Deliveries, by_programme: Mapping[str, Mapping[str, float]]
) -> dict[str, float]:
    """Measures of the system by name, given those of its programmes."""
    wh = float(sums.energy_wh.sum())
    unmet = {programme: measures["unmet_vehicles"] for programme, measures in by_programme.items()}
    unmet_wh = sum(vehicles * facts.record.wh_per_vehicle[programme] for programme, vehicles in unmet.items())
    eur_million = sum(measures["total_cost_eur_million"] for measures in by_programme.values())
    return {
        "delivered_gwh": wh / WH_PER_GWH,
        "unmet_vehicles": sum(unmet.values()),
        "unmet_gwh": unmet_wh / WH_PER_GWH,
        "transport_gwh_km": float(sums.wh_km.sum()) / WH_PER_GWH,
        "emissions_t_co2e": sum(measures["emissions_t_co2e"] for measures in by_programme.values()),
        "total_cost_eur_million": eur_million,
        "landed_cost_eur_per_kwh": ratio(eur_million * _EUR_PER_MILLION, wh / WH_PER_KWH),
    }
