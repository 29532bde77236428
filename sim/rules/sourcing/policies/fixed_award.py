"""Policies that rank nothing: the award of the scenario, or the plants of today."""

import datetime as dt
from dataclasses import dataclass

from sim.rules.sourcing.award import Award, Explanation, award_of, unchanged
from sim.rules.sourcing.ranked import NOTHING_NEEDED, keep_rest, ranking_by
from sim.rules.sourcing.view import WHOLE, Candidate, SourcingView, capacity_parts
from sim.rules.sourcing.wording import enumerated, figures, percent_whole
from sim.rules.sourcing.yardstick import Distance

_WHATEVER = "Nothing: the policy keeps today's supply whatever happens."


@dataclass(frozen=True, slots=True)
class Stay:
    """Today's shares, whatever their plants can give. A programme without a supplier stays without one.

    The ranking, which decides nothing, is by distance.
    """

    def decide(self, view: SourcingView) -> Award:
        """Today's shares, and the rest unsourced."""
        return stay(view, Explanation(f"The policy keeps today's supply: {supply_today(view)}.", _WHATEVER))


def stay(view: SourcingView, ground: Explanation) -> Award:
    """The award of today's shares on another ground, ranked by distance."""
    return unchanged(view, ranking_by(view, Distance()), ground)


def supply_today(view: SourcingView) -> str:
    """`far-plant 70 % and near-plant 30 %`."""
    shares = [f"{c.plant} {percent_whole(c.incumbent_share)}" for c in view.incumbents]
    return enumerated(shares) if shares else "none, so everything is unsourced"


@dataclass(frozen=True, slots=True)
class FixedAward:
    """Today's supply until the date; from then on the named plant, whatever its rank, if it is eligible.

    It gets what it has free, and no less than it has today; the incumbents keep what it cannot give, each at
    most its share of today. The ranking, which decides nothing, is by distance.
    """

    plant: str
    date: dt.date

    def decide(self, view: SourcingView) -> Award:
        """The plant from the date on; today's shares before, and where it cannot be awarded."""
        if dt.date.fromisoformat(view.date) < self.date:
            return stay(view, self._too_early(view))
        if view.requirement_gwh_per_year == 0:
            return stay(view, NOTHING_NEEDED)
        candidate = view.candidate(self.plant)
        if candidate is None or candidate.objections:
            return stay(view, self._refused(view, candidate))
        free = capacity_parts(candidate.free_gwh_per_year, view.requirement_gwh_per_year)
        parts = max(free, view.parts_today.get(self.plant, 0))
        if parts == 0:
            return stay(view, self._refused(view, candidate))
        placed = keep_rest(view, {self.plant: parts})
        return award_of(view, placed, ranking_by(view, Distance()), self._awarded(view, candidate, parts))

    def _too_early(self, view: SourcingView) -> Explanation:
        stays = f"until then supply stays as it is: {supply_today(view)}"
        return Explanation(
            f"The award to {self.plant} is fixed for {self.date}; {stays}.",
            f"{self.plant} would have been awarded the programme from {self.date} on.",
        )

    def _refused(self, view: SourcingView, candidate: Candidate | None) -> Explanation:
        if candidate is None:
            against = "it is not among the candidates"
        else:
            against = "; ".join(candidate.objections) or "it has no free capacity"
        stays = f"so supply stays as it is: {supply_today(view)}"
        return Explanation(
            f"{self.plant} cannot be awarded the programme ({against}), {stays}.",
            f"{self.plant} would have been awarded the programme had it been eligible with free capacity.",
        )

    def _awarded(self, view: SourcingView, candidate: Candidate, parts: int) -> Explanation:
        free, needed = figures(candidate.free_gwh_per_year, view.requirement_gwh_per_year, decimals=2)
        much = "the programme"
        if parts < WHOLE:
            much = f"what it has free, {free} GWh a year of the {needed} that are needed"
        distance = Distance().scale.figure(candidate.distance_km)
        return Explanation(
            f"{self.plant} ({distance}) is awarded {much}, as fixed for {self.date}.",
            f"Before {self.date} supply would have stayed as it was: {supply_today(view)}.",
        )
