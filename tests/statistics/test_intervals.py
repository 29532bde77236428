import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.core.streams import Streams
from sim.statistics.intervals import (
    order_statistic,
    quantile_interval,
    t_half_width,
    t_p_value,
    unseen_share,
    wilson,
)

LEVELS = st.sampled_from([0.8, 0.9, 0.95, 0.99])


@given(st.integers(1, 400), st.data(), LEVELS)
def test_wilson_is_scipys(n, data, level):
    hits = data.draw(st.integers(0, n))

    ours, theirs = wilson(hits, n, level), stats.binomtest(hits, n).proportion_ci(level, "wilson")

    assert ours.low == pytest.approx(theirs.low, abs=1e-12)
    assert ours.high == pytest.approx(theirs.high, abs=1e-12)


@given(st.integers(1, 10_000), LEVELS)
def test_no_hit_and_all_hits_still_have_width(n, level):
    assert wilson(0, n, level).low == 0.0 < wilson(0, n, level).high
    assert wilson(n, n, level).low < 1.0 == wilson(n, n, level).high


def test_wilson_of_nothing_is_unknown():
    assert math.isnan(wilson(0, 0, 0.95).low)


@given(st.integers(1, 5_000), LEVELS)
def test_the_share_that_none_showed_is_clopper_and_pearsons_one_sided_limit(n, level):
    limit = stats.binomtest(0, n, alternative="less").proportion_ci(level).high

    assert unseen_share(n, level) == pytest.approx(limit, rel=1e-9)


@given(st.lists(st.floats(-1e3, 1e3).map(lambda x: round(x, 3)), min_size=3, max_size=50), LEVELS)
def test_t_interval_and_test_are_scipys(values, level):
    sample = np.array(values)
    if np.ptp(sample) < 1e-2:
        return
    mean, sd, n = float(sample.mean()), float(sample.std(ddof=1)), len(sample)

    low, high = stats.t.interval(level, n - 1, mean, sd / math.sqrt(n))

    assert t_half_width(sd, n, level) == pytest.approx((high - low) / 2, rel=1e-9)
    assert t_p_value(mean, sd, n) == pytest.approx(stats.ttest_1samp(sample, 0.0).pvalue, rel=1e-6, abs=1e-12)


def test_one_value_has_neither_interval_nor_p_value():
    assert math.isnan(t_half_width(0.0, 1, 0.95))
    assert math.isnan(t_p_value(3.0, math.nan, 1))


def test_a_constant_difference_is_tested_by_its_sign():
    assert t_p_value(0.0, 0.0, 50) == 1.0
    assert t_p_value(2.0, 0.0, 5) == 2**-4


@given(st.lists(st.floats(-10, 10), min_size=1, max_size=60), st.sampled_from([0.05, 0.25, 0.5, 0.75, 0.95]))
def test_quantiles_are_observed_values_as_numpys_inverted_cdf(values, probability):
    ordered = np.sort(np.array(values))

    found = order_statistic(ordered, probability)

    assert found == ordered[max(0, math.ceil(round(probability * len(values), 9)) - 1)]
    assert np.mean(ordered <= found) >= probability - 1e-9


def test_the_median_of_a_hundred_lies_between_the_40th_and_the_61st():
    """The classic table of distribution-free limits (Conover 1999): ranks 40 and 61, coverage 0.965."""
    interval = quantile_interval(np.arange(1.0, 101.0), 0.5, 0.95)

    assert interval == (40.0, 61.0)


def test_a_quantile_too_far_out_for_the_sample_has_an_open_end():
    interval = quantile_interval(np.arange(1.0, 11.0), 0.05, 0.95)

    assert math.isnan(interval.low)
    assert interval.high == 3.0


def test_quantile_intervals_cover_at_least_as_often_as_they_say():
    """Binomial sd of 2,000 experiments at 0.95 is 0.005: four of them below fails one sound run in 30,000."""
    u = Streams(7, 0).uniforms("coverage", "quantile", 2_000 * 120).reshape(2_000, 120)
    for probability in (0.25, 0.5, 0.9):
        hits = [
            low <= probability <= high
            for low, high in (quantile_interval(np.sort(row), probability, 0.95) for row in u)
        ]
        assert np.mean(hits) > 0.93
