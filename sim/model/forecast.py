"""What a programme expects to need: its own demand curve in watt-hours."""

import numpy as np
from numpy.typing import NDArray

from sim.core.units import DAYS_PER_YEAR
from sim.sample.demand import DemandCurve


class Forecast:
    """Cumulative need of a programme by day, in whole Wh, from day 0 to `last_day`; straight beyond it."""

    __slots__ = ("_last", "_last_rate_wh", "by_day", "by_day_wh")

    def __init__(self, curve: DemandCurve, wh_per_vehicle: int, last_day: int) -> None:
        area = curve.cumulative_by_day(last_day) * wh_per_vehicle
        self.by_day: NDArray[np.int64] = np.floor(area, out=area).astype(np.int64)
        self.by_day_wh: memoryview[int] = self.by_day.data
        """The same; a day of it is had three times as fast."""
        self._last = last_day
        self._last_rate_wh: int = self.by_day_wh[last_day] - self.by_day_wh[last_day - 1]

    def cumulative_wh(self, day: int) -> int:
        """Need from day 0 to the end of `day`, Wh."""
        if day <= self._last:
            return self.by_day_wh[day]
        return self.by_day_wh[self._last] + (day - self._last) * self._last_rate_wh

    def need_wh(self, first_day: int, end_day: int) -> int:
        """Need from one day to another, Wh."""
        return self.cumulative_wh(end_day) - self.cumulative_wh(first_day)

    def wh_per_year(self, first_day: int, end_day: int) -> float:
        """Mean yearly need between two days, Wh."""
        return self.need_wh(first_day, end_day) * DAYS_PER_YEAR / (end_day - first_day)

    def need_ahead_wh(self, day: int, length_days: int) -> int:
        """Need of the `length_days` after a day, Wh."""
        end_day = day + length_days
        if end_day <= self._last:
            return self.by_day_wh[end_day] - self.by_day_wh[day]
        return self.need_wh(day, end_day)

    def next_year_wh(self, day: int) -> int:
        """Need of the 365 days after a day, Wh."""
        return self.need_ahead_wh(day, DAYS_PER_YEAR)

    def rates_wh_per_year(self, days: NDArray[np.int64]) -> NDArray[np.float64]:
        """Yearly rate of the need of the day after each of `days`, Wh."""
        return (self.by_day[days + 1] - self.by_day[days]).astype(np.float64) * DAYS_PER_YEAR
