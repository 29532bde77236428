"""The views of reviews: from how things stand to what the policy of a programme that reviews its suppliers may know."""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from sim.core.records import Trigger
from sim.core.units import DAYS_PER_YEAR, WH_PER_GWH
from sim.model.commitment import SAME_SHARE, Commitment, is_whole, planned_shares
from sim.model.freight import LegStatus
from sim.model.sourcing.capacities import Capacities
from sim.model.sourcing.market import Market
from sim.model.sourcing.supply_options import SupplyOption, SupplyOptions
from sim.model.sourcing.switching import Buyer
from sim.rules.landed_cost import Order
from sim.rules.sourcing.eligibility import Need, PlantFacts, objections
from sim.rules.sourcing.view import Candidate, SourcingView
from sim.scenario.types.scenario import Scenario


class ReviewState(NamedTuple):
    """How things stand for a programme that reviews its suppliers: a view of the living world, or of it as it stood."""

    capacities: Capacities
    closed: frozenset[str]
    """Legs that reviews plan without."""
    qualified: AbstractSet[str]
    """Plants that may deliver to the programme."""
    failed_until: Mapping[str, int]
    """Plants that failed their service, with the last day on which that counts against them."""

    def snapshot(self, capacities: Callable[[], Capacities]) -> "Callable[[], ReviewState]":
        """Gives things as they stand now, whenever it is called; `capacities` gives those kept already of this moment."""
        closed, qualified, failed_until = self.closed, frozenset(self.qualified), dict(self.failed_until)
        return lambda: ReviewState(capacities(), closed, qualified, failed_until)


class _Standpoint(NamedTuple):
    """What is the same for every plant that a review looks at."""

    buyer: Buyer
    standing: ReviewState
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


class _Find(NamedTuple):
    """A plant as far as it takes to tell whether it may supply."""

    prospect: SupplyOption
    share: float
    """Of the programme's supply, once all that is decided has come about."""
    known: bool
    start_day: int
    """When it could supply, as expected today."""
    free_gwh_per_year: float
    objections: tuple[str, ...]


class ReviewViewBuilder:
    """Builds the view of a review; the same standing always gives the same view."""

    def __init__(self, scenario: Scenario, market: Market, options: SupplyOptions, status: LegStatus) -> None:
        self.scenario = scenario
        self.calendar = scenario.run.calendar()
        self.market = market
        self.options = options
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

    def standing(self, buyer: Buyer, today: int) -> ReviewState:
        """How things stand today for a programme."""
        closed = self.status.enduring(today)
        return ReviewState(self.market.capacities, closed, buyer.qualified, buyer.failed_until)

    def snapshot(self) -> Callable[[], Capacities]:
        """Gives the capacities of the market as they stand now, whenever it is called."""
        return self.market.capacities.snapshot()

    def launch_day(self, programme: str) -> int:
        """Day number of a programme's launch; 0 where it builds from the start."""
        return self._launch_days[programme]

    def _launch_day(self, programme: str) -> int:
        launch = self.scenario.programmes[programme].launch
        return 0 if launch is None else max(0, self.calendar.day_of(launch))

    def need_day(self, buyer: Buyer, today: int) -> int:
        """Day from which an award made today could supply an unknown plant's cells, by plan; not before the launch."""
        return max(today + buyer.ready_days, self._launch_days[buyer.id])

    def requirement_wh_per_year(self, buyer: Buyer, today: int) -> float:
        """Mean forecast over the window from the day on which an award made today could supply."""
        first_day = self.need_day(buyer, today)
        need_wh = buyer.supply.programme.forecast.need_ahead_wh(first_day, buyer.window_days)
        return need_wh * DAYS_PER_YEAR / buyer.window_days

    def view(self, buyer: Buyer, trigger: Trigger, today: int, standing: ReviewState) -> SourcingView:
        """The view of a review held on the day of the standing, by which alone it goes: every plant that is announced."""
        standpoint = self._standpoint(buyer, trigger, today, standing)
        announced = [p for p in self.options.of(buyer.id, standing.closed) if p.announced_day <= today]
        return self._view(standpoint, trigger, [_find(prospect, standpoint) for prospect in announced])

    def contest(
        self, buyer: Buyer, trigger: Trigger, today: int, standing: ReviewState
    ) -> SourcingView | None:
        """The same view without plants that supply nothing and do not fit or are cancelled: no award depends on them.

        None: nobody could gain. A plant gains only where it is eligible and does not have the whole supply already.
        """
        standpoint = self._standpoint(buyer, trigger, today, standing)
        shares, outlooks = standpoint.planned_shares, standing.capacities.outlooks
        contenders = [
            p
            for p in self.options.of(buyer.id, standing.closed)
            if p.announced_day <= today
            and (p.plant in shares or not (p.misfits or outlooks[p.plant].first_sop_day is None))
        ]
        whole = [plant for plant, share in shares.items() if share > 1 - SAME_SHARE]
        found = [_find(prospect, standpoint) for prospect in contenders if prospect.plant not in whole]
        if all(find.objections for find in found):
            return None
        found += [_find(prospect, standpoint) for prospect in contenders if prospect.plant in whole]
        return self._view(standpoint, trigger, found)

    def _standpoint(self, buyer: Buyer, trigger: Trigger, today: int, standing: ReviewState) -> _Standpoint:
        """What is the same for every plant.

        Landed costs are those of the middle of the requirement's window: all on one day, or falling prices would favour the late.
        """
        commitments, spec = standing.capacities.books.of(buyer.id), buyer.spec
        supplying = [c for c in commitments if c.share > 0]
        need_day = self.need_day(buyer, today)
        pricing_day = need_day + buyer.window_days // 2
        gwh_per_year = self.requirement_wh_per_year(buyer, today) / WH_PER_GWH
        latest_start_day = None if is_whole(commitments) else need_day + buyer.bridge_days
        return _Standpoint(
            buyer=buyer,
            standing=standing,
            need=Need(gwh_per_year, today, latest_start_day, self.calendar.date_of),
            order=Order(pricing_day, gwh_per_year, spec.term_years),
            launch_day=self._launch_days[buyer.id],
            leave_day=_leave_day(supplying, trigger, today),
            planned_shares=planned_shares(commitments),
            supplying={c.plant for c in supplying},
            price_factors={c.plant: c.price_factor for c in reversed(commitments)},
            known=self._known_suppliers(buyer.id, today, standing),
        )

    def _view(self, standpoint: _Standpoint, trigger: Trigger, found: Sequence[_Find]) -> SourcingView:
        buyer, today = standpoint.buyer, standpoint.need.today
        return SourcingView(
            programme=buyer.id,
            day=today,
            date=self.calendar.date_of(today).isoformat(),
            trigger=trigger.value,
            requirement_gwh_per_year=standpoint.need.gwh_per_year,
            threshold=buyer.spec.threshold,
            candidates=tuple([_candidate(find, standpoint) for find in found]),
        )

    def _known_suppliers(self, programme: str, today: int, standing: ReviewState) -> set[str]:
        known = {supplier for day, supplier in self._bought_since[programme] if day <= today}
        books, suppliers = standing.capacities.books, self._supplier
        for partner in self._partners[programme]:
            known.update([suppliers[c.plant] for c in books.of(partner) if c.share > 0])
        return known


