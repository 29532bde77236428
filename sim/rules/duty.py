"""Duties on cells between customs zones, by date."""

from bisect import bisect_right
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.core.calendar import Calendar
from sim.core.errors import BrokenInvariant
from sim.scenario.types.numbers import certain
from sim.scenario.types.scenario import Scenario


class DutyRates(NamedTuple):
    """The rates between two zones in order of time."""

    starts: list[int]
    rates: list[float]
    """One more than the starts: the first holds before them all."""

    def rate(self, day: int) -> float:
        """Share of the customs value due on a day, by the latest row."""
        return self.rates[bisect_right(self.starts, day)]


_FREE = DutyRates([], [0.0])


class DutyBook:
    """The duties of a realised scenario, prepared once for a replication.

    Raises BrokenInvariant where two rows of the same zones start on one day.
    """

    def __init__(self, scenario: Scenario, calendar: Calendar) -> None:
        rows: dict[tuple[str, str], dict[int, float]] = {}
        for id_, duty in scenario.duties.items():
            dated = rows.setdefault((duty.origin_zone, duty.destination_zone), {})
            start = calendar.day_of(duty.start)
            if start in dated:
                raise BrokenInvariant(f"duty {id_}: another row of its zones starts on the same day")
            dated[start] = certain(duty.rate)
        self._schedules = {
            zones: DutyRates(sorted(dated), [0.0, *(dated[start] for start in sorted(dated))])
            for zones, dated in rows.items()
            if zones[0] != zones[1]
        }

    def schedule(self, origin_zone: str, destination_zone: str) -> DutyRates:
        """The rates between two zones; 0 within a zone or without a row."""
        return self._schedules.get((origin_zone, destination_zone), _FREE)

    def duty_rates(
        self, origin_zone: str, destination_zone: str, days: NDArray[np.int64]
    ) -> NDArray[np.float64]:
        """Rate between two zones on each of the days."""
        schedule = self.schedule(origin_zone, destination_zone)
        return np.array(schedule.rates)[np.searchsorted(schedule.starts, days, side="right")]
