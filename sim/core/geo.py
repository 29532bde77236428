"""Geography: the distance between two places on the globe."""

import math
from typing import Final, TypeAlias

MEAN_EARTH_RADIUS_KM: Final = 6371.0088
"""Mean radius R1 = (2a + b) / 3 of the reference ellipsoid WGS 84 (Moritz 1980, Geodetic Reference
System)."""


Place: TypeAlias = tuple[float, float]
"""Latitude and longitude in degrees."""


def great_circle_km(one: Place, other: Place) -> float:
    """Length of the great circle between two places, in km; the same in both directions.

    Haversine formula, hav(d / R) = hav(Δlatitude) + cos(latitude 1) cos(latitude 2) hav(Δlongitude), which
    keeps its precision for neighbours (Sinnott 1984, Virtues of the Haversine).
    """
    latitudes = math.radians(one[0]), math.radians(other[0])
    longitudes = math.radians(one[1]), math.radians(other[1])
    cosines = math.cos(latitudes[0]) * math.cos(latitudes[1])
    haversine = _haversine(latitudes[1] - latitudes[0]) + cosines * _haversine(longitudes[1] - longitudes[0])
    return 2 * MEAN_EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, haversine)))


def _haversine(angle: float) -> float:
    return math.sin(angle / 2) ** 2
