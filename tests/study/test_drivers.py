import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.core.streams import Streams
from sim.study.drivers import drivers


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=5, max_size=60))
def test_rank_correlation_is_scipys_with_ties(pairs):
    x, y = np.array(pairs, dtype=float).T
    if np.ptp(x) == 0 or np.ptp(y) == 0:
        assert drivers(["x"], x[:, None], y) == ()
        return

    (found,) = drivers(["x"], x[:, None], y)
    expected = stats.spearmanr(x, y)

    assert found.rank_correlation == pytest.approx(expected.statistic, abs=1e-12)
    assert found.p_holm == pytest.approx(max(expected.pvalue, 2 / math.factorial(len(x))), abs=1e-9)


def test_the_input_that_makes_the_effect_comes_first_and_noise_does_not_stand_out():
    draws = Streams(9, 0).uniforms("drivers", "all", 200 * 20).reshape(200, 20)
    effect = 3 * draws[:, 7] - draws[:, 3]

    found = drivers([f"input-{at}" for at in range(20)], draws, effect)

    assert [driver.path for driver in found if driver.stands_out] == ["input-7", "input-3"]
    assert found[0].low < found[0].rank_correlation < found[0].high
    assert found[1].rank_correlation < 0


def test_replications_without_the_effect_and_inputs_that_do_not_vary_are_left_out():
    draws = np.array([[1.0, 5.0], [2.0, 5.0], [3.0, 5.0], [4.0, 5.0], [9.0, 7.0]])

    (found,) = drivers(["a", "b"], draws, np.array([1.0, 2.0, 3.0, 4.0, math.nan]))

    assert (found.path, found.n, found.rank_correlation) == ("a", 4, 1.0)


def test_a_perfect_order_of_few_replications_is_no_proof():
    draws = np.tile(np.arange(4.0)[:, None], (1, 30))

    found = drivers([f"input-{at}" for at in range(30)], draws, np.arange(4.0))

    assert {driver.rank_correlation for driver in found} == {1.0}
    assert not any(driver.stands_out for driver in found)


def test_too_few_replications_and_constant_effects_have_no_drivers():
    assert drivers(["a"], np.arange(3.0)[:, None], np.arange(3.0)) == ()
    assert drivers(["a"], np.arange(9.0)[:, None], np.ones(9)) == ()
