"""Awards worked out by hand, policy by policy."""

import datetime as dt
import math
from fractions import Fraction
from itertools import product

import pytest

from sim.core.errors import BrokenInvariant
from sim.rules.sourcing.decide import decide
from sim.rules.sourcing.placement import Bidder, loyal_score
from sim.rules.sourcing.view import WHOLE, capacity_parts
from sim.scenario.types.policies import AwardPolicy, DualPolicy, WeightedPolicy
from tests.rules.sourcing.sourcing_views import DUAL, LANDED_COST, NEAREST, STAY, candidate, incumbent, view

FAR = incumbent("far-plant", 1530.0, eur=92.4)
NEAR = candidate("near-plant", 321.0, eur=90.1)


def shares(policy, *plants, **facts):
    return dict(decide(policy, view(*plants, **facts)).shares)


def test_nearest_takes_the_least_distance():
    award = decide(NEAREST, view(FAR, NEAR))
    assert award.shares == (("near-plant", 1.0),)
    assert award.ranks == {"near-plant": 1, "far-plant": 2}
    assert award.scores == {"near-plant": 321.0, "far-plant": 1530.0}
    assert award.changed
    assert award.unsourced_share == 0.0


def test_landed_cost_takes_the_least_cost_however_far():
    assert shares(LANDED_COST, FAR, NEAR._replace(cost=NEAR.cost._replace(duty=2.4))) == {"far-plant": 1.0}


@pytest.mark.parametrize(
    ("near_km", "winner"), [(95.0, "far-plant"), (94.0, "near-plant"), (100.0, "far-plant")]
)
def test_five_per_cent_of_100_km_is_what_a_challenger_must_beat(near_km, winner):
    near, far = candidate("near-plant", near_km), incumbent("far-plant", 100.0)
    assert shares(NEAREST, far, near, threshold=0.05) == {winner: 1.0}


def test_who_is_better_by_just_the_threshold_never_wins_by_rounding():
    moved = []
    for per_cent, tenths in product((2, 3, 5, 7, 10, 15, 20, 30), range(500, 3000, 7)):
        near_km = float(Fraction(tenths, 10) * (1 - Fraction(per_cent, 100)))
        seen = view(
            incumbent("far-plant", tenths / 10), candidate("near-plant", near_km), threshold=per_cent / 100
        )
        if decide(NEAREST, seen).changed:
            moved.append((per_cent, tenths, near_km))
    assert moved == []


def test_a_rest_goes_to_the_incumbent_that_is_worse_by_just_the_threshold():
    plants = (
        incumbent("far-plant", 61.2, incumbent_share=0.5),
        candidate("near-plant", 59.976),
        candidate("nearest-plant", 1.0, incumbent_share=0.5, free_gwh_per_year=0.2),
    )
    award = decide(NEAREST, view(*plants, threshold=0.02))
    assert award.shares == (("far-plant", 0.8), ("nearest-plant", 0.2))


def test_an_incumbent_at_no_distance_cannot_be_beaten():
    assert shares(NEAREST, incumbent("z-plant", 0.0), candidate("a-plant", 0.0)) == {"z-plant": 1.0}


@pytest.mark.parametrize(
    ("first", "second", "winner"),
    [
        (candidate("a-plant", 100.0), incumbent("z-plant", 100.0, earliest_start_day=1280), "z-plant"),
        (candidate("a-plant", 100.0), candidate("z-plant", 100.0, earliest_start_day=1100), "z-plant"),
        (candidate("a-plant", 100.0), candidate("z-plant", 100.0), "a-plant"),
    ],
    ids=["incumbent", "earlier-start", "plant-id"],
)
def test_equal_scores_go_to_the_incumbent_then_the_earlier_start_then_by_id(first, second, winner):
    award = decide(NEAREST, view(first, second))
    assert award.shares == ((winner, 1.0),)
    assert award.ranks[winner] == 1


def test_the_best_is_passed_over_where_it_cannot_cover_what_another_can():
    small = candidate("small-plant", 50.0, free_gwh_per_year=0.05)
    assert shares(NEAREST, FAR, NEAR, small, needed=0.12) == {"near-plant": 1.0}


def test_where_no_plant_covers_all_they_fill_up_in_order_and_the_rest_is_unsourced():
    plants = (
        FAR._replace(free_gwh_per_year=4.0),
        NEAR._replace(free_gwh_per_year=3.0),
        candidate("mid-plant", 800.0, free_gwh_per_year=2.0),
    )
    award = decide(NEAREST, view(*plants, needed=10.0))
    assert award.shares == (("far-plant", 0.4), ("mid-plant", 0.2), ("near-plant", 0.3))
    assert award.unsourced_share == 0.1


