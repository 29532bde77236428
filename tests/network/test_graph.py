"""The network of a small world, worked out by hand."""

import pytest

from sim.core.errors import BrokenInvariant
from sim.network.graph import LogisticsNetwork
from sim.network.topology import Topology
from tests.builders import leg, scenario, site

ROUNDING = 1e-12
"""Relative: a few roundings of floating point."""

NORTH = {
    "sites.north-eu": site("gateway", "eu", 53.9, 8.7) | {"landmass": "north-quay"},
    "sites.north-uk": site("gateway", "uk", 53.6, -0.2) | {"landmass": "south-quay"},
    "legs.north-road-eu": leg("far-works", "north-eu", "road", 500.0),
    "legs.north-sea": leg("north-eu", "north-uk", "ferry", 600.0, transit_days=1.5, border=True),
    "legs.north-road-uk": leg("north-uk", "car-works", "road", 180.0),
}
"""A second, longer way across the sea: 500 + 600 + 180 = 1280 km."""


def route_of(changes=None, closed=frozenset()):
    return LogisticsNetwork(scenario(changes)).route("far-works", "car-works", closed)


def test_a_route_adds_up_its_legs():
    route = route_of()

    assert route.sites == ("far-works", "port-eu", "port-uk", "car-works")
    assert route.legs == ("far-road", "strait", "uk-road")
    assert route.modes == ("road", "ferry", "road")
    assert route.km == 250 + 42 + 270
    assert route.expected_days == pytest.approx(520 / 650 + 42 / 700 + 0.1, rel=ROUNDING)
    assert route.eur_per_load == 520 * 1.5 + 320
    assert route.kg_co2e_per_load == pytest.approx(24 * (520 * 0.078 + 42 * 0.46), rel=ROUNDING)
    assert route.surcharge_eur_per_load == 0
    assert (route.borders, route.containerised) == (1, False)


def test_the_plant_on_the_same_side_is_nearer():
    network = LogisticsNetwork(scenario())
    assert network.shortest("near-works", "car-works").km == 320.0
    assert network.shortest("far-works", "car-works").km == 562.0


def test_surcharges_add_up_leg_by_leg():
    route = route_of({"modes.road.dangerous_goods_factor": 1.2, "modes.ferry.dangerous_goods_factor": 1.5})
    assert route.eur_per_load == 1100.0
    assert route.surcharge_eur_per_load == pytest.approx(780 * 0.2 + 320 * 0.5, rel=ROUNDING)


def test_a_border_adds_the_mean_and_the_variance_of_customs():
    route = route_of(
        {
            "legs.strait": leg("port-eu", "port-uk", "ferry", 42.0, transit_days=6.0, border=True),
            "modes.ferry.transit_cv": 0.5,
            "freight.customs_days": 2.0,
            "freight.customs_cv": 2.0,
        }
    )
    assert route.expected_days == pytest.approx(520 / 650 + 6 + 2, rel=ROUNDING)
    assert route.sd_days == 5.0, "legs 6 * 0.5 = 3, customs 2 * 2 = 4, together the root of 9 + 16"


def test_two_borders_are_cleared_twice():
    domestic = route_of({"freight.customs_days": 0.5, "freight.customs_cv": 1.0})
    second = leg("far-works", "port-eu", "road", 250.0, border=True)
    twice = route_of({"freight.customs_days": 0.5, "freight.customs_cv": 1.0, "legs.far-road": second})

    assert (domestic.borders, twice.borders) == (1, 2)
    assert twice.expected_days - domestic.expected_days == pytest.approx(0.5, rel=ROUNDING)
    assert domestic.sd_days == 0.5
    assert twice.sd_days == pytest.approx(0.5 * 2**0.5, rel=ROUNDING)


def test_when_the_strait_closes_the_route_is_the_long_one():
    assert route_of(NORTH).km == 562.0
    detour = route_of(NORTH, frozenset({"strait"}))

    assert detour.legs == ("north-road-eu", "north-sea", "north-road-uk")
    assert detour.km == 1280.0


def test_there_is_no_route_when_every_crossing_is_closed():
    assert route_of(NORTH, frozenset({"strait", "north-sea"})) is None
    assert route_of(closed=frozenset({"strait"})) is None


