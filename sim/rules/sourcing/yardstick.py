"""Yardsticks: what a policy scores the eligible plants by, and how such a score is told. Least is best."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, assert_never

from sim.core.errors import BrokenInvariant
from sim.rules.sourcing.view import Candidate, SourcingView
from sim.rules.sourcing.wording import figures
from sim.scenario.types.policies import Ranking, WeightedPolicy


@dataclass(frozen=True, slots=True)
class Scale:
    """How scores of a yardstick are written: unit, decimals, and the words around them."""

    unit: str
    decimals: int
    says: str
    """`{}` is the score: `is {} away`."""
    had: str
    """`{}` is a limit: `been {} away`."""
    better: str
    best: str
    worse: str

    def figures(self, *scores: float) -> tuple[str, ...]:
        """Scores with their unit, with enough decimals to tell them apart."""
        return tuple(f"{text} {self.unit}".rstrip() for text in figures(*scores, decimals=self.decimals))

    def figure(self, score: float) -> str:
        """One score with its unit."""
        return self.figures(score)[0]


class Yardstick(Protocol):
    """Scores the eligible candidates of a view."""

    @property
    def scale(self) -> Scale:
        """How its scores are written."""

    def scores(self, view: SourcingView) -> dict[str, float]:
        """Score by plant id of every eligible candidate, finite, 0 or more."""


_KM = Scale("km", 0, "is {} away", "been {} away", "nearer", "nearest", "too far")
_EUR_PER_KWH = Scale("EUR/kWh", 2, "costs {} landed", "cost {} landed", "cheaper", "cheapest", "too dear")
_POINTS = Scale("points", 3, "scores {}", "scored {}", "better", "best", "too many")


@dataclass(frozen=True, slots=True)
class Distance:
    """The logistics distance in km."""

    scale: Scale = _KM

    def scores(self, view: SourcingView) -> dict[str, float]:
        """Distance in km by plant id."""
        return {candidate.plant: candidate.distance_km for candidate in view.eligible}


@dataclass(frozen=True, slots=True)
class Cost:
    """The landed cost in EUR/kWh."""

    scale: Scale = _EUR_PER_KWH

    def scores(self, view: SourcingView) -> dict[str, float]:
        """Landed cost in EUR/kWh by plant id."""
        return {candidate.plant: total_cost(candidate) for candidate in view.eligible}


@dataclass(frozen=True, slots=True)
class WeightedSum:
    """Weighted sum of scaled distance, landed cost, emissions and lead-time spread, and of supply risk.

    scaled(x) = (x - min) / (max - min) over the eligible, 0 where all are equal: 0 is the best, 1 the worst.
    """

    weights: WeightedPolicy
    scale: Scale = _POINTS

    def scores(self, view: SourcingView) -> dict[str, float]:
        """Weighted points by plant id."""
        eligible, weights = view.eligible, self.weights
        columns = (
            [weights.distance * x for x in _scaled([c.distance_km for c in eligible])],
            [weights.cost * x for x in _scaled([total_cost(c) for c in eligible])],
            [weights.emissions * x for x in _scaled([c.kg_co2e_per_kwh for c in eligible])],
            [weights.lead_time_spread * x for x in _scaled([c.lead_time_sd_days for c in eligible])],
            [weights.supply_risk * c.supply_risk for c in eligible],
        )
        return {c.plant: sum(points) for c, points in zip(eligible, zip(*columns, strict=True), strict=True)}


def total_cost(candidate: Candidate) -> float:
    """Landed cost of a candidate in EUR/kWh; raises BrokenInvariant where it has no price."""
    if candidate.cost is None:
        message = f"{candidate.plant} is eligible without a landed cost"
        raise BrokenInvariant(message)
    return candidate.cost.total


def yardstick_of(ranking: Ranking) -> Yardstick:
    """The yardstick of a plain ranking."""
    match ranking:
        case "nearest":
            return Distance()
        case "landed-cost":
            return Cost()
        case _:
            assert_never(ranking)


def _scaled(values: Sequence[float]) -> list[float]:
    low, high = min(values, default=0.0), max(values, default=0.0)
    if low == high:
        return [0.0] * len(values)
    return [(value - low) / (high - low) for value in values]
