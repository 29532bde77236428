import math
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from sim.statistics.selection import selection
from tests.study.fakes import COST

NOISE = np.linspace(-1.0, 1.0, 21)


def test_with_two_arms_it_is_the_one_sided_paired_t_test():
    """A zone of 0: the confidence is that of the test that the other arm is no better."""
    values = {"a": 10 + NOISE, "b": 10.5 + 2 * NOISE**3}

    found = selection(COST, values, 0.0)

    expected = stats.ttest_rel(values["a"], values["b"], alternative="less").pvalue
    assert (found.arm, found.n) == ("a", 21)
    assert found.p_correct == pytest.approx(1 - expected)


def test_the_zone_that_is_reached_is_the_one_at_which_the_confidence_is_the_level():
    values = {"a": 10 + NOISE, "b": 10.1 - NOISE, "c": 10.2 + 3 * NOISE}
    reached = selection(COST, values, 0.5).zone_reached

    assert selection(COST, values, reached).p_correct == pytest.approx(0.95)


def test_the_number_needed_is_clark_and_yangs():
    """Of three arms the widest difference is b less c; each of two comparisons gets half of 5 %."""
    values = {"a": 10 + NOISE, "b": 10.1 - NOISE, "c": 10.2 + 3 * NOISE}

    found = selection(COST, values, 0.25)

    sd = (values["b"] - values["c"]).std(ddof=1)
    assert found.needed == math.ceil((stats.t.ppf(1 - 0.05 / 2, 20) * sd / 0.25) ** 2)


def test_an_arm_that_is_better_throughout_is_sure_and_higher_may_be_better():
    found = selection(COST._replace(better="higher"), {"a": NOISE, "b": NOISE + 3}, 0.1)

    assert (found.arm, found.p_correct, found.zone_reached) == ("b", 1.0, 0.0)
    assert found.sure


def test_only_replications_count_in_which_all_arms_have_the_value():
    gaps = np.where(NOISE < -0.5, np.nan, NOISE)

    found = selection(COST, {"a": gaps, "b": NOISE + 1}, 0.1)

    assert (found.n, found.missing) == (16, 5)
    assert selection(COST, {"a": gaps * np.nan, "b": NOISE}, 0.1) is None
    assert selection(COST, {"a": NOISE}, 0.1) is None


def test_two_replications_are_enough_for_a_selection_and_one_is_not():
    """Differences of 1 and 3: mean 2, deviation sqrt(2), error 1; P(T < -2) with one degree of freedom is 0.1476."""
    found = selection(COST, {"a": np.array([0.0, 0.0]), "b": np.array([1.0, 3.0])}, 0.0)

    assert (found.arm, found.n, found.missing) == ("a", 2, 0)
    assert found.p_correct == pytest.approx(1 - (0.5 - math.atan(2) / math.pi))
    assert selection(COST, {"a": np.array([0.0]), "b": np.array([1.0])}, 0.0) is None


def test_arms_that_are_the_same_throughout_are_a_tie_for_the_first_and_as_good_within_any_zone():
    alike = {"a": NOISE, "b": NOISE}

    assert (selection(COST, alike, 0.0).arm, selection(COST, alike, 0.0).p_correct) == ("a", 0.5)
    found = selection(COST, alike, 0.1)
    assert (found.arm, found.p_correct, found.zone_reached, found.needed) == ("a", 1.0, 0.0, 2)
    assert selection(COST, alike, 0.0).needed == 2


def test_of_four_arms_that_are_the_same_nothing_is_sure_without_a_zone():
    """1 - 3 x 0.5 is no probability."""
    assert selection(COST, dict.fromkeys("abcd", NOISE), 0.0).p_correct == 0.0


def test_differences_within_the_noise_floor_are_ties():
    found = selection(COST, {"a": 1000.0 + NOISE + 1e-12, "b": 1000.0 + NOISE}, 0.0)

    assert (found.arm, found.p_correct, found.needed) == ("a", 0.5, 2)


def test_without_a_zone_no_number_is_enough():
    assert selection(COST, {"a": 10 + NOISE, "b": 10.1 - NOISE}, 0.0).needed == 0


def test_a_selection_is_sure_where_its_confidence_is_just_the_level():
    found = selection(COST, {"a": NOISE, "b": NOISE + 3 * NOISE**2}, 0.1)

    assert replace(found, level=found.p_correct).sure
    assert not replace(found, level=math.nextafter(found.p_correct, 2.0)).sure


def test_the_noise_floor_is_that_of_the_best_of_each_replication_and_of_the_best_mean():
    """a and b are a tie and c is none, although it is within the floor of b."""
    steps = {"a": np.ones(2), "b": np.full(2, 1 + 0.8e-12), "c": np.full(2, 1 + 1.6e-12)}
    assert selection(COST, steps, 0.0).p_correct == 0.0

    means = {"a": np.array([1.0, 3.0]), "b": np.array([3.0, 1 - 4e-13]), "c": np.full(2, 100.0)}
    assert selection(COST, means, 0.0).arm == "a"


@pytest.mark.parametrize("zone", [1e-320, 1e-200])
def test_a_zone_so_narrow_that_its_number_is_beyond_all_numbers_is_none(zone):
    assert selection(COST, {"a": 10 + NOISE, "b": 10.1 - NOISE}, zone).needed == 0
