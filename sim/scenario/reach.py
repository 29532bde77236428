"""Reach: whether cells can get from a plant to a programme at all, over legs and the roads of a landmass."""

from collections.abc import Iterator, Mapping, Set
from typing import Final

from sim.scenario.findings import Finding
from sim.scenario.parts import Parts

_ROAD: Final = "road"
_GATEWAY: Final = "gateway"


def reach_findings(parts: Parts) -> Iterator[Finding]:
    """Programmes that no plant can reach, and agreements whose plants cannot reach their programme.

    Closures and refusals of dangerous goods do not count: they are the world's, not a slip of the file.
    """
    if any(parts.faulty.get(table) for table in ("sites", "legs", "modes")) or _has_loose_ends(parts):
        return
    neighbours = _neighbours(parts)
    sites = {plant.site for plant in parts.plants.values() if plant.site in parts.sites}
    reached = {site: _reached(site, neighbours, parts) for site in sorted(sites)}
    within_reach = {end for ends in reached.values() for end in ends}
    for id_, programme in parts.programmes.items():
        if programme.site in parts.sites and reached and programme.site not in within_reach:
            yield Finding(
                ("programmes", id_, "site"), "no plant can reach this site: there are no legs to it"
            )
    for id_, agreement in parts.agreements.items():
        buyer = parts.programmes.get(agreement.programme)
        ends = {
            plant.site: reached[plant.site]
            for name, plant in parts.plants.items()
            if plant.site in reached and (agreement.plant == name or agreement.supplier == plant.supplier)
        }
        if buyer is None or buyer.site not in within_reach or not ends:
            continue
        if not any(buyer.site in site_ends for site_ends in ends.values()):
            key = "plant" if agreement.plant is not None else "supplier"
            yield Finding(("agreements", id_, key), f"has no legs to programme {agreement.programme}")


def _has_loose_ends(parts: Parts) -> bool:
    """Whether a leg leads to no site or back to its own: a fault by itself, and the cause of any other."""
    return any(
        not {leg.origin, leg.destination} <= parts.sites.keys() or leg.origin == leg.destination
        for leg in parts.legs.values()
    )


def _neighbours(parts: Parts) -> Mapping[str, Set[str]]:
    """Sites that a leg or a road of their landmass joins; roads join sites of different kinds alone."""
    joined: dict[str, set[str]] = {site: set() for site in parts.sites}
    for leg in parts.legs.values():
        if leg.origin in joined and leg.destination in joined:
            joined[leg.origin].add(leg.destination)
            joined[leg.destination].add(leg.origin)
    if _ROAD in parts.modes:
        by_landmass: dict[str, list[str]] = {}
        for id_, site in parts.sites.items():
            by_landmass.setdefault(site.landmass, []).append(id_)
        for together in by_landmass.values():
            for one in together:
                kind = parts.sites[one].kind
                joined[one].update(other for other in together if parts.sites[other].kind != kind)
    return joined


def _reached(start: str, neighbours: Mapping[str, Set[str]], parts: Parts) -> Set[str]:
    """All sites that cells from one site can get to, changing at gateways alone."""
    reached = {start}
    frontier = {start}
    while frontier:
        passing = {site for site in frontier if site == start or parts.sites[site].kind == _GATEWAY}
        frontier = {end for site in passing for end in neighbours[site]} - reached
        reached |= frontier
    return reached
