"""Sharing out in compiled code gives what the whole rule of allocation gives."""

from typing import NamedTuple

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numba import config

from sim.model.commitment import Commitment
from sim.rules.allocation import Claim, allocate
from sim.trade.sharing import share_on
from sim.trade.tables import ARRIVED, DEPARTURES, RULES, TO_ALLOCATE, TradeTables
from tests.trade.hand_over import readable
from tests.trade.small import DAY, agree, go, tables

OUTSIDE = "~outside"


class Waiting(NamedTuple):
    loads: int
    priority: int = 1
    wh_per_day: int = 0


def short_plant(
    rule: str, stock_wh: int, load_wh: int, waiting: list[Waiting], outside: Waiting
) -> TradeTables:
    """A plant with a stock, lanes that wait for loads of one size, and outside customers."""
    of = tables(programmes=len(waiting))
    plant, now = of.plants[0], of.plant_steps[0, 1]
    plant["rule"], plant["stock_wh"], plant["background_priority"] = (
        RULES.index(rule),
        stock_wh,
        outside.priority,
    )
    now["background_wh"] = outside.loads
    of.cursor["calls"] = len(waiting)
    plant["backlog_wh"] = load_wh * sum(each.loads for each in waiting)
    for lane, each in enumerate(waiting):
        of.needs[lane] = each.wh_per_day * np.arange(of.needs.shape[1])
        of.lanes["load_wh"][lane] = load_wh
        of.lanes["backlog_loads"][lane] = of.calls["loads"][lane] = of.calls["waiting"][lane] = each.loads
        of.lanes["oldest_call"][lane], of.calls["next"][lane] = lane, -1
        agree(of, lane, lane, lane, priority=each.priority, share=1.0, planned_share=1.0)
    return of


def claims(load_wh: int, waiting: list[Waiting], outside: Waiting) -> list[Claim]:
    found = [
        Claim(f"p{lane:02}", each.loads, load_wh, each.priority, DAY * each.wh_per_day)
        for lane, each in enumerate(waiting)
    ]
    return (
        [*found, Claim(OUTSIDE, outside.loads, 1, outside.priority, outside.loads)]
        if outside.loads
        else found
    )


def shipped(of: TradeTables, lanes: int) -> list[int]:
    loads = [0] * lanes
    for departure in of.departures[: of.cursor["departures"][0]]:
        loads[departure["lane"]] = int(departure["loads"])
    return loads


waiting_lanes = st.lists(
    st.builds(Waiting, st.integers(1, 40), st.integers(1, 12), st.integers(0, 10_000)), min_size=1, max_size=6
)


@given(
    rule=st.sampled_from(RULES),
    load_wh=st.integers(1, 5_000),
    waiting=waiting_lanes,
    outside=st.builds(Waiting, st.just(0) | st.integers(1, 60_000), st.integers(1, 12)),
    share=st.fractions(0, 1),
)
def test_sharing_equals_the_whole_rule(rule, load_wh, waiting, outside, share):
    all_claims = claims(load_wh, waiting, outside)
    stock_wh = int(share * (sum(claim.wh for claim in all_claims) - 1))
    of = short_plant(rule, stock_wh, load_wh, waiting, outside)
    why, _ = go(of, DEPARTURES)
    if why != TO_ALLOCATE:
        granted = allocate(rule, stock_wh, all_claims)
        served = [int(of.plant_steps["served_wh"][0, 1])] if outside.loads else []
        assert [*shipped(of, len(waiting)), *served] == granted


@given(rule=st.sampled_from(RULES), waiting=waiting_lanes, share=st.fractions(0, 1))
def test_it_takes_the_whole_rule_for_trucks_alone_only_where_nothing_is_contracted(rule, waiting, share):
    load_wh = 4_000
    stock_wh = int(share * (sum(each.loads for each in waiting) * load_wh - 1))
    why, _ = go(short_plant(rule, stock_wh, load_wh, waiting, Waiting(0)), DEPARTURES)
    nothing_contracted = any(each.wh_per_day == 0 for each in waiting)
    assert why == ARRIVED or (rule == "pro-rata-contract" and nothing_contracted)


def test_trucks_and_outside_customers_share_by_what_is_called_off():
    of = short_plant("pro-rata-call-offs", 100, 4, [Waiting(10), Waiting(5)], Waiting(60))
    # 100 of 120: p00 is due 33.3 (8 loads, remainder 1.3), p01 16.7 (4, 0.7), together 12.5 loads: 12 or, the half up, 13.
    assert go(of, DEPARTURES) == (ARRIVED, -1)
    assert shipped(of, 2) == [9, 4]
    assert of.plant_steps["served_wh"][0, 1] == 48


