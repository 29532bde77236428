"""Call-offs of a programme, and how they are split between its agreements with one plant."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.trade.tables import ARRIVED, CALL_OFFS, LOG_FULL, RECEIPTS, ROUTE_UNKNOWN, UNKNOWN, TradeTables
from tests.trade.small import DAY, advance, agree, go, tables

SHARES = st.lists(st.floats(0.01, 1.0), min_size=1, max_size=4)


def buyer(shares: list[float], behind: list[float] | None = None) -> TradeTables:
    """A programme with agreements on one lane, whose loads are of 1 Wh."""
    of = tables()
    for account, share in enumerate(shares):
        late = behind[account] if behind else 0.0
        agree(of, account, 0, 0, share=share, behind_loads=late)
    of.sources["share"][0, 0] = 1.0
    return of


def call_off(of: TradeTables, loads: int, step: int = 1) -> list[int]:
    """Let the programme need so many loads, and nothing be on order; returns what each agreement got."""
    first = int(of.cursor["calls"][0])
    of.programmes["stock_wh"][0] = -loads
    of.lanes["on_order_wh"][0] = of.lanes["backlog_loads"][0] = 0
    of.lanes["oldest_call"][0] = -1
    assert go(of, CALL_OFFS, step) == (ARRIVED, -1)
    got = [0] * int(of.programmes["booked"][0])
    for call in of.calls[first : of.cursor["calls"][0]]:
        got[call["account"]] = int(call["loads"])
    return got


def test_even_halves_take_turns():
    of = buyer([0.5, 0.5])
    assert [call_off(of, 1) for _ in range(4)] == [[1, 0], [0, 1], [1, 0], [0, 1]]


def test_whole_parts_go_by_share():
    assert call_off(buyer([0.2, 0.8]), 10) == [2, 8]


def test_what_is_left_goes_to_the_greatest_remainder():
    assert call_off(buyer([0.5, 0.3, 0.2]), 5) == [3, 1, 1]


def test_who_is_behind_catches_up():
    assert call_off(buyer([0.5, 0.5], [1.0, -1.0]), 2) == [2, 0]


def test_an_agreement_without_a_share_gets_nothing():
    assert call_off(buyer([0.4, 0.0, 0.6]), 10) == [4, 0, 6]


def test_an_agreement_that_has_lost_its_share_gets_nothing_any_more():
    of = buyer([0.5, 0.5])
    assert call_off(of, 4) == [2, 2]
    of.agreements["share"][:2] = [1.0, 0.0]
    assert call_off(of, 4) == [4, 0]


@given(SHARES, st.lists(st.integers(0, 40), min_size=1, max_size=30))
def test_nothing_is_lost_and_nobody_falls_more_than_a_load_per_agreement_behind(shares, calls):
    of = buyer(shares)
    of.sources["share"][0, 0] = total = sum(shares)
    for step, loads in enumerate(calls, start=1):
        wanted = int(total * loads)
        got = call_off(of, loads, step)
        assert sum(got) == wanted
        assert all(part >= 0 for part in got)
        assert all(abs(late) < len(shares) for late in of.agreements["behind_loads"][: len(shares)])


def test_what_is_on_order_is_not_called_off_again():
    of = buyer([1.0])
    assert call_off(of, 10) == [10]
    of.programmes["stock_wh"][0] = -25
    assert go(of, CALL_OFFS, 2) == (ARRIVED, -1)
    assert of.calls["loads"][1] == 15
    assert of.lanes["on_order_wh"][0] == of.plants["backlog_wh"][0] == 25


def test_an_overdue_plant_is_passed_over_while_another_delivers():
    of = tables(plants=2)
    agree(of, 0, 0, 0, share=0.5)
    agree(of, 1, 0, 1, share=0.5)
    of.programmes["safety_days"][0] = 10.0
    of.programmes["stock_wh"][0] = -10
    assert go(of, CALL_OFFS, 1) == (ARRIVED, -1)
    assert of.lanes["backlog_loads"].tolist() == [5, 5]
    of.lanes["oldest_call"][1] = -1
    of.programmes["stock_wh"][0] = -30
    go(of, CALL_OFFS, 2)
    # A week is within the safety of 10 days: both are called off up to 15.
    assert of.lanes["on_order_wh"].tolist() == [15, 15]
    of.lanes["oldest_call"][1] = -1
    go(of, CALL_OFFS, 3)
    # Two weeks are not: the second plant is asked for all 30.
    assert of.lanes["on_order_wh"].tolist() == [15, 30]


def test_need_beyond_the_forecast_is_straight():
    of = buyer([1.0])
    last = of.needs.shape[1] - 1
    of.needs[0] = range(last + 1)
    of.programmes["cover_days"][0] = last + 100
    go(of, CALL_OFFS)
    assert of.calls["loads"][0] == last + 100


def test_cover_is_the_longest_lead_time_and_review_and_safety():
    of = tables(plants=2)
    agree(of, 0, 0, 0, share=0.5)
    agree(of, 1, 0, 1, share=0.5)
    of.lanes["lead_days"] = [1.5, 3.25]
    of.programmes["cover_stale"], of.programmes["safety_days"] = 1, 5.5
    assert go(of, CALL_OFFS) == (ARRIVED, -1)
    assert of.programmes["cover_days"][0] == 16  # 3.25 + 7 + 5.5 = 15.75


def test_for_a_new_cover_it_asks_for_routes():
    of = buyer([1.0])
    of.lanes["route"], of.programmes["cover_stale"] = UNKNOWN, 1
    assert go(of, CALL_OFFS) == (ROUTE_UNKNOWN, 0)


def test_sources_are_plants_in_order_of_their_first_agreement_that_supplies():
    of = tables(plants=3)
    for account, (lane, share) in enumerate([(2, 0.0), (1, 0.2), (2, 0.5), (1, 0.3), (0, 0.0)]):
        agree(of, account, 0, lane, share=share, behind_loads=0.5)
    of.programmes["shares_stale"] = 1
    assert go(of, CALL_OFFS) == (ARRIVED, -1)
    assert of.sources[0, : of.programmes["sources"][0]].tolist() == [(1, 0.5), (2, 0.5)]
    assert of.agreements["behind_loads"][:5].tolist() == [0.0] * 5


def test_a_programme_opens_with_the_need_over_its_cover_as_far_as_it_is_sourced():
    of = buyer([0.25, 0.5])
    of.needs[0] = 100 * np.arange(of.needs.shape[1])
    of.programmes["cover_days"] = 12
    of.cursor["end_step"], of.cursor["end_hour"] = 1, RECEIPTS
    assert next(advance(of)) == (ARRIVED, -1)
    assert of.programmes["opening_stock_wh"][0] == of.programmes["stock_wh"][0] == 900
    assert of.cursor["step"][0] == 1


def test_it_waits_for_room_in_the_log():
    of = buyer([1.0])
    of.cursor["calls"] = len(of.calls) - 1
    assert go(of, CALL_OFFS) == (LOG_FULL, -1)


def test_only_every_so_many_steps_are_for_call_offs():
    of = buyer([1.0])
    of.programmes["call_off_steps"][0] = 2
    of.programmes["stock_wh"][0] = -3
    go(of, CALL_OFFS, 1)
    assert of.cursor["calls"][0] == 0
    go(of, CALL_OFFS, 2)
    assert of.cursor["calls"][0] == 1
    assert of.calls["day"][0] == 2 * DAY
