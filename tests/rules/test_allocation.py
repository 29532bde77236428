from fractions import Fraction
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.core.errors import BrokenInvariant
from sim.rules.allocation import Claim, allocate
from sim.scenario.types.plants import AllocationRule

TRUCK, CONTAINER = 4_000_000, 14_000_000
RULES = get_args(AllocationRule)

rules = st.sampled_from(RULES)
offers = st.integers(0, 400_000_000)


def claims_of(*sizes: int) -> st.SearchStrategy[list[Claim]]:
    def named(rows: list[tuple[int, int, int, int]]) -> list[Claim]:
        return [
            Claim(f"c{number}", energy // size, size, priority, contracted)
            for number, (energy, size, priority, contracted) in enumerate(rows)
        ]

    row = st.tuples(
        st.integers(0, 120_000_000), st.sampled_from(sizes), st.integers(1, 3), st.integers(0, 10**10)
    )
    return st.lists(row, max_size=6).map(named)


any_claims = claims_of(TRUCK, CONTAINER, 1)
truck_claims = claims_of(TRUCK)


def wh(claims: list[Claim], loads: list[int]) -> list[int]:
    return [count * claim.load_wh for claim, count in zip(claims, loads, strict=True)]


@given(rules, offers, any_claims)
def test_no_more_is_granted_than_offered_nor_than_claimed(rule, offered, claims):
    loads = allocate(rule, offered, claims)
    assert all(0 <= count <= claim.loads for count, claim in zip(loads, claims, strict=True))
    assert sum(wh(claims, loads)) <= offered


@given(rules, st.integers(0, 10**8), any_claims)
def test_an_offer_that_covers_all_claims_grants_them_all(rule, spare, claims):
    offered = sum(claim.wh for claim in claims) + spare
    assert allocate(rule, offered, claims) == [claim.loads for claim in claims]


@given(rules, offers, any_claims)
def test_what_stays_fits_no_unfilled_claim(rule, offered, claims):
    loads = allocate(rule, offered, claims)
    left = offered - sum(wh(claims, loads))
    assert all(
        claim.load_wh > left for claim, count in zip(claims, loads, strict=True) if count < claim.loads
    )


@given(rules, offers, any_claims, st.data())
def test_the_order_of_claims_does_not_matter(rule, offered, claims, data):
    shuffled = data.draw(st.permutations(claims))
    granted = dict(zip([claim.id for claim in claims], allocate(rule, offered, claims), strict=True))
    assert allocate(rule, offered, shuffled) == [granted[claim.id] for claim in shuffled]


@given(rules, offers, any_claims, st.integers(2, 1000))
def test_all_energies_times_k_give_the_same_loads(rule, offered, claims, k):
    scaled = [c._replace(load_wh=c.load_wh * k, contracted_wh=c.contracted_wh * k) for c in claims]
    assert allocate(rule, offered * k, scaled) == allocate(rule, offered, claims)


@given(rules, offers, any_claims)
def test_a_claim_of_nothing_changes_nothing(rule, offered, claims):
    nobody = Claim("nobody", 0, CONTAINER, 1, 10**12)
    assert allocate(rule, offered, [nobody, *claims]) == [0, *allocate(rule, offered, claims)]


@given(rules, offers, st.integers(0, 100_000_000), truck_claims)
def test_a_greater_offer_never_grants_less_in_all(rule, offered, more, claims):
    assert sum(allocate(rule, offered, claims)) <= sum(allocate(rule, offered + more, claims))


@given(offers, st.integers(0, 100_000_000), truck_claims, st.integers(1, 3))
def test_a_greater_offer_never_grants_less_to_the_first_in_rank(offered, more, claims, rank):
    def of_first(offer: int) -> int:
        loads = allocate("priority", offer, claims)
        return sum(count for claim, count in zip(claims, loads, strict=True) if claim.priority <= rank)

    assert of_first(offered) <= of_first(offered + more)


@given(offers, truck_claims)
def test_nobody_is_served_before_a_claim_of_higher_priority_of_the_same_load(offered, claims):
    loads = allocate("priority", offered, claims)
    unfilled = [claim.priority for claim, count in zip(claims, loads, strict=True) if count < claim.loads]
    served = [claim.priority for claim, count in zip(claims, loads, strict=True) if count]
    assert not unfilled or not served or max(served) <= min(unfilled)


@given(offers, truck_claims)
def test_a_grant_pro_rata_to_call_offs_is_within_a_load_of_its_share(offered, claims):
    asked = sum(claim.wh for claim in claims)
    loads = allocate("pro-rata-call-offs", offered, claims)
    for claim, count in zip(claims, loads, strict=True):
        share = Fraction(claim.loads) * min(Fraction(offered, asked), 1) if asked else Fraction(0)
        assert abs(count - share) < 1


@given(st.integers(1, 40), st.integers(1, 40), st.integers(0, 80), st.integers(1, 100), st.integers(1, 100))
def test_two_contracts_are_served_in_proportion_until_one_is_full(a, b, offered, weight_a, weight_b):
    claims = [Claim("a", a, 1, 1, weight_a), Claim("b", b, 1, 1, weight_b)]
    loads = allocate("pro-rata-contract", offered, claims)
    share = Fraction(offered * weight_a, weight_a + weight_b)
    due = min(max(share, offered - b), Fraction(a), Fraction(offered))
    assert abs(loads[0] - due) < 1
    assert sum(loads) == min(offered, a + b)


@pytest.mark.parametrize("rule", RULES)
def test_equal_claims_share_equally_and_the_odd_load_goes_to_the_first_id(rule):
    claims = [Claim(name, 5, TRUCK, 1, 100) for name in ("c", "a", "b")]
    # Seven loads for three: 2 1/3 each, and one left for the first by id.
    assert allocate(rule, 7 * TRUCK, claims) == [2, 3, 2]


def test_the_greatest_remainder_gets_the_load_that_is_left():
    claims = [Claim("a", 5, TRUCK, 1, 0), Claim("b", 3, TRUCK, 1, 0), Claim("c", 2, TRUCK, 1, 0)]
    # Six of ten loads: 3.0, 1.8, 1.2 -> 3, 1, 1, and the sixth to b.
    assert allocate("pro-rata-call-offs", 6 * TRUCK, claims) == [3, 2, 1]


def test_priority_serves_the_anchor_customer_first():
    claims = [
        Claim("small", 4, TRUCK, 2, 0),
        Claim("anchor", 10, TRUCK, 1, 0),
        Claim("other", 4, TRUCK, 2, 0),
    ]
    # Ten to the anchor, the last three to the other two: 1.5 each, the half to the first by id.
    assert allocate("priority", 13 * TRUCK + 3, claims) == [1, 10, 2]


def test_what_a_contract_does_not_need_goes_to_the_others_by_contract():
    claims = [
        Claim("a", 2, 1, 1, 60),
        Claim("b", 50, 1, 1, 30),
        Claim("c", 50, 1, 1, 10),
        Claim("d", 9, 1, 1, 0),
    ]
    # Of 42, a is due 25.2 and needs 2; the other 40 split 30 : 10. Without a contract, d gets nothing yet.
    assert allocate("pro-rata-contract", 42, claims) == [2, 30, 10, 0]
    # Of 105: a 2, b 50, c 50; the last 3 have no contract left to go to but d's call-offs.
    assert allocate("pro-rata-contract", 105, claims) == [2, 50, 50, 3]


def test_a_truck_is_not_rounded_away_beside_a_customer_who_takes_any_amount():
    truck, outside = Claim("a", 1, TRUCK, 1, 0), Claim("z", 96_000_000, 1, 5, 0)
    # 90 % of 100 MWh: 0.9 of a truck is nearer to one, and the other gives way.
    assert allocate("pro-rata-call-offs", 90_000_000, [truck, outside]) == [1, 86_000_000]
    # 40 %: 0.4 of a truck is nearer to none.
    assert allocate("pro-rata-call-offs", 40_000_000, [truck, outside]) == [0, 40_000_000]


def test_loads_of_two_sizes_are_rounded_from_the_coarser_down():
    claims = [Claim("ship", 2, CONTAINER, 1, 0), Claim("road", 8, TRUCK, 1, 0)]
    # 28 + 32 MWh claimed, 30 offered: 14 and 16 are due, one container and four trucks.
    assert allocate("pro-rata-call-offs", 30_000_000, claims) == [1, 4]
    # 27 offered: 12.6 due is 0.9 of a container; 13 stay for trucks, three of them, and 1 MWh stays.
    assert allocate("pro-rata-call-offs", 27_000_000, claims) == [1, 3]


@pytest.mark.parametrize("rule", RULES)
def test_an_offer_of_just_a_load_grants_it_and_one_under_it_grants_nothing(rule):
    claims = [Claim("a", 2, TRUCK, 1, 0)]
    assert [allocate(rule, offered, claims) for offered in (TRUCK - 1, TRUCK)] == [[0], [1]]


def test_nobody_claims():
    assert allocate("priority", 100, []) == []


def test_a_broken_offer_or_a_doubled_id_is_an_error():
    with pytest.raises(BrokenInvariant, match="-1 Wh"):
        allocate("priority", -1, [Claim("a", 1, 1, 1, 0)])
    with pytest.raises(BrokenInvariant, match="'a', 'a'"):
        allocate("priority", 1, [Claim("a", 1, 1, 1, 0), Claim("a", 1, 1, 1, 0)])
