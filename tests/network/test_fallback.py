"""Fallback legs: roads that no table knows."""

import pytest

from sim.core.geo import great_circle_km
from sim.network.graph import LogisticsNetwork
from tests.builders import leg, scenario, site

FALLBACK = "near-works~port-uk~fallback"


def straight_km(world, one, other):
    return great_circle_km(world.sites[one].place, world.sites[other].place)


def test_a_missing_road_is_the_great_circle_times_the_circuity_and_says_so():
    world = scenario()
    made = LogisticsNetwork(world).legs[FALLBACK]

    assert made.km == straight_km(world, "near-works", "port-uk") * 1.18
    assert (made.mode, made.border, made.method) == ("road", False, "great circle x 1.18")
    assert made.eur_per_load == made.km * 1.5


def test_roads_between_neighbours_wind_more():
    world = scenario({"sites.near-works": site("cell-plant", "uk", 51.5, 0.5)})
    assert straight_km(world, "near-works", "port-uk") < 100
    made = LogisticsNetwork(world).legs[FALLBACK]

    assert made.km == straight_km(world, "near-works", "port-uk") * 1.3
    assert made.method == "great circle x 1.3"


@pytest.mark.parametrize(("degrees", "circuity"), [(0.89932, 1.3), (0.89933, 1.18)])
def test_the_near_circuity_ends_at_100_km(degrees, circuity):
    # 100 km are 100 / (2 pi 6371.0088) * 360 = 0.899321 degrees.
    world = scenario(
        {
            "sites.near-works": site("cell-plant", "uk", 51.0 + degrees, 1.0),
            "sites.port-uk": site("gateway", "uk", 51.0, 1.0),
        }
    )
    assert LogisticsNetwork(world).legs[FALLBACK].method == f"great circle x {circuity}"


def test_the_scenario_sets_the_circuity():
    world = scenario({"freight.fallback_circuity": 2.0, "freight.road_distance_factor": 1.1})
    expected = straight_km(world, "near-works", "port-uk") * 2.0 * 1.1
    assert LogisticsNetwork(world).legs[FALLBACK].km == expected


def test_only_pairs_of_different_kinds_on_one_landmass_without_a_leg_fall_back():
    world = scenario(
        {
            "sites.second-works": site("cell-plant", "uk", 53.0, -1.0),
            "sites.second-port": site("gateway", "uk", 53.7, -0.2),
        }
    )
    fallbacks = [leg_id for leg_id in LogisticsNetwork(world).legs if leg_id.endswith("~fallback")]
    assert fallbacks == [
        "near-works~port-uk~fallback",
        "near-works~second-port~fallback",
        "second-port~car-works~fallback",
        "second-works~car-works~fallback",
        "second-works~port-uk~fallback",
        "second-works~second-port~fallback",
    ]


def test_a_leg_in_the_other_direction_joins_a_pair_too():
    world = scenario({"legs.own": leg("port-uk", "near-works", "road", 500.0)})
    assert FALLBACK not in LogisticsNetwork(world).legs


def test_a_refused_leg_is_not_replaced_by_a_fallback():
    refused = leg("near-works", "car-works", "road", 320.0, dangerous_goods=0.0)
    legs = LogisticsNetwork(scenario({"legs.near-road": refused})).legs

    assert "near-road" not in legs
    assert "near-works~car-works~fallback" not in legs


def test_without_roads_nothing_falls_back():
    roads = {f"legs.{leg_id}": None for leg_id in ("far-road", "uk-road", "near-road")}
    assert list(LogisticsNetwork(scenario({"modes.road": None, **roads})).legs) == ["strait"]


def test_sites_at_one_place_are_a_metre_apart():
    same = site("cell-plant", "uk", 51.1, 1.3)
    assert LogisticsNetwork(scenario({"sites.near-works": same})).legs[FALLBACK].km == 0.001 * 1.3


def test_routes_use_the_fallback():
    network = LogisticsNetwork(scenario({"legs.near-road": None}))
    assert network.route("near-works", "car-works").legs == ("near-works~car-works~fallback",)
