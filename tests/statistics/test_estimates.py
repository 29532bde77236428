import datetime as dt
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.core.streams import Streams
from sim.statistics.digits import decimals, digits, ends, percent
from sim.statistics.estimates import estimate, shares_by_date, told
from tests.study.fakes import COST, SWITCH

VALUES = st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=40)


@given(VALUES, st.randoms())
def test_the_order_of_the_values_changes_no_bit(values, random):
    shuffled = random.sample(values, len(values))

    assert estimate("a", COST, np.array(values)) == estimate("a", COST, np.array(shuffled))


def test_mean_and_interval_are_the_hand_worked_ones():
    """1, 2, 3, 4, 5: mean 3, sd sqrt(2.5), t(4, 0.975) = 2.776."""
    found = estimate("a", COST, np.array([1.0, 2.0, 3.0, 4.0, 5.0]))

    assert (found.n, found.mean, found.sd, found.method) == (5, 3.0, math.sqrt(2.5), "t")
    assert found.half_width == pytest.approx(2.7764451 * math.sqrt(2.5) / math.sqrt(5))


def test_absent_values_are_left_out_and_counted():
    found = estimate("a", COST, np.array([1.0, math.nan, 3.0]))

    assert (found.n, found.missing, found.mean) == (2, 1, 2.0)


def test_nothing_but_absent_values_gives_no_number():
    found = estimate("a", COST, np.array([math.nan, math.nan]))

    assert (found.n, found.missing, found.method) == (0, 2, "none")
    assert math.isnan(found.mean)


def test_skewness_is_scipys():
    values = -np.log(Streams(1, 0).uniforms("skew", "all", 200))

    assert estimate("a", COST, values).skewness == pytest.approx(stats.skew(values, bias=False))


def test_few_values_of_a_skewed_measure_carry_a_warning():
    values = -np.log(Streams(1, 0).uniforms("skew", "all", 40))

    assert "few for a skewness" in estimate("a", COST, values).warning
    assert estimate("a", COST, np.arange(40.0)).warning == ""


@given(st.integers(2, 3_000), st.sampled_from([0.0, 1.0, 321.0]))
def test_a_constant_is_never_told_with_plus_minus_zero(n, value):
    found = estimate("a", COST, np.full(n, value))

    assert found.method == "all equal"
    assert 0 < found.unseen_share < 1
    assert "another value in at most" in told(found)


def test_an_indicator_has_wilsons_interval():
    found = estimate("a", COST, np.zeros(200), nature="indicator")

    assert (found.mean, found.low, found.method) == (0.0, 0.0, "wilson")
    assert found.high == pytest.approx(0.018845326)


def test_events_that_never_came_are_later_than_any_day():
    """Two of four never came: the median is the second of the days that did, p95 lies beyond the run."""
    found = estimate("a", SWITCH, np.array([10.0, math.nan, 30.0, math.nan]))

    assert found.method == "censored"
    assert math.isnan(found.mean)
    assert [quantile.value for quantile in found.quantiles] == [10.0, 10.0, 30.0, math.inf, math.inf]
    assert told(found) == "came in 2 of 4"


def test_shares_by_date_count_those_that_never_came_as_not_yet():
    dates = {dt.date(2027, 1, 1): 30.0, dt.date(2026, 1, 1): 10.0}

    shares = shares_by_date("a", SWITCH, np.array([10.0, 11.0, math.nan, 30.0]), dates)

    assert [(share.date.year, share.hits, share.n, share.share) for share in shares] == [
        (2026, 1, 4, 0.25),
        (2027, 3, 4, 0.75),
    ]
    assert shares[0].low > 0


@given(st.floats(1e-9, 1e9))
def test_two_digits_of_the_half_width_are_shown(half_width):
    assert 10.0 ** (1 - decimals(half_width)) <= half_width * (1 + 1e-12)
    assert 10.0 ** (1 - decimals(half_width)) > half_width / 10.0000001


@pytest.mark.parametrize(
    ("value", "half_width", "text"),
    [
        (3.14159, 0.034, "3.142"),
        (1213.7, 340.0, "1,210"),
        (-0.004, 0.3, "0.00"),
        (71.3, 2.0, "71.3"),
        (math.nan, 1.0, "–"),
        (0.12, 0.0, "0.12"),
        (321.0000001, 1e-12, "321"),
    ],
)
def test_numbers_are_written_as_far_as_they_are_known(value, half_width, text):
    assert digits(value, half_width) == text


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [(2.8, 3.4, ("+2.80", "+3.40")), (-0.22, 0.0012, ("−0.220", "+0.001")), (-30.0, 30.0, ("−30", "+30"))],
)
def test_an_end_near_zero_keeps_its_sign(low, high, text):
    assert ends(low, high) == text


@given(st.floats(1e-9, 1 - 1e-9))
def test_what_is_neither_never_nor_always_is_not_told_as_such(share):
    assert percent(share) not in {"0 %", "100 %"}
    assert (percent(0.0), percent(1.0)) == ("0 %", "100 %")
