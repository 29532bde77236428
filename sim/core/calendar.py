"""The calendar of a run: whole days counted from the scenario's start date (day 0)."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days `0 .. horizon_days` from `start` to `end`, and the steps at which the trade beats.

    Step `k` (1-based) ends on day `k * step_days`; a last, shorter step ends on the horizon.
    """

    start: dt.date
    end: dt.date
    step_days: int

    @property
    def horizon_days(self) -> int:
        """Day number of the end date; the run covers days 0 to this day."""
        return (self.end - self.start).days

    def day_of(self, date: dt.date) -> int:
        """Day number of a date; negative before the start."""
        return (date - self.start).days

    def date_of(self, day: int) -> dt.date:
        """Date of a day number."""
        return self.start + dt.timedelta(days=day)

    def step_edges(self) -> list[int]:
        """Day numbers `[0, step, 2 * step, ..., horizon]`, shape (steps + 1,), each step a half-open interval (a, b]."""
        edges = list(range(0, self.horizon_days + 1, self.step_days))
        if edges[-1] != self.horizon_days:
            edges.append(self.horizon_days)
        return edges

    def month_of(self, day: int) -> str:
        """Month of a day number as `YYYY-MM`."""
        return self.date_of(day).strftime("%Y-%m")

    def year_fraction(self, day: int) -> float:
        """Calendar year of a day as a real number: 2025.5 is the middle of 2025."""
        date = self.date_of(day)
        first = dt.date(date.year, 1, 1)
        return date.year + (date - first).days / (dt.date(date.year + 1, 1, 1) - first).days
