import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.core.errors import BrokenInvariant
from sim.rules.call_off import Lane, Supply, behind_after_wh, loads_needed, order_up_to_wh, split_loads

TRUCK, CONTAINER = 4_000_000, 14_000_000
levels = st.integers(-(10**9), 10**9)


@given(levels, levels, st.integers(1, 10**7))
def test_call_offs_reach_the_level_and_overshoot_by_less_than_a_load(level, position, load):
    loads = loads_needed(level, position, load)
    assert position + loads * load >= level
    assert loads == 0 or position + (loads - 1) * load < level


def test_loads_needed_worked_by_hand():
    # 10 MWh short: three trucks of 4. 8 short: two. 0 short or above: none.
    assert [loads_needed(10_000_000, at, TRUCK) for at in (0, 2_000_000, 10_000_000, 11_000_000)] == [
        3,
        2,
        0,
        0,
    ]


def test_an_order_up_to_level_covers_lead_time_review_and_safety_of_each_share():
    # 1,000 Wh a day; 60 % with 4 days and 40 % with 9 days of lead time, review 7, safety 10:
    # 600 x 21 + 400 x 26 = 12,600 + 10,400.
    lanes = [Lane(0.6, 4.0), Lane(0.4, 9.0)]
    assert order_up_to_wh(1000.0, lanes, review_days=7, safety_days=10) == 23_000


@given(st.permutations([Lane(0.1, 3.3), Lane(0.2, 4.7), Lane(0.7, 1.9)]), st.floats(0, 1e9))
def test_the_order_of_lanes_does_not_matter(lanes, rate):
    level = order_up_to_wh(rate, lanes, review_days=7, safety_days=10)
    assert level == order_up_to_wh(rate, sorted(lanes), review_days=7, safety_days=10)


def one_by_one(needed: int, supplies: list[Supply]) -> list[int]:
    """The rule for loads of one size: a load at a time, to whoever is furthest behind."""
    called = [0] * len(supplies)
    while sum(called) * TRUCK < needed:
        behind = [
            round(s.behind_wh + s.share * needed) - n * TRUCK for n, s in zip(called, supplies, strict=True)
        ]
        called[behind.index(max(behind))] += 1
    return called


supplies = st.lists(
    st.tuples(st.integers(1, 10), st.sampled_from([TRUCK, CONTAINER]), st.floats(-2e7, 2e7)),
    min_size=1,
    max_size=4,
).map(
    lambda rows: [
        Supply(f"s{number}", parts / sum(row[0] for row in rows), load, behind)
        for number, (parts, load, behind) in enumerate(rows)
    ]
)


@given(st.integers(-(10**7), 3 * 10**8), supplies)
def test_a_split_covers_the_need_and_drops_below_it_without_some_load(needed, supplies):
    loads = split_loads(needed, supplies)
    called = sum(count * supply.load_wh for count, supply in zip(loads, supplies, strict=True))
    assert called >= needed
    assert not called or called - max(s.load_wh for s, n in zip(supplies, loads, strict=True) if n) < needed


@given(st.integers(0, 3 * 10**8), supplies, st.data())
def test_the_order_of_agreements_does_not_matter(needed, supplies, data):
    shuffled = data.draw(st.permutations(supplies))
    loads = dict(zip([s.id for s in supplies], split_loads(needed, supplies), strict=True))
    assert split_loads(needed, shuffled) == [loads[supply.id] for supply in shuffled]


@given(st.integers(0, 5 * 10**8), supplies)
def test_loads_of_one_size_are_shared_as_if_called_one_by_one(needed, supplies):
    trucks = [supply._replace(load_wh=TRUCK) for supply in supplies]
    assert split_loads(needed, trucks) == one_by_one(needed, trucks)


@given(st.lists(st.integers(0, 60_000_000), min_size=1, max_size=30), st.integers(1, 99))
def test_over_many_call_offs_nobody_strays_from_its_share_by_more_than_a_load(needs, percent):
    share = percent / 100
    both = [Supply("a", share, TRUCK, 0.0), Supply("b", 1 - share, TRUCK, 0.0)]
    for needed in needs:
        called = [loads * TRUCK for loads in split_loads(needed, both)]
        both = [
            supply._replace(behind_wh=behind_after_wh(supply, own, sum(called)))
            for supply, own in zip(both, called, strict=True)
        ]
        assert all(abs(supply.behind_wh) <= TRUCK for supply in both)


def test_loads_alternate_by_share_ties_by_id():
    # 70 : 30, ten trucks one at a time. In tenths of a truck a is due its lag + 7 and b, whose lag is the
    # opposite, its own + 3; so a gets the truck while its lag is -2 or more.
    # Its lag before each: 0 -3 4 1 -2 -5 2 -1 -4 3.
    both = [Supply("a", 0.7, TRUCK, 0.0), Supply("b", 0.3, TRUCK, 0.0)]
    order = ""
    for _ in range(10):
        loads = split_loads(TRUCK, both)
        order += "ab"[loads.index(1)]
        both = [
            s._replace(behind_wh=behind_after_wh(s, n * TRUCK, TRUCK))
            for s, n in zip(both, loads, strict=True)
        ]
    assert order == "abaaabaaba"


def test_a_container_counts_for_all_that_it_carries():
    # Half each of 28 MWh: one container of 14, and of trucks of 4 three, then a fourth to cover the need.
    half = [Supply("sea", 0.5, CONTAINER, 0.0), Supply("road", 0.5, TRUCK, 0.0)]
    assert split_loads(28_000_000, half) == [1, 4]


def test_an_agreement_that_is_far_behind_gets_all_until_it_has_caught_up():
    both = [Supply("a", 0.5, TRUCK, -40_000_000.0), Supply("b", 0.5, TRUCK, 40_000_000.0)]
    assert split_loads(20_000_000, both) == [0, 5]


def test_an_agreement_without_a_share_gets_nothing():
    assert split_loads(TRUCK, [Supply("a", 0.0, TRUCK, 1e9), Supply("b", 1.0, TRUCK, 0.0)]) == [0, 1]


def test_a_need_that_nobody_supplies_is_an_error():
    with pytest.raises(BrokenInvariant, match="no agreement"):
        split_loads(1, [Supply("a", 0.0, TRUCK, 0.0)])
    assert split_loads(0, []) == []
