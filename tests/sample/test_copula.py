import math

import numpy as np
import pytest
from scipy import stats

from sim.core.errors import FaultyInput
from sim.core.streams import Streams
from sim.sample.copula import GaussianCopula
from sim.sample.uncertain import UncertainNumbers
from sim.scenario.types.logistics import CorrelationSpec
from tests.builders import scenario
from tests.sample.worlds import DURATION, TRIANGULAR, UNIFORM

OEE, SCALE, POSITION = (
    "plants.near-plant.oee",
    "programmes.car.demand.scale",
    "programmes.car.demand.position",
)
NUMBERS = UncertainNumbers(scenario({OEE: TRIANGULAR, SCALE: TRIANGULAR, POSITION: UNIFORM}))


def correlation(first, second, value):
    return CorrelationSpec(first=first, second=second, rank_correlation=value)


def copula(*correlations):
    return GaussianCopula.of([correlation(*each) for each in correlations], NUMBERS)


def coupled(made, count):
    """Draws of (OEE, SCALE, POSITION) under a copula, shape (count, 3)."""
    streams = Streams(11, 0)
    block = np.column_stack(
        [streams.uniforms("any", path, count) for path in (OEE, SCALE, POSITION)]
    ).tolist()
    rows = [made.couple(dict(zip((OEE, SCALE, POSITION), row, strict=True))) for row in block]
    return np.array([[row[path] for path in (OEE, SCALE, POSITION)] for row in rows])


def test_coupled_draws_have_the_rank_correlations_asked_for():
    # Rank correlations of 10,000 draws have an sd of 0.01 at most; 3.3 of it, three checks: error 0.3 %.
    ranks = stats.spearmanr(coupled(copula((OEE, SCALE, 0.6), (OEE, POSITION, -0.3)), 10_000)).statistic
    assert abs(ranks[0, 1] - 0.6) < 0.033
    assert abs(ranks[0, 2] + 0.3) < 0.033
    assert abs(ranks[1, 2]) < 0.033


def test_coupled_draws_stay_uniform():
    # Kolmogorov's distance of three samples of 5,000, family error 0.3 %.
    drawn = coupled(copula((OEE, SCALE, 0.9), (SCALE, POSITION, -0.4)), 5_000)
    assert max(stats.kstest(column, "uniform").statistic for column in drawn.T) < 1.95 / math.sqrt(5_000)


def test_numbers_without_a_correlation_keep_their_draws():
    uniforms = {OEE: 0.1, SCALE: 0.7, POSITION: 0.4}
    after = copula((OEE, SCALE, 0.5)).couple(uniforms)
    assert after[POSITION] == 0.4
    assert after[SCALE] != 0.7
    assert copula().couple(uniforms) == uniforms


def test_two_correlated_draws_worked_by_hand():
    # u = 0.5 is z = 0 for the first; the second keeps sqrt(1 - rho^2) of its z, with rho = 2 sin(pi / 12).
    after = copula((OEE, SCALE, 0.5)).couple({OEE: 0.5, SCALE: 0.975, POSITION: 0.1})
    rho = 2 * math.sin(math.pi / 12)
    expected = stats.norm.cdf(math.sqrt(1 - rho**2) * stats.norm.ppf(0.975))
    assert (after[OEE], after[SCALE]) == pytest.approx((0.5, expected), rel=1e-14)


def test_extreme_draws_stay_inside_the_open_interval():
    after = copula((OEE, SCALE, 0.9)).couple({OEE: 1 - 2**-53, SCALE: 1 - 2**-53, POSITION: 0.5})
    assert all(0 < u < 1 for u in after.values())


def test_the_order_of_correlations_and_of_their_ends_does_not_matter():
    one = copula((OEE, SCALE, 0.5), (POSITION, OEE, -0.2))
    assert one == copula((OEE, POSITION, -0.2), (SCALE, OEE, 0.5))


def test_a_number_that_is_certain_in_this_scenario_has_nothing_to_couple():
    assert copula((OEE, "plants.far-plant.oee", 0.5)) == copula()


def test_impossible_correlations_are_a_fault():
    with pytest.raises(FaultyInput, match="not positive definite"):
        copula((OEE, SCALE, 0.9), (SCALE, POSITION, 0.9), (OEE, POSITION, -0.9))


@pytest.mark.parametrize(
    "correlations", [[(OEE, SCALE, 0.5), (SCALE, OEE, 0.4)], [(OEE, OEE, 0.5)]], ids=["twice", "itself"]
)
def test_a_pair_is_named_once_and_is_of_two(correlations):
    with pytest.raises(FaultyInput, match="each pair once"):
        copula(*correlations)


def test_all_faults_come_at_once():
    with pytest.raises(FaultyInput) as caught:
        copula((OEE, "plants.nowhere.oee", 0.5), (OEE, OEE, 0.5), ("sites.x", OEE, 0.5))
    assert len(caught.value.faults) == 3


def test_a_path_to_nowhere_is_a_fault():
    with pytest.raises(FaultyInput, match=r"plants\.nowhere\.oee: leads to no number"):
        copula((OEE, "plants.nowhere.oee", 0.5))


def test_a_duration_cannot_be_correlated_for_it_is_drawn_per_occurrence():
    strike = {
        "plants": ["near-plant"],
        "occurs": {"kind": "poisson", "per_year": 0.5},
        "duration_days": DURATION,
    }
    numbers = UncertainNumbers(scenario({OEE: TRIANGULAR, "disruptions": {"strike": strike}}))
    with pytest.raises(FaultyInput, match=r"duration_days: leads to no number that is drawn once"):
        GaussianCopula.of([correlation(OEE, "disruptions.strike.duration_days", 0.5)], numbers)
