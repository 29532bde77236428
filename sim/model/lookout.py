"""The lookout: from how things stand to what the policy of a programme that reviews its suppliers may know."""

from collections.abc import Sequence
from typing import NamedTuple

from sim.core.units import WH_PER_GWH
from sim.model.commitment import Commitment, is_whole, planned_shares
from sim.model.freight import LegStatus
from sim.model.market import Market
from sim.model.prospects import Prospect, Prospects
from sim.model.standing import Standing
from sim.model.switching import FOR_CAUSE, Buyer
from sim.rules.landed_cost import Order
from sim.rules.sourcing.eligibility import Need, PlantFacts, objections
from sim.rules.sourcing.view import Candidate, SourcingView
from sim.scenario.scenario import Scenario


class _Standpoint(NamedTuple):
    """What is the same for every plant that a review looks at."""

    buyer: Buyer
    standing: Standing
    need: Need
    order: Order
    launch_day: int
    leave_day: int
    """From this day on the programme may be without what supplies it."""
    planned_shares: dict[str, float]
    """By plant, once all that is decided has come about."""
    supplying: set[str]
    """Plants that supply the programme now."""
    price_factors: dict[str, float]
    known: set[str]
    """Suppliers whose cells the maker's group buys already, inside or outside the simulated network."""


class Lookout:
    """Builds the view of a review; the same standing always gives the same view."""

    def __init__(self, scenario: Scenario, market: Market, prospects: Prospects, status: LegStatus) -> None:
        self.scenario = scenario
        self.calendar = scenario.run.calendar()
        self.market = market
        self.prospects = prospects
        self.status = status
        self._supplier = {plant: spec.supplier for plant, spec in scenario.plants.items()}
        self._launch_days = {programme: self._launch_day(programme) for programme in scenario.programmes}
        group_of = {oem: spec.group or oem for oem, spec in scenario.oems.items()}
        groups = {programme: group_of[spec.oem] for programme, spec in scenario.programmes.items()}
        self._partners = {
            programme: [other for other in sorted(groups) if groups[other] == group]
            for programme, group in groups.items()
        }
        """Programmes of the same group, each its own included."""
        self._bought_since = {
            programme: [
                (self.calendar.day_of(known.since), known.supplier)
                for known in scenario.relationships.values()
                if group_of[known.oem] == group
            ]
            for programme, group in groups.items()
        }
        """(day, supplier) from which on the maker's group buys cells outside the simulated network."""

    def standing(self, buyer: Buyer, today: int) -> Standing:
        """How things stand today for a programme."""
        closed = self.status.enduring(today)
        return Standing(self.market.capacities, closed, buyer.qualified, buyer.failed_until)

    def launch_day(self, programme: str) -> int:
        """Day number of a programme's launch; 0 where it builds from the start."""
        return self._launch_days[programme]

    def _launch_day(self, programme: str) -> int:
        launch = self.scenario.programmes[programme].launch
        return 0 if launch is None else max(0, self.calendar.day_of(launch))

    def need_day(self, buyer: Buyer, today: int) -> int:
        """Day from which an award made today could supply an unknown plant's cells, by plan; not before the launch."""
        ready = max(buyer.expected.validation, buyer.expected.ppap)
        return max(today + ready, self._launch_days[buyer.id])

    def requirement_wh_per_year(self, buyer: Buyer, today: int) -> float:
        """Mean forecast over the window from the day on which an award made today could supply."""
        first_day = self.need_day(buyer, today)
        return buyer.supply.programme.forecast.wh_per_year(first_day, first_day + buyer.window_days)

    def view(self, buyer: Buyer, trigger: str, today: int, standing: Standing) -> SourcingView:
        """The view of a review held on the day of the standing, by which alone it goes.

        Landed costs are those of the middle of the requirement's window: all on one day, or falling prices would favour the late.
        """
        commitments, spec = standing.capacities.books.of(buyer.id), buyer.spec
        need_day = self.need_day(buyer, today)
        pricing_day = need_day + buyer.window_days // 2
        gwh_per_year = self.requirement_wh_per_year(buyer, today) / WH_PER_GWH
        latest_start_day = None if is_whole(commitments) else need_day + buyer.bridge_days
        standpoint = _Standpoint(
            buyer=buyer,
            standing=standing,
            need=Need(gwh_per_year, today, latest_start_day, self.calendar.date_of),
            order=Order(pricing_day, gwh_per_year, spec.term_years),
            launch_day=self._launch_days[buyer.id],
            leave_day=_leave_day(commitments, trigger, today),
            planned_shares=planned_shares(commitments),
            supplying={c.plant for c in commitments if c.share > 0},
            price_factors={c.plant: c.price_factor for c in reversed(commitments)},
            known=self._known_suppliers(buyer.id, today, standing),
        )
        return SourcingView(
            programme=buyer.id,
            day=today,
            date=self.calendar.date_of(today).isoformat(),
            trigger=trigger,
            requirement_gwh_per_year=gwh_per_year,
            threshold=spec.threshold,
            candidates=tuple(
                [
                    _candidate(prospect, standpoint)
                    for prospect in self.prospects.of(buyer.id, standing.closed)
                    if prospect.announced_day <= today
                ]
            ),
        )

    def _known_suppliers(self, programme: str, today: int, standing: Standing) -> set[str]:
        known = {supplier for day, supplier in self._bought_since[programme] if day <= today}
        for partner in self._partners[programme]:
            for commitment in standing.capacities.books.of(partner):
                if commitment.share > 0:
                    known.add(self._supplier[commitment.plant])
        return known


