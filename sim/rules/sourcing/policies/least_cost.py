"""`landed-cost`: the least landed cost among the eligible."""

from dataclasses import dataclass

from sim.rules.sourcing.award import Award
from sim.rules.sourcing.placement import SingleSource
from sim.rules.sourcing.ranked import award_by_rank
from sim.rules.sourcing.view import SourcingView
from sim.rules.sourcing.yardstick import Cost


@dataclass(frozen=True, slots=True)
class LandedCostFirst:
    """Scores by landed cost in EUR/kWh."""

    def decide(self, view: SourcingView) -> Award:
        """One plant where one covers the requirement, else in order of cost."""
        return award_by_rank(view, Cost(), SingleSource())
