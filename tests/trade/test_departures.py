"""Departures: which call-offs they serve, when they are received, and what stops them."""

from collections import deque

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.trade.tables import (
    ARRIVAL_UNKNOWN,
    ARRIVED,
    CALL_OFFS,
    CLOSED,
    DEPARTURES,
    RECEIPTS,
    ROUTE_UNKNOWN,
    UNKNOWN,
    TradeTables,
)
from tests.trade.small import DAY, agree, go, tables

LOAD_WH = 10


def trade_of(programmes: int) -> TradeTables:
    """A plant whose loads are of 10 Wh, with an agreement of each programme."""
    of = tables(programmes=programmes)
    of.lanes["load_wh"] = LOAD_WH
    for lane in range(programmes):
        agree(of, lane, lane, lane, share=1.0, planned_share=1.0)
    return of


def week(of: TradeTables, step: int, calls: list[int], stock_loads: int) -> None:
    """Every programme calls off so many loads, and the plant has so many."""
    for lane, loads in enumerate(calls):
        of.programmes["stock_wh"][lane] = -loads * LOAD_WH - of.lanes["on_order_wh"][lane]
    assert go(of, CALL_OFFS, step) == (ARRIVED, -1)
    of.plants["stock_wh"] = stock_loads * LOAD_WH
    of.plants["rule"] = 1
    assert go(of, DEPARTURES, step) == (ARRIVED, -1)


def queued(of: TradeTables) -> list[tuple[int, int, int]]:
    """(call-off, departure, loads) by queues that are worked off one after the other."""
    queues: dict[int, deque[list[int]]] = {}
    for at, call in enumerate(of.calls[: of.cursor["calls"][0]]):
        lane = int(of.agreements["lane"][call["account"]])
        queues.setdefault(lane, deque()).append([at, int(call["loads"])])
    served = []
    for at, departure in enumerate(of.departures[: of.cursor["departures"][0]]):
        left = int(departure["loads"])
        while left:
            oldest = queues[int(departure["lane"])][0]
            part = min(left, oldest[1])
            served.append((oldest[0], at, part))
            oldest[1] -= part
            left -= part
            if not oldest[1]:
                queues[int(departure["lane"])].popleft()
    return served


@given(
    st.lists(
        st.tuples(st.lists(st.integers(0, 9), min_size=3, max_size=3), st.integers(0, 30)),
        min_size=1,
        max_size=12,
    )
)
def test_oldest_call_offs_are_served_first(weeks: list[tuple[list[int], int]]) -> None:
    of = trade_of(3)
    for step, (calls, stock_loads) in enumerate(weeks, start=1):
        week(of, step, calls, stock_loads)
    assert of.matches[: of.cursor["matches"][0]].tolist() == queued(of)
    waiting = sum(int(call["waiting"]) for call in of.calls[: of.cursor["calls"][0]])
    assert waiting == of.lanes["backlog_loads"].sum()
    assert of.plants["backlog_wh"][0] == waiting * LOAD_WH


def test_a_load_is_received_in_the_step_in_which_it_arrives() -> None:
    of = trade_of(1)
    of.arrivals[0] = of.edges + DAY + 1
    week(of, 1, [3], 5)
    assert of.plants["stock_wh"][0] == 2 * LOAD_WH
    of.programmes["stock_wh"] = 0
    go(of, RECEIPTS, 2)
    assert of.programmes["stock_wh"][0] == 0
    go(of, RECEIPTS, 3)
    assert of.programmes["stock_wh"][0] == 3 * LOAD_WH
    assert of.lanes["on_order_wh"][0] == 0


def test_what_arrives_behind_the_horizon_stays_in_transit() -> None:
    of = trade_of(1)
    of.arrivals[0] = of.edges[-1] + 100
    week(of, 1, [3], 5)
    assert of.due.tolist() == [-1] * len(of.edges) + [0]


def test_it_asks_for_a_route_and_for_a_day_of_receipt_and_goes_on() -> None:
    of = trade_of(2)
    of.lanes["route"][1] = UNKNOWN
    of.arrivals[0, 1] = UNKNOWN
    of.programmes["stock_wh"] = -LOAD_WH
    go(of, CALL_OFFS)
    of.plants["stock_wh"] = 5 * LOAD_WH
    assert go(of, DEPARTURES) == (ROUTE_UNKNOWN, 1)
    of.lanes["route"][1] = 0
    assert go(of, DEPARTURES) == (ARRIVAL_UNKNOWN, 0)
    assert of.cursor["departures"][0] == 0
    of.arrivals[0, 1] = 20
    assert go(of, DEPARTURES) == (ARRIVED, -1)
    assert of.departures["arrival_day"][:2].tolist() == [20, 20]
    assert of.plant_steps["shipped_wh"][0, 1] == 2 * LOAD_WH


def test_without_an_open_route_call_offs_wait_and_others_are_not_cut() -> None:
    of = trade_of(2)
    of.lanes["route"][0] = CLOSED
    week(of, 1, [4, 4], 5)
    assert of.lanes["backlog_loads"].tolist() == [4, 0]
    assert np.array_equal(of.departures["lane"][: of.cursor["departures"][0]], [1])


def test_outside_customers_are_served_beside_trucks() -> None:
    of = trade_of(1)
    of.plant_steps["background_wh"][0, 1] = 25
    week(of, 1, [2], 6)
    assert of.plant_steps["served_wh"][0, 1] == 25
    assert of.plants["stock_wh"][0] == 6 * LOAD_WH - 2 * LOAD_WH - 25


def test_the_day_of_a_lanes_last_shipment_is_noted() -> None:
    of = trade_of(2)
    week(of, 1, [1, 2], 3)
    assert of.lanes["last_shipped_day"].tolist() == [DAY, DAY]
    week(of, 2, [0, 1], 3)
    assert of.lanes["last_shipped_day"].tolist() == [DAY, 2 * DAY]


def test_a_buyer_that_got_nothing_last_time_is_due_for_twice_as_long() -> None:
    """Of equal contracts one was served a week ago, the other two: of three trucks it gets one, the other two."""
    of = trade_of(2)
    of.needs[:] = 1_000 * np.arange(of.needs.shape[1])
    week(of, 1, [1, 0], 1)
    of.lanes["backlog_loads"] = of.calls["loads"][1:3] = of.calls["waiting"][1:3] = 9
    of.lanes["oldest_call"], of.calls["next"][1:3] = [1, 2], -1
    of.cursor["calls"], of.plants["backlog_wh"] = 3, 18 * LOAD_WH
    of.plants["stock_wh"], of.plants["rule"] = 3 * LOAD_WH, 2
    assert go(of, DEPARTURES, 2) == (ARRIVED, -1)
    departed = of.departures[1 : of.cursor["departures"][0]]
    assert departed[["lane", "loads"]].tolist() == [(0, 1), (1, 2)]
