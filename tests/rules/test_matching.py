"""First in first out: call-offs are served in their order, lane by lane."""

from collections import deque

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.matching import Moves, first_in_first_out

Listed = list[tuple[int, int]]
"""(lane, loads) of moves in their order."""


def moves(listed: Listed) -> Moves:
    lanes, loads = np.array(listed, dtype=np.int64).reshape(-1, 2).T
    return Moves(lanes, loads)


def queued(called: Listed, shipped: Listed) -> list[tuple[int, int, int]]:
    """(shipment, call-off, loads) by queues that are worked off one after the other."""
    queues: dict[int, deque[list[int]]] = {}
    for at, (lane, loads) in enumerate(called):
        queues.setdefault(lane, deque()).append([at, loads])
    served = []
    for shipment, (lane, loads) in enumerate(shipped):
        left = loads
        while left:
            oldest = queues[lane][0]
            part = min(left, oldest[1])
            served.append((shipment, oldest[0], part))
            oldest[1] -= part
            left -= part
            if not oldest[1]:
                queues[lane].popleft()
    return served


@st.composite
def trades(draw: st.DrawFn) -> tuple[Listed, Listed]:
    """Call-offs, and shipments of no more than was called off on their lane."""
    called = draw(st.lists(st.tuples(st.sampled_from([0, 1, 4]), st.integers(1, 9)), max_size=12))
    left = dict.fromkeys((0, 1, 4), 0)
    for lane, loads in called:
        left[lane] += loads
    shipped = []
    for lane in draw(st.lists(st.sampled_from([0, 1, 4]), max_size=12)):
        if left[lane]:
            shipped.append((lane, draw(st.integers(1, left[lane]))))
            left[lane] -= shipped[-1][1]
    return called, shipped


@given(trades())
def test_oldest_call_offs_are_served_first(trade: tuple[Listed, Listed]) -> None:
    called, shipped = trade
    match = first_in_first_out(moves(called), moves(shipped))
    assert list(zip(*(column.tolist() for column in match), strict=True)) == queued(called, shipped)


def test_without_traffic_nothing_matches() -> None:
    assert [len(column) for column in first_in_first_out(moves([]), moves([]))] == [0, 0, 0]
