"""Call-offs: how much a programme calls off, and from which of its agreements."""

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sim.core.errors import BrokenInvariant


class Lane(NamedTuple):
    """An agreement's part of the supply, as the order-up-to level sees it."""

    share: float
    lead_time_days: float
    """Expected days from call-off to receipt."""


class Supply(NamedTuple):
    """An agreement among which call-offs are split."""

    id: str
    share: float
    """Its share of supply now."""
    load_wh: int
    behind_wh: float
    """How far its call-offs to date lie under its shares of all of them; below 0: ahead. 0 at its start."""


def order_up_to_wh(
    rate_wh_per_day: float, lanes: Iterable[Lane], *, review_days: float, safety_days: float
) -> int:
    """Order-up-to level S, to the nearest Wh: share x rate x (lead time + review + safety), over the lanes.

    Periodic review with order-up-to level (R, S): stock and open call-offs together have to last until the
    receipt of the next review's call-off, safety included.
    """
    return round(
        math.fsum(
            lane.share * rate_wh_per_day * (lane.lead_time_days + review_days + safety_days) for lane in lanes
        )
    )


def loads_needed(order_up_to_wh: int, position_wh: int, load_wh: int) -> int:
    """Whole loads that lift the position (stock plus open call-offs) to the level or just above it, or 0."""
    return max(-((position_wh - order_up_to_wh) // load_wh), 0)


def split_loads(needed_wh: int, supplies: Sequence[Supply]) -> list[int]:
    """Loads to call off from each agreement, in their order: together `needed_wh`, or just above it.

    Due to an agreement is what brings its call-offs to its shares of them once the need is called: behind +
    share x need. Each gets the whole loads in its due; each load after these goes to the agreement furthest
    behind its due, to the first by id where two are as far. With loads of one size that is the same as a load
    at a time.
    Raises BrokenInvariant where something is needed and no agreement has a share.
    """
    sharing = sorted(supply for supply in supplies if supply.share > 0)
    if needed_wh > 0 and not sharing:
        raise BrokenInvariant(f"{needed_wh} Wh to call off and no agreement that supplies them")
    due_wh = {s.id: round(s.behind_wh + s.share * needed_wh) for s in sharing}
    loads = _whole_loads(due_wh, needed_wh, sharing)
    called_wh = sum(loads[supply.id] * supply.load_wh for supply in sharing)
    while called_wh < needed_wh:
        furthest = max(sharing, key=lambda supply: due_wh[supply.id] - loads[supply.id] * supply.load_wh)
        loads[furthest.id] += 1
        called_wh += furthest.load_wh
    return [loads.get(supply.id, 0) for supply in supplies]


def behind_after_wh(supply: Supply, own_wh: int, all_wh: int) -> float:
    """How far an agreement is behind after call-offs of `own_wh` from it and `all_wh` from all."""
    return supply.behind_wh + supply.share * all_wh - own_wh


def _whole_loads(due_wh: dict[str, int], needed_wh: int, supplies: Sequence[Supply]) -> dict[str, int]:
    """Whole loads in each due; none at all where, someone being ahead, they come to more than the need."""
    whole = {supply.id: max(due_wh[supply.id] // supply.load_wh, 0) for supply in supplies}
    if sum(whole[supply.id] * supply.load_wh for supply in supplies) <= needed_wh:
        return whole
    return dict.fromkeys(whole, 0)
