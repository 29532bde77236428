"""The clock of a run: whole days, and the order of what happens within a day."""

from enum import IntEnum

from simpy import Environment
from simpy.events import Event


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


class Clock:
    """Days and moments over a SimPy environment whose time is a whole day."""

    def __init__(self, env: Environment) -> None:
        self.env = env

    @property
    def today(self) -> int:
        """The current day."""
        return int(self.env.now)

    def at(self, day: int, order: DayOrder, rank: int = 0) -> Moment:
        """The moment of a day (today or later) in the day's order; `rank` orders by id among equals."""
        return Moment(self.env, day - int(self.env.now), order * _RANKS_PER_ORDER + rank)

    def has_more_today(self) -> bool:
        """Whether anything else is to come about on the current day."""
        return self.env.peek() <= self.env.now
