"""`nearest`: the least logistics distance among the eligible. The reference policy."""

from dataclasses import dataclass

from sim.rules.sourcing.award import Award
from sim.rules.sourcing.placement import SingleSource
from sim.rules.sourcing.ranked import award_by_rank
from sim.rules.sourcing.view import SourcingView
from sim.rules.sourcing.yardstick import Distance


@dataclass(frozen=True, slots=True)
class Nearest:
    """Scores by logistics distance in km."""

    def decide(self, view: SourcingView) -> Award:
        """One plant where one covers the requirement, else in order of distance."""
        return award_by_rank(view, Distance(), SingleSource())
