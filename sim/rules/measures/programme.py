"""Measures of a programme: what it got, from whom, at what cost, how reliably, and when it switched."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from sim.core.arrays import Floats, sum_of
from sim.core.records import AgreementPeriod, ProgrammeSeries
from sim.core.units import DAYS_PER_YEAR, KG_PER_T, WH_PER_GWH, WH_PER_KWH
from sim.rules.facts import RunFacts
from sim.rules.measures.deliveries import Deliveries
from sim.rules.measures.key import Measure, Phrase, Words, ratio

_EUR_PER_MILLION: Final = 1e6
_NAN: Final = float("nan")
_DIGITS: Final = 9
"""Days are cleared of the dust of summed shares beyond this many decimals."""

SHARE_MEASURES: Final = (
    Measure("share_from_", "share", "none", "Share of delivered energy that came from the plant."),
    Measure("final_share_from_", "share", "none", "The same of what was received in the last 365 days."),
)
"""Measures that a programme has once for every plant, whose id ends the name."""

COST_PARTS: Final = ("price", "freight", "duty", "transit_capital", "carbon", "switching")
"""Parts of landed cost, in the order in which they are added up."""

_DISTANCE: Final = Phrase("the distance of the cells", "the cells travel", "km", "less", "more")
_EMISSIONS: Final = Phrase("the emissions of freight", "freight emits", "t CO2e", "less", "more")
_LOST: Final = Phrase("vehicles lost", "", "", "fewer vehicles are lost", "more vehicles are lost")

PROGRAMME_MEASURES: Final = (
    Measure("delivered_gwh", "GWh", "none", "Cells received within the run.",
            Words(heading="delivered GWh", decimals=2)),
    Measure("logistics_distance_km", "km", "lower", "Length of routes, weighted by delivered energy.",
            Words("Logistics distance", "Logistics distance, km", heading="distance km", phrase=_DISTANCE)),
    Measure("landed_cost_eur_per_kwh", "EUR/kWh", "lower", "The sum of its six parts.",
            Words("Landed cost", "Landed cost, EUR/kWh", heading="landed cost EUR/kWh", decimals=2)),
    Measure("price_eur_per_kwh", "EUR/kWh", "lower", "Price at departure, over delivered energy.",
            Words("of it price of cells", "  price of cells")),
    Measure("freight_eur_per_kwh", "EUR/kWh", "lower", "Freight with surcharge, over delivered energy.",
            Words("of it freight", "  freight")),
    Measure("duty_eur_per_kwh", "EUR/kWh", "lower", "Duty, over delivered energy.",
            Words("of it duty", "  duty")),
    Measure("transit_capital_eur_per_kwh", "EUR/kWh", "lower", "Capital in transit, over delivered energy.",
            Words("of it capital in transit", "  capital in transit")),
    Measure("carbon_eur_per_kwh", "EUR/kWh", "lower", "Priced emissions, over delivered energy.",
            Words("of it priced emissions", "  priced emissions")),
    Measure("switching_eur_per_kwh", "EUR/kWh", "lower", "Switching, take-or-pay over delivered energy.",
            Words("of it switching and take-or-pay", "  switching")),
    Measure("total_cost_eur_million", "EUR million", "lower", "Cost of what was delivered, and switching.",
            Words("Total cost")),
    Measure("emissions_t_co2e", "t CO2e", "lower", "Freight emissions of what was delivered.",
            Words("Freight emissions", phrase=_EMISSIONS)),
    Measure("emissions_kg_co2e_per_kwh", "kg CO2e/kWh", "lower", "The same over delivered energy.",
            Words(line="Freight CO2e, kg/kWh")),
    Measure("lead_time_mean_days", "days", "lower", "Call-off to receipt, mean over loads.",
            Words("Lead time, mean", "Lead time, days", heading="lead time days", decimals=1)),
    Measure("lead_time_p95_days", "days", "lower", "Call-off to receipt, 95th percentile over loads.",
            Words("Lead time, 95th percentile")),
    Measure("stock_cover_days", "days", "none", "Stock over forecast daily need, mean over steps.",
            Words("Stock cover, mean")),
    Measure("fill_rate", "share", "higher", "1 less short over wanted less outages.",
            Words("Fill rate", "Fill rate, %", "Fill rate, % points")),
    Measure("short_vehicles", "vehicles", "lower", "Not built in their step for lack of cells.",
            Words("Vehicles short of cells")),
    Measure("outage_vehicles", "vehicles", "lower", "Not built in their step for an outage."),
    Measure("unmet_vehicles", "vehicles", "lower", "Short of cells and not made up by the end."),
    Measure("lost_vehicles", "vehicles", "lower", "Wanted and not built by the end.",
            Words("Vehicles lost (any cause)", "Vehicles lost", heading="lost vehicles", phrase=_LOST)),
    Measure("line_stop_days", "days", "lower", "Days of each step x short / wanted, summed.",
            Words("Line-stop days")),
    Measure("first_supply_year", "year", "none", "Date of the first receipt; NaN: none."),
    Measure("first_switch_year", "year", "none", "Start of the first switch; NaN: never.",
            Words("First switch, median date", "First switch, median", "First switch, months")),
    Measure("switched_by_end", "0/1", "none", "1 where a switch has started.",
            Words("Switched by the end", "Switched by the end", "Switched, % points")),
    Measure("switches", "switches", "none", "Switches from one plant to another that started.",
            Words("Switches", "Switches", heading="switches")),
    Measure("abandoned_switches", "switches", "lower", "Switches that were abandoned.",
            Words("Abandoned switches")),
    Measure("unsourced_share", "share", "lower", "Share without agreement, mean over time."),
    Measure("no_second_source_share", "share", "lower", "Time before a second plant supplied."),
)  # fmt: skip


def programme_measures(facts: RunFacts, sums: Deliveries, index: int) -> dict[str, float]:
    """Measures of the index-th programme by name."""
    programme = facts.programmes[index]
    series = facts.record.programmes[programme]
    return {
        **_shares(facts.plants, sums, index),
        **_costs(facts, sums, index),
        **_lead_times(sums, index),
        **_service(facts, index, series),
        **_switches(facts, index, sums),
        **_sourcing(facts, programme, series),
    }


def _shares(plants: Sequence[str], sums: Deliveries, index: int) -> dict[str, float]:
    named: dict[str, float] = {}
    for measure, energy_wh in zip(SHARE_MEASURES, (sums.energy_wh, sums.final_year_wh), strict=True):
        by_plant = energy_wh[index].tolist()
        total = sum(by_plant)
        named |= {measure.name + plant: ratio(wh, total) for plant, wh in zip(plants, by_plant, strict=True)}
    return named


def _costs(facts: RunFacts, sums: Deliveries, index: int) -> dict[str, float]:
    """Money and emissions; the parts in the order of `COST_PARTS` add up to the landed cost exactly."""
    wh = float(sums.energy_wh[index].sum())
    kwh = wh / WH_PER_KWH
    paid = sum(p.eur for p in facts.record.payments if p.programme == facts.programmes[index])
    parts_eur = [*sums.eur[:, index].tolist(), paid]
    parts = {f"{part}_eur_per_kwh": ratio(eur, kwh) for part, eur in zip(COST_PARTS, parts_eur, strict=True)}
    kg = float(sums.kg_co2e[index])
    return {
        "delivered_gwh": wh / WH_PER_GWH,
        "logistics_distance_km": ratio(float(sums.wh_km[index]), wh),
        "landed_cost_eur_per_kwh": sum(parts.values()),
        **parts,
        "total_cost_eur_million": sum(parts_eur) / _EUR_PER_MILLION,
        "emissions_t_co2e": kg / KG_PER_T,
        "emissions_kg_co2e_per_kwh": ratio(kg, kwh),
    }


def _lead_times(sums: Deliveries, index: int) -> dict[str, float]:
    return {
        "lead_time_mean_days": ratio(float(sums.lead_time_load_days[index]), float(sums.loads[index])),
        "lead_time_p95_days": float(sums.lead_time_p95_days[index]),
    }


def _service(facts: RunFacts, index: int, series: ProgrammeSeries) -> dict[str, float]:
    wanted, short, outage = (
        sum_of(series.wanted_vehicles),
        sum_of(series.short_vehicles),
        sum_of(series.outage_vehicles),
    )
    lost = wanted - sum_of(series.built_vehicles)
    return {
        "stock_cover_days": _stock_cover_days(facts.forecasts[facts.programmes[index]], series),
        "fill_rate": 1.0 - ratio(short, wanted - outage),
        "short_vehicles": short,
        "outage_vehicles": outage,
        "unmet_vehicles": min(short, lost),
        "lost_vehicles": lost,
        "line_stop_days": _line_stop_days(facts, series) if short else 0.0,
    }


def _stock_cover_days(forecast_wh_per_year: Floats, series: ProgrammeSeries) -> float:
    """Mean over the steps from the first need on of stock / (forecast / 365)."""
    first = first_need(series)
    needed = forecast_wh_per_year[first:] > 0
    daily_wh = forecast_wh_per_year[first:][needed] / DAYS_PER_YEAR
    cover = series.stock_wh[first:][needed] / daily_wh
    return float(cover.mean()) if len(cover) else _NAN


def _line_stop_days(facts: RunFacts, series: ProgrammeSeries) -> float:
    """Sum of step length x short / wanted."""
    steps = series.short_vehicles.nonzero()
    stopped_days = facts.step_days[steps] * series.short_vehicles[steps] / series.wanted_vehicles[steps]
    return float(sum(stopped_days.tolist()))


def first_need(series: ProgrammeSeries) -> int:
    """First step in which vehicles are wanted; the number of steps + 1 where none ever are."""
    (steps,) = series.wanted_vehicles.nonzero()
    return int(steps[0]) if len(steps) else len(series.wanted_vehicles)


def _switches(facts: RunFacts, index: int, sums: Deliveries) -> dict[str, float]:
    switches = [s for s in facts.record.switches if s.programme == facts.programmes[index] and s.from_plant]
    started = [switch.start_day for switch in switches if switch.outcome == "started"]
    return {
        "first_supply_year": _year(facts, sums.first_day[index]),
        "first_switch_year": _year(facts, min(started, default=_NAN)),
        "switched_by_end": float(bool(started)),
        "switches": float(len(started)),
        "abandoned_switches": float(sum(switch.outcome == "abandoned" for switch in switches)),
    }


def _year(facts: RunFacts, day: float) -> float:
    return _NAN if np.isnan(day) else facts.calendar.year_fraction(int(day))


def _sourcing(facts: RunFacts, programme: str, series: ProgrammeSeries) -> dict[str, float]:
    """Time-weighted over the days from the start of the first step with a need to the horizon."""
    first = first_need(series)
    start = facts.record.step_edges[first - 1] if first < len(series.wanted_vehicles) else facts.horizon
    span = facts.horizon - start
    periods = [period for period in facts.record.periods if period.programme == programme]
    sourced = sum(p.share * max(0, min(p.end_day, facts.horizon) - max(p.first_day, start)) for p in periods)
    second = max(0, min(_second_source_day(periods), facts.horizon) - start)
    return {
        "unsourced_share": ratio(max(0.0, round(span - sourced, _DIGITS)), span),
        "no_second_source_share": ratio(second, span),
    }


def _second_source_day(periods: Sequence[AgreementPeriod]) -> float:
    """First day on which two plants have supplied, and so are qualified."""
    first_days: dict[str, int] = {}
    for period in periods:
        first_days[period.plant] = min(period.first_day, first_days.get(period.plant, period.first_day))
    days = sorted(first_days.values())
    return days[1] if len(days) > 1 else float("inf")
