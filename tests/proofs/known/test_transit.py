"""Transit time over a route: mean and variance are the sums over its legs and its border, and one law is known whole.

A load is received on a whole day, ceil(T) days after its departure and one at the least. Where T is spread over many
days its rounding is uniform: mean(ceil T) = E T + 1/2, var(ceil T) = var T + 1/12 (Sheppard 1898). Gamma times of one
scale add up to a gamma, so that P(ceil T > j) is known exactly.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from scipy.special import gammaincc

from tests.builders import leg, site
from tests.proofs.known.claims import Observations, assert_claims_hold
from tests.proofs.known.worlds import Document, lane, runs

DAYS = 365


@dataclass(frozen=True)
class Route:
    """Legs in a row over gateways, each with a mean in days; a load leaves every day, and its time is drawn anew."""

    law: str
    cv: float
    leg_days: tuple[float, ...]
    customs_days: float = 0.0
    customs_cv: float = 0.0

    @property
    def what(self) -> str:
        legs = " + ".join(f"{days:g}" for days in self.leg_days)
        border = f", customs {self.customs_days:g} (cv {self.customs_cv:g})" if self.customs_days else ""
        return f"transit of {legs} days ({self.law}, cv {self.cv:g}){border}"

    def __str__(self) -> str:
        return f"{self.law}-{self.cv:g}-{len(self.leg_days)}"

    @property
    def mean_days(self) -> float:
        return sum(self.leg_days) + self.customs_days

    @property
    def variance(self) -> float:
        return (
            sum((days * self.cv) ** 2 for days in self.leg_days) + (self.customs_days * self.customs_cv) ** 2
        )

    def expected(self) -> Mapping[str, float]:
        if self.law == "gamma":
            mean, second = self._gamma_moments()
            return {"mean days": mean, "variance": second - mean**2}
        return {"mean days": self.mean_days + 1 / 2, "variance": self.variance + 1 / 12}

    def _gamma_moments(self) -> tuple[float, float]:
        """E and E of the square of max(1, ceil T) = sum_{j >= 0} P(. > j) and sum (2 j + 1) P(. > j), T gamma."""
        scales = {round(days * self.cv**2, 12) for days in self.leg_days}
        scales |= {round(self.customs_days * self.customs_cv**2, 12)} if self.customs_days else set()
        [scale] = scales
        later = np.arange(1, 400, dtype=np.float64)
        beyond = np.concatenate(([1.0], gammaincc(self.mean_days / scale, later / scale)))
        return float(beyond.sum()), float((2 * np.arange(len(beyond)) + 1) @ beyond)

    def document(self) -> Document:
        """The last leg crosses the border where there is one; its first and last site are those of the lane."""
        document = lane(
            DAYS,
            {
                "modes.road.transit_cv": self.cv,
                "freight.customs_days": self.customs_days,
                "freight.customs_cv": self.customs_cv,
                "freight.transit_distribution": self.law,
                "programmes.car.safety_days": 60.0,
            },
        )
        stops = ["works", *(f"gate-{k}" for k in range(1, len(self.leg_days))), "line"]
        for place, name in enumerate(stops[1:-1], start=1):
            island = {"landmass": name}  # no road but those of the legs leads there
            document["sites"][name] = site("gateway", "uk", 54.9 - place / 10, -1.5) | island
        document["legs"] = {
            f"leg-{k}": leg(start, end, "road", 100.0, transit_days=days)
            for k, ((start, end), days) in enumerate(zip(pairwise(stops), self.leg_days, strict=True))
        }
        document["legs"][f"leg-{len(self.leg_days) - 1}"]["border"] = self.customs_days > 0
        return document

    def observe(self, n: int, root_seed: int) -> Observations:
        """Every departure: of different days they are independent. Those after the end of the run count too."""
        days: list[int] = []
        for run in runs(self.document(), max(1, n // DAYS), root_seed):
            by_day = {s.departure_day: s.arrival_day - s.departure_day for s in run.result.record.shipments}
            assert len(by_day) >= DAYS - 1
            days += by_day.values()
        transit = np.array(days, dtype=np.float64)
        return {"mean days": transit, "variance": (transit - self.expected()["mean days"]) ** 2}


CASES = (
    Route("gamma", 0.5, (4.0, 4.0)),
    Route("gamma", 0.25, (4.0, 4.0, 4.0), customs_days=1.0, customs_cv=0.5),
    Route("gamma", 1.0, (0.75,)),
    Route("lognormal", 0.3, (5.0, 18.0, 7.0)),
    Route("lognormal", 0.25, (12.0, 20.0), customs_days=4.0, customs_cv=0.5),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_transit_times_add_up_over_legs(case):
    assert_claims_hold(case, 2 * DAYS)


@pytest.mark.verify
@pytest.mark.parametrize("case", CASES, ids=str)
def test_transit_times_add_up_over_legs_of_many_loads(case, proof):
    assert_claims_hold(case, 200 * DAYS, proof)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_buyers_plan_with_are_the_sums_over_legs(case):
    """Expected time and its spread, as the route's record and a review of the programme tell them."""
    document: dict[str, Any] = case.document()
    document["programmes"]["car"]["sourcing"]["triggers"] = {"interval_months": 6}
    [run] = runs(document, 1, 1)
    assert run.result.record.routes[0].expected_days == pytest.approx(case.mean_days, rel=1e-15)
    [candidate] = run.result.record.reviews[0].ranking
    assert candidate.lead_time_days == pytest.approx(case.mean_days, rel=1e-15)
    assert candidate.lead_time_sd_days == pytest.approx(math.sqrt(case.variance), rel=1e-14)
