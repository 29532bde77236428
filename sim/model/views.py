"""Views: what a sourcing review gets to see of every plant, on the day it is held."""

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from sim.core.calendar import Calendar
from sim.core.units import WH_PER_GWH, WH_PER_KWH, days_from_months
from sim.model.market import Market
from sim.model.switching import Buyer
from sim.network.graph import LogisticsNetwork
from sim.network.route import Route
from sim.rules.landed_cost import CostBook, LandedCost, Offer, load_wh
from sim.rules.sourcing.eligibility import PlantFacts, objections
from sim.rules.sourcing.view import Candidate, SourcingView
from sim.scenario.numbers import certain
from sim.scenario.plants import PlantSpec
from sim.scenario.scenario import Scenario

_SAME = 1e-9
"""Shares closer than this are the same."""


@dataclass(frozen=True, slots=True)
class Prospect:
    """What stays the same between a plant and a programme over a replication."""

    plant: str
    spec: PlantSpec
    route: Route | None
    """The planning route, all legs open."""
    load_wh: int


class ViewBuilder:
    """Builds the view of a review from the market, the network and the cost book."""

    def __init__(self, scenario: Scenario, market: Market, network: LogisticsNetwork, costs: CostBook) -> None:
        self.scenario = scenario
        self.calendar: Calendar = scenario.run.calendar()
        self.market = market
        self.network = network
        self.costs = costs
        self._prospects: dict[str, list[Prospect]] = {}
        self._known_since: dict[tuple[str, str], int] = {}
        for known in scenario.relationships.values():
            pair = (self._group(known.oem), known.supplier)
            since = self.calendar.day_of(known.since)
            self._known_since[pair] = min(since, self._known_since.get(pair, since))
        self._plants_of: dict[str, list[str]] = defaultdict(list)
        for plant, plant_spec in sorted(scenario.plants.items()):
            self._plants_of[plant_spec.supplier].append(plant)
        self._priced = {(price.region, price.chemistry) for price in scenario.prices.values()}
        self._announced = {p: self.calendar.day_of(spec.announced) for p, spec in sorted(scenario.plants.items())}

    def launch_day(self, programme: str) -> int:
        """Day number of a programme's launch; 0 where it builds from the start."""
        launch = self.scenario.programmes[programme].launch
        return 0 if launch is None else max(0, self.calendar.day_of(launch))

    def prospects(self, programme: str) -> list[Prospect]:
        """Every plant with its planning route to a programme, by plant id."""
        if programme not in self._prospects:
            self._prospects[programme] = [self.prospect(plant, programme) for plant in self._announced]
        return self._prospects[programme]

    def prospect(self, plant: str, programme: str) -> Prospect:
        """A plant and its planning route to a programme."""
        spec, buyer = self.scenario.plants[plant], self.scenario.programmes[programme]
        route = self.network.route(spec.site, buyer.site)
        containerised = route is not None and route.containerised
        load = load_wh(self.scenario, buyer.chemistry, containerised=containerised)
        return Prospect(plant, spec, route, load)

    def build(self, buyer: Buyer, trigger: str, today: int) -> SourcingView:
        """The view of a programme on a day: all plants that the market has heard of."""
        requirement = self.requirement_wh_per_year(buyer, today)
        shares = buyer.supply.programme.planned_shares()
        known = [prospect for prospect in self.prospects(buyer.id) if self._announced[prospect.plant] <= today]
        return SourcingView(
            programme=buyer.id,
            day=today,
            date=self.calendar.date_of(today).isoformat(),
            trigger=trigger,
            requirement_gwh_per_year=requirement / WH_PER_GWH,
            threshold=buyer.spec.threshold,
            candidates=tuple(
                self._candidate(buyer, prospect, today, requirement, shares.get(prospect.plant, 0.0))
                for prospect in known
            ),
        )

    def requirement_wh_per_year(self, buyer: Buyer, today: int) -> float:
        """Mean forecast over the window from the day on which an award made today could supply."""
        first_day = self.need_day(buyer, today)
        window = days_from_months(buyer.spec.window_months)
        return buyer.supply.programme.forecast.wh_per_year(first_day, first_day + window)

    def need_day(self, buyer: Buyer, today: int) -> int:
        """Day from which an award made today could supply an unknown plant's cells, by plan; not before the launch."""
        ready = max(
            buyer.validation_days("", known=False, planned=True), buyer.ppap_days("", planned=True)
        )
        return max(today + ready, self.launch_day(buyer.id))

    def _candidate(
        self, buyer: Buyer, prospect: Prospect, today: int, requirement: float, share: float
    ) -> Candidate:
        plant = prospect.plant
        known = share > 0 or self.is_known(buyer, prospect.spec.supplier, today)
        start_day = self._earliest_start_day(buyer, plant, today, known=known)
        need_day = max(start_day, self.launch_day(buyer.id))
        free = self.market.free_wh_per_year(plant, need_day, programme=buyer.supply.programme)
        cost = self._cost(buyer, prospect, self._pricing_day(buyer, today), requirement, known=known)
        facts = self._facts(buyer, prospect, today, start_day, requirement, free, share > 0)
        route = prospect.route
        return Candidate(
            plant=plant,
            supplier=prospect.spec.supplier,
            incumbent_share=share,
            known=known,
            objections=(*objections(facts), *self._too_late(buyer, start_day, today)),
            distance_km=self._distance_km(buyer, prospect),
            lead_time_days=math.nan if route is None else route.expected_days,
            lead_time_sd_days=math.nan if route is None else route.sd_days,
            cost=cost,
            kg_co2e_per_kwh=math.nan if route is None else route.kg_co2e_per_load * WH_PER_KWH / prospect.load_wh,
            free_gwh_per_year=free / WH_PER_GWH,
            earliest_start_day=start_day,
            supply_risk=prospect.spec.supply_risk,
            minimum_gwh_per_year=certain(prospect.spec.minimum_order_gwh),
        )

    def _too_late(self, buyer: Buyer, start_day: int, today: int) -> Iterator[str]:
        """A programme that nobody supplies cannot wait for a plant that opens long after it needs cells."""
        waits = start_day - self.need_day(buyer, today) - days_from_months(buyer.spec.bridge_months)
        if waits > 0 and buyer.supply.total_share() < 1 - _SAME:
            yield f"cannot start before {self.calendar.date_of(start_day)}, and nobody supplies until then"

    def _pricing_day(self, buyer: Buyer, today: int) -> int:
        """Middle of the requirement's window: all candidates are priced on one day, or a falling price would favour the late."""
        return self.need_day(buyer, today) + days_from_months(buyer.spec.window_months) // 2

    def _distance_km(self, buyer: Buyer, prospect: Prospect) -> float:
        shortest = self.network.shortest(prospect.spec.site, self.scenario.programmes[buyer.id].site)
        return math.nan if shortest is None else shortest.km

    def is_known(self, buyer: Buyer, supplier: str, today: int) -> bool:
        """Whether the maker's group buys the supplier's cells already, inside or outside the simulated network."""
        group = self._group(self.scenario.programmes[buyer.id].oem)
        if self._known_since.get((group, supplier), today + 1) <= today:
            return True
        return any(
            commitment.share > 0 and self._group(programme.spec.oem) == group
            for plant in self._plants_of[supplier]
            for programme, commitment in self.market.books.at(plant)
        )

    def _group(self, oem: str) -> str:
        return self.scenario.oems[oem].group or oem

    def _earliest_start_day(self, buyer: Buyer, plant: str, today: int, *, known: bool) -> int:
        """When the plant could supply, as expected today: qualified, opened and approved; notice comes on top."""
        if plant in buyer.qualified and buyer.supply.programme.share_of(plant) > 0:
            return today
        sop_day = self.market.expected_sop_day(plant)
        validated = today + buyer.validation_days(plant, known=known, planned=True)
        approved = max(today, sop_day if sop_day is not None else today) + buyer.ppap_days(plant, planned=True)
        leave = today + min((c.notice_days for c in buyer.supply.programme.commitments if c.share > 0), default=0)
        return max(validated, approved, leave)

    def _cost(
        self, buyer: Buyer, prospect: Prospect, day: int, requirement: float, *, known: bool
    ) -> LandedCost | None:
        if prospect.route is None or not self._is_priced(buyer.id, prospect):
            return None
        switching = buyer.switching_cost_eur(prospect.plant, known=known) if requirement > 0 else 0.0
        return self.costs.landed_cost(
            Offer(
                plant=prospect.plant,
                programme=buyer.id,
                day=day,
                gwh_per_year=requirement / WH_PER_GWH,
                haul=prospect.route,
                load_wh=prospect.load_wh,
                price_factor=buyer.supply.programme.price_factor_at(prospect.plant),
                switching_eur=switching,
                term_years=buyer.spec.term_years,
            )
        )

    def _is_priced(self, programme: str, prospect: Prospect) -> bool:
        wanted = (prospect.spec.price_region, self.scenario.programmes[programme].chemistry)
        return wanted in self._priced

    def price_eur_per_kwh(self, plant: str, programme: str, day: int) -> float:
        """Price of a plant's cells for a programme on a day, EUR/kWh."""
        forecast = self.market.programmes[programme].forecast
        gwh_per_year = forecast.wh_per_year(day, day + 1) / WH_PER_GWH
        return self.costs.price(plant, self.scenario.programmes[programme].chemistry, day, gwh_per_year)

    def _facts(
        self, buyer: Buyer, prospect: Prospect, today: int, start_day: int, requirement: float, free: float, incumbent: bool
    ) -> PlantFacts:
        need = self.scenario.programmes[buyer.id]
        failed = buyer.failed_until.get(prospect.plant)
        return PlantFacts(
            chemistry=need.chemistry,
            format=need.format,
            chemistries=prospect.spec.chemistries,
            formats=prospect.spec.formats,
            excluded=prospect.plant in buyer.spec.exclude_plants,
            cancelled=self.market.expected_sop_day(prospect.plant) is None,
            route_open=prospect.route is not None,
            priced=self._is_priced(buyer.id, prospect),
            incumbent=incumbent,
            requirement_gwh_per_year=requirement / WH_PER_GWH,
            minimum_gwh_per_year=certain(prospect.spec.minimum_order_gwh),
            free_gwh_per_year=free / WH_PER_GWH,
            earliest_start=self.calendar.date_of(start_day),
            today=self.calendar.date_of(today),
            service_failed_until=None if failed is None else self.calendar.date_of(failed),
        )
