import math

import numpy as np
import pytest
from scipy import stats

from sim.study.selection import selection
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
