"""Exports: read back, they say what the network says; written again, they are the same bytes."""

import io
import json

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.network.export import geojson, gexf, graphml
from sim.network.graph import LogisticsNetwork
from tests.builders import leg, scenario

FLOWS = {"strait": {"gwh": 1.25, "loads": 312}, "uk-road": {"gwh": 1.25, "loads": 312}}
READERS = {
    graphml: lambda document: nx.read_graphml(io.BytesIO(document), force_multigraph=True),
    gexf: lambda document: nx.read_gexf(io.BytesIO(document)),
}


def network(**changes):
    """The small world with two parallel crossings."""
    tunnel = leg("port-eu", "port-uk", "tunnel", 50.0, border=True)
    mode = {"km_per_day": 500.0, "kg_co2e_per_tkm": 0.01}
    return LogisticsNetwork(scenario({"legs.tunnel": tunnel, "modes.tunnel": mode} | changes))


@pytest.mark.parametrize("write", READERS)
def test_sites_and_legs_are_read_back(write):
    made = network()
    graph = READERS[write](write(made, FLOWS))

    assert set(graph.nodes) == set(made.topology.sites)
    assert {data["id"] for _, _, data in graph.edges(data=True)} == set(made.legs)
    assert not graph.is_directed()


@pytest.mark.parametrize("write", READERS)
def test_attributes_are_read_back_with_their_types(write):
    made = network()
    graph = READERS[write](write(made, FLOWS))
    ends, data = next(((u, v), data) for u, v, data in graph.edges(data=True) if data["id"] == "strait")

    assert set(ends) == {"port-eu", "port-uk"}
    expected = made.legs["strait"]._asdict() | FLOWS["strait"]
    assert {key: data[key] for key in expected} == expected
    place = made.topology.sites["car-works"].model_dump()
    assert {key: graph.nodes["car-works"][key] for key in place} == place


@pytest.mark.parametrize("write", [*READERS, geojson])
def test_the_order_of_the_file_changes_no_byte(write):
    world = scenario()
    turned = world.model_copy(
        update={
            "legs": dict(reversed(world.legs.items())),
            "sites": dict(reversed(world.sites.items())),
        }
    )
    assert write(LogisticsNetwork(turned)) == write(LogisticsNetwork(world))


def test_the_gexf_document_does_not_tell_the_date():
    assert b"lastmodified" not in gexf(network())


@pytest.mark.parametrize("write", READERS)
@settings(max_examples=25)
@given(name=st.text(max_size=20).filter(str.strip))
def test_any_name_of_a_site_makes_a_document_that_can_be_read(write, name):
    made = network(**{"sites.car-works.name": name})
    assert "car-works" in READERS[write](write(made)).nodes


def test_geojson_holds_sites_as_points_and_legs_as_lines_longitude_first():
    document = json.loads(geojson(network(), FLOWS))
    features = {feature["id"]: feature for feature in document["features"]}

    assert document["type"] == "FeatureCollection"
    assert features["port-uk"]["geometry"] == {"type": "Point", "coordinates": [1.3, 51.1]}
    line = {"type": "LineString", "coordinates": [[1.86, 50.97], [1.3, 51.1]]}
    assert features["strait"]["geometry"] == line
    assert features["port-uk"]["properties"]["feature"] == "site"
    strait = features["strait"]["properties"]
    assert (strait["feature"], strait["km"], strait["gwh"], strait["loads"]) == ("leg", 42.0, 1.25, 312)
    assert "gwh" not in features["tunnel"]["properties"]


def test_geojson_holds_every_site_and_leg_once():
    made = network()
    ids = [feature["id"] for feature in json.loads(geojson(made))["features"]]
    assert ids == [*made.topology.sites, *made.legs]


def test_a_leg_that_refuses_cells_is_not_exported():
    refused = leg("port-eu", "port-uk", "ferry", 42.0, dangerous_goods=0.0)
    assert "strait" not in geojson(network(**{"legs.strait": refused}))
