"""Estimated roads: pairs of sites that no leg joins, and how much longer than the great circle a road is taken to be."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Final

from sim.core.geo import great_circle_km
from sim.scenario.parts import Parts
from sim.scenario.reading.findings import Finding
from sim.scenario.reading.key_path import KeyPath
from sim.scenario.types.logistics import FreightSpec, LegSpec, SiteSpec

NEAR_KM: Final = 100.0
"""Great circle under which roads wind more: `fallback_circuity_near` holds (FreightSpec)."""
LONGEST_ROAD_KM: Final = 3_000.0
"""Cells by lorry from one end of Europe to the other; an estimate beyond it is hardly a road."""
_FAR: Final = "no lorry goes so far: check coordinates and landmass, or state the leg"
_MOST_SITES: Final = 1_000
"""Among more it would take seconds to look at all pairs."""


def roadless_pairs(sites: Mapping[str, SiteSpec], legs: Mapping[str, LegSpec]) -> Iterator[tuple[str, str]]:
    """(origin, destination) of sites of different kinds on one landmass that no leg joins.

    They are in the direction of the trade: cell plant, gateway, vehicle plant.
    """
    joined = {frozenset((leg.origin, leg.destination)) for leg in legs.values()}
    # In order of name, the kinds are in order of the trade: cell-plant, gateway, vehicle-plant.
    ordered = sorted(sites.items(), key=lambda item: (item[1].kind, item[0]))
    for (origin, one), (destination, other) in combinations(ordered, 2):
        may_trade = one.kind != other.kind and one.landmass == other.landmass
        if may_trade and frozenset((origin, destination)) not in joined:
            yield origin, destination


def circuity(straight_km: float, freight: FreightSpec) -> float:
    """Road over great circle."""
    return freight.fallback_circuity_near if straight_km < NEAR_KM else freight.fallback_circuity


def estimated_roads(parts: Parts) -> dict[tuple[str, str], float]:
    """Length in km of every estimated road by (origin, destination); none where nothing travels by road."""
    freight = parts.freight
    if freight is None or "road" not in parts.modes or len(parts.sites) > _MOST_SITES:
        return {}
    found = {}
    for origin, destination in roadless_pairs(parts.sites, parts.legs):
        straight = great_circle_km(parts.sites[origin].place, parts.sites[destination].place)
        found[origin, destination] = straight * circuity(straight, freight)
    return found


def estimates(parts: Parts) -> Iterator[Finding]:
    """Sites of which all roads are estimated, and estimated roads that are hardly roads."""
    roads = estimated_roads(parts)
    ends = {end for leg in parts.legs.values() for end in (leg.origin, leg.destination)}
    bare: dict[str, list[float]] = defaultdict(list)
    for pair, km in roads.items():
        alone = [site for site in pair if site not in ends]
        for site in alone:
            bare[site].append(km)
        if km > LONGEST_ROAD_KM and not alone:
            yield Finding(
                ("sites", pair[0]), f"its road to {pair[1]} is estimated at {km:,.0f} km", _FAR, value=""
            )
    if roads and not parts.legs:
        yield _guessed(("legs",), "is empty: all roads", list(roads.values()))
        return
    for site, kms in sorted(bare.items()):
        yield _guessed(("sites", site), "has no leg: its roads", kms)


def _guessed(path: KeyPath, what: str, kms: Sequence[float]) -> Finding:
    told = f"{min(kms):,.0f} to {max(kms):,.0f} km" if len(kms) > 1 else f"{kms[0]:,.0f} km"
    message = f"{what} ({told}) are estimated from the great circle"
    return Finding(path, message, _FAR if max(kms) > LONGEST_ROAD_KM else "state them as legs", value="")
