"""The globe: the distance between two sites as the crow flies."""

import math
from typing import Final

from sim.scenario.types.logistics import SiteSpec

MEAN_EARTH_RADIUS_KM: Final = 6371.0088
"""Mean radius R1 = (2a + b) / 3 of the ellipsoid WGS 84 (Moritz 1980, Geodetic Reference System)."""


def great_circle_km(one: SiteSpec, other: SiteSpec) -> float:
    """Length of the great circle between two sites, in km, by the haversine formula (Sinnott 1984)."""
    latitudes = math.radians(one.latitude), math.radians(other.latitude)
    cosines = math.cos(latitudes[0]) * math.cos(latitudes[1])
    half_way = math.radians(other.longitude - one.longitude) / 2
    haversine = math.sin((latitudes[1] - latitudes[0]) / 2) ** 2 + cosines * math.sin(half_way) ** 2
    return 2 * MEAN_EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, haversine)))
