"""Fallback legs: roads that no table knows, estimated from the great circle and marked as such."""

from collections.abc import Iterator
from itertools import combinations
from typing import Final

from sim.network.geo import great_circle_km
from sim.scenario.logistics import FreightSpec, LegSpec, SiteSpec
from sim.scenario.scenario import Scenario

NEAR_KM: Final = 100.0
"""Great circle under which roads wind more: `fallback_circuity_near` holds (FreightSpec)."""
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
    joined = {frozenset((leg.origin, leg.destination)) for leg in scenario.legs.values()}
    return {
        f"{origin}~{destination}~fallback": _road(origin, destination, scenario)
        for origin, destination in _pairs(scenario.sites)
        if frozenset((origin, destination)) not in joined
    }


def _pairs(sites: dict[str, SiteSpec]) -> Iterator[tuple[str, str]]:
    # In order of name, the kinds are in order of the trade: cell-plant, gateway, vehicle-plant.
    ordered = sorted(sites.items(), key=lambda item: (item[1].kind, item[0]))
    for (origin, one), (destination, other) in combinations(ordered, 2):
        if one.kind != other.kind and one.landmass == other.landmass:
            yield origin, destination


def _road(origin: str, destination: str, scenario: Scenario) -> LegSpec:
    straight_km = max(great_circle_km(scenario.sites[origin], scenario.sites[destination]), _LEAST_KM)
    circuity = _circuity(straight_km, scenario.freight)
    return LegSpec(
        origin=origin,
        destination=destination,
        mode="road",
        km=straight_km * circuity,
        method=f"great circle x {circuity:g}",
    )


def _circuity(straight_km: float, freight: FreightSpec) -> float:
    return freight.fallback_circuity_near if straight_km < NEAR_KM else freight.fallback_circuity
