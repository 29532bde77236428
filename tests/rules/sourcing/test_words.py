"""Reasons, counterfactuals and records: what a reader is told about an award."""

import math
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.rules.sourcing.decide import decide
from sim.rules.sourcing.reason import reason
from sim.rules.sourcing.review import review_record
from sim.rules.sourcing.whatif import counterfactual
from sim.rules.sourcing.wording import enumerated, figures, gwh_per_year, percent_whole
from tests.rules.sourcing.sourcing_views import (
    AWARD,
    AWARD_LATER,
    DUAL,
    LANDED_COST,
    NEAREST,
    POLICIES,
    STAY,
    WEIGHTED,
    candidate,
    incumbent,
    view,
    views,
)

FAR = incumbent("far-plant", 1530.0, eur=92.4)
NEAR = candidate("near-plant", 321.0, eur=90.1)
quick = settings(max_examples=40)
FAILED = FAR._replace(objections=("failed in service",))


def why(policy, *plants, **facts):
    seen = view(*plants, **facts)
    return reason(seen, decide(policy, seen))


def otherwise(policy, *plants, **facts):
    seen = view(*plants, **facts)
    return counterfactual(seen, decide(policy, seen))


def test_a_switch_for_distance_names_both_distances_the_gap_and_the_start():
    assert why(NEAREST, FAR, NEAR) == (
        "near-plant is 321 km away, 1,209 km nearer than the incumbent far-plant (1,530 km), "
        "and can start on 2025-01-01."
    )


def test_a_switch_for_cost_names_both_costs_and_the_gap():
    assert why(LANDED_COST, FAR, NEAR) == (
        "near-plant costs 90.10 EUR/kWh landed, 2.30 EUR/kWh cheaper than the incumbent far-plant "
        "(92.40 EUR/kWh), and can start on 2025-01-01."
    )


def test_a_lead_within_the_threshold_is_told_with_the_threshold():
    assert why(NEAREST, incumbent("far-plant", 330.0), NEAR, threshold=0.05) == (
        "far-plant keeps the programme (330 km): near-plant (321 km) is only 9 km nearer, "
        "not more than the threshold of 5 %."
    )


def test_a_lack_of_capacity_is_told_with_what_is_free_and_what_is_needed():
    assert why(NEAREST, FAR, NEAR._replace(free_gwh_per_year=0.05), needed=0.12) == (
        "far-plant keeps the programme (1,530 km): near-plant is nearer (321 km) "
        "but has only 0.05 GWh a year free of the 0.12 that are needed."
    )


def test_an_incumbent_that_is_best_is_told_with_the_next():
    assert why(NEAREST, incumbent("far-plant", 100.0), NEAR) == (
        "far-plant keeps the programme: it is 100 km away, the nearest of 2 eligible plants, "
        "ahead of near-plant (321 km)."
    )


def test_an_incumbent_that_is_not_eligible_is_told_with_what_is_against_it():
    assert why(NEAREST, FAILED, NEAR) == (
        "near-plant is 321 km away, the only eligible plant, and can start on 2025-01-01; "
        "the incumbent far-plant is not eligible (failed in service)."
    )


def test_an_incumbent_that_is_better_but_has_nothing_free_is_told_so():
    empty = incumbent("far-plant", 100.0, free_gwh_per_year=0.0)
    assert why(NEAREST, empty, NEAR) == (
        "near-plant is 321 km away and can start on 2025-01-01, "
        "while the incumbent far-plant has only 0.00 GWh a year free of the 1.00 that are needed."
    )


def test_a_first_award_is_told_by_its_standing():
    assert why(NEAREST, NEAR, candidate("b-plant", 400.0)) == (
        "near-plant is 321 km away, the nearest of 2 eligible plants, and can start on 2025-01-01."
    )


def test_a_split_is_told_with_its_shares_and_why():
    plants = (FAR._replace(free_gwh_per_year=4.0), NEAR._replace(free_gwh_per_year=3.0))
    assert why(NEAREST, *plants, needed=10.0) == (
        "far-plant 40 % (1,530 km) and near-plant 30 % (321 km), 30 % is unsourced: "
        "no single eligible plant has the 10.00 GWh a year that are needed."
    )


