"""The coast: whether a place lies on land, by the outlines of countries that come with the seeds."""

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

FILE_NAME: Final = "coastline.geojson"

_KM_PER_DEGREE: Final = 111.2
"""Length of a degree of latitude, and of longitude at the equator: pi R / 180."""
_NEAR_DEGREES: Final = 0.5

Ring = Sequence[tuple[float, float]]
"""Corners as (longitude, latitude), the last the same as the first."""


@dataclass(frozen=True, slots=True)
class Polygon:
    """A piece of land: its outline, and the holes of it that are water or other countries."""

    rings: tuple[Ring, ...]
    west: float
    east: float
    south: float
    north: float

    def covers(self, longitude: float, latitude: float) -> bool:
        """Whether a place lies within, by the number of outlines that a ray to the east crosses."""
        if not (self.west <= longitude <= self.east and self.south <= latitude <= self.north):
            return False
        return sum(_crossings(ring, longitude, latitude) for ring in self.rings) % 2 == 1

    def is_near(self, longitude: float, latitude: float) -> bool:
        """Whether a place lies in its frame, or half a degree around it."""
        in_width = self.west - _NEAR_DEGREES <= longitude <= self.east + _NEAR_DEGREES
        return in_width and self.south - _NEAR_DEGREES <= latitude <= self.north + _NEAR_DEGREES


@dataclass(frozen=True, slots=True)
class Coast:
    """Land within a window of the globe; nothing is known outside it."""

    polygons: tuple[Polygon, ...]
    window: Polygon
    """The frame of all land that is known."""

    def km_to_land(self, longitude: float, latitude: float) -> float:
        """Distance to the nearest land, 0 on land and outside the window, infinite where none is near."""
        window = self.window
        known = window.west < longitude < window.east and window.south < latitude < window.north
        if not known or any(polygon.covers(longitude, latitude) for polygon in self.polygons):
            return 0.0
        near = (polygon for polygon in self.polygons if polygon.is_near(longitude, latitude))
        gaps = (_km_to_ring(ring, longitude, latitude) for polygon in near for ring in polygon.rings)
        return min(gaps, default=math.inf)


def read_coast(folder: Path) -> Coast | None:
    """The coast of a seeds folder; None where it has none that can be read: it serves warnings alone."""
    try:
        features = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))["features"]
        polygons = tuple(_polygon(rings) for feature in features for rings in _rings_of(feature["geometry"]))
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return None
    everywhere = [corner for polygon in polygons for corner in polygon.rings[0]]
    return Coast(polygons, _framed((everywhere,))) if polygons else None


def _rings_of(geometry: Any) -> Sequence[Any]:  # noqa: ANN401 - JSON
    return geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]


def _polygon(rings: Any) -> Polygon:  # noqa: ANN401 - JSON
    return _framed(tuple(tuple((float(corner[0]), float(corner[1])) for corner in ring) for ring in rings))


def _framed(rings: tuple[Ring, ...]) -> Polygon:
    longitudes = [longitude for longitude, _ in rings[0]]
    latitudes = [latitude for _, latitude in rings[0]]
    return Polygon(rings, min(longitudes), max(longitudes), min(latitudes), max(latitudes))


def _crossings(ring: Ring, longitude: float, latitude: float) -> int:
    return sum(
        (south <= latitude) != (north <= latitude)
        and longitude < west + (latitude - south) / (north - south) * (east - west)
        for (west, south), (east, north) in _sides(ring)
    )


def _km_to_ring(ring: Ring, longitude: float, latitude: float) -> float:
    """Distance to the nearest side, on a plane that touches the globe: good to 1 % within 100 km."""
    width = math.cos(math.radians(latitude)) * _KM_PER_DEGREE
    flat = [((x - longitude) * width, (y - latitude) * _KM_PER_DEGREE) for x, y in ring]
    return min((_km_to_side(*side) for side in _sides(flat)), default=math.inf)


def _km_to_side(start: tuple[float, float], end: tuple[float, float]) -> float:
    along = end[0] - start[0], end[1] - start[1]
    square = along[0] ** 2 + along[1] ** 2
    part = 0.0 if square == 0 else -(start[0] * along[0] + start[1] * along[1]) / square
    part = min(1.0, max(0.0, part))
    return math.hypot(start[0] + part * along[0], start[1] + part * along[1])


def _sides(ring: Ring) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    return pairwise(ring)
