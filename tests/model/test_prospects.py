"""What stays the same between a plant and a programme."""

import pytest

from sim.model.sourcing.supply_options import SupplyOptions
from sim.network.graph import LogisticsNetwork
from sim.rules.landed_cost import CostBook
from tests.builders import leg, scenario


def test_a_way_round_by_rail_is_priced_in_the_trucks_that_the_lane_sends() -> None:
    rail = {"eur_per_load": 400.0, "km_per_day": 900.0, "kg_co2e_per_tkm": 0.02}
    tunnel = leg("port-eu", "port-uk", "rail", 50.0, border=True)
    realised = scenario(
        {"modes.rail": rail, "legs.tunnel": tunnel, "freight.container_mwh": {"nmc": 14.0}},
    )
    prospects = SupplyOptions(
        realised, LogisticsNetwork(realised), CostBook(realised, realised.run.calendar())
    )
    usual, round_about = prospects.of("car")[0], prospects.of("car", frozenset({"strait"}))[0]
    assert usual.route is not None
    assert round_about.route is not None
    assert (usual.route.containerised, round_about.route.containerised) == (False, True)
    assert usual.load_wh == round_about.load_wh == 4_000_000
    assert round_about.offer is not None
    assert round_about.offer.freight == pytest.approx(round_about.route.eur_per_load / 4000, rel=1e-12)
