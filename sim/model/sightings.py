"""Sightings: what is true of every plant at the moment of a review, taken down from the living world."""

from typing import NamedTuple

from sim.core.units import days_from_months
from sim.model.freight import LegStatus
from sim.model.market import Market
from sim.model.prospects import Prospect, Prospects
from sim.model.switching import FOR_CAUSE, Buyer
from sim.scenario.scenario import Scenario


class Sighting(NamedTuple):
    """A plant as a review finds it."""

    prospect: Prospect
    share: float
    """Of the programme's supply, once all that is decided has come about."""
    known: bool
    start_day: int
    """When it could supply, as expected today."""
    free_wh_per_year: float
    expected: bool
    """It runs, or a phase of it is announced."""
    failed_until_day: int | None
    switching_eur: float
    price_factor: float


class Occasion(NamedTuple):
    """A review: what it is held for, and every plant that the market has heard of."""

    programme: str
    trigger: str
    today: int
    need_day: int
    """From this day on an award made today could supply."""
    requirement_wh_per_year: float
    latest_start_day: int | None
    """A plant must not start later; None: the programme has suppliers that can bridge."""
    sightings: tuple[Sighting, ...]


class _Standpoint(NamedTuple):
    """What is the same for every plant that a review looks at."""

    today: int
    launch_day: int
    leave_day: int
    """From this day on the programme may be without what supplies it."""
    group: str
    suppliers: frozenset[str]
    """Those that deliver to the group in the simulated network."""


class Lookout:
    """Takes down what a review is to see."""

    def __init__(self, scenario: Scenario, market: Market, prospects: Prospects, status: LegStatus) -> None:
        self.scenario = scenario
        self.calendar = scenario.run.calendar()
        self.market = market
        self.prospects = prospects
        self.status = status
        self._groups = {oem: spec.group or oem for oem, spec in scenario.oems.items()}
        self._known_since: dict[tuple[str, str], int] = {}
        for known in scenario.relationships.values():
            pair = (self._groups[known.oem], known.supplier)
            since = self.calendar.day_of(known.since)
            self._known_since[pair] = min(since, self._known_since.get(pair, since))
        self._launch_days = {programme: self._launch_day(programme) for programme in scenario.programmes}
        groups = {programme: self._groups[spec.oem] for programme, spec in scenario.programmes.items()}
        self._partners = {
            programme: [other for other in sorted(groups) if groups[other] == group]
            for programme, group in groups.items()
        }
        """Programmes of the same group, each its own included."""

    def launch_day(self, programme: str) -> int:
        """Day number of a programme's launch; 0 where it builds from the start."""
        return self._launch_days[programme]

    def _launch_day(self, programme: str) -> int:
        launch = self.scenario.programmes[programme].launch
        return 0 if launch is None else max(0, self.calendar.day_of(launch))

    def need_day(self, buyer: Buyer, today: int) -> int:
        """Day from which an award made today could supply an unknown plant's cells, by plan; not before the launch."""
        ready = max(buyer.validation_days("", known=False, planned=True), buyer.ppap_days("", planned=True))
        return max(today + ready, self.launch_day(buyer.id))

    def requirement_wh_per_year(self, buyer: Buyer, today: int) -> float:
        """Mean forecast over the window from the day on which an award made today could supply."""
        first_day = self.need_day(buyer, today)
        return buyer.supply.programme.forecast.wh_per_year(first_day, first_day + buyer.window_days)

    def occasion(self, buyer: Buyer, trigger: str, today: int) -> Occasion:
        """The occasion of a review held today."""
        programme = buyer.supply.programme
        need_day, launch_day = self.need_day(buyer, today), self.launch_day(buyer.id)
        supplied = buyer.supply.is_whole()
        shares = programme.planned_shares()
        group = self._groups[programme.spec.oem]
        leave_day = _leave_day(buyer, trigger, today)
        standpoint = _Standpoint(today, launch_day, leave_day, group, self._group_suppliers(buyer))
        return Occasion(
            programme=buyer.id,
            trigger=trigger,
            today=today,
            need_day=need_day,
            requirement_wh_per_year=programme.forecast.wh_per_year(need_day, need_day + buyer.window_days),
            latest_start_day=None if supplied else need_day + days_from_months(buyer.spec.bridge_months),
            sightings=tuple(
                self._sighting(buyer, prospect, shares.get(prospect.plant, 0.0), standpoint)
                for prospect in self.prospects.of(buyer.id, self.status.enduring(today))
                if prospect.announced_day <= today
            ),
        )

    def _sighting(
        self, buyer: Buyer, prospect: Prospect, share: float, standpoint: "_Standpoint"
    ) -> Sighting:
        plant, programme, today = prospect.plant, buyer.supply.programme, standpoint.today
        known = share > 0 or self._is_known(prospect.spec.supplier, standpoint)
        sop_day = self.market.expected_sop_day(plant)
        start_day = self._start_day(
            buyer, plant, today if sop_day is None else sop_day, standpoint, known=known
        )
        need_day = max(start_day, standpoint.launch_day)
        return Sighting(
            prospect,
            share,
            known,
            start_day,
            self.market.free_wh_per_year(plant, need_day, programme=programme),
            sop_day is not None,
            buyer.failed_until.get(plant),
            buyer.switching_cost_eur(plant, known=known),
            programme.price_factor_at(plant),
        )

    def _group_suppliers(self, buyer: Buyer) -> frozenset[str]:
        """Suppliers whose plants serve a programme of the maker's group."""
        return frozenset(
            self.scenario.plants[commitment.plant].supplier
            for programme in self._partners[buyer.id]
            for commitment in self.market.programmes[programme].commitments
            if commitment.share > 0
        )

    def _is_known(self, supplier: str, standpoint: "_Standpoint") -> bool:
        """Whether the maker's group buys the supplier's cells already, inside or outside the simulated network."""
        if supplier in standpoint.suppliers:
            return True
        since = self._known_since.get((standpoint.group, supplier))
        return since is not None and since <= standpoint.today

    def _start_day(
        self, buyer: Buyer, plant: str, sop_day: int, standpoint: "_Standpoint", *, known: bool
    ) -> int:
        """When a plant could supply, as expected today: validated, opened and approved, and the incumbent given notice."""
        today = standpoint.today
        if plant in buyer.qualified and buyer.supply.programme.share_of(plant) > 0:
            return today
        validated = today + buyer.validation_days(plant, known=known, planned=True)
        approved = max(today, sop_day) + buyer.ppap_days(plant, planned=True)
        return max(validated, approved, standpoint.leave_day)


def _leave_day(buyer: Buyer, trigger: str, today: int) -> int:
    """First day on which the programme may be without one of those that supply it; today where nobody does."""
    days = [
        commitment.may_leave_on(today, for_cause=trigger in FOR_CAUSE)
        for commitment in buyer.supply.programme.commitments
        if commitment.share > 0
    ]
    return min(days, default=today)
