"""Reach: whether cells can get from a plant to a programme at all, over legs and the roads of a landmass."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from typing import Final, get_args

from sim.scenario.parts import Parts
from sim.scenario.reading.findings import Finding
from sim.scenario.types.logistics import SiteKind, SiteSpec

_ROAD: Final = "road"
_GATEWAY: Final = "gateway"


def reach_findings(parts: Parts) -> Iterator[Finding]:
    """Programmes that no plant can reach, and agreements whose plants cannot reach their programme.

    Closures and refusals of dangerous goods do not count: they are the world's, not a slip of the file.
    """
    unsure = not parts.modes or any(parts.faulty.get(table) for table in ("sites", "legs", "modes"))
    if unsure or _has_loose_ends(parts):
        return
    ways = _ways(parts)
    sites = {plant.site for plant in parts.plants.values() if plant.site in parts.sites}
    reached = {site: _reached(site, ways) for site in sorted(sites)}
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


@dataclass(frozen=True, slots=True)
class _Ways:
    """What is joined: sites by legs, and with a road mode all sites of a landmass that are of different kinds."""

    sites: Mapping[str, SiteSpec]
    legs: Mapping[str, Set[str]]
    by_road: Mapping[tuple[str, str], Set[str]]
    """Sites by landmass and kind."""

    def roads(self, site: str) -> Iterator[tuple[str, str]]:
        """Landmass and kind of the sites that roads lead to from a site."""
        spec = self.sites[site]
        yield from ((spec.landmass, kind) for kind in get_args(SiteKind) if kind != spec.kind)


def _ways(parts: Parts) -> _Ways:
    legs: dict[str, set[str]] = {site: set() for site in parts.sites}
    for leg in parts.legs.values():
        if leg.origin in legs and leg.destination in legs:
            legs[leg.origin].add(leg.destination)
            legs[leg.destination].add(leg.origin)
    by_road: dict[tuple[str, str], set[str]] = {}
    if _ROAD in parts.modes:
        for id_, site in parts.sites.items():
            by_road.setdefault((site.landmass, site.kind), set()).add(id_)
    return _Ways(parts.sites, legs, by_road)


def _reached(start: str, ways: _Ways) -> Set[str]:
    """All sites that cells from one site can get to, changing at gateways alone."""
    reached = {start}
    frontier = {start}
    taken: set[tuple[str, str]] = set()
    while frontier:
        passing = {site for site in frontier if site == start or ways.sites[site].kind == _GATEWAY}
        roads = {road for site in passing for road in ways.roads(site)} - taken
        taken |= roads
        ends = {end for site in passing for end in ways.legs[site]}
        frontier = ends.union(*(ways.by_road.get(road, ()) for road in roads)) - reached
        reached |= frontier
    return reached
