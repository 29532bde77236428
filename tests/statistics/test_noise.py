"""Differences within the noise floor are none, in every statistic and wherever a number is written."""

import math

import numpy as np
import pytest

from sim.cli.texts.words import spread
from sim.core.keys import MeasureKey
from sim.statistics.digits import digits
from sim.statistics.dominance import dominances
from sim.statistics.drivers import drivers
from sim.statistics.estimates import estimate
from sim.statistics.noise import FLOOR, difference, is_noise, levelled, settled
from sim.statistics.paired import paired_difference, regrets
from sim.statistics.selection import selection
from sim.statistics.variance import variance_split

KEY = MeasureKey("programme", "car", "logistics_distance_km", "km", "lower")
N = 40
VALUES = 1_753.1720723642859 * (1 + np.arange(N) / N)
NOISE = np.where(np.arange(N) % 2, 3e-16, -3e-16)
"""Of the size of the rounding of a sum: one or two places of the last digit."""


@pytest.mark.parametrize("size", [1e-9, 1.0, 1_753.17, 1e12])
def test_a_constant_but_for_rounding_is_all_equal(size):
    found = estimate("stay", KEY, size * (1 + NOISE))
    assert (found.method, found.sd, found.half_width, found.skewness) == ("all equal", 0.0, 0.0, 0.0)
    assert len({each.value for each in found.quantiles}) == 1


def test_a_constant_that_is_exact_keeps_its_value_and_what_is_above_the_floor_is_spread():
    assert estimate("stay", KEY, np.full(N, 0.1)).mean == 0.1
    apart = estimate("stay", KEY, np.where(np.arange(N) % 2, 1.0, 1.0 + 3 * FLOOR))
    assert apart.method == "t"
    assert apart.sd > 0


def test_arms_equal_but_for_rounding_differ_in_no_statistic():
    found = paired_difference(KEY, ("move", "stay"), (VALUES * (1 + NOISE), VALUES))
    assert found.equal
    assert (found.mean, found.sd, found.low, found.high) == (0.0, 0.0, 0.0, 0.0)
    assert (found.wins, found.ties, found.losses) == (0, N, 0)
    assert found.in_words == f"the same in all {N}"


def test_a_difference_of_large_terms_that_varies_by_their_rounding_alone_is_constant():
    found = paired_difference(KEY, ("move", "stay"), (1e6 * VALUES * (1 + NOISE) + 1.0, 1e6 * VALUES))
    assert found.sd == 0
    assert found.mean == pytest.approx(1.0, abs=1e-5)
    assert found.wins == 0
    assert found.losses == N


def test_regrets_share_the_best_place_among_arms_equal_but_for_rounding():
    one, other = regrets(KEY, {"stay": VALUES, "move": VALUES * (1 + NOISE)})
    assert one.p_best == other.p_best == 1.0
    assert one.mean == other.mean == 0.0


def test_a_tie_but_for_rounding_selects_the_earlier_arm_at_no_risk_within_any_zone():
    found = selection(KEY, {"stay": VALUES * (1 + 3e-16), "move": VALUES}, zone=1.0)
    assert found is not None
    assert (found.arm, found.zone_reached, found.p_correct) == ("stay", 0.0, 1.0)


def test_a_regret_of_large_terms_that_varies_by_their_rounding_alone_is_constant():
    found = {
        each.arm: each
        for each in regrets(KEY, {"stay": 1e6 * VALUES, "move": 1e6 * VALUES * (1 + NOISE) + 1.0})
    }
    assert found["move"].low == found["move"].high == found["move"].mean
    assert found["move"].mean == pytest.approx(1.0, abs=1e-5)
    assert (found["stay"].p_best, found["move"].p_best) == (1.0, 0.0)


def test_nothing_drives_rounding():
    draws = np.stack([NOISE, VALUES], axis=1)
    assert drivers(["one", "two"], draws, VALUES[0] * (1 + NOISE)) == ()
    apart = difference(1e6 * VALUES * (1 + NOISE) + 1.0, 1e6 * VALUES)
    assert drivers(["one", "two"], draws, apart) == ()


def test_differences_are_0_or_all_one_within_the_floor_and_absent_where_either_is():
    found = difference(np.array([1.0 + 1e-16, 2.0, math.nan]), np.array([1.0, math.nan, 3.0]))
    assert found[0] == 0
    assert np.isnan(found[1:]).all()


def test_rounding_has_no_variance_to_split():
    found = variance_split("stay", KEY, (VALUES[0] * (1 + NOISE), (VALUES * 1e-16) ** 2), 2)
    assert (found.parameter_variance, found.process_variance) == (0.0, 0.0)
    assert math.isnan(found.parameter_share)


def test_no_arm_dominates_another_by_rounding():
    values = {"stay": [VALUES] * 3, "move": [VALUES * (1 - 3e-16)] * 3}
    for found in dominances([KEY] * 3, values, {}):
        assert not found.on_means
        assert found.p_dominates == 0.0


def test_a_half_width_of_rounding_adds_no_digits():
    assert spread(1_753.1720723642859, 1.1e-12) == "1,753.172"
    assert digits(1_753.1720723642859, 1.1e-12) == "1,753.17"
    assert digits(1_753.1720723642859, 1e-6) == "1,753.1720724"


def test_the_floor_is_relative_and_absent_numbers_stay():
    assert is_noise(1e-12, 1.0)
    assert not is_noise(1.01e-12, 1.0)
    assert is_noise(math.nan, 1.0)
    assert not is_noise(1e-30, 0.0)
    assert settled(np.array([math.nan, 1.0]), np.array([1.0, math.nan]))[1] == 1.0
    assert math.isnan(settled(np.array([math.nan]), np.array([1.0]))[0])
    assert len(levelled(np.array([]))) == 0