def test_a_closed_direct_road_is_driven_around_by_way_of_a_port():
    network = LogisticsNetwork(scenario())
    detour = network.route("near-works", "car-works", frozenset({"near-road"}))
    assert detour.legs == ("near-works~port-uk~fallback", "uk-road")


def test_a_closure_elsewhere_changes_nothing():
    assert route_of(NORTH, frozenset({"north-sea", "near-road", "no-such-leg"})) == route_of(NORTH)


def test_when_the_strait_refuses_cells_the_route_is_the_long_one():
    refusing = leg("port-eu", "port-uk", "ferry", 42.0, border=True, dangerous_goods=0.0)
    assert route_of(NORTH | {"legs.strait": refusing}).km == 1280.0
    assert route_of({"legs.strait": refusing}) is None


CRITERIA = {
    # 562 km by the strait and 1280 km by the north, which takes 2.55 days and 1340 EUR.
    "distance": ({}, "strait"),
    "time": ({"legs.strait": leg("port-eu", "port-uk", "ferry", 42.0, transit_days=4.0)}, "north-sea"),
    "cost": ({"legs.strait": leg("port-eu", "port-uk", "ferry", 42.0, eur_per_load=900.0)}, "north-sea"),
    "emissions": (
        {"legs.strait": leg("port-eu", "port-uk", "ferry", 42.0, kg_co2e_per_tkm=9.0)},
        "north-sea",
    ),
}


@pytest.mark.parametrize("criterion", CRITERIA)
def test_routes_are_chosen_by_the_scenarios_criterion(criterion):
    changes, crossing = CRITERIA[criterion]
    changes = NORTH | changes | {"freight.criterion": criterion}
    assert route_of(changes).legs[1] == crossing
    assert LogisticsNetwork(scenario(changes)).shortest("far-works", "car-works").legs[1] == "strait"


def test_waiting_at_customs_counts_as_time():
    inland = leg("far-works", "car-works", "ferry", 1000.0, transit_days=3.0)
    changes = {"legs.direct": inland, "freight.criterion": "time"}
    assert route_of(changes | {"freight.customs_days": 2.0}).legs[1] == "strait"
    assert route_of(changes | {"freight.customs_days": 2.1}).legs == ("direct",)


def test_the_surcharge_counts_as_cost():
    # By the strait 780 EUR of road and 320 EUR of ferry, directly 1100.5 EUR.
    changes = {
        "legs.direct": leg("far-works", "car-works", "rail", 1000.0, eur_per_load=1100.5),
        "modes.rail": {"km_per_day": 500.0, "kg_co2e_per_tkm": 0.01},
        "freight.criterion": "cost",
    }
    assert route_of(changes).legs[1] == "strait"
    assert route_of(changes | {"modes.ferry.dangerous_goods_factor": 1.01}).legs == ("direct",)


@pytest.mark.parametrize(
    ("mode", "containerised"), [("deep-sea", True), ("rail", True), ("ro-ro", False), ("tunnel", False)]
)
def test_deep_sea_and_rail_carry_containers(mode, containerised):
    changes = {
        "legs.strait": leg("port-eu", "port-uk", mode, 42.0, border=True),
        f"modes.{mode}": {"km_per_day": 500.0, "kg_co2e_per_tkm": 0.01},
    }
    assert route_of(changes).containerised is containerised


def test_a_shared_topology_gives_the_routes_of_a_new_one():
    topology = Topology(scenario(NORTH))
    for factor in (0.9, 1.0, 1.1):
        drawn = scenario(NORTH | {"freight.road_distance_factor": factor})
        shared, anew = LogisticsNetwork(drawn, topology), LogisticsNetwork(drawn)
        assert shared.legs == anew.legs
        for closed in (frozenset(), frozenset({"strait"})):
            route = shared.route("far-works", "car-works", closed)
            assert route == anew.route("far-works", "car-works", closed)


def test_the_topology_of_other_legs_is_an_error():
    with pytest.raises(BrokenInvariant, match="north-sea"):
        LogisticsNetwork(scenario(), Topology(scenario(NORTH)))
