"""The clock of a run: whole days, and the order of what happens within a day."""

from enum import IntEnum
from typing import Final

from simpy import Environment
from simpy.events import Event

from sim.core.errors import BrokenInvariant


class DayOrder(IntEnum):
    """What comes first within a day; within one of these, by id.

    Events that a process triggers at once (a plant's news) run before whatever of the day is still to come.
    """

    DISRUPTION_ENDS = 10
    DISRUPTION_STARTS = 11
    RECEIPTS = 12
    PHASE_CHANGES = 13
    PRODUCTION = 14
    BUILDING = 15
    AGREEMENTS = 16
    REVIEWS = 17
    CALL_OFFS = 18
    DEPARTURES = 19


_RANKS_PER_ORDER = 100_000


class Moment(Event):
    """A point in the order of a day at which a process goes on."""

    def __init__(self, env: Environment, delay: int, priority: int) -> None:
        self.env = env
        self._ok = True
        self._value = None
        self.priority = priority
        self.arm(delay)

    def arm(self, delay: int) -> None:
        """Come about in `delay` days, for the first time or (much cheaper than a new one) again."""
        self.callbacks = []
        self.env.schedule(self, self.priority, delay)  # type: ignore[arg-type]


MOST_MOMENTS_A_DAY: Final = 1_000_000
"""More on one day than any world asks for: processes that wake each other without end."""


class Clock:
    """Days and moments over a SimPy environment whose time is a whole day.

    Two faults of a process end the run by name: to ask for a day that is past, and to keep asking for today.
    """

    def __init__(self, env: Environment) -> None:
        self.env = env
        self._day = 0
        self._moments = 0

    @property
    def today(self) -> int:
        """The current day."""
        return int(self.env.now)

    def at(self, day: int, order: DayOrder, rank: int = 0) -> Moment:
        """The moment of a day (today or later) in the day's order; `rank` orders by id among equals.

        Raises BrokenInvariant for a day that is past, and where the day does not end.
        """
        today = int(self.env.now)
        self._moments = self._moments + 1 if today == self._day else 1
        self._day = today
        if day < today:
            raise BrokenInvariant(f"{order.name.lower()} (rank {rank}) of day {day} asked for on day {today}")
        if self._moments > MOST_MOMENTS_A_DAY:
            raise BrokenInvariant(
                f"day {today} does not end: {MOST_MOMENTS_A_DAY:,} moments asked for, the last for {order.name.lower()} "
                f"(rank {rank}) of day {day}"
            )
        return Moment(self.env, day - today, order * _RANKS_PER_ORDER + rank)

    def next_day(self) -> int:
        """Day of whatever comes about next; today where something is still to come."""
        return int(self.env.peek())
