"""Two plants of one site, and lines over the antimeridian, in exports, map and player."""

import datetime as dt
import json
import re
from xml.etree import ElementTree as ET

import pytest
from matplotlib.figure import Figure

from sim.report.files.exports import network_files
from sim.report.page.player import scene
from sim.report.pictures.flow_map import flow_map
from tests.builders import leg, phase, plant, site
from tests.report.studies import loaded, material_of

YEAR = 2022
WIDTH = 900


def two_oceans(found):
    """A second plant at the near works, and cells that come from Korea over the Pacific and the Atlantic."""
    found["plants"]["second-plant"] = plant("near", "near-works", phase(4.0, dt.date(2023, 1, 1)))
    found["plants"]["far-plant"]["site"] = "busan"
    found["sites"]["busan"] = site("cell-plant", "eu", 35.1, 129.0) | {"landmass": "korea"}
    found["sites"]["long-beach"] = site("gateway", "uk", 33.7, -118.2) | {"landmass": "america"}
    found["legs"]["pacific"] = leg("busan", "long-beach", "ferry", 9600.0, border=True)
    found["legs"]["atlantic"] = leg("long-beach", "car-works", "ferry", 9000.0)


@pytest.fixture(scope="module")
def oceans(tmp_path_factory):
    return material_of(loaded(tmp_path_factory.mktemp("oceans"), two_oceans))


def test_every_plant_and_programme_is_a_place_and_every_other_site_is_one_too(oceans):
    features = json.loads(network_files(oceans)["sites.geojson"]())["features"]
    at = {each["id"]: each["properties"]["id"] for each in features}
    assert len(features) == len(at)
    assert at == {
        "plant/far-plant": "busan", "plant/near-plant": "near-works", "plant/second-plant": "near-works",
        "programme/car": "car-works", "site/far-works": "far-works", "site/long-beach": "long-beach",
        "site/port-eu": "port-eu", "site/port-uk": "port-uk",
    }  # fmt: skip
    ends = {
        each["properties"]["plant"]: each["properties"]["end_nameplate_gwh_per_year"] for each in features[:3]
    }
    assert ends == {"far-plant": 20.0, "near-plant": 9.0, "second-plant": 4.0}


def test_a_flow_over_the_antimeridian_is_cut_there(oceans):
    features = json.loads(network_files(oceans)["flows.geojson"]())["features"]
    (pacific,) = [each for each in features if each["properties"]["leg"] == "pacific"]
    kinds = {each["properties"]["leg"]: each["geometry"]["type"] for each in features}
    assert kinds["pacific"] == "MultiLineString"
    assert kinds["atlantic"] == "LineString"
    for piece in pacific["geometry"]["coordinates"]:
        assert abs(piece[0][0] - piece[1][0]) < 180
        assert {piece[0][0], piece[1][0]} & {-180.0, 180.0}


def test_the_map_draws_the_line_out_of_its_edges_and_not_over_what_lies_between(oceans):
    figure = Figure()
    flow_map(oceans, YEAR).draw(figure)
    whole = figure.axes[0]
    width = whole.get_xlim()[1]
    flows = [line.get_xdata() for line in whole.get_lines() if len(line.get_xdata()) == 2]
    out = [(min(xs) < 0, max(xs) > width) for xs in flows]
    assert sorted(out) == [(False, False), (False, True), (True, False)]


def test_the_map_shows_the_colour_of_every_plant_of_a_site(oceans):
    figure = Figure()
    flow_map(oceans, YEAR).draw(figure)
    rings = [line for line in figure.axes[1].get_lines() if line.get_marker() == "o"]
    colours = [oceans.palette.plants[each] for each in ("near-plant", "second-plant")]
    assert [ring.get_color() for ring in rings] == colours
    assert [ring.get_markersize() for ring in rings] == [10, 5]


def test_the_player_draws_each_flow_as_one_path_that_is_cut_where_it_leaves_the_map(oceans):
    paths = ET.fromstring(scene(oceans)).findall("path[@class='hop']")  # noqa: S314 - written by this program
    pieces = {len(re.findall("M", path.get("d", ""))): path.get("d", "") for path in paths}
    assert set(pieces) == {1, 2}
    ends = [float(number) for number in re.findall(r"[ML](-?[\d.]+) ", pieces[2])]
    assert min(ends) < 0
    assert max(ends) > WIDTH


def test_the_player_has_a_circle_for_every_plant(oceans):
    assert scene(oceans).count('class="plant"') == 3
