"""Prices of cells by plant, chemistry, day and yearly volume."""

from bisect import bisect_right
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.core.calendar import Calendar
from sim.core.errors import BrokenInvariant
from sim.core.units import WH_PER_KWH
from sim.scenario.types.logistics import PriceSpec
from sim.scenario.types.numbers import certain
from sim.scenario.types.scenario import Scenario


class Curve(NamedTuple):
    """Regional price through dated points, straight between them, constant beyond them."""

    days: NDArray[np.float64]
    eur_per_kwh: NDArray[np.float64]
    daily: NDArray[np.float64]
    """The same on each day of the run, to be looked up."""

    def at(self, day: int) -> float:
        """EUR/kWh on a day, before and after the run too."""
        if 0 <= day < len(self.daily):
            return float(self.daily[day])
        if day >= self.days[-1]:
            return float(self.eur_per_kwh[-1])
        return float(self.over(np.array([day]))[0])

    def over(self, days: NDArray[np.int64]) -> NDArray[np.float64]:
        """EUR/kWh on each of the days."""
        return np.interp(days, self.days, self.eur_per_kwh)


class PriceTerms(NamedTuple):
    """What a plant asks for a chemistry: its region's curve, a factor, and a factor by yearly volume."""

    curve: Curve
    factor: float
    step_gwh: list[float]
    step_factors: list[float]
    """One more than the steps: the first holds below them all."""

    def price(self, day: int, gwh_per_year: float) -> float:
        """EUR/kWh asked on a day of a buyer of a yearly volume: curve x factor x factor of the highest step reached."""
        return self.curve.at(day) * self.factor * self.step_factors[bisect_right(self.step_gwh, gwh_per_year)]


class PriceBook:
    """The prices of a realised scenario, prepared once for a replication."""

    def __init__(self, scenario: Scenario, calendar: Calendar) -> None:
        prices = {(price.region, price.chemistry): price for price in scenario.prices.values()}
        if len(prices) < len(scenario.prices):
            raise BrokenInvariant("two prices of one chemistry in one region")
        curves = {key: _curve(price, calendar) for key, price in prices.items()}
        self._tariffs = {
            (id_, key[1]): _tariff(curves[key], price, certain(plant.price_factor))
            for id_, plant in scenario.plants.items()
            for key, price in prices.items()
            if key[0] == plant.price_region
        }

    def price(self, plant: str, chemistry: str, day: int, gwh_per_year: float) -> float:
        """EUR/kWh that a plant asks on a day of a buyer of a yearly volume.

        Region's curve x price factor x plant's price factor x factor of the highest volume step reached.
        Raises BrokenInvariant where the plant's region has no price of the chemistry.
        """
        return self.tariff(plant, chemistry).price(day, gwh_per_year)

    def prices(
        self, plant: str, chemistry: str, days: NDArray[np.int64], gwh_per_year: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """The same for arrays of days and volumes of one shape."""
        tariff = self.tariff(plant, chemistry)
        steps = np.searchsorted(tariff.step_gwh, gwh_per_year, side="right")
        factors: NDArray[np.float64] = np.array(tariff.step_factors)[steps]
        return tariff.curve.over(days) * tariff.factor * factors

    def tariff(self, plant: str, chemistry: str) -> PriceTerms:
        """What a plant asks for a chemistry. Raises BrokenInvariant where its region has no price of it."""
        try:
            return self._tariffs[plant, chemistry]
        except KeyError:
            raise BrokenInvariant(f"no price of {chemistry} cells from {plant}") from None


def _curve(price: PriceSpec, calendar: Calendar) -> Curve:
    days = np.array([calendar.day_of(point.date) for point in price.points], dtype=np.float64)
    eur_per_kwh = np.array([certain(point.eur_per_kwh) for point in price.points])
    return Curve(days, eur_per_kwh, np.interp(np.arange(calendar.horizon_days + 1), days, eur_per_kwh))


def _tariff(curve: Curve, price: PriceSpec, plant_factor: float) -> PriceTerms:
    steps = [step.from_gwh_per_year for step in price.volume_steps]
    factors = [1.0, *(certain(step.factor) for step in price.volume_steps)]
    return PriceTerms(curve, certain(price.factor) * plant_factor, steps, factors)


def take_or_pay_eur(
    *, contracted_wh: int, minimum_take: float, called_wh: int, price_eur_per_kwh: float
) -> float:
    """EUR owed for an agreement year: the shortfall of call-offs under the minimum take, at the agreed price.

    `contracted_wh` is the volume of that year, `minimum_take` the share of it (0 to 1) that is paid for in
    any case. 0 where enough was called off.
    """
    shortfall_wh = max(minimum_take * contracted_wh - called_wh, 0.0)
    return shortfall_wh / WH_PER_KWH * price_eur_per_kwh
