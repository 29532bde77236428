"""Landed cost: what a kWh costs at the vehicle plant's gate, with all that comes on top of its price."""

import math
from typing import NamedTuple, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from sim.core.arrays import Floats
from sim.core.calendar import Calendar
from sim.core.errors import BrokenInvariant
from sim.core.units import DAYS_PER_YEAR, KG_PER_T, WH_PER_GWH, WH_PER_KWH, wh_from_mwh
from sim.rules.duty import DutyBook, DutyRates
from sim.rules.price import PriceBook, PriceTerms
from sim.scenario.types.numbers import certain
from sim.scenario.types.scenario import Scenario

Ints = NDArray[np.int64]
Amount = TypeVar("Amount", float, NDArray[np.float64])


class Haul(Protocol):
    """What a route costs and takes, for one load; both a route of the network and its record are one."""

    @property
    def eur_per_load(self) -> float:
        """Freight without the dangerous-goods surcharge."""

    @property
    def surcharge_eur_per_load(self) -> float:
        """What class 9 goods cost on top."""

    @property
    def kg_co2e_per_load(self) -> float:
        """Emissions of one load."""

    @property
    def expected_days(self) -> float:
        """Expected time in transit."""


class Order(NamedTuple):
    """What a programme would buy from a day on, as a sourcing review prices it at every plant."""

    day: int
    gwh_per_year: float
    term_years: float = 1.0
    """Years over whose volume a switching cost is spread."""


class LandedCost(NamedTuple):
    """Parts of a landed cost in EUR/kWh."""

    price: float
    freight: float
    """With the dangerous-goods surcharge."""
    duty: float
    transit_capital: float
    carbon: float
    switching: float
    surcharge: float
    """Dangerous-goods surcharge, counted within freight already."""

    @property
    def total(self) -> float:
        """EUR/kWh: the sum of the parts in their order, the surcharge once."""
        return self.price + self.freight + self.duty + self.transit_capital + self.carbon + self.switching


class Offer(NamedTuple):
    """A plant's cells for a programme over a route: what no order changes of their landed cost, worked out once."""

    tariff: PriceTerms
    duties: DutyRates
    freight: float
    """EUR/kWh with the dangerous-goods surcharge, as are the other amounts."""
    surcharge: float
    carbon: float
    expected_days: float
    cost_of_capital: float

    def landed_cost(self, order: Order, price_factor: float = 1.0, switching_eur: float = 0.0) -> LandedCost:
        """EUR/kWh of an order by part, at the price and duty of its day and the expected time in transit.

        `price_factor` is the agreed price as a multiple of the plant's.
        """
        tariff, duties, freight, surcharge, emissions, expected_days, cost_of_capital = self
        price = tariff.price(order.day, order.gwh_per_year) * price_factor
        return LandedCost(
            price,
            freight,
            duty(duties.rate(order.day), price, freight),
            transit_capital(price, cost_of_capital, expected_days),
            emissions,
            switching(order, switching_eur),
            surcharge,
        )


class LaneShipments(NamedTuple):
    """Shipments of one plant to one programme, each field of shape (shipments,)."""

    day: Ints
    """Day of departure, at whose price and duty a shipment counts."""
    energy_wh: Ints
    load_wh: Ints
    eur_per_load: Floats
    surcharge_eur_per_load: Floats
    kg_co2e_per_load: Floats
    transit_days: Floats
    """Days in transit actually taken."""
    gwh_per_year: Floats
    """Yearly volume that the price went by."""
    price_factor: Floats


class ShipmentCosts(NamedTuple):
    """Parts of the landed cost of shipments in EUR, shape (shipments,). Switching costs are paid apart."""

    price: Floats
    freight: Floats
    """With the dangerous-goods surcharge."""
    duty: Floats
    transit_capital: Floats
    carbon: Floats
    surcharge: Floats
    """Dangerous-goods surcharge, counted within freight already."""

    @property
    def total(self) -> Floats:
        """EUR: the sum of the parts in their order, the surcharge once."""
        return self.price + self.freight + self.duty + self.transit_capital + self.carbon