def test_the_last_to_fill_up_gets_only_what_is_missing():
    plants = (FAR._replace(free_gwh_per_year=9.0), NEAR._replace(free_gwh_per_year=3.0))
    assert shares(NEAREST, *plants, needed=10.0) == {"far-plant": 0.7, "near-plant": 0.3}


def test_an_incumbent_grown_too_small_keeps_what_it_can_give_and_the_next_best_adds_the_rest():
    near = incumbent("near-plant", 321.0, free_gwh_per_year=9.0)
    mid = candidate("mid-plant", 800.0, free_gwh_per_year=3.0)
    far = candidate("far-plant", 1530.0)
    assert shares(NEAREST, near, mid, far, needed=10.0) == {"mid-plant": 0.1, "near-plant": 0.9}


def test_an_incumbent_too_small_for_all_loses_all_to_a_single_plant_that_is_better():
    far = FAR._replace(free_gwh_per_year=9.0)
    assert shares(NEAREST, far, NEAR, needed=10.0) == {"near-plant": 1.0}


def test_shares_of_two_incumbents_stay_as_they_are_below_the_threshold():
    large = incumbent("large-plant", 330.0, incumbent_share=0.7)
    small = incumbent("small-plant", 321.0, incumbent_share=0.3)
    assert not decide(NEAREST, view(large, small, threshold=0.05)).changed
    assert shares(NEAREST, large, small) == {"small-plant": 1.0}


def test_what_a_lost_supplier_leaves_goes_to_the_other_incumbent_within_the_threshold():
    lost = incumbent("lost-plant", 100.0, incumbent_share=0.7, objections=("no open route",))
    other = incumbent("other-plant", 330.0, incumbent_share=0.3)
    assert shares(NEAREST, lost, other, NEAR, threshold=0.05) == {"other-plant": 1.0}


def test_an_incumbent_that_failed_in_service_loses_to_a_worse_plant_that_is_eligible():
    failed = incumbent("far-plant", 100.0, objections=("failed in service",))
    assert shares(NEAREST, failed, NEAR, threshold=math.inf) == {"near-plant": 1.0}


def test_an_incumbent_that_failed_in_service_keeps_what_nobody_else_can_supply():
    failed = incumbent("far-plant", 100.0, objections=("failed in service",), free_gwh_per_year=0.6)
    award = decide(NEAREST, view(failed, NEAR._replace(free_gwh_per_year=0.25)))
    assert award.shares == (("far-plant", 0.6), ("near-plant", 0.25))
    assert award.unsourced_share == pytest.approx(0.15, abs=1e-12)


def test_an_incumbent_that_failed_in_service_gets_no_more_than_its_share_of_today():
    failed = incumbent("far-plant", 100.0, objections=("failed in service",), incumbent_share=0.3)
    award = decide(NEAREST, view(failed))
    assert award.shares == (("far-plant", 0.3),)
    assert award.unsourced_share == 0.7


def test_thirds_that_stay_leave_nothing_unsourced():
    thirds = [incumbent(f"{name}-plant", 100.0, incumbent_share=1 / 3) for name in "abc"]
    award = decide(NEAREST, view(*thirds, threshold=0.05))
    assert award.shares == (("a-plant", 1 / 3), ("b-plant", 1 / 3), ("c-plant", 1 / 3))
    assert award.unsourced_share == 0.0
    assert not award.changed


def test_without_any_eligible_plant_a_new_programme_is_unsourced():
    award = decide(NEAREST, view(NEAR._replace(objections=("no open route",))))
    assert award.shares == ()
    assert award.unsourced_share == 1.0


def test_a_newcomer_that_asks_for_more_than_is_missing_gets_its_least_volume():
    near = incumbent("near-plant", 321.0, free_gwh_per_year=9.8)
    far = candidate("far-plant", 1530.0, minimum_gwh_per_year=1.0)
    assert shares(NEAREST, near, far, needed=10.0) == {"far-plant": 0.1, "near-plant": 0.9}


def test_an_incumbent_whose_least_volume_leaves_no_room_loses_all_to_a_plant_that_covers_all():
    near = incumbent("near-plant", 321.0, free_gwh_per_year=0.5, minimum_gwh_per_year=0.5)
    far = candidate("far-plant", 1530.0, minimum_gwh_per_year=0.6)
    assert shares(NEAREST, near, far) == {"far-plant": 1.0}


