"""Fallback legs: roads that no table knows, estimated from the great circle and marked as such."""

from typing import Final

from sim.core.geo import great_circle_km
from sim.scenario.checks.estimated import circuity, roadless_pairs
from sim.scenario.types.logistics import LegSpec
from sim.scenario.types.scenario import Scenario

_LEAST_KM: Final = 0.001
"""Two sites at the same coordinates are still a metre apart: a leg has a length."""


def fallback_legs(scenario: Scenario) -> dict[str, LegSpec]:
    """Road legs by id for the pairs of sites of different kinds on one landmass that no leg joins.

    Pairs of a kind (two cell plants, two gateways) get none: cells do not travel between them. The id is
    `origin~destination~fallback`, in the direction of the trade: cell plant, gateway, vehicle plant. A leg
    that refuses cells joins its sites all the same. A scenario without the mode road gets no legs.
    """
    if "road" not in scenario.modes:
        return {}
    return {
        f"{origin}~{destination}~fallback": _road(origin, destination, scenario)
        for origin, destination in roadless_pairs(scenario.sites, scenario.legs)
    }


def _road(origin: str, destination: str, scenario: Scenario) -> LegSpec:
    straight_km = max(
        great_circle_km(scenario.sites[origin].place, scenario.sites[destination].place), _LEAST_KM
    )
    factor = circuity(straight_km, scenario.freight)
    return LegSpec(
        origin=origin,
        destination=destination,
        mode="road",
        km=straight_km * factor,
        method=f"great circle x {factor:g}",
    )