class CostBook:
    """Prices, duties and rates of a realised scenario, prepared once for a replication."""

    def __init__(self, scenario: Scenario, calendar: Calendar) -> None:
        self._prices = PriceBook(scenario, calendar)
        self._duties = DutyBook(scenario, calendar)
        self._cost_of_capital = certain(scenario.economics.cost_of_capital)
        self._eur_per_t_co2e = certain(scenario.economics.eur_per_t_co2e)
        self._chemistry = {id_: programme.chemistry for id_, programme in scenario.programmes.items()}
        self._origin = {id_: scenario.sites[plant.site].zone for id_, plant in scenario.plants.items()}
        self._destination = {
            id_: scenario.sites[programme.site].zone for id_, programme in scenario.programmes.items()
        }
        self.price = self._prices.price
        self.prices = self._prices.prices
        self.duty_rates = self._duties.duty_rates

    def offer(self, plant: str, programme: str, haul: Haul, load_wh: int) -> Offer:
        """The offer of a plant to a programme over a route, in loads of so many Wh.

        Raises BrokenInvariant where the plant has no price of the programme's chemistry.
        """
        kwh_per_load = load_wh / WH_PER_KWH
        surcharge = per_kwh(haul.surcharge_eur_per_load, kwh_per_load)
        return Offer(
            tariff=self._prices.tariff(plant, self._chemistry[programme]),
            duties=self._duties.schedule(self._origin[plant], self._destination[programme]),
            freight=per_kwh(haul.eur_per_load, kwh_per_load) + surcharge,
            surcharge=surcharge,
            carbon=carbon(per_kwh(haul.kg_co2e_per_load, kwh_per_load), self._eur_per_t_co2e),
            expected_days=haul.expected_days,
            cost_of_capital=self._cost_of_capital,
        )

    def shipment_costs(self, plant: str, programme: str, shipped: LaneShipments) -> ShipmentCosts:
        """EUR of a lane's shipments by part.

        The EUR/kWh that an offer's `landed_cost` gives for the same numbers, to the last bit, times the kWh shipped.
        """
        chemistry = self._chemistry[programme]
        kwh_per_load = shipped.load_wh / WH_PER_KWH
        zones = self._origin[plant], self._destination[programme]
        price = self.prices(plant, chemistry, shipped.day, shipped.gwh_per_year) * shipped.price_factor
        surcharge = per_kwh(shipped.surcharge_eur_per_load, kwh_per_load)
        freight = per_kwh(shipped.eur_per_load, kwh_per_load) + surcharge
        kwh = shipped.energy_wh / WH_PER_KWH
        return ShipmentCosts(
            price=price * kwh,
            freight=freight * kwh,
            duty=duty(self.duty_rates(*zones, shipped.day), price, freight) * kwh,
            transit_capital=transit_capital(price, self._cost_of_capital, shipped.transit_days) * kwh,
            carbon=carbon(per_kwh(shipped.kg_co2e_per_load, kwh_per_load), self._eur_per_t_co2e) * kwh,
            surcharge=surcharge * kwh,
        )


def per_kwh(per_load: Amount, kwh_per_load: Amount) -> Amount:
    """An amount per kWh from one per full load."""
    return per_load / kwh_per_load


def duty(rate: Amount, price: Amount, freight: Amount) -> Amount:
    """Duty in EUR/kWh: the rate on the customs value, which is the price with all its freight (CIF)."""
    return rate * (price + freight)


def transit_capital(price: Amount, cost_of_capital: float, days: Amount) -> Amount:
    """EUR/kWh that the value in transit costs at a yearly rate."""
    return price * cost_of_capital * days / DAYS_PER_YEAR


def carbon(kg_co2e_per_kwh: Amount, eur_per_t_co2e: float) -> Amount:
    """EUR/kWh of emissions at a price per tonne."""
    return kg_co2e_per_kwh * eur_per_t_co2e / KG_PER_T


def switching(order: Order, eur: float) -> float:
    """EUR/kWh of a switching cost over the order's volume; infinite where there is a cost and no volume."""
    if eur == 0:
        return 0.0
    kwh = order.gwh_per_year * order.term_years * (WH_PER_GWH / WH_PER_KWH)
    return eur / kwh if kwh > 0 else math.inf


def load_wh(scenario: Scenario, chemistry: str, *, containerised: bool) -> int:
    """Wh of a full load: a container where the route needs one and the chemistry's is given, else a truck.

    Raises BrokenInvariant for a chemistry without a truckload.
    """
    freight = scenario.freight
    if containerised and chemistry in freight.container_mwh:
        return wh_from_mwh(certain(freight.container_mwh[chemistry]))
    if chemistry not in freight.truck_mwh:
        raise BrokenInvariant(f"no energy of a truckload of {chemistry} cells")
    return wh_from_mwh(certain(freight.truck_mwh[chemistry]))