def test_an_incumbent_below_its_suppliers_least_volume_may_grow_all_the_same():
    large = incumbent("large-plant", 100.0, incumbent_share=0.7, free_gwh_per_year=0.6)
    small = incumbent(
        "small-plant", 90.0, incumbent_share=0.3, free_gwh_per_year=0.4, minimum_gwh_per_year=0.5
    )
    assert shares(NEAREST, large, small) == {"large-plant": 0.6, "small-plant": 0.4}


def test_weighted_adds_up_scaled_attributes_and_the_risk_as_it_is():
    policy = WeightedPolicy(kind="weighted", distance=1.0, cost=2.0, supply_risk=0.5)
    a = candidate("a-plant", 100.0, eur=100.0)
    b = candidate("b-plant", 300.0, eur=90.0, supply_risk=0.8)
    c = candidate("c-plant", 200.0, eur=95.0)
    award = decide(policy, view(a, b, c))
    assert award.scores == {"a-plant": 2.0, "b-plant": 1.4, "c-plant": 1.5}
    assert award.shares == (("b-plant", 1.0),)


def test_weighted_counts_emissions_and_the_spread_of_lead_times():
    policy = WeightedPolicy(kind="weighted", emissions=1.0, lead_time_spread=0.25)
    a = candidate("a-plant", 100.0, kg_co2e_per_kwh=3.0, lead_time_sd_days=2.0)
    b = candidate("b-plant", 100.0, kg_co2e_per_kwh=1.0, lead_time_sd_days=6.0)
    c = candidate("c-plant", 100.0, kg_co2e_per_kwh=2.0, lead_time_sd_days=4.0)
    assert decide(policy, view(a, b, c)).scores == {"a-plant": 1.0, "b-plant": 0.25, "c-plant": 0.625}


def test_weighted_scales_over_the_eligible_alone():
    policy = WeightedPolicy(kind="weighted", distance=1.0)
    refused = candidate("x-plant", 5000.0, objections=("no open route",))
    scores = decide(policy, view(FAR, NEAR, refused)).scores
    assert scores == {"near-plant": 0.0, "far-plant": 1.0}


def test_dual_gives_the_best_the_first_share_and_the_next_the_rest():
    third = candidate("third-plant", 100.0, eur=99.0)
    assert shares(DUAL, FAR, NEAR, third) == {"near-plant": 0.7, "far-plant": 0.3}


def test_dual_adds_a_second_source_below_the_threshold_but_leaves_the_incumbent_first():
    assert shares(DUAL, FAR, NEAR, threshold=0.05) == {"far-plant": 0.7, "near-plant": 0.3}


def test_dual_passes_over_a_plant_that_cannot_give_its_share():
    small = candidate("small-plant", 100.0, eur=80.0, free_gwh_per_year=0.29)
    assert shares(DUAL, FAR, NEAR, small) == {"near-plant": 0.7, "far-plant": 0.3}


def test_dual_gives_to_the_first_what_the_second_cannot():
    far = FAR._replace(free_gwh_per_year=0.2)
    assert shares(DUAL, far, NEAR) == {"near-plant": 0.8, "far-plant": 0.2}


def test_dual_goes_on_to_a_third_where_two_are_not_enough():
    plants = [
        candidate(f"{name}-plant", km, free_gwh_per_year=0.4)
        for name, km in zip("abcd", range(4), strict=True)
    ]
    award = decide(DualPolicy(kind="dual", ranking="nearest"), view(*plants[:3]))
    assert award.shares == (("a-plant", 0.4), ("b-plant", 0.3), ("c-plant", 0.3))


def test_dual_keeps_the_first_share_that_it_is_told():
    policy = DualPolicy(kind="dual", ranking="nearest", first_share=0.55)
    assert shares(policy, FAR, NEAR) == {"near-plant": 0.55, "far-plant": 0.45}


def test_dual_leaves_more_than_two_suppliers_in_place_where_two_are_not_enough():
    today = {"large": (0.4, 0.4), "mid": (0.3, 0.3), "extra": (0.2, 0.3), "small": (0.1, 0.1)}
    plants = [
        incumbent(f"{name}-plant", 100.0, incumbent_share=share, free_gwh_per_year=free)
        for name, (share, free) in today.items()
    ]
    assert not decide(DUAL, view(*plants, threshold=0.05)).changed


def test_dual_takes_a_lone_eligible_plant_alone():
    assert shares(DUAL, FAR._replace(objections=("no open route",)), NEAR) == {"near-plant": 1.0}


def test_stay_keeps_shares_that_their_plants_can_no_longer_give():
    failed = FAR._replace(objections=("failed in service",), free_gwh_per_year=0.0)
    assert shares(STAY, failed, NEAR) == {"far-plant": 1.0}


