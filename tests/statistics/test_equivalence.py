import math

import pytest
from scipy import stats

from sim.core.streams import Streams
from sim.statistics.paired import equivalence_p_value, margin_of, paired_difference
from tests.study.fakes import COST, SWITCH

SAMPLE = stats.norm.ppf(Streams(3, 0).uniforms("equivalence", "all", 40)) + 0.2


def test_it_is_the_greater_of_two_one_sided_t_tests():
    mean, sd = float(SAMPLE.mean()), float(SAMPLE.std(ddof=1))

    found = equivalence_p_value(mean, sd, 40, 0.5)

    below = stats.ttest_1samp(SAMPLE, 0.5, alternative="less").pvalue
    above = stats.ttest_1samp(SAMPLE, -0.5, alternative="greater").pvalue
    assert found == pytest.approx(max(below, above))


def test_a_difference_that_is_only_not_significant_is_not_equivalent():
    found = paired_difference(COST, ("a", "b"), (SAMPLE, 0 * SAMPLE), margins={COST.name: 0.01})

    assert found.low <= 0 <= found.high
    assert not found.equivalent


def test_a_margin_that_is_not_stated_is_one_per_cent_a_point_or_a_month():
    assert margin_of(COST, -80.0, {}) == pytest.approx(0.8)
    assert margin_of(COST._replace(unit="share"), 0.3, {}) == 0.01
    assert margin_of(COST._replace(unit="0/1"), 0.3, {}) == 0.01
    assert margin_of(SWITCH, 2025.0, {}) == pytest.approx(1 / 12)
    assert margin_of(COST, -80.0, {COST.name: 2.0}) == 2.0


def test_what_is_equal_throughout_is_equivalent_once_there_are_enough():
    assert equivalence_p_value(0.0, 0.0, 40, 0.1) < 1e-11
    assert equivalence_p_value(0.0, 0.0, 2, 0.1) == 0.5
    assert equivalence_p_value(0.2, 0.0, 40, 0.1) == 1.0
    assert equivalence_p_value(0.0, 0.0, 40, 0.0) == 1.0


def test_without_a_spread_or_a_margin_there_is_no_p_value():
    assert math.isnan(equivalence_p_value(0.0, 0.0, 1, 0.1))
    assert math.isnan(equivalence_p_value(0.0, 1.0, 9, math.nan))


def test_a_difference_that_is_just_the_margin_is_not_within_it():
    """Equal throughout and without any room: the sign test says nothing. With a spread it is a coin."""
    assert equivalence_p_value(0.5, 0.0, 2, 0.5) == 1.0
    assert equivalence_p_value(-0.5, 1.0, 2, 0.5) == 0.5


def test_of_two_values_there_is_a_p_value():
    """room / sd * sqrt(n) = 1: P(T < -1) with one degree of freedom is 1/4, and -1 on the far side is no nearer."""
    assert equivalence_p_value(1.0, math.sqrt(2), 2, 2.0) == pytest.approx(0.25)
    assert equivalence_p_value(-1.0, math.sqrt(2), 2, 2.0) == pytest.approx(0.25)


def test_without_a_margin_what_is_equal_throughout_has_no_p_value_either():
    assert math.isnan(equivalence_p_value(0.0, 0.0, 9, math.nan))
