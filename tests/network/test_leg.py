"""Legs: what one load on them takes, costs and emits."""

import pytest

from sim.core.errors import BrokenInvariant
from sim.network.graph import LogisticsNetwork
from tests.builders import leg, scenario

ROUNDING = 1e-12
"""Relative: a few roundings of floating point."""


def strait(**changes):
    return leg("port-eu", "port-uk", "ferry", 42.0, **changes)


def test_a_leg_follows_its_mode_where_it_says_nothing_itself():
    made = LogisticsNetwork(scenario()).legs["strait"]

    assert (made.origin, made.destination, made.mode, made.km) == ("port-eu", "port-uk", "ferry", 42.0)
    assert made.expected_days == pytest.approx(42 / 700 + 0.1, rel=ROUNDING)
    assert made.eur_per_load == 320.0
    assert made.kg_co2e_per_load == pytest.approx(0.46 * 24 * 42, rel=ROUNDING)
    assert made.surcharge_eur_per_load == 0.0
    assert made.border


def test_a_road_leg_costs_by_the_km():
    made = LogisticsNetwork(scenario()).legs["far-road"]
    assert made.eur_per_load == 250 * 1.5
    assert not made.border


def test_what_a_leg_says_itself_replaces_what_its_mode_says():
    own = strait(transit_days=0.75, eur_per_load=150.0, kg_co2e_per_tkm=0.5)
    made = LogisticsNetwork(scenario({"legs.strait": own, "modes.ferry.eur_per_km": 2.0})).legs["strait"]

    assert made.expected_days == 0.75
    assert made.eur_per_load == 150.0 + 2.0 * 42.0
    assert made.kg_co2e_per_load == 0.5 * 24.0 * 42.0


def test_nothing_is_not_the_same_as_not_said():
    made = LogisticsNetwork(scenario({"legs.strait": strait(eur_per_load=0.0, kg_co2e_per_tkm=0.0)})).legs[
        "strait"
    ]
    assert (made.eur_per_load, made.kg_co2e_per_load) == (0.0, 0.0)


def test_the_surcharge_is_the_part_of_dangerous_goods_freight_above_ordinary_freight():
    made = LogisticsNetwork(scenario({"modes.ferry.dangerous_goods_factor": 1.25})).legs["strait"]
    assert (made.eur_per_load, made.surcharge_eur_per_load) == (320.0, 80.0)


def test_the_road_distance_factor_stretches_roads_alone():
    legs = LogisticsNetwork(scenario({"freight.road_distance_factor": 1.5})).legs

    assert legs["far-road"].km == 375.0
    assert legs["far-road"].eur_per_load == 375.0 * 1.5
    assert legs["far-road"].expected_days == pytest.approx(375 / 650, rel=ROUNDING)
    assert legs["strait"].km == 42.0


@pytest.mark.parametrize(("permission", "admitted"), [(0.0, False), (0.49, False), (0.5, True), (1.0, True)])
def test_a_leg_that_refuses_cells_is_not_in_the_network(permission, admitted):
    legs = LogisticsNetwork(scenario({"legs.strait": strait(dangerous_goods=permission)})).legs
    assert ("strait" in legs) is admitted


def test_legs_stand_in_order_of_id():
    legs = LogisticsNetwork(scenario()).legs
    assert list(legs) == sorted(legs)
    assert all(leg_id == made.id for leg_id, made in legs.items())


def test_a_distribution_that_is_not_drawn_is_an_error():
    uncertain = {"dist": "bernoulli", "p": 0.5}
    with pytest.raises(TypeError, match="drawn value"):
        LogisticsNetwork(scenario({"legs.strait": strait(dangerous_goods=uncertain)}))


def test_a_mode_that_the_scenario_does_not_know_is_an_error():
    with pytest.raises(BrokenInvariant, match=r"legs\.strait: mode 'rail'"):
        LogisticsNetwork(scenario({"legs.strait": strait() | {"mode": "rail"}}))
