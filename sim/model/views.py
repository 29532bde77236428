"""Views: from what a review finds to what its policy may know."""

import math
from collections.abc import Iterator

from sim.core.records import Review
from sim.core.units import WH_PER_GWH, WH_PER_KWH, days_from_months
from sim.model.sightings import Occasion, Sighting
from sim.rules.landed_cost import CostBook, LandedCost, Offer
from sim.rules.sourcing.decide import decide
from sim.rules.sourcing.eligibility import PlantFacts, objections
from sim.rules.sourcing.review import review_record
from sim.rules.sourcing.view import Candidate, SourcingView
from sim.scenario.programmes import ProgrammeSpec
from sim.scenario.scenario import Scenario


class ViewBuilder:
    """Builds the view of a review; the same occasion always gives the same view."""

    def __init__(self, scenario: Scenario, costs: CostBook) -> None:
        self.programmes = scenario.programmes
        self.calendar = scenario.run.calendar()
        self.costs = costs

    def view(self, occasion: Occasion) -> SourcingView:
        """The view of an occasion."""
        spec = self.programmes[occasion.programme]
        return SourcingView(
            programme=occasion.programme,
            day=occasion.today,
            date=self.calendar.date_of(occasion.today).isoformat(),
            trigger=occasion.trigger,
            requirement_gwh_per_year=occasion.requirement_wh_per_year / WH_PER_GWH,
            threshold=spec.sourcing.threshold,
            candidates=tuple(self._candidate(spec, occasion, sighting) for sighting in occasion.sightings),
        )

    def told(self, occasion: Occasion) -> Review:
        """The record of a review that leaves everything as it is."""
        policy = self.programmes[occasion.programme].sourcing.policy
        view = self.view(occasion)
        return review_record(view, decide(policy, view), policy)

    def _candidate(self, spec: ProgrammeSpec, occasion: Occasion, sighting: Sighting) -> Candidate:
        prospect, route = sighting.prospect, sighting.prospect.route
        facts = self._facts(spec, occasion, sighting)
        return Candidate(
            plant=prospect.plant,
            supplier=prospect.spec.supplier,
            incumbent_share=sighting.share,
            known=sighting.known,
            objections=(*objections(facts), *self._too_late(occasion, sighting)),
            distance_km=math.nan if prospect.distance_km is None else prospect.distance_km,
            lead_time_days=math.nan if route is None else route.expected_days,
            lead_time_sd_days=math.nan if route is None else route.sd_days,
            cost=self._cost(spec, occasion, sighting),
            kg_co2e_per_kwh=math.nan
            if route is None
            else route.kg_co2e_per_load * WH_PER_KWH / prospect.load_wh,
            free_gwh_per_year=sighting.free_wh_per_year / WH_PER_GWH,
            earliest_start_day=sighting.start_day,
            supply_risk=prospect.spec.supply_risk,
            minimum_gwh_per_year=prospect.minimum_gwh_per_year,
        )

    def _too_late(self, occasion: Occasion, sighting: Sighting) -> Iterator[str]:
        """A programme that nobody supplies cannot wait for a plant that opens long after it needs cells."""
        if occasion.latest_start_day is not None and sighting.start_day > occasion.latest_start_day:
            yield f"cannot start before {self.calendar.date_of(sighting.start_day)}, and nobody supplies until then"

    def _cost(self, spec: ProgrammeSpec, occasion: Occasion, sighting: Sighting) -> LandedCost | None:
        """Landed cost in the middle of the requirement's window: all on one day, or falling prices would favour the late."""
        prospect = sighting.prospect
        if prospect.route is None or not prospect.priced:
            return None
        return self.costs.landed_cost(
            Offer(
                plant=prospect.plant,
                programme=occasion.programme,
                day=occasion.need_day + days_from_months(spec.sourcing.window_months) // 2,
                gwh_per_year=occasion.requirement_wh_per_year / WH_PER_GWH,
                haul=prospect.route,
                load_wh=prospect.load_wh,
                price_factor=sighting.price_factor,
                switching_eur=sighting.switching_eur if occasion.requirement_wh_per_year > 0 else 0.0,
                term_years=spec.sourcing.term_years,
            )
        )

    def _facts(self, spec: ProgrammeSpec, occasion: Occasion, sighting: Sighting) -> PlantFacts:
        prospect, failed = sighting.prospect, sighting.failed_until_day
        return PlantFacts(
            chemistry=spec.chemistry,
            format=spec.format,
            chemistries=prospect.spec.chemistries,
            formats=prospect.spec.formats,
            excluded=prospect.plant in spec.sourcing.exclude_plants,
            cancelled=not sighting.expected,
            route_open=prospect.route is not None,
            priced=prospect.priced,
            incumbent=sighting.share > 0,
            requirement_gwh_per_year=occasion.requirement_wh_per_year / WH_PER_GWH,
            minimum_gwh_per_year=prospect.minimum_gwh_per_year,
            free_gwh_per_year=sighting.free_wh_per_year / WH_PER_GWH,
            earliest_start=self.calendar.date_of(sighting.start_day),
            today=self.calendar.date_of(occasion.today),
            service_failed_until=None if failed is None else self.calendar.date_of(failed),
        )
