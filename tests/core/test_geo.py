"""Distances on the globe."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.core.geo import MEAN_EARTH_RADIUS_KM, great_circle_km
from sim.scenario.types.logistics import SiteSpec
from tests.builders import site

ROUNDING = 1e-6
"""km: a millimetre covers the rounding of either formula."""

places = st.builds(
    lambda latitude, longitude: SiteSpec.model_validate(site("gateway", "eu", latitude, longitude)),
    st.floats(-90, 90),
    st.floats(-180, 180),
)


def place(latitude: float, longitude: float) -> SiteSpec:
    return SiteSpec.model_validate(site("gateway", "eu", latitude, longitude))


def unit_vector(spot: SiteSpec) -> tuple[float, float, float]:
    latitude, longitude = math.radians(spot.latitude), math.radians(spot.longitude)
    radius = math.cos(latitude)
    return radius * math.cos(longitude), radius * math.sin(longitude), math.sin(latitude)


@given(places, places)
def test_the_distance_is_the_angle_between_the_two_vectors(one, other):
    first, second = unit_vector(one), unit_vector(other)
    cross = (
        first[1] * second[2] - first[2] * second[1],
        first[2] * second[0] - first[0] * second[2],
        first[0] * second[1] - first[1] * second[0],
    )
    angle = math.atan2(math.hypot(*cross), sum(a * b for a, b in zip(first, second, strict=True)))

    # Near the antipode the arcsine loses half of the digits.
    near_antipode = angle > math.pi - 1e-3
    tolerance = 1e-3 if near_antipode else ROUNDING
    assert great_circle_km(one.place, other.place) == pytest.approx(
        MEAN_EARTH_RADIUS_KM * angle, abs=tolerance
    )


@given(places, places)
def test_there_is_as_far_as_back(one, other):
    assert great_circle_km(one.place, other.place) == great_circle_km(other.place, one.place)


@given(places)
def test_a_place_is_no_distance_from_itself(spot):
    assert great_circle_km(spot.place, spot.place) == 0.0


@given(places, places, places)
def test_a_detour_is_never_shorter(one, other, third):
    detour = great_circle_km(one.place, third.place) + great_circle_km(third.place, other.place)
    assert great_circle_km(one.place, other.place) <= detour + 1e-3


def test_pole_to_equator_is_a_quarter_of_the_meridian():
    assert great_circle_km(place(90.0, 12.0).place, place(0.0, 77.0).place) == pytest.approx(
        10_007.557, abs=0.001
    )


def test_a_degree_of_the_equator_is_111_km():
    assert great_circle_km(place(0.0, 179.5).place, place(0.0, -179.5).place) == pytest.approx(
        111.195, abs=0.001
    )