def test_an_incumbent_grown_too_small_is_told_with_what_it_has():
    near = incumbent("near-plant", 321.0, free_gwh_per_year=9.0)
    assert why(NEAREST, near, candidate("far-plant", 1530.0), needed=10.0) == (
        "near-plant 90 % (321 km) and far-plant 10 % (1,530 km): "
        "the incumbent near-plant has only 9.00 GWh a year free of the 10.00 that are needed."
    )


def test_shares_that_stay_split_are_told_with_the_threshold():
    large = incumbent("large-plant", 330.0, incumbent_share=0.7)
    small = incumbent("small-plant", 321.0, incumbent_share=0.3)
    assert why(NEAREST, large, small, threshold=0.05) == (
        "large-plant 70 % (330 km) and small-plant 30 % (321 km): "
        "no other split is nearer by more than the threshold of 5 %."
    )


def test_a_programme_that_no_eligible_plant_can_supply_is_told_so():
    assert (
        why(NEAREST, FAILED)
        == "No plant is eligible: supply stays with far-plant (100 %, failed in service)."
    )
    assert why(NEAREST, NEAR._replace(free_gwh_per_year=0.0)) == (
        "No eligible plant has capacity free: 100 % is unsourced."
    )


def test_dual_is_told_with_both_shares_and_costs():
    assert why(DUAL, FAR, NEAR) == (
        "near-plant 70 % (90.10 EUR/kWh) and far-plant 30 % (92.40 EUR/kWh): "
        "they are the cheapest two of 2 eligible plants."
    )


def test_a_weighted_award_is_told_in_points():
    assert why(WEIGHTED, FAR, NEAR).startswith("near-plant scores 0.000 points, 3.000 points better than the")


@pytest.mark.parametrize(
    ("policy", "sentence"),
    [
        (STAY, "The policy keeps today's supply: far-plant 100 %."),
        (AWARD, "a-plant (321 km) is awarded the programme, as fixed for 2024-03-27."),
        (
            AWARD_LATER,
            (
                "The award to a-plant is fixed for 2024-03-28; "
                "until then supply stays as it is: far-plant 100 %."
            ),
        ),
    ],
    ids=["stay", "award", "later"],
)
def test_awards_that_follow_no_ranking_say_what_they_follow(policy, sentence):
    assert why(policy, FAR, NEAR._replace(plant="a-plant")) == sentence


def test_a_counterfactual_score_is_told_with_the_score_and_the_gap():
    assert otherwise(NEAREST, FAR, NEAR) == (
        "far-plant would have kept the programme had it been at most 321 km away "
        "(1,530 km was 1,209 km too far)."
    )
    assert otherwise(LANDED_COST, FAR, NEAR) == (
        "far-plant would have kept the programme had it cost at most 90.10 EUR/kWh landed "
        "(92.40 EUR/kWh was 2.30 EUR/kWh too dear)."
    )


def test_a_challenger_is_told_what_it_takes_to_pass_the_threshold():
    assert otherwise(NEAREST, incumbent("far-plant", 330.0), NEAR, threshold=0.05) == (
        "near-plant would have won the programme had it been at most 313 km away (321 km was 8 km too far)."
    )


def test_a_counterfactual_capacity_is_told_with_what_was_free():
    assert otherwise(NEAREST, FAR, NEAR._replace(free_gwh_per_year=0.05), needed=0.12) == (
        "near-plant would have won the programme with 0.12 GWh a year free (it had 0.05)."
    )


def test_a_counterfactual_eligibility_is_told_with_what_stood_against_it():
    assert otherwise(NEAREST, FAILED._replace(distance_km=9.0), NEAR) == (
        "far-plant would have kept the programme had it been eligible (against it: failed in service)."
    )


