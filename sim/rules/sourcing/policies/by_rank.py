"""Policies that rank the plants which can supply and place the programme with the first."""

from dataclasses import dataclass

from sim.rules.sourcing.award import Award
from sim.rules.sourcing.placement import DualSource, SingleSource
from sim.rules.sourcing.ranked import award_by_rank
from sim.rules.sourcing.view import SourcingView
from sim.rules.sourcing.yardstick import Cost, Distance, WeightedSum, yardstick_of
from sim.scenario.types.policies import Ranking, WeightedPolicy


@dataclass(frozen=True, slots=True)
class Nearest:
    """Scores by logistics distance in km."""

    def decide(self, view: SourcingView) -> Award:
        """One plant where one covers the requirement, else in order of distance."""
        return award_by_rank(view, Distance(), SingleSource())


@dataclass(frozen=True, slots=True)
class LandedCostFirst:
    """Scores by landed cost in EUR/kWh."""

    def decide(self, view: SourcingView) -> Award:
        """One plant where one covers the requirement, else in order of cost."""
        return award_by_rank(view, Cost(), SingleSource())


@dataclass(frozen=True, slots=True)
class Weighted:
    """Scores by the weighted sum, which is scaled over the eligible.

    So a plant that becomes eligible can change the order of the others.
    """

    weights: WeightedPolicy

    def decide(self, view: SourcingView) -> Award:
        """One plant where one covers the requirement, else in order of the weighted sum."""
        return award_by_rank(view, WeightedSum(self.weights), SingleSource())


@dataclass(frozen=True, slots=True)
class Dual:
    """The best two by the ranking, the first with `first_share`; a lone eligible plant gets all it can give.

    Today's suppliers stay in front unless the best two are better in mean score by more than the threshold.
    """

    ranking: Ranking
    first_share: float

    def decide(self, view: SourcingView) -> Award:
        """Two plants, each up to its free capacity; what one cannot give the other does, then the third."""
        return award_by_rank(view, yardstick_of(self.ranking), DualSource(self.first_share))
