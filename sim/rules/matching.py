"""Matching: which shipment serves which call-off, first in first out on every lane."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.core.whole import sums_of

Whole = NDArray[np.int64]


class Moves(NamedTuple):
    """Call-offs or shipments in their order, over all lanes; both arrays of shape (moves,)."""

    lane: Whole
    """Position of its lane."""
    loads: Whole
    """Above 0."""


class Matches(NamedTuple):
    """Loads of one call-off in one shipment, by shipment, the oldest call-off first; every array of shape (matches,)."""

    shipment: Whole
    """Position among the shipments."""
    call_off: Whole
    """Position among the call-offs."""
    loads: Whole


def first_in_first_out(called: Moves, shipped: Moves) -> Matches:
    """Each shipment serves the oldest call-offs of its lane that are not yet served in full.

    No lane ships more than was called off on it. With the loads of each lane counted through, loads between two
    neighbouring counts at which a call-off or a shipment ends are of one call-off and one shipment. A lane's counts
    follow those of the lane before, its shipments' from where its call-offs' begin.
    """
    of_calls, of_shipments = _lane_by_lane(called), _lane_by_lane(shipped)
    calls = np.cumsum(called.loads[of_calls])
    lanes = max(called.lane.max(initial=0), shipped.lane.max(initial=0)) + 1
    called_in_all, shipped_in_all = (_totals(moves, lanes) for moves in (called, shipped))
    ahead = np.cumsum(called_in_all - shipped_in_all) - (called_in_all - shipped_in_all)
    shipments = np.cumsum(shipped.loads[of_shipments]) + ahead[shipped.lane[of_shipments]]
    counts = np.concatenate((calls, shipments))
    merged = np.argsort(counts, kind="stable")
    counts, is_call = counts[merged], merged < len(calls)
    calls_before: Whole = np.cumsum(is_call) - is_call
    loads = np.diff(counts, prepend=0)
    ends = np.flatnonzero(loads > 0)
    call = of_calls[calls_before[ends]]
    gone = counts[ends] <= (np.cumsum(called_in_all) - called_in_all + shipped_in_all)[called.lane[call]]
    ends, call = ends[gone], call[gone]
    shipment = of_shipments[ends - calls_before[ends]]
    order = np.argsort(shipment, kind="stable")
    return Matches(shipment[order], call[order], loads[ends][order])


def _lane_by_lane(moves: Moves) -> Whole:
    """Positions of the moves lane by lane, in their order on each. NumPy sorts short integers by far the fastest."""
    short = moves.lane.astype(np.min_scalar_type(moves.lane.max(initial=0)))
    return np.argsort(short, kind="stable")


def _totals(moves: Moves, lanes: int) -> Whole:
    return sums_of(moves.loads, moves.lane, (lanes,))
