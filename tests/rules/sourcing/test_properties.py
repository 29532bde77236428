"""What holds for every policy and every view."""

import math
from dataclasses import replace
from fractions import Fraction
from typing import get_args

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sim.rules.landed_cost import LandedCost
from sim.rules.sourcing.award import ByRank
from sim.rules.sourcing.decide import decide
from sim.rules.sourcing.view import WHOLE, parts_of
from sim.rules.sourcing.whatif import what_if
from sim.scenario.types.policies import Policy
from tests.rules.sourcing.sourcing_views import (
    AWARD,
    DUAL,
    LANDED_COST,
    NEAREST,
    POLICIES,
    RANKED,
    STAY,
    WEIGHTED,
    candidate,
    candidates,
    view,
    views,
)

GRID = Fraction(1, WHOLE)
"""Shares are whole billionths."""
every_policy = st.sampled_from(POLICIES)
quick = settings(max_examples=40)


def shares_today(seen):
    return {c.plant: c.incumbent_share for c in seen.candidates if c.incumbent_share > 0}


def with_candidate(seen, changed):
    others = tuple(c for c in seen.candidates if c.plant != changed.plant)
    return replace(seen, candidates=(*others, changed))


def after(seen, award):
    """The view on the day on which the award has taken effect."""
    settled = tuple(c._replace(incumbent_share=award.share(c.plant)) for c in seen.candidates)
    return replace(seen, candidates=settled)


def test_every_kind_of_policy_is_tried():
    kinds = get_args(get_args(Policy)[0])
    assert {type(policy) for policy in POLICIES} == set(kinds)


@quick
@given(views(), every_policy, st.randoms(use_true_random=False))
def test_the_order_of_candidates_does_not_matter(seen, policy, shuffler):
    shuffled = list(seen.candidates)
    shuffler.shuffle(shuffled)
    assert decide(policy, replace(seen, candidates=tuple(shuffled))) == decide(policy, seen)


@quick
@given(views(), every_policy)
def test_shares_and_the_unsourced_share_add_up_to_one_exactly_in_billionths(seen, policy):
    award = decide(policy, seen)
    parts = [parts_of(share) for _, share in award.shares]
    assert all(0 < share <= 1 for _, share in award.shares)
    assert list(award.shares) == sorted(award.shares)
    whole_before = all(c.incumbent_share == parts_of(c.incumbent_share) / WHOLE for c in seen.candidates)
    slack = 0 if whole_before else len(parts)
    assert abs(sum(parts) + parts_of(award.unsourced_share) - WHOLE) <= slack


@quick
@given(views(), every_policy)
def test_a_plant_that_is_not_eligible_never_gets_more_than_it_has(seen, policy):
    award = decide(policy, seen)
    for plant in seen.candidates:
        assert plant.eligible or award.share(plant.plant) <= plant.incumbent_share


@quick
@given(views(), every_policy)
def test_no_plant_is_awarded_more_than_it_has_free_unless_supply_stays_as_it_is(seen, policy):
    award = decide(policy, seen)
    for plant in seen.candidates:
        share = Fraction(award.share(plant.plant))
        free = Fraction(plant.free_gwh_per_year)
        kept = not award.changed or (policy == AWARD and share <= Fraction(plant.incumbent_share))
        assert kept or share * Fraction(seen.requirement_gwh_per_year) <= free + GRID * 60


@quick
@given(views(), every_policy)
def test_an_award_says_that_it_changed_exactly_where_shares_differ_from_todays(seen, policy):
    award = decide(policy, seen)
    assert award.changed == (dict(award.shares) != shares_today(seen))


@quick
@given(views(), every_policy)
def test_a_review_right_after_its_award_took_effect_changes_nothing(seen, policy):
    award = decide(policy, seen)
    assert decide(policy, after(seen, award)).shares == award.shares


@quick
@given(views())
def test_stay_never_changes_anything(seen):
    award = decide(STAY, seen)
    assert dict(award.shares) == shares_today(seen)
    assert not award.changed


@quick
@given(views(needs=(0.0,)), every_policy)
def test_where_nothing_is_needed_supply_stays_as_it_is(seen, policy):
    assert dict(decide(policy, seen).shares) == shares_today(seen)


