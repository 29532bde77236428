import math

import numpy as np
import pytest
from hypothesis import given
from scipy import stats

from sim.sample.distributions import (
    gamma_quantile,
    lognormal_quantile,
    planning_value,
    quantile,
    triangular_quantile,
)
from sim.scenario.types.numbers import (
    Bernoulli,
    Beta,
    Choice,
    Empirical,
    Gamma,
    Lognormal,
    Normal,
    Pert,
    Triangular,
    Uniform,
)
from tests.sample.strategies import distributions

GRID = np.concatenate((np.linspace(0.001, 0.999, 999), [1e-9, 1e-6, 1 - 1e-6, 1 - 1e-9]))
GRID.sort()

LOGNORMAL_SIGMA = math.log(40 / 5) / stats.norm.ppf(0.95)

TWINS = {
    "triangular": (
        Triangular(dist="triangular", low=2.0, mode=3.0, high=9.0),
        stats.triang(1 / 7, loc=2, scale=7),
    ),
    "triangular, mode at its low end": (
        Triangular(dist="triangular", low=2.0, mode=2.0, high=9.0),
        stats.triang(0, loc=2, scale=7),
    ),
    "triangular, mode at its high end": (
        Triangular(dist="triangular", low=2.0, mode=9.0, high=9.0),
        stats.triang(1, loc=2, scale=7),
    ),
    "uniform": (Uniform(dist="uniform", low=-1.0, high=4.0), stats.uniform(-1, 5)),
    "pert": (
        Pert(dist="pert", low=2.0, mode=3.0, high=9.0),
        stats.beta(1 + 4 / 7, 1 + 24 / 7, loc=2, scale=7),
    ),
    "normal": (Normal(dist="normal", mean=10.0, sd=3.0), stats.norm(10, 3)),
    "normal, cut below": (
        Normal(dist="normal", mean=10.0, sd=3.0, low=8.0),
        stats.truncnorm(-2 / 3, math.inf, 10, 3),
    ),
    "normal, cut on both sides": (
        Normal(dist="normal", mean=10.0, sd=3.0, low=8.0, high=11.0),
        stats.truncnorm(-2 / 3, 1 / 3, 10, 3),
    ),
    "normal, far upper tail": (
        Normal(dist="normal", mean=10.0, sd=3.0, low=25.0),
        stats.truncnorm(5, math.inf, 10, 3),
    ),
    "normal, far lower tail": (
        Normal(dist="normal", mean=10.0, sd=3.0, high=-5.0),
        stats.truncnorm(-math.inf, -5, 10, 3),
    ),
    "lognormal": (
        Lognormal(dist="lognormal", median=5.0, p95=40.0),
        stats.lognorm(LOGNORMAL_SIGMA, scale=5),
    ),
    "gamma": (Gamma(dist="gamma", mean=8.0, cv=0.5), stats.gamma(4, scale=2)),
    "gamma, wide": (Gamma(dist="gamma", mean=8.0, cv=2.0), stats.gamma(0.25, scale=32)),
    "beta": (
        Beta(dist="beta", a=2.0, b=5.0, low=-1.0, high=3.0),
        stats.beta(2, 5, loc=-1, scale=4),
    ),
}


@pytest.mark.parametrize(("ours", "theirs"), TWINS.values(), ids=TWINS)
def test_quantiles_are_those_of_scipy(ours, theirs):
    # Both invert the same function to about 1e-13; close to 1 the last bit of u alone moves a tail by 1e-9.
    np.testing.assert_allclose(quantile(ours, GRID), theirs.ppf(GRID), rtol=1e-9)


@given(distributions)
def test_quantiles_never_fall_and_stay_in_the_support(distribution):
    low, high = distribution.support()
    drawn = quantile(distribution, GRID)
    assert drawn.shape == GRID.shape
    assert np.all(np.diff(drawn) >= 0)
    assert low <= drawn[0]
    assert drawn[-1] <= high


@given(distributions)
def test_a_block_and_single_draws_are_the_same(distribution):
    block = quantile(distribution, GRID[::100])
    assert block.tolist() == [float(quantile(distribution, np.asarray(u))) for u in GRID[::100]]


