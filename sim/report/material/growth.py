"""Growth of the plants by month: what was announced, built, able and made, as bands over replications."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.core.arrays import Floats
from sim.core.calendar import Calendar
from sim.rules.measures.catalogue import FIRST_SOLD_OUT
from sim.rules.monthly_series import SERIES, month_names, monthly_series, series_keys
from sim.sample.distributions import planning_value
from sim.scenario.types.plants import PlantSpec
from sim.scenario.types.scenario import Scenario
from sim.statistics.estimates import PROBABILITIES
from sim.study.monte_carlo_study import MonteCarloStudy
from sim.study.replications import RunResult

BANDS: Final = PROBABILITIES
_MONTHS: Final = 12
_NAMES: Final = (
    "nameplate_gwh_per_year",
    "capacity_gwh_per_year",
    "made_gwh_per_year",
    "booked_gwh_per_year",
)
assert SERIES.keys() >= set(_NAMES)  # noqa: S101 - a series that was renamed is noticed at once


@dataclass(frozen=True, eq=False)
class CapacityCurve:
    """Monthly series of a plant in GWh a year over the replications, of shape (bands, months)."""

    years: Floats
    """Ends of the months."""
    nameplate: Floats
    effective: Floats
    """Good cells that it could have made."""
    output: Floats
    booked: Floats
    announced: Floats
    """Nameplate by the announced dates and sizes, shape (months,)."""
    sold_out_share: float
    """Share of the replications in which it was booked out at some time."""
    sold_out_year: float
    """Median year in which it was first booked out; not finite: not in half of them."""


def growth_of_run(run: RunResult) -> dict[str, CapacityCurve]:
    """Growth of each plant by id in a single run: all bands are the run itself."""
    found = {
        (key.owner, key.name): np.tile(row, (len(BANDS), 1))
        for key, row in zip(series_keys(run.scenario), monthly_series(run.facts), strict=True)
    }
    months, growth = month_names(run.scenario.run.calendar()), {}
    for plant, spec in sorted(run.scenario.plants.items()):
        year = run.measure(FIRST_SOLD_OUT, plant)
        series = [found[plant, name] for name in _NAMES]
        growth[plant] = _growth(
            spec, run.scenario.run.calendar(), months, series, (float(np.isfinite(year)), year)
        )
    return growth


def growth_of_study(
    study: MonteCarloStudy, arm: str, scenario: Scenario
) -> tuple[dict[str, CapacityCurve], int]:
    """Growth of each plant by id in an arm, and of how many replications the bands are."""
    growth, sample = {}, 0
    for plant, spec in sorted(scenario.plants.items()):
        bands = [study.bands.of(arm, plant, name) for name in _NAMES]
        sample = max(sample, *(int(band.n.max(initial=0)) for band in bands))
        sold_out = study.estimate(arm, FIRST_SOLD_OUT, plant)
        median = sold_out.quantiles[len(sold_out.quantiles) // 2].value
        share = sold_out.n / (sold_out.n + sold_out.missing)
        series = [band.percentiles for band in bands]
        growth[plant] = _growth(spec, scenario.run.calendar(), study.bands.months, series, (share, median))
    return growth, sample


def _growth(
    spec: PlantSpec,
    calendar: Calendar,
    months: tuple[str, ...],
    series: list[Floats],
    sold_out: tuple[float, float],
) -> CapacityCurve:
    """Growth from the bands of `_NAMES`, with share and median date of being booked out."""
    ends = [_end(month) for month in months]
    days = np.array([calendar.day_of(end) for end in ends])
    years = np.array([end.year + (end.month - 1) / _MONTHS for end in ends])
    nameplate, effective, output, booked = series
    announced = announced_gwh(spec, calendar, days - 1)
    return CapacityCurve(years, nameplate, effective, output, booked, announced, *sold_out)


def _end(month: str) -> dt.date:
    """The day after the last of a month `YYYY-MM`."""
    year, number = map(int, month.split("-"))
    return dt.date(year + number // _MONTHS, number % _MONTHS + 1, 1)


def announced_gwh(spec: PlantSpec, calendar: Calendar, days: NDArray[np.int_]) -> Floats:
    """Nameplate of a plant by announcement: phases with their announced size, from their announced SOP on."""
    total = np.zeros(len(days))
    for phase in spec.phases.values():
        sop = phase.start.sop if phase.start.kind == "scheduled" else phase.start.planned_sop
        total += planning_value(phase.nameplate_gwh) * (days >= calendar.day_of(sop))
    return total


def largest(growth: Mapping[str, CapacityCurve], most: int) -> list[str]:
    """Ids of the largest plants by announced size, in order of id."""
    by_size = sorted(growth, key=lambda plant: (-float(growth[plant].announced.max(initial=0.0)), plant))
    return sorted(by_size[:most])
