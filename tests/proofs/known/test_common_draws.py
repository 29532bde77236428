"""Common random numbers where the answer is linear in the draws: the variance of a paired difference, and what is gained.

Landed cost of arm i: Y_i = p F + (km_i R + E_i) / q, with the price factor F and the freight rate R shared by both arms
and a toll E_i of each one's own road. On common draws the difference has ((km_2 - km_1) / q)^2 var R + (var E_1 + var E_2)
/ q^2, on independent ones var Y_1 + var Y_2 (Law 2015, Simulation Modeling and Analysis, 11.2).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

import sim
from sim.study.comparison_study import ComparisonStudy
from tests.builders import leg, phase, plant, site
from tests.proofs.known.claims import Floats, Observations, assert_claims_hold
from tests.proofs.known.worlds import EARLIER, Document, lane, loaded

PRICE_EUR = 90.0
KWH_PER_LOAD = 4_000
COST = "landed_cost_eur_per_kwh"


@dataclass(frozen=True)
class Spread:
    """A uniform or, with a mode, a triangular number."""

    low: float
    high: float
    mode: float | None = None

    def spec(self) -> Document:
        ends = {"low": self.low, "high": self.high}
        return ends | (
            {"dist": "uniform"} if self.mode is None else {"dist": "triangular", "mode": self.mode}
        )

    @property
    def mean(self) -> float:
        inner = () if self.mode is None else (self.mode,)
        return sum((self.low, self.high, *inner)) / (2 + len(inner))

    @property
    def variance(self) -> float:
        """(b - a)^2 / 12, or (a^2 + b^2 + c^2 - ab - ac - bc) / 18."""
        a, b, c = self.low, self.high, self.mode
        if c is None:
            return (b - a) ** 2 / 12
        return (a * a + b * b + c * c - a * b - a * c - b * c) / 18


@dataclass(frozen=True)
class LinearCost:
    """Two plants on roads of their own; the arms differ in which of them has the agreement."""

    km: tuple[float, float]
    factor: Spread
    rate: Spread
    toll: Spread

    @property
    def what(self) -> str:
        first, second = self.km
        return (
            f"landed cost over {first:g} or {second:g} km, toll {self.toll.low:g} to {self.toll.high:g} EUR"
        )

    def __str__(self) -> str:
        return f"{self.km[0]:g}-{self.km[1]:g}"

    @property
    def means(self) -> tuple[float, float]:
        first, second = (
            PRICE_EUR * self.factor.mean + (km * self.rate.mean + self.toll.mean) / KWH_PER_LOAD
            for km in self.km
        )
        return first, second

    @property
    def variances(self) -> tuple[float, float]:
        """Of the two arms."""
        price = PRICE_EUR**2 * self.factor.variance
        first, second = (
            price + (km**2 * self.rate.variance + self.toll.variance) / KWH_PER_LOAD**2 for km in self.km
        )
        return first, second

    @property
    def paired_variance(self) -> float:
        gap = self.km[1] - self.km[0]
        return (gap**2 * self.rate.variance + 2 * self.toll.variance) / KWH_PER_LOAD**2

    @property
    def ratio(self) -> float:
        return sum(self.variances) / self.paired_variance

    def expected(self) -> Mapping[str, float]:
        return {
            "difference, EUR/kWh": self.means[1] - self.means[0],
            "its variance on common draws": self.paired_variance,
            "its variance on independent draws": sum(self.variances),
            "variance ratio": self.ratio,
        }

    def document(self) -> Document:
        document: dict[str, Any] = lane(28)
        document["run"]["step_days"] = 7
        document["freight"]["truck_mwh"]["nmc"] = KWH_PER_LOAD / 1000
        document["economics"] = {"cost_of_capital": 0.0}
        document["modes"]["road"] = {
            "km_per_day": 650.0,
            "kg_co2e_per_tkm": 0.0,
            "eur_per_km": self.rate.spec(),
        }
        document["prices"]["europe-nmc"]["factor"] = self.factor.spec()
        document["plants"]["other"] = plant("cells", "other", phase(36.5, EARLIER), announced=EARLIER)
        document["sites"]["other"] = site("cell-plant", "uk", 54.0, -1.5)
        ends = zip(("works", "other"), self.km, strict=True)
        document["legs"] = {
            f"road-{name}": leg(name, "line", "road", km, transit_days=1.0, eur_per_load=self.toll.spec())
            for name, km in ends
        }
        moved = {"agreements": {"car": {"plant": "other"}}}
        document["arms"] = {"first": {"title": "first"}, "second": {"title": "second", "change": moved}}
        document["study"] = {"baseline": "first"}
        return document

    def study(self, n: int, root_seed: int) -> ComparisonStudy:
        return sim.compare(loaded(self.document()), replications=n, root_seed=root_seed, workers=1)

    def observe(self, n: int, root_seed: int) -> Observations:
        common, other = self.study(n, root_seed), self.study(n, root_seed + 1000)
        first, second, apart = _cost(common, "first"), _cost(common, "second"), _cost(other, "second")
        mean_first, mean_second = self.means
        gap = mean_second - mean_first
        paired = (second - first - gap) ** 2
        single = (first - mean_first) ** 2 + (second - mean_second) ** 2
        return {
            "difference, EUR/kWh": second - first,
            "its variance on common draws": paired,
            "its variance on independent draws": (apart - first - gap) ** 2,
            "variance ratio": self.ratio + (single - self.ratio * paired) / self.paired_variance,
        }


def _cost(study: ComparisonStudy, arm: str) -> Floats:
    keys = [(key.owner, key.name) for key in study.measures]
    return np.asarray(study.matrix[list(study.arms).index(arm), :, keys.index(("car", COST))])


CASES = (
    LinearCost((400.0, 1500.0), Spread(0.8, 1.2), Spread(1.0, 2.0), Spread(0.0, 200.0)),
    LinearCost((300.0, 900.0), Spread(0.7, 1.5, mode=0.9), Spread(0.8, 2.6, mode=1.2), Spread(50.0, 3000.0)),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_common_draws_leave_the_variance_that_theory_says(case):
    assert_claims_hold(case, 20)


@pytest.mark.verify
@pytest.mark.parametrize("case", CASES, ids=str)
def test_common_draws_leave_the_variance_that_theory_says_over_many_replications(case, proof):
    assert_claims_hold(case, 3000, proof)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_comparison_reports_the_difference_of_its_own_replications(case, proof):
    study = case.study(30, 7)
    reported = study.difference("second", COST)
    first, second = _cost(study, "first"), _cost(study, "second")
    assert reported.sd == pytest.approx((second - first).std(ddof=1), rel=1e-9)
    ratio = (first.var() + second.var()) / (second - first).var()
    proof(
        f"{case.what}: variance ratio as reported less that of its replications",
        f"{reported.variance_ratio - ratio:.1e}",
        f"{1e-9 * ratio:.1e}",
    )
    assert reported.variance_ratio == pytest.approx(ratio, rel=1e-9)