MOMENTS = {
    "triangular": (Triangular(dist="triangular", low=2.0, mode=3.0, high=9.0), 14 / 3, math.sqrt(43 / 18)),
    "pert": (
        Pert(dist="pert", low=2.0, mode=3.0, high=9.0),
        23 / 6,
        math.sqrt((23 / 6 - 2) * (9 - 23 / 6) / 7),
    ),
    "gamma": (Gamma(dist="gamma", mean=8.0, cv=0.5), 8.0, 4.0),
    "beta": (Beta(dist="beta", a=2.0, b=5.0, low=-1.0, high=3.0), 1 / 7, 4 * math.sqrt(10 / 392)),
    "bernoulli": (Bernoulli(dist="bernoulli", p=0.3), 0.3, math.sqrt(0.21)),
    "choice": (Choice(dist="choice", values=(4.0, 1.0), weights=(1.0, 3.0)), 1.75, math.sqrt(27 / 16)),
}


@pytest.mark.parametrize(("distribution", "mean", "sd"), MOMENTS.values(), ids=MOMENTS)
def test_means_and_standard_deviations_are_those_of_the_formulas(distribution, mean, sd):
    # The midpoint rule on 50,000 cells is off by less than 1e-4 for these.
    drawn = quantile(distribution, (np.arange(50_000) + 0.5) / 50_000)
    assert (drawn.mean(), drawn.std()) == pytest.approx((mean, sd), rel=1e-4)


@pytest.mark.parametrize("draw", [lognormal_quantile, gamma_quantile])
@pytest.mark.parametrize("cv", [0.05, 0.5])
def test_transit_quantiles_have_the_mean_and_the_spread_asked_for(draw, cv):
    drawn = draw((np.arange(200_000) + 0.5) / 200_000, 3.0, cv)
    assert (drawn.mean(), drawn.std() / drawn.mean()) == pytest.approx((3.0, cv), rel=1e-3)


def test_a_lognormal_has_its_median_and_95th_percentile():
    drawn = quantile(Lognormal(dist="lognormal", median=5.0, p95=40.0), np.array([0.5, 0.95]))
    assert drawn.tolist() == pytest.approx([5.0, 40.0], rel=1e-14)


def test_a_choice_takes_its_values_in_ascending_order_and_each_for_its_weight():
    choice = Choice(dist="choice", values=(30.0, 10.0, 20.0), weights=(2.0, 1.0, 1.0))
    assert quantile(choice, np.array([0.01, 0.25, 0.26, 0.5, 0.51, 0.99])).tolist() == [
        10,
        10,
        20,
        20,
        30,
        30,
    ]


def test_a_choice_never_takes_a_value_without_weight():
    choice = Choice(dist="choice", values=(1.0, 2.0, 3.0), weights=(0.0, 1.0, 0.0))
    assert set(quantile(choice, np.array([5e-324, 0.5, 1 - 2**-53])).tolist()) == {2.0}


def test_a_choice_without_weights_takes_all_values_equally():
    choice = Choice(dist="choice", values=(3.0, 1.0))
    assert quantile(choice, np.array([0.5, 0.51])).tolist() == [1, 3]


@pytest.mark.parametrize(("p", "drawn"), [(0.0, [0, 0, 0]), (0.25, [0, 0, 1]), (1.0, [1, 1, 1])])
def test_a_bernoulli_is_1_for_the_upper_share_p(p, drawn):
    assert quantile(Bernoulli(dist="bernoulli", p=p), np.array([2**-54, 0.75, 1 - 2**-53])).tolist() == drawn


def test_an_empirical_distribution_is_straight_between_its_sorted_observations():
    empirical = Empirical(dist="empirical", values=(8.0, 0.0, 2.0))
    assert quantile(empirical, np.array([0.0, 0.25, 0.5, 0.75, 1.0])).tolist() == [0, 1, 2, 5, 8]


def test_a_single_observation_is_always_drawn():
    assert quantile(Empirical(dist="empirical", values=(8.0,)), np.array([0.1, 0.9])).tolist() == [8, 8]


def test_a_triangular_without_width_is_its_only_value():
    assert triangular_quantile([0.0, 0.3, 1.0], 20_000.0, 20_000.0, 20_000.0).tolist() == [20_000.0] * 3


def test_the_planning_value_of_a_number_is_itself():
    assert planning_value(3.5) == 3.5


@given(distributions)
def test_the_planning_value_of_a_distribution_is_its_median(distribution):
    assert planning_value(distribution) == float(quantile(distribution, np.array([0.5]))[0])


def test_a_planning_value_worked_by_hand():
    # Half of the area of the triangular (0, 0, 8) lies below 8 - 8 / sqrt(2).
    assert planning_value(Triangular(dist="triangular", low=0.0, mode=0.0, high=8.0)) == 8 - math.sqrt(32)
