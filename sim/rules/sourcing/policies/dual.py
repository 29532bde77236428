"""`dual`: the best two by a ranking, with given shares."""

from dataclasses import dataclass

from sim.rules.sourcing.award import Award
from sim.rules.sourcing.placement import DualSource
from sim.rules.sourcing.ranked import award_by_rank
from sim.rules.sourcing.view import SourcingView
from sim.rules.sourcing.yardstick import yardstick_of
from sim.scenario.types.policies import Ranking


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