@quick
@given(views(contested=False, needs=(0.12, 1.0, 3.3, 60.0)), st.sampled_from(RANKED))
def test_volume_is_unsourced_only_where_all_free_capacity_is_used(seen, policy):
    award = decide(policy, seen)
    free = sum(Fraction(c.free_gwh_per_year) for c in seen.candidates)
    short = max(Fraction(0), 1 - free / Fraction(seen.requirement_gwh_per_year))
    assert abs(Fraction(award.unsourced_share) - short) <= GRID * len(seen.candidates)


@quick
@given(views(needs=(0.12, 1.0, 3.3, 60.0)), st.sampled_from(RANKED))
def test_the_ranking_holds_every_eligible_plant_once_by_score(seen, policy):
    ranking = decide(policy, seen).ranking
    assert {ranked.plant for ranked in ranking} == {c.plant for c in seen.eligible}
    assert [ranked.score for ranked in ranking] == sorted(ranked.score for ranked in ranking)


@quick
@given(views(), st.data(), st.floats(0.0, 1.0))
def test_moving_a_plant_nearer_never_lowers_its_rank_under_nearest(seen, data, factor):
    assume(seen.eligible)
    plant = data.draw(st.sampled_from(seen.eligible))
    nearer = with_candidate(seen, plant._replace(distance_km=plant.distance_km * factor))
    assert decide(NEAREST, nearer).ranks[plant.plant] <= decide(NEAREST, seen).ranks[plant.plant]


@quick
@given(views(contested=False, needs=(0.12, 1.0, 3.3)), st.data())
def test_moving_the_sole_winner_nearer_leaves_it_the_winner_under_nearest(seen, data):
    award = decide(NEAREST, seen)
    assume(len(award.shares) == 1)
    winner = seen.candidate(award.shares[0][0])
    nearer = with_candidate(seen, winner._replace(distance_km=winner.distance_km / 2))
    assert decide(NEAREST, nearer).shares == award.shares


@quick
@given(views(), st.data(), st.sampled_from(RANKED))
def test_renaming_plants_renames_the_award(seen, data, policy):
    numbered = [
        c._replace(distance_km=c.distance_km + 7 * n, cost=LandedCost(80.0 + 3 * n, 0, 0, 0, 0, 0, 0))
        for n, c in enumerate(seen.candidates)
    ]
    assume(len({c.incumbent_share for c in seen.incumbents}) == len(seen.incumbents))
    seen = replace(seen, candidates=tuple(numbered))
    before = decide(policy, seen)
    assume(len(set(before.scores.values())) == len(before.scores))
    names = dict(zip(before.scores, data.draw(st.permutations(list(before.scores))), strict=True))
    renamed = tuple(c._replace(plant=names.get(c.plant, c.plant)) for c in seen.candidates)
    shares = dict(decide(policy, replace(seen, candidates=renamed)).shares)
    assert shares == {names.get(plant, plant): share for plant, share in before.shares}


@quick
@given(views(), st.sampled_from((0.25, 2.0, 1024.0)))
def test_all_costs_times_a_factor_leave_the_landed_cost_award_alone(seen, factor):
    scaled = tuple(c._replace(cost=LandedCost(*(factor * part for part in c.cost))) for c in seen.candidates)
    assert decide(LANDED_COST, replace(seen, candidates=scaled)).shares == decide(LANDED_COST, seen).shares


@quick
@given(views(), st.sampled_from(RANKED), st.sampled_from((0.25, 2.0, 1024.0)))
def test_all_volumes_times_a_factor_leave_the_award_alone(seen, policy, factor):
    larger = tuple(
        c._replace(
            free_gwh_per_year=factor * c.free_gwh_per_year,
            minimum_gwh_per_year=factor * c.minimum_gwh_per_year,
        )
        for c in seen.candidates
    )
    needed = factor * seen.requirement_gwh_per_year
    scaled = replace(seen, candidates=larger, requirement_gwh_per_year=needed)
    assert decide(policy, scaled).shares == decide(policy, seen).shares


