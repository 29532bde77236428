"""`weighted`: the least weighted sum of distance, cost, emissions, lead-time spread and supply risk."""

from dataclasses import dataclass

from sim.rules.sourcing.award import Award
from sim.rules.sourcing.placement import SingleSource
from sim.rules.sourcing.ranked import award_by_rank
from sim.rules.sourcing.view import SourcingView
from sim.rules.sourcing.yardstick import WeightedSum
from sim.scenario.types.policies import WeightedPolicy


@dataclass(frozen=True, slots=True)
class Weighted:
    """Scores by the weighted sum, which is scaled over the eligible.

    So a plant that becomes eligible can change the order of the others.
    """

    weights: WeightedPolicy

    def decide(self, view: SourcingView) -> Award:
        """One plant where one covers the requirement, else in order of the weighted sum."""
        return award_by_rank(view, WeightedSum(self.weights), SingleSource())
