"""Growth of the plants over a sample of replications: what was announced, built, able and made."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.core.calendar import Calendar
from sim.core.units import DAYS_PER_YEAR, WH_PER_GWH
from sim.sample.distributions import planning_value
from sim.scenario.plants import PlantSpec
from sim.scenario.scenario import Scenario
from sim.study.replication import RunResult

Floats = NDArray[np.float64]
BANDS: Final = (0.05, 0.25, 0.5, 0.75, 0.95)
SAMPLE: Final = 20
"""Replications, from the first, that the bands are of."""
_MONTHS: Final = 3


@dataclass(frozen=True, eq=False)
class Growth:
    """Quarterly series of a plant in GWh a year over the sample, of shape (bands, quarters)."""

    years: Floats
    nameplate: Floats
    effective: Floats
    """Good cells that it could have made."""
    output: Floats
    booked: Floats
    announced: Floats
    """Nameplate by the announced dates and sizes, shape (quarters,)."""
    sold_out: tuple[float, ...]
    """Year in which it was first booked out, by replication of the sample; infinite: never."""


def quarters(calendar: Calendar) -> list[int]:
    """Days on which quarters end, from the start to the horizon; of a shorter run the horizon."""
    start = calendar.start
    ends = [
        calendar.day_of(dt.date(start.year + at // 12, at % 12 + 1, 1))
        for at in range(start.month - 1 + _MONTHS, 12 * (calendar.end.year - start.year + 1) + 1, _MONTHS)
    ]
    within = [day for day in ends if 0 < day <= calendar.horizon_days]
    return [0, *(within or [calendar.horizon_days])]


def growth_of(scenario: Scenario, runs: Sequence[RunResult]) -> dict[str, Growth]:
    """Growth of each plant by id; `runs` are replications of the scenario."""
    calendar = scenario.run.calendar()
    days = np.array(quarters(calendar))
    return {
        plant: _growth(plant, scenario.plants[plant], runs, days, calendar)
        for plant in sorted(scenario.plants)
    }


def _growth(
    plant: str, spec: PlantSpec, runs: Sequence[RunResult], days: NDArray[np.int_], calendar: Calendar
) -> Growth:
    series = [dict(_series(plant, run, days)) for run in runs]
    bands = {
        name: np.quantile([of[name] for of in series], BANDS, axis=0, method="inverted_cdf")
        for name in series[0]
    }
    years = np.array([calendar.year_fraction(int(day)) for day in days[1:]])
    sold_out = tuple(run.measure("first_sold_out_year", plant) for run in runs)
    return Growth(
        years, bands["nameplate"], bands["effective"], bands["output"], bands["booked"],
        announced_gwh(spec, calendar, days[1:]), tuple(np.nan_to_num(sold_out, nan=np.inf).tolist()),
    )  # fmt: skip


def _series(plant: str, run: RunResult, days: NDArray[np.int_]) -> Iterator[tuple[str, Floats]]:
    edges, record = run.facts.edges, run.record.plants[plant]
    last = np.searchsorted(edges, days[1:], side="right") - 1
    yield "nameplate", np.array(record.nameplate_wh_per_year)[last] / WH_PER_GWH
    yield "booked", run.facts.booked[plant][last] / WH_PER_GWH
    for name, flow in (("effective", record.capacity_wh), ("output", record.made_wh)):
        total = np.interp(days, edges, np.cumsum(flow))
        yield name, np.diff(total) / np.diff(days) * DAYS_PER_YEAR / WH_PER_GWH


def announced_gwh(spec: PlantSpec, calendar: Calendar, days: NDArray[np.int_]) -> Floats:
    """Nameplate of a plant by announcement: phases with their announced size, from their announced SOP on."""
    total = np.zeros(len(days))
    for phase in spec.phases.values():
        sop = phase.start.sop if phase.start.kind == "scheduled" else phase.start.planned_sop
        total += planning_value(phase.nameplate_gwh) * (days >= calendar.day_of(sop))
    return total


def largest(growth: Mapping[str, Growth], most: int) -> list[str]:
    """Ids of the largest plants by announced size, in order of id."""
    by_size = sorted(growth, key=lambda plant: (-float(growth[plant].announced.max(initial=0.0)), plant))
    return sorted(by_size[:most])
