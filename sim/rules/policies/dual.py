"""`dual`: the best two by a ranking, with given shares."""

from dataclasses import dataclass

from sim.rules.sourcing.award import Award
from sim.rules.sourcing.placement import DualSource
from sim.rules.sourcing.ranked import award_by_rank
from sim.rules.sourcing.view import SourcingView
from sim.rules.sourcing.yardstick import yardstick_of
from sim.scenario.policies import Ranking


@dataclass(frozen=True, slots=True)
class Dual:
    """The best two by the ranking, the first with `first_share`; a single eligible plant gets everything that it can give.

    Today's suppliers stay first and second unless the best pair's mean score beats that of the pair led by them by the threshold.
    """

    ranking: Ranking
    first_share: float

    def decide(self, view: SourcingView) -> Award:
        """Two plants, each up to its free capacity; what one cannot give the other does, then the third, and so on."""
        return award_by_rank(view, yardstick_of(self.ranking), DualSource(self.first_share))
