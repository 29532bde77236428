"""How long a load takes over its legs when legs close or slow down on its way."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from sim.core.windows import ClosureWindow


class LegTransit(NamedTuple):
    """A leg as one load meets it: its undisturbed time (customs included) and the windows of trouble on it."""

    days: float
    windows: Sequence[ClosureWindow] = ()


def receipt_day(departure_day: int, days_on_the_way: float) -> int:
    """First whole day on which a load can be received: at the earliest the day after its departure."""
    return departure_day + max(1, math.ceil(days_on_the_way))


def days_on_the_way(departure_day: int, legs: Sequence[LegTransit]) -> float:
    """Time from departure to the end of the last leg, leg by leg.

    A load that comes to a closed leg waits until it opens. A load that is on a leg when it closes stands there
    until it opens, then goes on.
    """
    now = float(departure_day)
    for leg in legs:
        now = _leave(now, leg)
    return now - departure_day


def _leave(arrived: float, leg: LegTransit) -> float:
    if not leg.windows:
        return arrived + leg.days
    closures = [window for window in leg.windows if window.closed]
    now = _when_open(arrived, closures)
    left = leg.days + sum(
        w.delay_days for w in leg.windows if not w.closed and w.start_day <= now < w.end_day
    )
    for closure in closures:
        if closure.start_day < now:
            continue
        if closure.start_day >= now + left:
            break
        left -= closure.start_day - now
        now = float(closure.end_day)
    return now + left


def _when_open(now: float, closures: Sequence[ClosureWindow]) -> float:
    for closure in closures:
        if closure.start_day <= now < closure.end_day:
            now = float(closure.end_day)
    return now