def test_what_a_filled_contract_leaves_goes_to_the_others():
    of = short_plant(
        "pro-rata-contract", 100, 4, [Waiting(3, 1, 30), Waiting(30, 1, 30), Waiting(30, 1, 10)], Waiting(0)
    )
    # 25 loads: p00 is due 10.7 and needs 3; 22 are left, 3 to 1: 16.5 and 5.5, the first of equal remainders gets the load.
    assert go(of, DEPARTURES) == (ARRIVED, -1)
    assert shipped(of, 3) == [3, 17, 5]


def test_products_beyond_64_bits_are_left_to_the_whole_rule():
    huge = [Waiting(10**12, 1, 10**12), Waiting(10**12, 1, 10**12)]
    for rule in RULES:
        assert go(short_plant(rule, 4 * 10**11, 4, huge, Waiting(0)), DEPARTURES) == (TO_ALLOCATE, 0)


def test_better_priorities_are_served_first_and_each_rank_by_call_offs():
    # Six loads: two to priority 1, then four to the 4 and 8 of priority 2: due 1.33 and 2.67.
    of = short_plant("priority", 6 * 4, 4, [Waiting(4, 2), Waiting(2, 1), Waiting(8, 2)], Waiting(0))
    assert go(of, DEPARTURES) == (ARRIVED, -1)
    assert shipped(of, 3) == [1, 2, 3]


def test_what_was_called_off_without_an_agreement_in_force_is_served_last():
    # The first programme's agreement is struck from its book: its 5 loads wait behind the 6 of priority 8.
    of = short_plant("priority", 8 * 4, 4, [Waiting(5, 1), Waiting(6, 8)], Waiting(0))
    of.programmes["booked"][0] = 0
    assert go(of, DEPARTURES) == (ARRIVED, -1)
    assert shipped(of, 2) == [2, 6]


def test_the_best_of_a_programmes_agreements_with_the_plant_gives_its_priority():
    of = short_plant("priority", 5 * 4, 4, [Waiting(5, 2), Waiting(5, 3)], Waiting(0))
    agree(of, 2, 1, 1, priority=1, share=0.1)
    assert go(of, DEPARTURES) == (ARRIVED, -1)
    assert shipped(of, 2) == [0, 5]


def test_contracts_count_by_the_planned_share_from_the_planned_day_on():
    # Both need alike and have waited alike; the first is to have a third of its share from day 8, or has it from day 7 on.
    for planned_day, loads in ((DAY + 1, [4, 4]), (DAY, [2, 6])):
        of = short_plant("pro-rata-contract", 8 * 4, 4, [Waiting(9, 1, 300), Waiting(9, 1, 300)], Waiting(0))
        of.agreements["share"][:2] = of.agreements["planned_share"][:2] = 0.75
        of.agreements["planned_share"][0], of.agreements["planned_day"][0] = 0.25, planned_day
        assert go(of, DEPARTURES) == (ARRIVED, -1)
        assert shipped(of, 2) == loads


AGREED = readable(tables()).agreements if config.DISABLE_JIT else tables().agreements
a_share = st.floats(0, 1)


@given(a_share, a_share, st.integers(0, 5_000), st.integers(-1, 1) | st.integers(-5_000, 5_000))
def test_the_share_on_a_day_is_that_of_the_commitment(share, planned, planned_day, later):
    held = Commitment("a", "car", "plant", 1, 1.0, share, planned, planned_day, 90, 30, None)
    entered = AGREED[0]
    entered["share"], entered["planned_share"], entered["planned_day"] = held.read()
    assert share_on(entered, planned_day + later) == held.share_on(planned_day + later)


def test_what_was_called_off_without_an_agreement_is_served_after_all_that_have_one():
    of = short_plant("priority", 40, 4, [Waiting(10), Waiting(10, 8)], Waiting(0))
    of.programmes["booked"][0] = 0
    assert go(of, DEPARTURES) == (ARRIVED, -1)
    assert shipped(of, 2) == [0, 10]


def test_a_contract_claims_what_is_due_since_the_last_shipment_on_its_lane():
    # Both need 400 Wh a day. p00 was served on day 4, so its due on day 7 is that of 3 days, p01's that of 7: 12 loads and 28.
    of = short_plant("pro-rata-contract", 160, 4, [Waiting(100, 1, 400), Waiting(100, 1, 400)], Waiting(0))
    of.lanes["last_shipped_day"][0] = 4
    assert go(of, DEPARTURES) == (ARRIVED, -1)
    assert shipped(of, 2) == [12, 28]
    assert of.lanes["last_shipped_day"].tolist() == [7, 7]
