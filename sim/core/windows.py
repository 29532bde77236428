"""Windows of days on which something is not as usual: start_day <= day < end_day."""

from typing import NamedTuple


class ClosureWindow(NamedTuple):
    """Days start <= day < end on which a leg is closed, or takes `delay_days` longer for loads that start on it."""

    start_day: int
    end_day: int
    delay_days: float = 0.0
    closed: bool = True


class OutageWindow(NamedTuple):
    """On start_day <= day < end_day a plant runs at `remaining_share` of its rate."""

    start_day: int
    end_day: int
    remaining_share: float
