import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad

from sim.core.units import DAYS_PER_MONTH
from sim.rules.ramp import area, bend, kinks, share, share_since_sop
from sim.scenario.types.plants import Ramp
from tests.rules.ramps import FULL_AT_ONCE, ONE_OF_EACH, exponential, linear, logistic, ramps, table

ages = st.lists(st.floats(0, 6000), min_size=1, max_size=20).map(lambda some: np.array(sorted(some)))


def integral_of_share(ramp: Ramp, age: float) -> float:
    def height(at: float) -> float:
        return float(share(ramp, np.array(at)))

    edges = [0.0, *(kink for kink in kinks(ramp) if 0 < kink < age), age]
    pieces = [np.linspace(a, b, 9) for a, b in pairwise(edges)]
    return math.fsum(
        quad(height, a, b, epsabs=0, epsrel=1e-13)[0] for piece in pieces for a, b in pairwise(piece)
    )


@given(ramps, ages)
def test_a_share_lies_between_0_and_1(ramp, ages):
    assert np.all((share(ramp, ages) >= 0) & (share(ramp, ages) <= 1))


@given(st.one_of(st.just(logistic()), st.just(linear()), st.just(exponential())), ages)
def test_shares_rise_with_age(ramp, ages):
    assert np.all(np.diff(share(ramp, ages)) >= 0)


@given(
    ramps,
    st.lists(st.integers(0, 6000), min_size=2, max_size=20).map(lambda some: np.array(sorted(some), float)),
)
def test_areas_rise_with_age_and_by_no_more_than_the_days(ramp, ages):
    rise, days = np.diff(area(ramp, ages)), np.diff(ages)
    rounding = 4 * np.spacing(ages[1:])
    assert np.all(rise >= -rounding)
    assert np.all(rise <= days + rounding)


@given(ramps)
def test_nothing_is_made_before_sop(ramp):
    before = np.array([-1000.0, -1.0, -1e-9])
    assert share(ramp, before).tolist() == area(ramp, before).tolist() == [0.0, 0.0, 0.0]
    assert area(ramp, np.array(0.0)) == 0.0


@pytest.mark.parametrize("ramp", ONE_OF_EACH, ids=lambda ramp: ramp.kind)
@pytest.mark.parametrize("age", [1.0, 31.0, 200.0, 400.5, 3000.0])
def test_the_closed_form_is_the_integral_of_the_share(ramp, age):
    assert float(area(ramp, np.array(age))) == pytest.approx(integral_of_share(ramp, age), rel=1e-12, abs=0)


@given(ramps, ages)
def test_the_unguarded_share_is_the_same_from_sop_on(ramp, ages):
    assert share(ramp, ages).tolist() == share_since_sop(ramp, ages).tolist()


def test_a_logistic_ramp_has_half_at_t50_and_10_to_90_percent_within_its_span():
    middle, span = 12 * DAYS_PER_MONTH, 14 * DAYS_PER_MONTH
    at = np.array([middle - span / 2, middle, middle + span / 2])
    np.testing.assert_allclose(share(logistic(12.0, 14.0), at), [0.1, 0.5, 0.9], rtol=1e-14)


def test_a_logistic_ramp_has_the_area_worked_by_hand():
    # k = 2 ln 9 / span, so k span / 2 = ln 9. At age 2 t50 with span = 2 t50 (k t50 = ln 9):
    # area = (ln(1 + 9) - ln(1 + 1/9)) / k = ln 9 / k = t50: the curve is symmetric about its middle.
    t50 = 10 * DAYS_PER_MONTH
    assert float(area(logistic(10.0, 20.0), np.array(2 * t50))) == pytest.approx(t50, rel=1e-14)


def test_a_steep_logistic_ramp_does_not_overflow():
    steep = logistic(60.0, 0.01)
    assert share(steep, np.array([0.0, 6000.0])).tolist() == [0.0, 1.0]
    assert float(area(steep, np.array(6000.0))) == pytest.approx(6000 - 60 * DAYS_PER_MONTH, rel=1e-12)


def test_a_linear_ramp_from_a_start_share_has_the_area_of_its_trapezoid():
    days = 12 * DAYS_PER_MONTH
    # From 0.2 to 1 over 365.25 days: 0.6 of it on average; full from then on.
    assert float(area(linear(12.0, 0.2), np.array(days + 100))) == pytest.approx(0.6 * days + 100, rel=1e-15)


def test_a_plant_that_is_full_at_once_counts_days_exactly():
    days = np.arange(0.0, 6000.0)
    assert area(FULL_AT_ONCE, days).tolist() == days.tolist()


def test_an_exponential_ramp_makes_up_half_of_the_rest_every_half_life():
    half_life = 6 * DAYS_PER_MONTH
    shares = share(exponential(6.0), half_life * np.arange(4.0))
    np.testing.assert_allclose(shares, [0, 0.5, 0.75, 0.875], rtol=1e-15)


def test_a_table_ramp_is_constant_beyond_its_points():
    ramp = table((1.0, 3.0), (0.2, 0.8))
    month = DAYS_PER_MONTH
    np.testing.assert_allclose(
        share(ramp, month * np.array([0, 1, 2, 3, 9])), [0.2, 0.2, 0.5, 0.8, 0.8], rtol=1e-14
    )
    # 1 month at 0.2, 2 at 0.5 on average, 6 at 0.8: 0.2 + 1.0 + 4.8 = 6 months.
    assert float(area(ramp, np.array(9 * month))) == pytest.approx(6 * month, rel=1e-14)


@given(ramps)
def test_outside_of_its_bend_a_curve_is_flat(ramp):
    first, last, length = bend(ramp)
    if math.isfinite(length):
        assert float(share(ramp, np.array(last))) >= 1 - 2.0**-52
        assert first == 0 or float(share(ramp, np.array(first))) <= 2.0**-52
