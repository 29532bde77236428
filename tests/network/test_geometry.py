"""Lines over the antimeridian, as RFC 7946 asks for them in section 3.1.9."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.network.export import geojson
from sim.network.geometry import cut_line, line_geometry, short_way
from sim.network.graph import LogisticsNetwork
from tests.builders import leg, scenario, site

POSITIONS = st.tuples(st.floats(-180, 180), st.floats(-90, 90))


def test_a_line_that_stays_on_one_side_is_whole():
    assert line_geometry((1.86, 50.97), (1.3, 51.1)) == {
        "type": "LineString", "coordinates": [[1.86, 50.97], [1.3, 51.1]],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("start", "end", "pieces"),
    [
        ((170.0, 10.0), (-170.0, 20.0), [[[170.0, 10.0], [180.0, 15.0]], [[-180.0, 15.0], [-170.0, 20.0]]]),
        ((-170.0, 20.0), (170.0, 10.0), [[[-170.0, 20.0], [-180.0, 15.0]], [[180.0, 15.0], [170.0, 10.0]]]),
        ((175.0, 0.0), (-165.0, 40.0), [[[175.0, 0.0], [180.0, 10.0]], [[-180.0, 10.0], [-165.0, 40.0]]]),
    ],
)
def test_a_line_over_the_antimeridian_is_cut_there(start, end, pieces):
    assert line_geometry(start, end) == {"type": "MultiLineString", "coordinates": pieces}


def test_a_line_from_the_antimeridian_itself_is_one_piece_on_the_side_where_it_goes():
    assert line_geometry((180.0, 5.0), (-170.0, 5.0)) == {
        "type": "LineString", "coordinates": [[-180.0, 5.0], [-170.0, 5.0]],
    }  # fmt: skip


@given(POSITIONS, POSITIONS)
def test_pieces_lie_within_the_globe_and_are_together_no_longer_than_the_short_way(start, end):
    pieces = cut_line(start, end)
    assert all(-180 <= longitude <= 180 for piece in pieces for longitude, _ in piece)
    width = sum(abs(two[0] - one[0]) for one, two in pieces)
    assert width <= 180
    assert width == pytest.approx(abs(short_way(start, end)[0] - start[0]), abs=1e-9)


def test_the_network_of_two_oceans_has_no_line_over_the_continent_between():
    changes = {
        "sites.busan": site("gateway", "eu", 35.1, 129.0) | {"landmass": "korea"},
        "sites.long-beach": site("gateway", "eu", 33.7, -118.2) | {"landmass": "america"},
        "legs.pacific": leg("busan", "long-beach", "ferry", 9600.0),
    }
    features = json.loads(geojson(LogisticsNetwork(scenario(changes))))["features"]
    (pacific,) = [each for each in features if each["id"] == "pacific"]
    latitude = pytest.approx(35.1 - 1.4 * 51 / 112.8, abs=1e-9)
    assert pacific["geometry"] == {
        "type": "MultiLineString",
        "coordinates": [[[129.0, 35.1], [180.0, latitude]], [[-180.0, latitude], [-118.2, 33.7]]],
    }
