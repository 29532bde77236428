"""How often the printed 95 % intervals hold the truth, and how often equal arms are called different."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from sim.core.keys import MeasureKey
from sim.statistics.estimates import Estimate, Nature, estimate
from sim.statistics.intervals import quantile_interval
from sim.statistics.paired import paired_difference, with_holm
from sim.study.precision import looks
from tests.proofs.statistics.pools import Floats, band, pool, studies, told, uniforms
from tests.study.courses import plan
from tests.study.fakes import COST
from tests.verification import Proof

BAND = (0.9335, 0.9655)
"""0.95 -+ 3.2 standard deviations of a share of 2,000."""
EXPERIMENTS = 2_000
MEASURES = [
    ("cost", "landed_cost_eur_per_kwh", 120),
    ("cost", "logistics_distance_km", 60),
    ("stay", "lead_time_mean_days", 60),
    ("cost", "total_cost_eur_million", 60),
    ("stay", "stock_cover_days", 120),
    ("cost", "switched_by_end", 200),
]
"""Arm, measure, and replications of a study: more where the measure is skewed, as the warning asks, and for a
proportion, whose true coverage swings between 0.93 and 0.96 at 60 replications, since hits are whole."""


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return pool(tmp_path_factory.mktemp("pool"), 40)


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    return pool(tmp_path_factory.mktemp("pool"), 3_000)


def coverage(samples: Floats, truth: float, nature: Nature, measure: MeasureKey = COST) -> float:
    """Share of studies whose interval holds the truth."""
    found = [estimate("arm", measure, values, nature=nature) for values in samples]
    return float(np.mean([each.low <= truth <= each.high for each in found]))


@pytest.mark.parametrize(
    ("name", "n", "quantile", "nature", "truth"),
    [
        ("a normal mean", 20, stats.norm.ppf, "amount", 0.0),
        ("an exponential mean", 200, stats.expon.ppf, "amount", 1.0),
        ("a proportion of 0.3", 60, lambda u: (u < 0.3) * 1.0, "indicator", 0.3),
    ],
)
def test_intervals_of_textbook_cases_hold_the_truth(name, n, quantile, nature, truth, proof: Proof):
    samples = quantile(uniforms(name, EXPERIMENTS, n))

    found = coverage(samples, truth, nature)

    proof(f"coverage of the 95 % interval, {name}, n = {n}, {EXPERIMENTS:,} studies", found, told(*BAND))
    assert BAND[0] <= found <= BAND[1]


@pytest.mark.verify
@pytest.mark.parametrize(
    ("name", "quantile", "relative"),
    [("normal", lambda u: 10 + 3 * stats.norm.ppf(u), 0.07), ("exponential", stats.expon.ppf, 0.1)],
)
def test_intervals_of_studies_that_stop_by_precision_hold_the_truth(name, quantile, relative, proof: Proof):
    """Stopped at the first look with half the interval within so much of the mean, at 2,000 replications at the latest."""
    truth = {"normal": 10.0, "exponential": 1.0}[name]
    asked = replace(plan(replications=2_000), precision={COST.name: relative})

    def stopped(values: Floats) -> Estimate:
        found = (estimate("arm", COST, values[:look]) for look in looks(asked))
        return next(each for each in found if each.half_width <= relative * each.mean or each.n == 2_000)

    samples = (quantile(uniforms(f"stopped {name} {study}", 2_000)) for study in range(EXPERIMENTS))
    ends = [stopped(values) for values in samples]

    found = float(np.mean([each.low <= truth <= each.high for each in ends]))
    size = np.mean([each.n for each in ends])
    what = f"coverage of the 95 % interval, {name} mean, stopped by precision after {size:.0f} (mean)"
    proof(what, found, told(*BAND))
    assert BAND[0] <= found <= BAND[1]


def measured(study, arm, name, n, count):
    """Coverage of a measure of the model over studies drawn from a pool."""
    key = study.estimate(arm, name).measure
    values = study.observations.values(arm, key)
    nature = "indicator" if key.unit == "0/1" else "amount"
    return coverage(studies(values, f"{arm}/{name}", count, n), float(values.mean()), nature, key)


@pytest.mark.verify
@pytest.mark.parametrize(("arm", "name", "n"), MEASURES)
def test_intervals_of_the_models_measures_hold_the_truth(large, arm, name, n, proof: Proof):
    found = measured(large, arm, name, n, EXPERIMENTS)

    what = f"coverage of the 95 % interval, {name} of the model, n = {n}, {EXPERIMENTS:,} studies"
    proof(what, found, told(*BAND))
    assert BAND[0] <= found <= BAND[1]


@pytest.mark.parametrize(("arm", "name", "n"), MEASURES[1:3])
def test_intervals_of_a_small_pool_hold_its_truth(small, arm, name, n):
    low, high = band(400, 0.95)

    assert low <= measured(small, arm, name, n, 400) <= high


@pytest.mark.verify
@pytest.mark.parametrize("probability", [0.05, 0.5, 0.95])
def test_intervals_of_the_models_quantiles_hold_the_truth(large, probability, proof: Proof):
    """Between order statistics: 95 % at least, whatever the distribution."""
    key = large.estimate("cost", "landed_cost_eur_per_kwh").measure
    values = np.sort(large.observations.values("cost", key))
    truth = values[int(np.ceil(probability * len(values))) - 1]
    samples = np.sort(studies(values, f"quantile {probability}", EXPERIMENTS, 150), axis=1)

    found = np.mean(
        [low <= truth <= high for low, high in (quantile_interval(x, probability, 0.95) for x in samples)]
    )

    what = f"coverage of the 95 % interval of p{100 * probability:g} of landed cost, n = 150"
    proof(what, f"{found:.4f}", f"at least {BAND[0]}")
    assert found >= BAND[0]


def test_arms_that_are_the_same_differ_nowhere_on_common_random_numbers(small, proof: Proof):
    found = [
        paired_difference(key, ("copy", "stay"), (values, values.copy()))
        for key in small.measures
        for values in [small.observations.values("stay", key)]
    ]

    different = sum(not each.equal for each in found if each.n)
    proof("measures in which identical arms differ on common random numbers", different, "0")
    assert different == 0


@pytest.mark.verify
def test_arms_that_are_the_same_are_called_different_as_often_as_the_level_says(large, proof: Proof):
    """The same arm on two sets of draws, 1,000 studies of 60 replications, each with all measures of the programme."""
    count, n = 1_000, 60
    keys = [key for key in large.measures if key.owner == "car" and large.estimate("cost", key.name).sd > 0]
    values = np.stack([large.observations.values("cost", key) for key in keys], axis=1)
    first, second = (studies(values, f"twin {twin}", count, n) for twin in (1, 2))

    called, after_holm = [], 0
    for one, other in zip(first, second, strict=True):
        found = with_holm(
            [
                paired_difference(key, ("one", "other"), (one[:, at], other[:, at]))
                for at, key in enumerate(keys)
            ]
        )
        cost = next(each for each in found if each.measure.name == "landed_cost_eur_per_kwh")
        called.append(not cost.low <= 0 <= cost.high)
        after_holm += any(each.p_holm < 0.05 for each in found)

    low, high = band(count, 0.05)
    share = float(np.mean(called))
    proof(f"identical arms called different in landed cost, {count:,} studies", share, told(low, high))
    proof(
        f"identical arms called different in any of {len(keys)} measures after Holm, {count:,} studies",
        after_holm / count,
        f"at most {high:.4f}",
    )
    assert low <= share <= high
    assert after_holm / count <= high