def _find(prospect: SupplyOption, standpoint: _Standpoint) -> _Find:
    """What the review finds out about a plant before it prices it."""
    plant, buyer, standing = prospect.plant, standpoint.buyer, standpoint.standing
    capacities, programme = standing.capacities, buyer.supply.programme
    share = standpoint.planned_shares.get(plant, 0.0)
    known = share > 0 or prospect.spec.supplier in standpoint.known
    sop_day = capacities.outlooks[plant].first_sop_day
    start_day = _start_day(plant, sop_day, standpoint, known=known)
    supply_day = max(start_day, standpoint.launch_day)
    free_gwh_per_year = capacities.free_wh_per_year(plant, supply_day, programme=programme) / WH_PER_GWH
    facts = PlantFacts(
        prospect.misfits_cancelled if sop_day is None else prospect.misfits,
        share > 0,
        prospect.minimum_gwh_per_year,
        free_gwh_per_year,
        start_day,
        standing.failed_until.get(plant),
    )
    return _Find(prospect, share, known, start_day, free_gwh_per_year, objections(facts, standpoint.need))


def _candidate(find: _Find, standpoint: _Standpoint) -> Candidate:
    """A plant with all that a policy may go by."""
    prospect, buyer, order = find.prospect, standpoint.buyer, standpoint.order
    plant, spec, offer = prospect.plant, prospect.spec, prospect.offer
    pays = plant not in standpoint.standing.qualified and order.gwh_per_year > 0
    switching_eur = buyer.switching_cost_eur(known=find.known) if pays else 0.0
    price_factor = standpoint.price_factors.get(plant, 1.0)
    cost = None if offer is None else offer.landed_cost(order, price_factor, switching_eur)
    return Candidate(
        plant,
        spec.supplier,
        find.share,
        find.known,
        find.objections,
        prospect.distance_km,
        prospect.lead_time_days,
        prospect.lead_time_sd_days,
        cost,
        prospect.kg_co2e_per_kwh,
        find.free_gwh_per_year,
        find.start_day,
        spec.supply_risk,
        prospect.minimum_gwh_per_year,
    )


def _start_day(plant: str, sop_day: int | None, standpoint: _Standpoint, *, known: bool) -> int:
    """When a plant could supply, as expected today: validated, opened and approved, and the incumbent given notice."""
    today, days = standpoint.need.today, standpoint.buyer.expected
    opened = today if sop_day is None else max(today, sop_day)
    if plant not in standpoint.standing.qualified:
        validated, approved = today + days.validation_of(known=known), opened + days.ppap
        return max(validated, approved, standpoint.leave_day)
    return today if plant in standpoint.supplying else max(opened, standpoint.leave_day)


def _leave_day(supplying: Sequence[Commitment], trigger: Trigger, today: int) -> int:
    """First day on which the programme may be without one of those that supply it; today where nobody does."""
    for_cause = trigger.for_cause
    return min([c.may_leave_on(today, for_cause=for_cause) for c in supplying], default=today)