def test_stay_awards_nothing_to_a_programme_without_a_supplier():
    award = decide(STAY, view(NEAR))
    assert award.shares == ()
    assert award.unsourced_share == 1.0


def fixed(date):
    return AwardPolicy(kind="award", plant="near-plant", date=dt.date.fromisoformat(date))


def test_a_fixed_award_waits_for_its_date():
    assert shares(fixed("2024-03-28"), FAR, NEAR) == {"far-plant": 1.0}
    assert shares(fixed("2024-03-27"), FAR, NEAR) == {"near-plant": 1.0}


def test_a_fixed_award_goes_to_the_named_plant_whatever_its_rank_and_the_threshold():
    worst = candidate("near-plant", 9000.0, eur=500.0)
    assert shares(fixed("2024-01-01"), FAR, worst, threshold=math.inf) == {"near-plant": 1.0}


def test_a_fixed_award_leaves_with_the_incumbent_what_the_plant_cannot_give():
    near = NEAR._replace(free_gwh_per_year=0.25)
    assert shares(fixed("2024-01-01"), FAR, near) == {"far-plant": 0.75, "near-plant": 0.25}


@pytest.mark.parametrize(
    "plants",
    [
        (FAR,),
        (FAR, NEAR._replace(objections=("no open route",))),
        (FAR, NEAR._replace(free_gwh_per_year=0.0)),
    ],
)
def test_a_fixed_award_to_a_plant_that_cannot_supply_leaves_supply_as_it_is(plants):
    assert shares(fixed("2024-01-01"), *plants) == {"far-plant": 1.0}


def test_a_fixed_award_to_the_incumbent_leaves_it_what_it_has():
    near = incumbent("near-plant", 321.0, free_gwh_per_year=0.9)
    assert shares(fixed("2024-01-01"), FAR._replace(incumbent_share=0.0), near) == {"near-plant": 1.0}


def test_a_view_lists_candidates_by_id_and_incumbents_by_share():
    small = incumbent("a-plant", 1.0, incumbent_share=0.3)
    large = incumbent("b-plant", 1.0, incumbent_share=0.7)
    seen = view(NEAR, large, small)
    assert [c.plant for c in seen.candidates] == ["a-plant", "b-plant", "near-plant"]
    assert [c.plant for c in seen.incumbents] == ["b-plant", "a-plant"]


def test_whole_thousandths_of_the_requirement_that_are_free_count_exactly():
    counted = [capacity_parts(thousandths * 3.3 / 1000, 3.3) for thousandths in range(1001)]
    assert counted == [thousandths * WHOLE // 1000 for thousandths in range(1001)]


@pytest.mark.parametrize(
    "faulty",
    [
        lambda: view(NEAR, NEAR),
        lambda: view(FAR, incumbent("b-plant", 1.0)),
        lambda: view(NEAR, needed=-1.0),
        lambda: view(NEAR, needed=math.nan),
        lambda: view(NEAR, threshold=-0.1),
        lambda: view(NEAR._replace(cost=None)),
        lambda: view(NEAR._replace(distance_km=math.nan)),
    ],
    ids=["twice", "shares-over-1", "negative-need", "no-need", "negative-threshold", "no-cost", "no-route"],
)
def test_a_view_that_contradicts_itself_is_refused(faulty):
    with pytest.raises(BrokenInvariant, match="car, review of 2024-03-27"):
        faulty()


@pytest.mark.parametrize(
    ("score", "today", "threshold", "loyally"),
    [
        (2.0, 5, 0.25, 1.5),
        (1.0, 5, 0.25, 0.75),
        (-1.0, 5, 0.25, -1.25),
        (2.0, 0, 0.25, 2.0),  # a newcomer
        (0.0, 5, math.inf, 0.0),  # and not 0 less 0 times infinity
    ],
)
def test_the_threshold_is_a_share_of_an_incumbents_score(score, today, threshold, loyally):
    assert loyal_score(Bidder("a-plant", score, today, WHOLE, 0, 0), threshold) == loyally


@pytest.mark.parametrize(
    ("free", "needed", "parts"),
    [
        (0.0, 1.0, 0),
        (-1.0, 1.0, 0),
        (math.nan, 1.0, 0),
        (1.0, 1.0, WHOLE),
        (2.0, 1.0, WHOLE),
        (1.0, 3.0, 333_333_333),
    ],
)
def test_free_capacity_is_counted_in_whole_billionths_of_the_requirement(free, needed, parts):
    assert capacity_parts(free, needed) == parts
