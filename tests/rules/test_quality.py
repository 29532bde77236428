import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.core.units import DAYS_PER_MONTH
from sim.rules.quality import learned, scrap_share, yield_share
from tests.rules.ramps import learning, yields

AGES = np.arange(0.0, 6000.0, 50.0)


@given(yields)
def test_yield_and_scrap_are_all_that_is_started(quality):
    np.testing.assert_allclose(yield_share(quality, AGES) + scrap_share(quality, AGES), 1.0, rtol=1e-15)


@given(yields)
def test_a_yield_stays_between_its_start_and_its_maturity(quality):
    ends = sorted([1 - quality.scrap_start, 1 - quality.scrap_mature])
    assert np.all(yield_share(quality, AGES) >= ends[0] - 1e-15)
    assert np.all(yield_share(quality, AGES) <= ends[1] + 1e-15)


@given(st.floats(0, 1))
def test_a_yield_that_does_not_change_is_exact(scrap):
    assert set(yield_share(learning(scrap, scrap), AGES).tolist()) == {1 - scrap}


def test_half_of_the_avoidable_scrap_is_gone_after_a_half_life():
    ages = 7 * DAYS_PER_MONTH * np.array([0, 1, 2])
    # From 40 % to 8 %: 32 % avoidable, of which 16 and then 8 remain.
    np.testing.assert_allclose(scrap_share(learning(0.40, 0.08, 7.0), ages), [0.40, 0.24, 0.16], rtol=1e-14)
    np.testing.assert_allclose(learned(learning(), ages), [0, 0.5, 0.75], rtol=1e-15)
