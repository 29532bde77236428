import io
import json
from xml.etree import ElementTree as ET

import networkx as nx
import pytest


def test_sites_are_points_and_flows_lines_with_longitude_first(files, material):
    sites, flows = (json.loads(files[f"{name}.geojson"]) for name in ("sites", "flows"))
    assert {each["geometry"]["type"] for each in sites["features"]} == {"Point"}
    assert {each["geometry"]["type"] for each in flows["features"]} == {"LineString"}
    places = {each["properties"]["id"]: each["geometry"]["coordinates"] for each in sites["features"]}
    assert places["near-works"] == [-1.5, 54.9]
    for each in flows["features"]:
        ends = [places[each["properties"][end]] for end in ("from_site", "to_site")]
        assert each["geometry"]["coordinates"] == ends


def test_energy_on_the_last_leg_is_what_the_programme_received(files, material):
    flows = json.loads(files["flows.geojson"])["features"]
    last = [
        each["properties"]["energy_gwh"] for each in flows if each["properties"]["to_site"] == "car-works"
    ]
    assert sum(last) == pytest.approx(material.runs[material.arm].measure("delivered_gwh", "car"), rel=1e-12)


@pytest.mark.parametrize("of", ["files", "hostile_files"])
def test_graphs_are_well_formed(of, request):
    found = request.getfixturevalue(of)
    for name in ("network.graphml", "network.gexf", *(name for name in found if name.endswith(".svg"))):
        ET.fromstring(found[name])  # noqa: S314 - written by this program


@pytest.mark.parametrize("of", ["files", "hostile_files"])
def test_graphs_read_back_carry_what_the_flows_carry(of, request):
    found = request.getfixturevalue(of)
    flows = [each["properties"] for each in json.loads(found["flows.geojson"])["features"]]
    graphs = (
        nx.read_graphml(io.BytesIO(found["network.graphml"]), force_multigraph=True),
        nx.read_gexf(io.BytesIO(found["network.gexf"])),
    )
    for graph in graphs:
        carried = sum(data.get("energy_gwh", 0.0) for _, _, data in graph.edges(data=True))
        assert carried == pytest.approx(sum(each["energy_gwh"] for each in flows), rel=1e-12)
        assert {each["leg"] for each in flows} <= {data["id"] for _, _, data in graph.edges(data=True)}


def test_every_table_of_a_study_is_a_frame_with_the_columns_of_its_file(material):
    for name, table in material.study.tables().items():
        frame = material.study.to_frame(name)
        assert tuple(frame.columns) == tuple(table.columns)
        assert len(frame) == sum(1 for _ in table.rows())
