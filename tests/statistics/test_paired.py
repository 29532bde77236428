import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.core.streams import Streams
from sim.statistics.intervals import wilson
from sim.statistics.paired import holm, paired_difference, regrets, with_holm
from tests.study.fakes import COST, SWITCH

ARMS = ("move", "stay")
SAMPLES = st.lists(st.floats(-1e6, 1e6) | st.just(math.nan), min_size=1, max_size=40).map(np.array)


@given(SAMPLES)
def test_identical_arms_differ_by_exactly_nothing(values):
    found = paired_difference(COST, ARMS, (values, values.copy()))

    if found.n:
        assert found.mean == 0.0
        assert found.ties == found.n
        assert found.p_better == 0.5
    if found.n > 1:
        assert (found.low, found.high, found.p_value, found.equal) == (0.0, 0.0, 1.0, True)


@given(SAMPLES, st.data())
def test_swapping_the_arms_swaps_the_sign_and_the_winner(first, data):
    second = np.array(data.draw(st.lists(st.floats(-1e6, 1e6), min_size=len(first), max_size=len(first))))

    there, back = (paired_difference(COST, ARMS, pair) for pair in ((first, second), (second, first)))

    assert np.array_equal(
        [there.mean, there.low, there.high], [-back.mean, -back.high, -back.low], equal_nan=True
    )
    assert (there.wins, there.ties, there.losses) == (back.losses, back.ties, back.wins)


def test_the_numbers_are_scipys():
    u = Streams(3, 0).uniforms("pair", "all", 80).reshape(2, 40)
    ours, theirs = u[0] * 10, u[0] * 10 + u[1] + 0.2

    found = paired_difference(COST, ARMS, (theirs, ours))
    expected = stats.ttest_rel(theirs, ours)

    assert found.p_value == pytest.approx(expected.pvalue)
    assert (found.low, found.high) == pytest.approx(tuple(expected.confidence_interval(0.95)))
    assert found.correlation == pytest.approx(stats.pearsonr(theirs, ours).statistic)
    independent = theirs.var(ddof=1) + ours.var(ddof=1)
    assert found.variance_ratio == pytest.approx(independent / (theirs - ours).var(ddof=1))
    apart = theirs.std(ddof=1) - ours.std(ddof=1)
    assert found.variance_ratio_ceiling == pytest.approx(independent / apart**2)
    assert (found.wins, found.ties, found.losses, found.p_better) == (0, 0, 40, 0.0)
    assert found.p_better_high > 0


def test_ties_count_half():
    found = paired_difference(COST, ARMS, (np.array([1.0, 2.0, 3.0, 4.0]), np.array([2.0, 2.0, 3.0, 3.0])))

    assert (found.wins, found.ties, found.losses, found.p_better) == (1, 2, 1, 0.5)


def test_higher_may_be_the_better_end():
    fill = COST._replace(better="higher")

    assert paired_difference(fill, ARMS, (np.array([2.0, 3.0]), np.array([1.0, 1.0]))).wins == 2


def test_without_a_better_end_nobody_wins():
    found = paired_difference(
        COST._replace(better="none"), ARMS, (np.array([2.0, 3.0]), np.array([1.0, 1.0]))
    )

    assert (found.wins, found.ties, found.losses) == (0, 0, 0)
    assert math.isnan(found.p_better)


def test_a_switch_that_never_came_loses_against_any_day_and_has_no_difference():
    """Both never: a tie. The difference is over the one replication in which both came."""
    theirs = np.array([100.0, math.nan, 100.0, math.nan])
    ours = np.array([200.0, 200.0, math.nan, math.nan])

    found = paired_difference(SWITCH, ARMS, (theirs, ours))

    assert (found.n, found.missing, found.mean) == (1, 3, -100.0)
    assert (found.wins, found.ties, found.losses) == (2, 1, 1)


def test_holm_is_the_hand_worked_one():
    """0.01 x 4, 0.02 x 3, then 0.03 x 2 = 0.06 and 0.04 x 1, never below the one before."""
    assert holm([0.04, 0.01, 0.03, 0.02]) == pytest.approx([0.06, 0.04, 0.06, 0.06])


def test_the_correction_runs_over_the_measures_of_one_arm_and_leaves_out_what_has_no_p_value():
    steady = (np.array([1.0, 2.0, 4.0]), np.array([0.0, 0.0, 0.0]))
    found = [
        paired_difference(COST, ARMS, steady),
        paired_difference(SWITCH, ARMS, steady),
        paired_difference(COST, ("other", "stay"), steady),
        paired_difference(COST, ARMS, (np.array([1.0, math.nan, math.nan]), steady[1])),
    ]

    corrected = with_holm(found)

    p = found[0].p_value
    assert [each.p_holm for each in corrected[:3]] == pytest.approx([2 * p, 2 * p, p])
    assert math.isnan(corrected[3].p_holm)


def test_regret_is_the_distance_from_the_best_on_the_same_draws():
    """Best in hindsight: 1, 2, 2.

    The third replication is a tie, so both were best in it; the fourth lacks a value.
    """
    values = {"stay": np.array([1.0, 4.0, 2.0, math.nan]), "move": np.array([3.0, 2.0, 2.0, 1.0])}

    stay, move = regrets(COST, values)

    assert (stay.n, stay.missing, stay.mean, stay.p_best) == (
        3,
        1,
        pytest.approx(2 / 3),
        pytest.approx(2 / 3),
    )
    assert (move.mean, move.p_best) == (pytest.approx(2 / 3), pytest.approx(2 / 3))


