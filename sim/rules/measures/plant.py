"""Measures of a cell plant: what it made, wasted and left idle, when it started and sold out, for whom."""

from typing import Final

from sim.core.arrays import sum_of
from sim.core.records import PlantSeries
from sim.core.units import DAYS_PER_YEAR, WH_PER_GWH
from sim.rules.facts import RunFacts
from sim.rules.measures.key import Measure, ratio
from sim.scenario.types.plants import PlantSpec

_NAN: Final = float("nan")

PLANT_MEASURES: Final = (
    Measure("output_gwh", "GWh", "none", "Good cells made."),
    Measure("scrap_gwh", "GWh", "lower", "Cells scrapped."),
    Measure("scrap_share", "share", "lower", "Scrap over all cells made, good or not."),
    Measure("utilisation_share", "share", "higher", "Good cells made over those it could have made."),
    Measure("idle_gwh_per_year", "GWh/year", "lower", "Good cells not made that could have been."),
    Measure("backlog_gwh", "GWh", "lower", "Call-offs not yet shipped, mean over the run's days."),
    Measure("backlog_gwh_days", "GWh days", "lower", "The same, summed over the run's days."),
    Measure("first_sop_year", "year", "none", "First start of production, also before the run; NaN: never."),
    Measure("end_nameplate_gwh_per_year", "GWh/year", "none", "Nameplate capacity in place at the end."),
    Measure("end_customers", "customers", "none", "Programmes with a share of supply from it at the end."),
    Measure("sold_out_share", "share", "none", "Share of time since SOP with planned capacity booked out."),
    Measure("first_sold_out_year", "year", "none", "First step booked out; NaN: none."),
)


def plant_measures(facts: RunFacts, plant: str) -> dict[str, float]:
    """Measures of a plant by name."""
    series = facts.record.plants[plant]
    spec = facts.scenario.plants[plant]
    return {
        **_output(facts, series),
        **_backlog(facts, series),
        **_sold_out(facts, plant),
        "first_sop_year": _first_sop_year(facts, plant, spec),
        "end_nameplate_gwh_per_year": int(series.nameplate_wh_per_year[-1]) / WH_PER_GWH,
        "end_customers": sum(held[-1] > 0 for (_, of), held in facts.held.items() if of == plant),
    }


def _output(facts: RunFacts, series: PlantSeries) -> dict[str, float]:
    made, scrap, capacity = sum_of(series.made_wh), sum_of(series.scrap_wh), sum_of(series.capacity_wh)
    return {
        "output_gwh": made / WH_PER_GWH,
        "scrap_gwh": scrap / WH_PER_GWH,
        "scrap_share": ratio(scrap, made + scrap),
        "utilisation_share": ratio(made, capacity),
        "idle_gwh_per_year": (capacity - made) / WH_PER_GWH * DAYS_PER_YEAR / facts.horizon,
    }


def _backlog(facts: RunFacts, series: PlantSeries) -> dict[str, float]:
    gwh_days = float(series.backlog_wh @ facts.step_days) / WH_PER_GWH
    return {"backlog_gwh": gwh_days / facts.horizon, "backlog_gwh_days": gwh_days}


def _sold_out(facts: RunFacts, plant: str) -> dict[str, float]:
    planned = facts.planned_capacity_wh_per_year(plant)
    open_days = facts.step_days * (planned > 0)
    sold_out = (facts.booked[plant] >= planned) & (open_days > 0)
    first = facts.edges[sold_out][:1].tolist()
    return {
        "sold_out_share": ratio(float(open_days @ sold_out), float(open_days.sum())),
        "first_sold_out_year": facts.calendar.year_fraction(first[0]) if first else _NAN,
    }


def _first_sop_year(facts: RunFacts, plant: str, spec: PlantSpec) -> float:
    """Phases that run on the first day leave no event: the scenario schedules them for then or earlier."""
    starts = [phase.start for phase in spec.phases.values()]
    scheduled = [facts.calendar.day_of(start.sop) for start in starts if start.kind == "scheduled"]
    days = [day for day in scheduled if day <= 0]
    days += [e.day for e in facts.record.phase_events if e.plant == plant and e.event == "started"]
    return facts.calendar.year_fraction(min(days)) if days else _NAN
