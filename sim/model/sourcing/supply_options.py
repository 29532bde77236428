"""SupplyOptions: what stays the same between a plant and a programme over a replication."""

import math
from typing import NamedTuple

from sim.core.units import WH_PER_KWH
from sim.network.graph import LogisticsNetwork
from sim.network.route import Route
from sim.rules.landed_cost import CostBook, Offer, load_wh
from sim.rules.sourcing.eligibility import ProductFit, misfits
from sim.scenario.types.numbers import certain
from sim.scenario.types.plants import PlantSpec
from sim.scenario.types.scenario import Scenario


class SupplyOption(NamedTuple):
    """A plant as a possible source of a programme."""

    plant: str
    spec: PlantSpec
    announced_day: int
    route: Route | None
    """The planning route."""
    distance_km: float
    """Logistics distance: the shortest route, whatever routes are chosen by; NaN without one."""
    load_wh: int
    """Of a load on the usual route, which stays the same while another is taken."""
    lead_time_days: float
    """Of the planning route, as are its spread and emissions; NaN without one."""
    lead_time_sd_days: float
    kg_co2e_per_kwh: float
    offer: Offer | None
    """None: no route, or no price."""
    misfits: tuple[str, ...]
    """What stands against it whatever the day, while a phase of it runs or is announced."""
    misfits_cancelled: tuple[str, ...]
    """The same once none is."""
    minimum_gwh_per_year: float


class SupplyOptions:
    """The prospects of every programme, by plant id, found when first asked for."""

    def __init__(self, scenario: Scenario, network: LogisticsNetwork, costs: CostBook) -> None:
        self.scenario = scenario
        self.network = network
        self.costs = costs
        calendar = scenario.run.calendar()
        self._announced = {
            plant: calendar.day_of(spec.announced) for plant, spec in sorted(scenario.plants.items())
        }
        self._priced = {(price.region, price.chemistry) for price in scenario.prices.values()}
        self._found: dict[tuple[str, frozenset[str]], list[SupplyOption]] = {}

    def of(self, programme: str, closed: frozenset[str] = frozenset()) -> list[SupplyOption]:
        """Every plant as a source of a programme, over the legs that are not `closed`."""
        if (programme, closed) not in self._found:
            found = [self._prospect(plant, programme, closed) for plant in self._announced]
            self._found[programme, closed] = found
        return self._found[programme, closed]

    def _prospect(self, plant: str, programme: str, closed: frozenset[str]) -> SupplyOption:
        spec, buyer = self.scenario.plants[plant], self.scenario.programmes[programme]
        route = self.network.route(spec.site, buyer.site, closed)
        shortest = self.network.shortest(spec.site, buyer.site, closed)
        priced = (spec.price_region, buyer.chemistry) in self._priced
        fit = ProductFit(
            chemistry=buyer.chemistry,
            format=buyer.format,
            chemistries=spec.chemistries,
            formats=spec.formats,
            excluded=plant in buyer.sourcing.exclude_plants,
            route_open=route is not None,
            priced=priced,
        )
        usual = self.network.route(spec.site, buyer.site)
        containerised = usual is not None and usual.containerised
        load = load_wh(self.scenario, buyer.chemistry, containerised=containerised)
        return SupplyOption(
            plant=plant,
            spec=spec,
            announced_day=self._announced[plant],
            route=route,
            distance_km=math.nan if shortest is None else shortest.km,
            load_wh=load,
            lead_time_days=math.nan if route is None else route.expected_days,
            lead_time_sd_days=math.nan if route is None else route.sd_days,
            kg_co2e_per_kwh=math.nan if route is None else route.kg_co2e_per_load * WH_PER_KWH / load,
            offer=None if route is None or not priced else self.costs.offer(plant, programme, route, load),
            misfits=misfits(fit, cancelled=False),
            misfits_cancelled=misfits(fit, cancelled=True),
            minimum_gwh_per_year=certain(spec.minimum_order_gwh),
        )
