"""Demand of a programme in one replication: its curve, its plan by step, and what outages take from it."""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.core.calendar import Calendar
from sim.core.streams import Streams
from sim.core.units import DAYS_PER_YEAR, days_from_months
from sim.sample.distributions import lognormal_quantile, triangular_quantile
from sim.sample.windows import OutageWindow, availability
from sim.scenario.numbers import certain
from sim.scenario.programmes import DemandSpec

_Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class DemandCurve:
    """Vehicles a year by day: straight between the points, constant beyond them, 0 before the launch day.

    `days` rise, `rates` (vehicles a year of 365 days) are 0 or more, both of shape (points,). Days may be
    negative and may lie beyond the horizon.
    """

    days: _Floats
    rates: _Floats
    launch_day: float = -math.inf
    _areas: _Floats = field(init=False, repr=False)

    def __post_init__(self) -> None:
        trapezia = np.diff(self.days) * (self.rates[1:] + self.rates[:-1]) / 2
        object.__setattr__(self, "_areas", np.concatenate(([0.0], np.cumsum(trapezia))))

    @classmethod
    def of(
        cls, demand: DemandSpec, launch: dt.date | None, calendar: Calendar, late_months: float = 0.0
    ) -> "DemandCurve":
        """The curve of a realised specification.

        Each point lies at the quantile `position` of its triangular (low, mode, high), times `scale`, later by `shift_months` and
        by `late_months`, the delay of the phase that it waits for. The launch is not shifted: it is a date of its own.
        """
        shift_days = days_from_months(certain(demand.shift_months) + late_months)
        days = [calendar.day_of(point.date) + shift_days for point in demand.points]
        low, mode, high = np.array([(point.low, point.mode, point.high) for point in demand.points]).T
        rates = triangular_quantile(certain(demand.position), low, mode, high) * certain(demand.scale)
        launch_day = -math.inf if launch is None else calendar.day_of(launch)
        return cls(np.asarray(days, dtype=np.float64), rates, launch_day)

    def vehicles_per_year(self, day: float) -> float:
        """Rate on a day."""
        return float(np.interp(day, self.days, self.rates)) if day >= self.launch_day else 0.0

    def cumulative(self, days: ArrayLike) -> _Floats:
        """Exact area under the curve from day 0 to each day, vehicles, any shape; negative before day 0."""
        launched = np.maximum(np.asarray(days, dtype=np.float64), self.launch_day)
        return (self._area(launched) - self._area(np.maximum(0.0, self.launch_day))) / DAYS_PER_YEAR

    def cumulative_by_day(self, last_day: int) -> _Floats:
        """The same as `cumulative` of days 0 to `last_day`, point by point of the curve rather than day by day."""
        launched = np.maximum(np.arange(last_day + 1, dtype=np.float64), self.launch_day)
        rates = np.interp(launched, self.days, self.rates)
        areas = np.empty_like(launched)
        firsts = [0, *np.searchsorted(launched, self.days[1:]).tolist(), len(launched)]
        for point, (first, end) in enumerate(pairwise(firsts)):
            here = slice(first, end)
            heights = self.rates[point] + rates[here]
            areas[here] = self._areas[point] + (launched[here] - self.days[point]) * heights / 2
        return (areas - self._area(np.maximum(0.0, self.launch_day))) / DAYS_PER_YEAR

    def mean_per_year(self, first_day: float, end_day: float) -> float:
        """Mean rate between two days, vehicles a year; the rate itself where they are the same day."""
        if end_day == first_day:
            return self.vehicles_per_year(first_day)
        before, after = self.cumulative([first_day, end_day]).tolist()
        return float((after - before) * DAYS_PER_YEAR / (end_day - first_day))

    def _area(self, days: _Floats) -> _Floats:
        """Vehicles a year times days from the first point to each day, as if launched for ever."""
        point = np.maximum(np.searchsorted(self.days, days, side="right") - 1, 0)
        rates = np.interp(days, self.days, self.rates)
        return np.asarray(self._areas[point] + (days - self.days[point]) * (self.rates[point] + rates) / 2)


@dataclass(frozen=True, slots=True, eq=False)
class DemandPath:
    """Demand of a programme in one replication; lists of length steps + 1, index k for step k, index 0: 0."""

    curve: DemandCurve
    wanted_vehicles: list[int]
    """The step's plan, before outages."""
    outage_vehicles: list[int]
    """The part of the plan that falls into outages of the vehicle plant, 0 to the plan."""

    @classmethod
    def of(
        cls,
        curve: DemandCurve,
        edges: NDArray[np.int64],
        factors: _Floats | None,
        windows: Sequence[OutageWindow],
    ) -> "DemandPath":
        """The path of a curve over steps with these edges and factors, and the vehicle plant's windows."""
        wanted = wanted_vehicles(curve.cumulative(edges), factors)
        lost = outage_vehicles(wanted, availability(windows, edges)) if windows else np.zeros_like(wanted)
        return cls(curve, wanted.tolist(), lost.tolist())


def step_factors(programme: str, cv: float, steps: int, streams: Streams) -> _Floats | None:
    """Factor on each step's demand, lognormal of mean 1 and the cv, shape (steps,); None where cv is 0."""
    if cv == 0:
        return None
    return lognormal_quantile(streams.uniforms("step-demand", programme, steps), 1.0, cv)


def wanted_vehicles(cumulative: _Floats, factors: _Floats | None) -> NDArray[np.int64]:
    """Whole vehicles of each step, index 0 being 0: differences of the floor of the cumulative curve.

    `cumulative` is the curve at the step edges, shape (steps + 1,); with factors, shape (steps,), each step's
    area is first multiplied by its own.
    """
    if factors is not None:
        cumulative = np.concatenate(([0.0], np.cumsum(np.diff(cumulative) * factors)))
    return _floor_differences(cumulative)


def outage_vehicles(wanted: NDArray[np.int64], available: _Floats) -> NDArray[np.int64]:
    """Whole vehicles of each step that fall into outages, 0 to wanted.

    Differences of the floor of the cumulated wanted * (1 - available): a step without an outage loses none, a
    step that stands still loses its plan, and the sum is exact but for its fraction.
    """
    return np.minimum(_floor_differences(np.cumsum(wanted * (1 - available))), wanted)


def _floor_differences(cumulative: _Floats) -> NDArray[np.int64]:
    whole = np.floor(cumulative).astype(np.int64)
    return np.diff(whole, prepend=whole[:1])
