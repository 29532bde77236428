"""Demand of a programme in one replication: its curve, its plan by step, and what outages take from it."""

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.core.arrays import floor_differences
from sim.core.calendar import Calendar
from sim.core.streams import Streams
from sim.core.units import DAYS_PER_YEAR, days_from_months
from sim.core.windows import OutageWindow
from sim.sample.distributions import lognormal_quantile, triangular_quantile
from sim.sample.windows import availability
from sim.scenario.checks.horizon import FORECAST_YEARS
from sim.scenario.types.numbers import certain
from sim.scenario.types.programmes import DemandSpec

_Floats = NDArray[np.float64]
FORECAST_DAYS: Final = FORECAST_YEARS * DAYS_PER_YEAR
"""Curves are tabulated this far beyond the horizon, where reviews late in the run look."""


class _Piece(NamedTuple):
    """A straight piece of a curve: `rate` on its `start` (a day), from where it changes by `slope` a day."""

    start: float
    rate: float
    slope: float
    area: float
    """Vehicles a year times days, from the curve's first point to the start."""


@dataclass(frozen=True, slots=True, eq=False)
class DemandCurve:
    """Vehicles a year by day: straight between the points, constant beyond them, 0 before the launch day.

    `days` rise, `rates` (vehicles a year of 365 days) are 0 or more, both of shape (points,). Days may be
    negative and may lie beyond the horizon.
    """

    days: _Floats
    rates: _Floats
    launch_day: float = -math.inf
    _pieces: list[_Piece] = field(init=False, repr=False)
    """One more than points: what comes before each point, and after the last."""
    _tables: dict[int, _Floats] = field(init=False, repr=False, default_factory=dict)
    """The cumulative curve by day, by the last day that was asked for."""

    def __post_init__(self) -> None:
        points = list(zip(self.days.tolist(), self.rates.tolist(), strict=True))
        pieces = [_Piece(*points[0], 0.0, 0.0)]
        area = 0.0
        for (start, rate), (end, reached) in pairwise(points):
            pieces.append(_Piece(start, rate, (reached - rate) / (end - start), area))
            area += (end - start) * (reached + rate) / 2
        object.__setattr__(self, "_pieces", [*pieces, _Piece(*points[-1], 0.0, area)])

    def vehicles_per_year(self, day: float) -> float:
        """Rate on a day."""
        return float(np.interp(day, self.days, self.rates)) if day >= self.launch_day else 0.0

    def cumulative(self, days: ArrayLike) -> _Floats:
        """Exact area under the curve from day 0 to each day, vehicles, any shape; negative before day 0."""
        launched = np.maximum(np.asarray(days, dtype=np.float64), self.launch_day)
        start, rate, slope, area = np.array(self._pieces).T[
            :, np.searchsorted(self.days, launched, side="right")
        ]
        since = launched - start
        areas = area + since * (rate + (slope * since + rate)) / 2
        return np.asarray((areas - self._area_before()) / DAYS_PER_YEAR)

    def cumulative_by_day(self, last_day: int) -> _Floats:
        """The same as `cumulative` of days 0 to `last_day`, point by point of the curve rather than day by day."""
        if last_day not in self._tables:
            self._tables[last_day] = self._by_day(last_day)
            self._tables[last_day].flags.writeable = False
        return self._tables[last_day]

    def _by_day(self, last_day: int) -> _Floats:
        table = np.zeros(last_day + 1)
        launch_day = math.ceil(max(0.0, self.launch_day))
        since, areas = np.arange(launch_day, last_day + 1, dtype=np.float64), table[launch_day:]
        ends = [*since.searchsorted(self.days).tolist(), len(since)]
        for piece, first, end in zip(self._pieces, [0, *ends], ends, strict=False):
            if first == end:
                continue
            here, days = areas[first:end], since[first:end]
            days -= piece.start
            np.multiply(days, piece.slope, out=here)
            here += piece.rate
            here += piece.rate
            here *= days
            here *= 0.5
            here += piece.area
        areas -= self._area_before()
        areas /= DAYS_PER_YEAR
        return table

    def _area_before(self) -> float:
        """Vehicles a year times days from the first point to where the cumulative curve is 0, as if launched for ever."""
        day = max(0.0, self.launch_day)
        start, rate, slope, area = self._pieces[int(self.days.searchsorted(day, side="right"))]
        return area + (day - start) * (rate + (slope * (day - start) + rate)) / 2


class DemandShapes:
    """The demand curves of programmes, with what does not change between replications worked out once."""

    __slots__ = ("_counts", "_days", "_launch_days", "_points")

    def __init__(self, demands: Mapping[str, tuple[DemandSpec, dt.date | None]], calendar: Calendar) -> None:
        """`demands` and launches by programme."""
        self._days: dict[str, _Floats] = {}
        self._launch_days: dict[str, float] = {}
        for programme, (demand, launch) in demands.items():
            launch_day = -math.inf if launch is None else calendar.day_of(launch)
            self._launch_days[programme] = launch_day
            self._days[programme] = np.array([float(calendar.day_of(point.date)) for point in demand.points])
        self._counts = [len(days) for days in self._days.values()]
        self._points = np.array(
            [(point.low, point.mode, point.high) for demand, _ in demands.values() for point in demand.points]
        ).T

    def curves(self, realised: Mapping[str, tuple[DemandSpec, float]]) -> dict[str, DemandCurve]:
        """The curves of realised specifications of the same programmes, in their order, each with a delay in months.

        Each point lies at the quantile `position` of its triangular (low, mode, high), times `scale`, later by `shift_months` and
        by the delay, that of the phase that the programme waits for. The launch is not shifted: it is a date of its own.
        """
        positions = [certain(realised[programme][0].position) for programme in self._days]
        rates = triangular_quantile(np.repeat(positions, self._counts), *self._points)
        ends = accumulate(self._counts)
        return {
            programme: DemandCurve(
                days + days_from_months(certain(demand.shift_months) + late_months),
                rates[end - len(days) : end] * certain(demand.scale),
                self._launch_days[programme],
            )
            for (programme, days), end in zip(self._days.items(), ends, strict=True)
            for demand, late_months in (realised[programme],)
        }


@dataclass(frozen=True, slots=True, eq=False)
class DemandPath:
    """Demand of a programme in one replication; by step, of shape (steps + 1,), not to be changed; index 0: 0."""

    curve: DemandCurve
    wanted_vehicles: NDArray[np.int64]
    """The step's plan, before outages."""
    outage_vehicles: NDArray[np.int64]
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
        wanted = wanted_vehicles(curve.cumulative_by_day(int(edges[-1]) + FORECAST_DAYS)[edges], factors)
        lost = outage_vehicles(wanted, availability(windows, edges)) if windows else np.zeros_like(wanted)
        wanted.flags.writeable = lost.flags.writeable = False
        return cls(curve, wanted, lost)


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
        areas = cumulative[1:] - cumulative[:-1]
        areas *= factors
        cumulative = np.zeros(len(cumulative))
        np.add.accumulate(areas, out=cumulative[1:])
    return floor_differences(cumulative)


def outage_vehicles(wanted: NDArray[np.int64], available: _Floats) -> NDArray[np.int64]:
    """Whole vehicles of each step that fall into outages, 0 to wanted.

    Differences of the floor of the cumulated wanted * (1 - available): a step without an outage loses none, a
    step that stands still loses its plan, and the sum is exact but for its fraction.
    """
    return np.minimum(floor_differences(np.cumsum(wanted * (1 - available))), wanted)
