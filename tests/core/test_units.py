import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.core.units import (
    DAYS_PER_MONTH,
    WH_PER_GWH,
    WH_PER_KWH,
    WH_PER_MWH,
    days_from_months,
    wh_from_gwh,
    wh_from_kwh,
    wh_from_mwh,
)


@given(st.integers(0, 10**6))
def test_the_three_units_of_energy_agree(gwh):
    assert wh_from_gwh(gwh) == wh_from_mwh(gwh * 1_000) == wh_from_kwh(gwh * 1_000_000) == gwh * WH_PER_GWH


@given(st.floats(0, 1e6))
def test_energy_is_rounded_to_the_nearest_watt_hour(amount):
    # 0.5 Wh of rounding and the last bit of the product.
    assert abs(wh_from_kwh(amount) - amount * WH_PER_KWH) <= 0.5
    assert abs(wh_from_mwh(amount) - amount * WH_PER_MWH) <= 0.5
    assert isinstance(wh_from_gwh(amount), int)


@given(st.integers(-100, 100))
def test_twelve_months_are_a_year_of_365_and_a_quarter_days(years):
    assert abs(days_from_months(12 * years) - 365.25 * years) <= 0.5


@given(st.floats(-600, 600), st.floats(0, 600))
def test_more_months_are_never_fewer_days(months, more):
    assert days_from_months(months) <= days_from_months(months + more)


@pytest.mark.parametrize(("months", "days"), [(0, 0), (1, 30), (6, 183), (12, 365), (48, 1461), (-12, -365)])
def test_days_of_months(months, days):
    assert days_from_months(months) == days


def test_a_month_is_a_twelfth_of_the_mean_year():
    assert DAYS_PER_MONTH == 30.4375