def _candidate(prospect: Prospect, standpoint: _Standpoint) -> Candidate:
    """A plant as the review finds it."""
    plant, spec, buyer, standing = prospect.plant, prospect.spec, standpoint.buyer, standpoint.standing
    capacities, order = standing.capacities, standpoint.order
    share = standpoint.planned_shares.get(plant, 0.0)
    known = share > 0 or spec.supplier in standpoint.known
    sop_day = capacities.outlooks[plant].first_sop_day
    start_day = _start_day(plant, sop_day, standpoint, known=known)
    supply_day, programme = max(start_day, standpoint.launch_day), buyer.supply.programme
    free_gwh_per_year = capacities.free_wh_per_year(plant, supply_day, programme=programme) / WH_PER_GWH
    facts = PlantFacts(
        prospect.misfits_cancelled if sop_day is None else prospect.misfits,
        share > 0,
        prospect.minimum_gwh_per_year,
        free_gwh_per_year,
        start_day,
        standing.failed_until.get(plant),
    )
    pays = plant not in standing.qualified and order.gwh_per_year > 0
    switching_eur = buyer.switching_cost_eur(known=known) if pays else 0.0
    price_factor, offer = standpoint.price_factors.get(plant, 1.0), prospect.offer
    return Candidate(
        plant=plant,
        supplier=spec.supplier,
        incumbent_share=share,
        known=known,
        objections=objections(facts, standpoint.need),
        distance_km=prospect.distance_km,
        lead_time_days=prospect.lead_time_days,
        lead_time_sd_days=prospect.lead_time_sd_days,
        cost=None if offer is None else offer.landed_cost(order, price_factor, switching_eur),
        kg_co2e_per_kwh=prospect.kg_co2e_per_kwh,
        free_gwh_per_year=free_gwh_per_year,
        earliest_start_day=start_day,
        supply_risk=spec.supply_risk,
        minimum_gwh_per_year=prospect.minimum_gwh_per_year,
    )


def _start_day(plant: str, sop_day: int | None, standpoint: _Standpoint, *, known: bool) -> int:
    """When a plant could supply, as expected today: validated, opened and approved, and the incumbent given notice."""
    today, days = standpoint.need.today, standpoint.buyer.expected
    opened = today if sop_day is None else max(today, sop_day)
    if plant not in standpoint.standing.qualified:
        validated, approved = today + days.validation_of(known=known), opened + days.ppap
        return max(validated, approved, standpoint.leave_day)
    return today if plant in standpoint.supplying else max(opened, standpoint.leave_day)


def _leave_day(commitments: Sequence[Commitment], trigger: str, today: int) -> int:
    """First day on which the programme may be without one of those that supply it; today where nobody does."""
    for_cause = trigger in FOR_CAUSE
    days = [c.may_leave_on(today, for_cause=for_cause) for c in commitments if c.share > 0]
    return min(days, default=today)
