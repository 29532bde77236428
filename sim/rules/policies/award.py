"""`award`: a fixed award of the whole programme to a named plant on a date."""

import datetime as dt
from dataclasses import dataclass

from sim.rules.policies.stay import stay, supply_today
from sim.rules.sourcing.award import Award, Told, award_of
from sim.rules.sourcing.parts import capacity_parts
from sim.rules.sourcing.ranked import NOTHING_NEEDED, keep_rest, ranking_by
from sim.rules.sourcing.view import Candidate, SourcingView
from sim.rules.sourcing.wording import figures
from sim.rules.sourcing.yardstick import Distance


@dataclass(frozen=True, slots=True)
class FixedAward:
    """Today's supply until the date; from then on the named plant, whatever its rank, if it is eligible.

    It gets what it has free; incumbents keep what it cannot give, each at most its share of today. The ranking, which decides nothing,
    is by distance.
    """

    plant: str
    date: dt.date

    def decide(self, view: SourcingView) -> Award:
        """The whole programme, or as much as it has free; today's shares before the date or where the plant is not eligible."""
        if view.date < self.date.isoformat():
            return stay(view, self._too_early(view))
        if view.requirement_gwh_per_year == 0:
            return stay(view, NOTHING_NEEDED)
        candidate = view.candidate(self.plant)
        if candidate is None or candidate.objections:
            return stay(view, self._refused(view, candidate))
        parts = capacity_parts(candidate.free_gwh_per_year, view.requirement_gwh_per_year)
        if parts == 0:
            return stay(view, self._refused(view, candidate))
        placed = keep_rest(view, {self.plant: parts})
        return award_of(view, placed, ranking_by(view, Distance()), self._awarded(view, candidate))

    def _too_early(self, view: SourcingView) -> Told:
        kept = f"The award to {self.plant} is fixed for {self.date}; until then supply stays as it is: {supply_today(view)}."
        return Told(kept, f"{self.plant} would have been awarded the programme from {self.date} on.")

    def _refused(self, view: SourcingView, candidate: Candidate | None) -> Told:
        if candidate is None:
            against = "it is not among the candidates"
        else:
            against = "; ".join(candidate.objections) or "it has no free capacity"
        kept = f"{self.plant} cannot be awarded the programme ({against}), so supply stays as it is: {supply_today(view)}."
        return Told(
            kept,
            f"{self.plant} would have been awarded the programme had it been eligible with free capacity.",
        )

    def _awarded(self, view: SourcingView, candidate: Candidate) -> Told:
        free, needed = figures(candidate.free_gwh_per_year, view.requirement_gwh_per_year, decimals=2)
        much = "the programme"
        if candidate.free_gwh_per_year < view.requirement_gwh_per_year:
            much = f"what it has free, {free} of the {needed} GWh a year that are needed"
        distance = Distance().scale.figure(candidate.distance_km)
        given = f"{self.plant} ({distance}) is awarded {much}, as fixed for {self.date}."
        return Told(given, f"Supply would have stayed as it was before {self.date}: {supply_today(view)}.")
