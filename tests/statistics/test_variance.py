import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.core.streams import Streams
from sim.statistics.variance import variance_split
from tests.study.fakes import COST


def split(table, **options):
    """From a table of shape (replications, runs)."""
    return variance_split(
        "a", COST, (table.mean(axis=1), table.var(axis=1, ddof=1)), table.shape[1], **options
    )


def normal(n, runs, parameter, process, seed=1):
    """Normal measures with these standard deviations between replications and within them."""
    u = Streams(seed, 0).uniforms("nested", "all", n * (runs + 1)).reshape(n, runs + 1)
    z = stats.norm.ppf(u)
    return parameter * z[:, :1] + process * z[:, 1:]


def test_it_is_the_hand_worked_one():
    """Means 2, 4, 9 of pairs 1 apart from their mean: W = 2, B = 2 x 13 = 26, so 12 and 2 of 14."""
    found = split(np.array([[1.0, 3.0], [3.0, 5.0], [8.0, 10.0]]))

    assert (found.n, found.runs) == (3, 2)
    assert found.process_variance == pytest.approx(2.0)
    assert found.parameter_variance == pytest.approx(12.0)
    assert found.parameter_share == pytest.approx(12 / 14)


def test_f_is_scipys_of_the_analysis_of_variance():
    table = normal(30, 4, 1.0, 1.5)

    found = split(table)

    f = stats.f_oneway(*table).statistic
    parameter = (f - 1) / (f - 1 + 4)
    assert found.parameter_share == pytest.approx(parameter)
    assert found.low < parameter < found.high


def test_without_process_variability_all_is_parameter_and_the_other_way_round():
    assert split(np.repeat(np.arange(5.0)[:, None], 3, axis=1)).parameter_share == 1.0
    assert split(np.tile(np.arange(3.0), (5, 1))).parameter_share == 0.0


@given(st.integers(2, 30), st.integers(2, 5), st.integers(0, 1_000))
def test_the_share_lies_between_0_and_1_and_within_its_interval(n, runs, seed):
    found = split(normal(n, runs, 1.0, 1.0, seed))

    assert 0 <= found.low <= found.parameter_share <= found.high <= 1


def test_replications_without_a_value_are_left_out_and_a_constant_has_no_share():
    table = np.array([[1.0, 3.0], [3.0, math.nan], [8.0, 10.0]])

    assert (split(table).n, split(table).missing) == (2, 1)
    assert math.isnan(split(np.ones((4, 2))).parameter_share)
    assert math.isnan(split(table[:1]).parameter_share)
