"""Logistics distances of the base scenario, with the sums worked out from the rows of the seeds tables."""

from pathlib import Path

import pytest

from sim.network.graph import LogisticsNetwork
from sim.sample.distributions import planning_value
from sim.sample.uncertain import realise, uncertain_numbers
from sim.scenario.load import load

BASE = Path(__file__).parents[2] / "scenarios" / "base-2021.toml"
ROUNDING = 1e-9
"""km: sums of numbers with one decimal in floating point."""

ANSTY = "levc-ansty"
TUNNEL = "calais-tunnel~folkestone-tunnel~tunnel"
CALAIS_DOVER = "calais-port~dover-port~ferry"
DUNKIRK_DOVER = "dunkirk-port~dover-port~ferry"


@pytest.fixture(scope="module")
def network():
    """The network as expected before anything is drawn, all crossings open and roads as measured."""
    world = load(BASE).arms["base"]
    expected = {path: planning_value(number) for path, number in uncertain_numbers(world).items()}
    known = {f"legs.{TUNNEL}.dangerous_goods": 1.0, "freight.road_distance_factor": 1.0}
    return LogisticsNetwork(
        realise(world, expected | {path: known[path] for path in known if path in expected})
    )


@pytest.fixture(scope="module")
def crossings(network):
    return frozenset(leg_id for leg_id, leg in network.legs.items() if leg.border)


def test_sunderland_to_ansty_is_one_road_of_321_km(network):
    route = network.shortest("aesc-sunderland", ANSTY)
    assert (route.km, route.modes) == (320.8, ("road",))


def test_wroclaw_to_ansty_by_the_short_strait_is_1530_km(network, crossings):
    by_strait = crossings - {TUNNEL, CALAIS_DOVER}
    by_tunnel = network.shortest("lges-wroclaw", ANSTY, by_strait)
    by_ferry = network.shortest("lges-wroclaw", ANSTY, by_strait | {TUNNEL})

    assert by_tunnel.km == pytest.approx(1218.4 + 51 + 259.4, abs=ROUNDING)
    assert by_tunnel.sites[1:-1] == ("calais-tunnel", "folkestone-tunnel")
    assert by_ferry.km == pytest.approx(1217.6 + 42 + 273.0, abs=ROUNDING)
    assert by_ferry.sites[1:-1] == ("calais-port", "dover-port")


def test_wroclaw_to_ansty_is_shortest_over_the_mouth_of_the_thames(network):
    route = network.shortest("lges-wroclaw", ANSTY)
    assert route.sites[1:-1] == ("vlaardingen-port", "europoort", "tilbury-port")
    assert route.km == pytest.approx(1007.6 + 21.7 + 277.2 + 189.3, abs=ROUNDING)


def test_douai_to_ansty_is_439_km_through_the_tunnel(network):
    route = network.shortest("aesc-douai", ANSTY)
    assert route.modes == ("road", "tunnel", "road")
    assert route.km == pytest.approx(128.3 + 51 + 259.4, abs=ROUNDING)
    assert route.borders == 1


@pytest.mark.parametrize(
    ("closed", "by", "km"),
    [
        ({TUNNEL}, "calais-port", 127.6 + 42 + 273.0),
        ({TUNNEL, CALAIS_DOVER}, "dunkirk-port", 122.1 + 62.5 + 273.0),
        ({TUNNEL, CALAIS_DOVER, DUNKIRK_DOVER}, "europoort", 129.7 + 122.4 + 277.2 + 189.3),
    ],
)
def test_douai_to_ansty_moves_north_crossing_by_crossing_as_the_channel_closes(network, closed, by, km):
    route = network.shortest("aesc-douai", ANSTY, frozenset(closed))
    assert by in route.sites
    assert route.km == pytest.approx(km, abs=ROUNDING)


def test_nearest_to_ansty_is_sunderland_then_douai_then_wroclaw(network):
    plants = ["aesc-douai", "aesc-sunderland", "lges-wroclaw"]
    ranked = sorted(plants, key=lambda plant: network.shortest(plant, ANSTY).km)
    assert ranked == ["aesc-sunderland", "aesc-douai", "lges-wroclaw"]


def test_each_vehicle_plant_is_nearest_to_the_cell_plant_beside_it(network):
    assert network.shortest("aesc-sunderland", "nissan-sunderland").km < 2
    assert network.shortest("aesc-douai", "renault-douai").km < 2


def test_with_every_crossing_closed_the_island_lives_on_its_own(network, crossings):
    assert network.route("lges-wroclaw", ANSTY, crossings) is None
    assert network.route("aesc-douai", "nissan-sunderland", crossings) is None
    assert network.route("aesc-sunderland", ANSTY, crossings).km == 320.8
