"""Geography: a plane for the maps, what of the coast lies in it, and the lanes between its sites."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sim.network.geometry import short_way
from sim.scenario.seeds.coast import Ring
from sim.scenario.types.logistics import SiteSpec

_MARGIN = 0.06
_LEAST = 1.0
"""Degrees."""


@dataclass(frozen=True, slots=True)
class MapExtent:
    """A part of the globe on a plane: x = longitude cos(middle latitude), y = latitude, in degrees."""

    west: float
    east: float
    south: float
    north: float

    @property
    def shrink(self) -> float:
        """Length of a degree of longitude in degrees of latitude."""
        return math.cos(math.radians((self.south + self.north) / 2))

    @property
    def width(self) -> float:
        """In degrees of latitude."""
        return (self.east - self.west) * self.shrink

    @property
    def height(self) -> float:
        """In degrees of latitude."""
        return self.north - self.south

    def place(self, longitude: float, latitude: float) -> tuple[float, float]:
        """A place on the plane, the window's lower left corner at (0, 0)."""
        return (longitude - self.west) * self.shrink, latitude - self.south

    def shaped(self, ratio: float) -> "MapExtent":
        """The least window around this one that is `ratio` times as wide as high."""
        if self.width < ratio * self.height:
            more = (ratio * self.height - self.width) / self.shrink / 2
            return MapExtent(self.west - more, self.east + more, self.south, self.north)
        more = (self.width / ratio - self.height) / 2
        return MapExtent(self.west, self.east, self.south - more, self.north + more)

    def touches(self, ring: Ring) -> bool:
        """Whether the frame of an outline overlaps the window."""
        xs, ys = [x for x, _ in ring], [y for _, y in ring]
        return min(xs) < self.east and max(xs) > self.west and min(ys) < self.north and max(ys) > self.south


def window_of(sites: Iterable[SiteSpec]) -> MapExtent:
    """The window that holds the sites, with a margin."""
    places = [(site.longitude, site.latitude) for site in sites]
    west, east = min(x for x, _ in places), max(x for x, _ in places)
    south, north = min(y for _, y in places), max(y for _, y in places)
    wide, high = _MARGIN * (east - west) + _LEAST, _MARGIN * (north - south) + _LEAST
    return MapExtent(west - wide, east + wide, south - high, north + high)


def outlines(coast: Sequence[Ring], window: MapExtent, spacing: float) -> list[list[tuple[float, float]]]:
    """Outlines of land in a window on its plane, its corners at least `spacing` degrees apart."""
    around = MapExtent(
        window.west - window.width,
        window.east + window.width,
        window.south - window.height,
        window.north + window.height,
    )
    found = []
    for ring in coast:
        if window.touches(ring):
            corners = _thinned([_held(corner, around) for corner in ring], spacing)
            if len(corners) > 3:  # noqa: PLR2004 - a triangle and its first corner again
                found.append([window.place(*corner) for corner in corners])
    return found


def _held(corner: tuple[float, float], window: MapExtent) -> tuple[float, float]:
    x, y = corner
    return min(max(x, window.west), window.east), min(max(y, window.south), window.north)


def _thinned(corners: Sequence[tuple[float, float]], spacing: float) -> list[tuple[float, float]]:
    kept = [corners[0]]
    for last, corner in pairwise(corners):
        if math.dist(kept[-1], corner) >= spacing or (corner == corners[0] and last != corner):
            kept.append(corner)
    return kept


def drawn_lines(window: MapExtent, start: SiteSpec, end: SiteSpec) -> list[Ring]:
    """A straight line between two sites on a window's plane, by the short way round the globe.

    Over the antimeridian it is drawn twice, from each end to where the other would be beyond the edge, where the
    picture cuts it off.
    """
    places = (start.longitude, start.latitude), (end.longitude, end.latitude)
    lines = [(one, short_way(one, other)) for one, other in (places, places[::-1])]
    if lines[0][1] == places[1]:
        lines = lines[:1]
    return [[window.place(*corner) for corner in line] for line in lines]


def sites_between(sites: Mapping[str, SiteSpec], ids: Iterable[str]) -> dict[str, SiteSpec]:
    """Sites by id, in order."""
    return {id_: sites[id_] for id_ in sorted(set(ids))}


def inside(window: MapExtent, site: SiteSpec) -> bool:
    """Whether a site lies in a window."""
    return window.west < site.longitude < window.east and window.south < site.latitude < window.north