@quick
@given(views(), st.sampled_from(RANKED))
def test_a_plant_that_is_not_eligible_and_supplies_nothing_might_as_well_not_be_there(seen, policy):
    refused = candidate("z-plant", 1.0, eur=1.0, objections=("excluded by the programme",))
    more = replace(seen, candidates=(*seen.candidates, refused))
    assert decide(policy, more) == decide(policy, seen)


@quick
@given(views(contested=False, thresholds=(0.0,), needs=(0.12, 1.0)))
def test_without_a_threshold_the_nearest_that_covers_all_wins(seen):
    enough = tuple(c._replace(free_gwh_per_year=50.0) for c in seen.candidates)
    least = min(c.distance_km for c in enough)
    award = decide(NEAREST, replace(seen, candidates=enough))
    assert all(seen.candidate(plant).distance_km == least for plant, _ in award.shares)
    assert award.unsourced_share == 0.0


@quick
@given(candidates(contested=False), st.sampled_from((0.0, 0.05, 0.5, 1.0, math.inf)))
def test_a_lone_incumbent_that_covers_all_loses_only_to_a_score_better_by_the_threshold(plants, threshold):
    old, *others = (c._replace(incumbent_share=0.0, free_gwh_per_year=1.0) for c in plants)
    seen = view(old._replace(incumbent_share=1.0), *others, threshold=threshold)
    loses = any(c.cost.total < old.cost.total * (1 - threshold) for c in others)
    assert decide(LANDED_COST, seen).changed == (loses and threshold < 1)


@quick
@given(views(contested=False, needs=(0.12, 1.0, 3.3)), st.sampled_from((NEAREST, LANDED_COST, WEIGHTED)))
def test_with_an_infinite_threshold_no_incumbent_loses_what_it_can_keep_under_one_source(seen, policy):
    award = decide(policy, replace(seen, threshold=math.inf))
    for plant in seen.incumbents:
        free = plant.free_gwh_per_year / seen.requirement_gwh_per_year
        assert award.share(plant.plant) >= min(plant.incumbent_share, free) - 1 / WHOLE


@quick
@given(views(contested=False, needs=(1.0,)))
def test_dual_gives_its_shares_to_two_plants_where_both_can_give_them(seen):
    enough = replace(seen, candidates=tuple(c._replace(free_gwh_per_year=1.0) for c in seen.candidates))
    shares = sorted(share for _, share in decide(DUAL, enough).shares)
    assert shares == ([0.3, 0.7] if len(enough.candidates) > 1 else [1.0])


@pytest.mark.parametrize("policy", [NEAREST, LANDED_COST], ids=["nearest", "landed-cost"])
@quick
@given(seen=views(needs=(0.12, 1.0, 3.3)))
def test_what_the_counterfactual_says_would_have_happened_does(policy, seen):
    award = decide(policy, seen)
    assert isinstance(award.ground, ByRank)
    found = what_if(seen, award, award.ground)
    assume(found is not None)
    plant = seen.candidate(found.plant)
    changed = {} if found.limit is None else scored(policy, found.limit)
    if found.eligible:
        changed |= {"objections": ()}
    if found.capacity:
        changed |= {"free_gwh_per_year": seen.requirement_gwh_per_year}
    told = decide(policy, with_candidate(seen, plant._replace(**changed)))
    assert told.share(found.plant) == pytest.approx(found.share, abs=1 / WHOLE)
    assert told.share(found.plant) > award.share(found.plant)


@quick
@given(candidates(contested=False), st.sampled_from((0.0, 0.05, 0.5)))
def test_a_counterfactual_distance_is_the_greatest_in_whole_km(plants, threshold):
    rival = candidate("z-plant", 2000.0)
    seen = view(*(c._replace(free_gwh_per_year=1.0) for c in plants), rival, threshold=threshold)
    award = decide(NEAREST, seen)
    found = what_if(seen, award, award.ground)
    plant = seen.candidate(found.plant)
    assert found.changes == 1
    assert found.limit < plant.distance_km
    farther = with_candidate(seen, plant._replace(distance_km=min(found.limit + 1, plant.distance_km)))
    assert decide(NEAREST, farther).share(found.plant) <= award.share(found.plant)


def scored(policy, limit):
    if policy.kind == "nearest":
        return {"distance_km": limit}
    return {"cost": LandedCost(limit, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)}
