"""How fast a study goes and how long it will still take, and when that can be said."""

from dataclasses import dataclass, field
from typing import Final

_RECENT_SECONDS: Final = 30.0
_LEAST_SECONDS: Final = 3.0
_LEAST_BATCHES: Final = 2


@dataclass(slots=True)
class Remaining:
    """An estimate from the batches that came home.

    What passes until the first is home is start-up and tells nothing. There is an estimate once two more have come home
    and three seconds have passed since then: workers start together, and their first batches come home together. The rate
    is that of the last half minute, or of the last two batches where they take longer.
    """

    heard: list[tuple[float, int]] = field(default_factory=list)
    """Seconds and replications done, from the first batch on."""
    _last: int | None = None

    def hear(self, seconds: float, done: int) -> None:
        """Take in how many replications are done at a time; what was done before the first call is no batch."""
        if self._last is not None and done > self._last:
            self.heard.append((seconds, done))
        self._last = done

    @property
    def rate(self) -> float | None:
        """Replications a second; None where it cannot be told yet."""
        if len(self.heard) <= _LEAST_BATCHES or self.heard[-1][0] - self.heard[0][0] < _LEAST_SECONDS:
            return None
        now, done = self.heard[-1]
        old = [mark for mark in self.heard[:-_LEAST_BATCHES] if now - mark[0] >= _RECENT_SECONDS]
        since, before = old[-1] if old else self.heard[0]
        return (done - before) / (now - since)

    def seconds_left(self, asked: int) -> float | None:
        """Seconds until so many are done; None where it cannot be told yet."""
        return None if self.rate is None else (asked - self.heard[-1][1]) / self.rate


def in_words(seconds: float) -> str:
    """A time as a clock shows it: `0:07`, `12:30`, `3:00:00`."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
