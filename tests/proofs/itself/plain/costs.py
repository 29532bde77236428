"""Landed cost of a plant's cells for a programme, EUR/kWh, part by part as in docs/explanation/model.md."""

from typing import NamedTuple

import numpy as np

from sim.scenario.types.numbers import certain
from tests.proofs.itself.plain.routes import Route
from tests.proofs.itself.plain.things import Programme, World


class LandedCost(NamedTuple):
    """EUR/kWh by part."""

    price: float
    freight: float
    duty: float
    transit_capital: float
    carbon: float
    switching: float
    surcharge: float
    """Within freight already."""

    @property
    def total(self) -> float:
        return sum(self[:6])


def price(world: World, plant: str, programme: Programme, day: int, gwh_per_year: float) -> float:
    """Region's price of the day x its factor x the plant's factor x that of the volume."""
    spec = world.plants[plant].spec
    for each in world.path.scenario.prices.values():
        if (each.region, each.chemistry) == (spec.price_region, programme.spec.chemistry):
            at = [world.calendar.day_of(point.date) for point in each.points]
            eur = float(np.interp(day, at, [certain(point.eur_per_kwh) for point in each.points]))
            steps = [certain(s.factor) for s in each.volume_steps if s.from_gwh_per_year <= gwh_per_year]
            return eur * certain(each.factor) * certain(spec.price_factor) * (steps[-1] if steps else 1.0)
    message = f"no price of {programme.spec.chemistry} from {plant}"
    raise AssertionError(message)


def landed_cost(
    world: World, route: Route, programme: Programme, plant: str, *, base: float, load_wh: int, day: int
) -> LandedCost:
    """What comes on top of a price on a day, the switching cost left out."""
    economics, kwh = world.path.scenario.economics, load_wh / 1000
    surcharge = route.surcharge_eur_per_load / kwh
    freight = route.eur_per_load / kwh + surcharge
    return LandedCost(
        price=base,
        freight=freight,
        duty=_duty_rate(world, programme, plant, day) * (base + freight),
        transit_capital=base * certain(economics.cost_of_capital) * route.expected_days / 365,
        carbon=route.kg_co2e_per_load / kwh * certain(economics.eur_per_t_co2e) / 1000,
        switching=0.0,
        surcharge=surcharge,
    )


def _duty_rate(world: World, programme: Programme, plant: str, day: int) -> float:
    """The latest rate in force between the two zones."""
    sites = world.path.scenario.sites
    zones = (sites[world.plants[plant].spec.site].zone, sites[programme.spec.site].zone)
    rates = [
        (world.calendar.day_of(duty.start), certain(duty.rate))
        for duty in world.path.scenario.duties.values()
        if (duty.origin_zone, duty.destination_zone) == zones and zones[0] != zones[1]
    ]
    return max((rate for rate in rates if rate[0] <= day), default=(0, 0.0))[1]
