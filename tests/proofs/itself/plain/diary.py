"""The diary: what is to be done on which day, at which hour of the day, and by whom first."""

from collections.abc import Callable
from enum import IntEnum

Act = Callable[[], None]


class Hour(IntEnum):
    """The hours of a day, in order; what is noted for at once comes before whatever is left of the day."""

    AT_ONCE = 0
    NEWS = 1
    DISRUPTIONS_END = 2
    DISRUPTIONS_START = 3
    RECEIPTS = 4
    PHASES = 5
    PRODUCTION = 6
    BUILDING = 7
    AGREEMENTS = 8
    REVIEWS = 9
    CALL_OFFS = 10
    DEPARTURES = 11


class Diary:
    """Notes by day. Within a day: by hour, then by rank (the place of an id), then the older note first."""

    def __init__(self, horizon: int) -> None:
        self.today = 0
        self._horizon = horizon
        self._count = 0
        self._days: list[list[tuple[int, int, int, Act]]] = [[] for _ in range(horizon + 1)]

    def note(self, day: int, hour: Hour, rank: int, act: Act) -> None:
        """Do something on a day, today or later; what lies after the horizon is never done."""
        if day < self.today:
            message = f"day {day} is over, today is day {self.today}"
            raise ValueError(message)
        self._count += 1
        if day <= self._horizon:
            self._days[day].append((hour, rank, self._count, act))

    def live(self) -> None:
        """Every day of the run, one note after another; a note may add others to the day."""
        for day, notes in enumerate(self._days):
            self.today = day
            while notes:
                first = min(notes, key=lambda note: note[:3])
                notes.remove(first)
                first[3]()
