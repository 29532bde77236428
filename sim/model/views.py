"""Views: from what a review finds to what its policy may know."""

import math
from typing import NamedTuple

from sim.core.records import Review
from sim.core.units import WH_PER_GWH, days_from_months
from sim.model.sightings import Occasion, Sighting
from sim.rules.landed_cost import LandedCost, Order
from sim.rules.sourcing.decide import decide
from sim.rules.sourcing.eligibility import PlantFacts, objections
from sim.rules.sourcing.review import review_record
from sim.rules.sourcing.view import Candidate, SourcingView
from sim.scenario.programmes import ProgrammeSpec
from sim.scenario.scenario import Scenario


class _Need(NamedTuple):
    """What a review is to source, the same for every plant."""

    spec: ProgrammeSpec
    today: int
    gwh_per_year: float
    pricing_day: int
    latest_start_day: int | None


class ViewBuilder:
    """Builds the view of a review; the same occasion always gives the same view."""

    def __init__(self, scenario: Scenario) -> None:
        self.programmes = scenario.programmes
        self.calendar = scenario.run.calendar()

    def view(self, occasion: Occasion) -> SourcingView:
        """The view of an occasion.

        Landed costs are those of the middle of the requirement's window: all on one day, or falling prices would favour the late.
        """
        spec, today = self.programmes[occasion.programme], occasion.today
        need = _Need(
            spec=spec,
            today=today,
            gwh_per_year=occasion.requirement_wh_per_year / WH_PER_GWH,
            pricing_day=occasion.need_day + days_from_months(spec.sourcing.window_months) // 2,
            latest_start_day=occasion.latest_start_day,
        )
        return SourcingView(
            programme=occasion.programme,
            day=today,
            date=self.calendar.date_of(today).isoformat(),
            trigger=occasion.trigger,
            requirement_gwh_per_year=need.gwh_per_year,
            threshold=spec.sourcing.threshold,
            candidates=tuple([self._candidate(need, sighting) for sighting in occasion.sightings]),
        )

    def told(self, occasion: Occasion) -> Review:
        """The record of a review that leaves everything as it is."""
        policy = self.programmes[occasion.programme].sourcing.policy
        view = self.view(occasion)
        return review_record(view, decide(policy, view), policy)

    def _candidate(self, need: _Need, sighting: Sighting) -> Candidate:
        prospect, route = sighting.prospect, sighting.prospect.route
        return Candidate(
            plant=prospect.plant,
            supplier=prospect.spec.supplier,
            incumbent_share=sighting.share,
            known=sighting.known,
            objections=self._objections(need, sighting),
            distance_km=math.nan if prospect.distance_km is None else prospect.distance_km,
            lead_time_days=math.nan if route is None else route.expected_days,
            lead_time_sd_days=math.nan if route is None else route.sd_days,
            cost=_cost(need, sighting),
            kg_co2e_per_kwh=prospect.kg_co2e_per_kwh,
            free_gwh_per_year=sighting.free_wh_per_year / WH_PER_GWH,
            earliest_start_day=sighting.start_day,
            supply_risk=prospect.spec.supply_risk,
            minimum_gwh_per_year=prospect.minimum_gwh_per_year,
        )

    def _objections(self, need: _Need, sighting: Sighting) -> tuple[str, ...]:
        """What stands against a plant. A programme that nobody supplies cannot wait for one that opens long after its need."""
        against = objections(self._facts(need, sighting))
        if need.latest_start_day is None or sighting.start_day <= need.latest_start_day:
            return against
        start = self.calendar.date_of(sighting.start_day)
        return (*against, f"cannot start before {start}, and nobody supplies until then")

    def _facts(self, need: _Need, sighting: Sighting) -> PlantFacts:
        prospect = sighting.prospect
        return PlantFacts(
            misfits=prospect.misfits if sighting.expected else prospect.misfits_cancelled,
            incumbent=sighting.share > 0,
            requirement_gwh_per_year=need.gwh_per_year,
            minimum_gwh_per_year=prospect.minimum_gwh_per_year,
            free_gwh_per_year=sighting.free_wh_per_year / WH_PER_GWH,
            earliest_start_day=sighting.start_day,
            today=need.today,
            service_failed_until_day=sighting.failed_until_day,
            date_of=self.calendar.date_of,
        )


def _cost(need: _Need, sighting: Sighting) -> LandedCost | None:
    offer = sighting.prospect.offer
    if offer is None:
        return None
    return offer.landed_cost(
        Order(
            need.pricing_day,
            need.gwh_per_year,
            sighting.price_factor,
            sighting.switching_eur if need.gwh_per_year > 0 else 0.0,
            need.spec.sourcing.term_years,
        )
    )
