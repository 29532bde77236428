"""`stay`: keep the incumbent whatever happens. The baseline."""

from dataclasses import dataclass

from sim.rules.sourcing.award import Award, Told, unchanged
from sim.rules.sourcing.ranked import ranking_by
from sim.rules.sourcing.view import SourcingView
from sim.rules.sourcing.wording import listing, percent
from sim.rules.sourcing.yardstick import Distance

_WHATEVER = "Nothing: the policy keeps today's supply whatever happens."


@dataclass(frozen=True, slots=True)
class Stay:
    """Today's shares, whatever their plants can give. A programme without a supplier stays without one.

    The ranking, which decides nothing, is by distance.
    """

    def decide(self, view: SourcingView) -> Award:
        """Today's shares, and the rest unsourced."""
        return stay(view, Told(f"The policy keeps today's supply: {supply_today(view)}.", _WHATEVER))


def stay(view: SourcingView, ground: Told) -> Award:
    """The award of today's shares on another ground, ranked by distance."""
    return unchanged(view, ranking_by(view, Distance()), ground)


def supply_today(view: SourcingView) -> str:
    """`far-plant 70 % and near-plant 30 %`."""
    shares = [f"{c.plant} {percent(c.incumbent_share)}" for c in view.incumbents]
    return listing(shares) if shares else "none, so everything is unsourced"
