"""Customers outside the scenario: their bookings at a plant as a curve over days."""

from bisect import bisect_right

import numpy as np
from numpy.typing import NDArray

from sim.core.arrays import floor_differences
from sim.core.calendar import Calendar
from sim.core.units import DAYS_PER_YEAR, WH_PER_GWH
from sim.scenario.types.numbers import certain
from sim.scenario.types.plants import BackgroundSpec


class Background:
    """Yearly bookings by day, straight between dated points and constant beyond them, times the drawn factor."""

    def __init__(self, spec: BackgroundSpec | None, calendar: Calendar) -> None:
        points = (
            sorted((calendar.day_of(p.date), p.gwh_per_year) for p in spec.points)
            if spec is not None
            else [(0, 0.0)]
        )
        factor = certain(spec.factor) if spec is not None else 0.0
        self._days = [float(day) for day, _ in points]
        self._wh_per_year = [gwh * WH_PER_GWH * factor for _, gwh in points]

    def wh_per_year(self, day: int) -> float:
        """Bookings on a day, Wh a year."""
        days, bookings = self._days, self._wh_per_year
        after = bisect_right(days, day)
        if after == 0:
            return bookings[0]
        if after == len(days):
            return bookings[-1]
        start, end, low, high = days[after - 1], days[after], bookings[after - 1], bookings[after]
        return low + (high - low) * (day - start) / (end - start)

    def lots(self, edges: NDArray[np.int64]) -> NDArray[np.int64]:
        """Call-offs in each step, Wh: floor differences of the area under the curve (trapezoids of a day)."""
        if not any(self._wh_per_year):
            return np.zeros(len(edges), dtype=np.int64)
        rate = np.interp(np.arange(edges[-1] + 1), self._days, self._wh_per_year) / DAYS_PER_YEAR
        area = np.concatenate([[0.0], np.cumsum((rate[1:] + rate[:-1]) / 2)])[edges]
        return floor_differences(area)
