import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.cli.texts.words import as_month, as_share, figure, plural, spread


@pytest.mark.parametrize(
    ("value", "half_width", "told"),
    [
        (1481.3, 12.6, "1,481 ±13"),
        (0.6812, 0.0571, "0.681 ±0.057"),
        (5300.0, 5912.0, "5,300 ±5,900"),
        (-0.4, 0.05, "−0.400 ±0.050"),
        (0.00001, 0.00002, "≈ 0"),
        (0.00171, 0.000123, "0.00171 ±0.00012"),
        (2.5, 0.0, "2.5"),
        (0.0, math.nan, "0"),
        (math.nan, math.nan, "–"),
    ],
)
def test_a_spread_is_told_to_two_digits_of_its_half_width(value, half_width, told):
    assert spread(value, half_width) == told


def test_differences_have_a_sign_but_zero_has_none():
    assert [spread(value, 0.0, plus="+") for value in (1.0, -1.0, 0.0)] == ["+1", "−1", "0"]
    assert spread(-0.00001, 0.001, plus="+") == "0.000 ±0.001"


@given(st.floats(0, 1))
def test_a_share_is_never_0_or_100_for_what_is_neither(share):
    assert (as_share(share) == "0 %") == (share == 0)
    assert (as_share(share) == "100 %") == (share == 1)


def test_dates_are_months_or_after_the_run():
    assert as_month(2025.5, 2036) == "2025-07"
    assert as_month(math.inf, 2036) == "after 2036"


def test_figures_and_counts():
    assert figure(-1234.5, 1) == "−1,234.5"
    assert figure(math.nan, 1) == "–"
    assert (plural(1, "arm"), plural(2, "arm")) == ("1 arm", "2 arms")