def test_a_plant_that_lacks_more_than_one_thing_is_told_all_of_them():
    assert otherwise(NEAREST, FAILED, NEAR) == (
        "far-plant would have kept the programme had it been eligible (against it: failed in service) "
        "and been at most 321 km away (1,530 km was 1,209 km too far)."
    )
    sold_out = NEAR._replace(objections=("no free capacity on 2025-01-01",), free_gwh_per_year=0.0)
    assert otherwise(NEAREST, FAR, sold_out) == (
        "near-plant would have won the programme had it been eligible "
        "(against it: no free capacity on 2025-01-01) with 1.00 GWh a year free (it had 0.00)."
    )


def test_one_change_of_another_plant_is_told_rather_than_two_of_the_incumbent():
    assert otherwise(NEAREST, FAILED, NEAR, candidate("z-plant", 400.0)) == (
        "z-plant would have won the programme had it been at most 320 km away (400 km was 80 km too far)."
    )


def test_a_best_possible_score_of_zero_is_a_counterfactual_too():
    assert otherwise(WEIGHTED, FAR, NEAR) == (
        "far-plant would have kept the programme had it scored at most 0.000 points "
        "(3.000 points was 3.000 points too many)."
    )


def test_where_nothing_helps_the_counterfactual_says_so():
    assert otherwise(NEAREST, FAR, NEAR, threshold=math.inf) == (
        "No better score, more free capacity or eligibility of one plant would have given it more."
    )


@quick
@given(views(), st.sampled_from(POLICIES))
def test_every_award_is_told_in_one_line_each_without_broken_numbers(seen, policy):
    award = decide(policy, seen)
    for sentence in (reason(seen, award), counterfactual(seen, award)):
        assert sentence.endswith(".")
        assert "\n" not in sentence
        assert not re.search(r"\b(nan|inf|None|unknown)\b|\\s-0", sentence)


@quick
@given(views(), st.sampled_from(POLICIES))
def test_the_record_ranks_every_candidate_the_eligible_first(seen, policy):
    award = decide(policy, seen)
    record = review_record(seen, award, policy)
    ranks = [ranked.rank for ranked in record.ranking]
    assert ranks == [*range(1, len(seen.eligible) + 1), *[0] * (len(seen.candidates) - len(seen.eligible))]
    assert {ranked.plant: ranked.awarded_share for ranked in record.ranking if ranked.awarded_share} == dict(
        award.shares
    )
    assert record.award == award.shares
    assert record.policy == policy.kind


def test_the_record_holds_the_numbers_of_a_candidate_and_nan_for_those_that_do_not_exist():
    lost = NEAR._replace(
        plant="x-plant", objections=("no open route", "no price"), cost=None, distance_km=math.nan
    )
    far, near, lost = (
        next(r for r in review_record(seen, decide(NEAREST, seen), NEAREST).ranking if r.plant == plant)
        for seen in [view(FAR, NEAR, lost)]
        for plant in ("far-plant", "near-plant", "x-plant")
    )
    assert (near.rank, near.score, near.awarded_share, near.landed_cost_eur_per_kwh) == (1, 321.0, 1.0, 90.1)
    assert (far.rank, far.incumbent_share, far.awarded_share) == (2, 1.0, 0.0)
    assert (lost.rank, lost.eligible, lost.objections) == (0, False, "no open route; no price")
    assert all(map(math.isnan, (lost.score, lost.distance_km, lost.price_eur_per_kwh)))


def test_figures_gain_decimals_until_they_differ_from_each_other_and_from_nothing():
    assert figures(321.4, 321.2, decimals=0) == ("321.4", "321.2")
    assert figures(0.004, decimals=2) == ("0.004",)
    assert figures(0.0, 12000.0, decimals=0) == ("0", "12,000")
    assert figures(math.nan, decimals=0) == ("unknown",)


def test_shares_volumes_and_lists_read_as_in_a_sentence():
    assert [percent_whole(share) for share in (0.7, 1 / 3, 1.0, 0.0, 0.0001)] == [
        "70 %",
        "33.3 %",
        "100 %",
        "0 %",
        "under 0.1 %",
    ]
    assert gwh_per_year(0.12) == "0.12 GWh a year"
    assert [enumerated("abc"[:count]) for count in range(4)] == ["nothing", "a", "a and b", "a, b and c"]