def test_an_arm_that_is_always_best_has_no_regret():
    best, other = regrets(
        COST._replace(better="higher"), {"a": np.array([5.0, 6.0]), "b": np.array([1.0, 2.0])}
    )

    assert (best.mean, best.p_best, other.mean, other.p_best) == (0.0, 1.0, 4.0, 0.0)


def test_equal_truths_are_called_different_about_as_often_as_the_level_says():
    """2,000 comparisons of two samples of one truth: 5 % with a binomial sd of 0.5 %."""
    z = stats.norm.ppf(Streams(5, 0).uniforms("null", "all", 2_000 * 2 * 30)).reshape(2_000, 2, 30)

    called = [
        not found.low <= 0 <= found.high for found in (paired_difference(COST, ARMS, (a, b)) for a, b in z)
    ]

    assert 0.03 <= np.mean(called) <= 0.07


def made(theirs, ours, **options):
    return paired_difference(COST, ARMS, (np.array(theirs), np.array(ours)), **options)


def test_the_half_width_is_students_for_the_differences():
    """Differences of 2, 3 and 4: error 1 / sqrt(3), Student's 4.303 for two degrees of freedom."""
    assert made([3.0, 5.0, 7.0], [1.0, 2.0, 3.0]).half_width == pytest.approx(
        4.302652729911275 / math.sqrt(3)
    )


@pytest.mark.parametrize(
    ("n", "mean", "sd", "equal"),
    [(1, 0.0, 0.0, True), (0, 0.0, 0.0, False), (2, 0.0, 1.0, False), (2, 1.0, 0.0, False)],
)
def test_arms_are_equal_where_no_replication_tells_them_apart_and_there_is_one(n, mean, sd, equal):
    assert replace(made([1.0, 2.0], [1.0, 2.0]), n=n, mean=mean, sd=sd).equal is equal


def test_a_difference_is_equivalent_only_where_its_p_value_is_below_what_the_level_leaves():
    found = replace(made([1.0, 2.0], [1.0, 3.0]), level=0.75)

    assert replace(found, p_equivalent=0.24).equivalent
    assert not replace(found, p_equivalent=0.25).equivalent


def test_few_values_are_warned_of_where_they_vary():
    found = replace(made([1.0, 2.0], [1.0, 3.0]), n=20, skewness=0.0)

    assert "20 values are few" in replace(found, sd=0.5).warning
    assert not replace(found, sd=0.0).warning


def test_ties_do_not_count_for_what_is_strictly_better_and_count_half_for_the_chance():
    found = made([1.0, 2.0, 3.0, 4.0, 5.0], [2.0, 3.0, 3.0, 4.0, 4.0])

    assert found.strictly_better == (2 / 5, wilson(2, 5, 0.95))
    assert (found.p_better, found.p_better_low, found.p_better_high) == (3 / 5, *wilson(3, 5, 0.95))
    share, interval = made([math.nan], [1.0]).strictly_better
    assert math.isnan(share)
    assert all(math.isnan(end) for end in interval) == all(math.isnan(end) for end in wilson(0, 0, 0.95))


def test_the_margin_is_one_per_cent_of_what_the_baseline_has_or_what_is_stated():
    assert made([1.0, 2.0], [100.0, 300.0]).margin == 2.0
    assert made([1.0, 2.0], [100.0, 300.0], margins={COST.name: 0.5}).margin == 0.5
    assert math.isnan(made([1.0, math.nan], [math.nan, 3.0]).margin)


@pytest.mark.parametrize(
    ("theirs", "ours", "correlation"),
    [
        ([1.0, 2.0, 3.0], [1.0, 3.0, 2.0], 0.5),  # less their means: -1, 0, 1 and -1, 1, 0
        ([1.0, 2.0, 3.0], [3.0, 1.0, 2.0], -0.5),
        ([1.0, 2.0], [3.0, 7.0], 1.0),
    ],
)
def test_correlations_worked_out_by_hand(theirs, ours, correlation):
    assert made(theirs, ours).correlation == pytest.approx(correlation, rel=1e-15)


def test_a_correlation_is_no_more_than_whole_whatever_is_rounded():
    """Of 1, 2 and 0.1, 0.2 the quotient comes out as 1.0000000000000002."""
    assert made([1.0, 2.0], [0.1, 0.2]).correlation == 1.0
    assert made([1.0, 2.0], [-0.1, -0.2]).correlation == -1.0


def test_the_variance_ratio_of_two_values_of_equal_spreads_and_of_one_value():
    """Variances of 2, 0.5 and 0.5 of the difference: 2.5 / 0.5; at best (2 - 1)^2 x 0.5 would be left."""
    found = made([0.0, 2.0], [0.0, 1.0])
    assert (found.variance_ratio, found.variance_ratio_ceiling) == pytest.approx((5.0, 5.0))
    alike = made([0.0, 1.0, 2.0], [1.0, 0.0, 2.0])
    assert (alike.variance_ratio, alike.variance_ratio_ceiling) == (pytest.approx(2.0), math.inf)
    single = made([1.0], [2.0])
    assert math.isnan(single.variance_ratio)
    assert math.isnan(single.variance_ratio_ceiling)


def test_a_corrected_p_value_is_at_most_one():
    assert holm([0.9, 0.8]) == [1.0, 1.0]


def test_the_regret_that_is_passed_in_one_of_twenty_and_of_arms_without_a_common_value():
    """The regrets of b are 0, 1, ... 100: 95 of them are at most 95."""
    zeros = np.zeros(101)
    _, other = regrets(COST, {"a": zeros, "b": np.arange(101.0)})
    assert other.p95 == pytest.approx(95.0)

    none, _ = regrets(COST, {"a": np.array([math.nan, 1.0]), "b": np.array([1.0, math.nan])})
    assert (none.n, none.missing) == (0, 2)
    assert math.isnan(none.p_best)
