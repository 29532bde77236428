import math
import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.core.streams import Streams
from sim.statistics.drivers import UncertainInputs, drivers


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


def test_coefficients_are_those_of_the_least_squares_on_standardised_numbers():
    draws = Streams(9, 0).uniforms("regression", "all", 60 * 3).reshape(60, 3)
    effect = 5 * draws[:, 0] - 2 * draws[:, 1] + np.sin(40 * draws[:, 2])

    found = {driver.path: driver for driver in drivers(["a", "b", "c"], draws, effect)}

    x, y = ((each - each.mean(axis=0)) / each.std(axis=0, ddof=1) for each in (draws, effect))
    expected, rest, *_ = np.linalg.lstsq(x, y, rcond=None)
    assert [found[name].coefficient for name in "abc"] == pytest.approx(expected.tolist(), abs=1e-8)
    variance = rest[0] / 56
    error = np.sqrt(variance * np.linalg.inv(x.T @ x)[0, 0])
    assert found["a"].coefficient_high - found["a"].coefficient == pytest.approx(
        stats.t.ppf(0.975, 56) * error, rel=1e-6
    )
    assert found["a"].r_squared == pytest.approx(1 - variance, abs=1e-8)


def test_without_more_replications_than_inputs_there_is_no_regression():
    draws = Streams(9, 0).uniforms("regression", "few", 8 * 8).reshape(8, 8)

    assert {math.isnan(driver.coefficient) for driver in drivers(list("abcdefgh"), draws, draws[:, 0])} == {
        True
    }


@pytest.mark.parametrize(
    "draws", [np.empty((12, 0)), np.ones((12, 3))], ids=["no inputs", "inputs that do not vary"]
)
def test_where_no_input_varies_chance_alone_drives_and_none_is_told(draws):
    assert drivers(["a", "b", "c"][: draws.shape[1]], draws, np.arange(12.0)) == ()


def test_inputs_that_cannot_be_told_apart_have_no_coefficients():
    draws = np.repeat(Streams(9, 0).uniforms("regression", "same", 20)[:, None], 2, axis=1)

    assert math.isnan(drivers(["a", "b"], draws, draws[:, 0] ** 2)[0].coefficient)


def test_only_the_strongest_are_told_where_so_many_are_asked_for():
    draws = Streams(9, 0).uniforms("drivers", "most", 200 * 20).reshape(200, 20)
    inputs = UncertainInputs([f"input-{at}" for at in range(20)], draws)

    found = inputs.behind(3 * draws[:, 7] - draws[:, 3], most=2)

    assert [driver.path for driver in found] == ["input-7", "input-3"]


def test_effects_that_are_absent_here_and_there_have_the_inputs_of_their_own_replications():
    """Whatever was asked before: what is held ready of other replications is let go, for each such set is large."""
    paths = [f"input-{at}" for at in range(50)]
    draws = Streams(9, 0).uniforms("drivers", "absent", 2_000 * 50).reshape(2_000, 50)
    effects = [np.where(np.arange(2_000) % (at + 3) == 0, np.nan, draws[:, at]) for at in range(8)]
    alone = [drivers(paths, draws, effect) for effect in effects]
    inputs = UncertainInputs(paths, draws)
    tracemalloc.start()

    found = [inputs.behind(effect) for effect in [*effects, *effects]]

    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found == [*alone, *alone]
    assert held < draws.nbytes


def test_only_the_first_replications_are_looked_at(monkeypatch):
    draws = np.stack([np.sin(np.arange(300.0)), np.cos(7 * np.arange(300.0))], axis=1)
    effect = draws[:, 0] + 0.1 * draws[:, 1]
    few = drivers(("a", "b"), draws[:200], effect[:200])

    monkeypatch.setattr("sim.statistics.drivers.MOST_REPLICATIONS", 200)

    assert drivers(("a", "b"), draws, effect) == few
    assert few[0].n == 200
