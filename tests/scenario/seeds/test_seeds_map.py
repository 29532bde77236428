"""The places and legs of seeds/: sites in their countries, legs no shorter than the globe allows."""

import json
import math
from itertools import pairwise
from pathlib import Path

import pytest

from sim.scenario.seeds.folder import SeedsFolder

FOLDER = Path(__file__).parents[3] / "seeds"
SEEDS = SeedsFolder(FOLDER)
LEG_TABLES = ("road-legs", "crossings", "deep-sea-legs", "rail-legs")
SITES = {row.id: row for row in SEEDS.rows("sites")}
OUTLINES = {
    feature["properties"]["name"]: [polygon[0] for polygon in feature["geometry"]["coordinates"]]
    for feature in json.loads((FOLDER / "coastline.geojson").read_text(encoding="utf-8"))["features"]
}

EARTH_KM = 6371.0088
KM_PER_DEGREE = EARTH_KM * math.pi / 180
OUTLINE_KM = 5.0
"""Quays stand on made ground, and outlines at 1:50m cut corners of about this size."""
WINDOW = (-10.3, 42.0, 25.0, 61.0)
"""West, south, east, north of what the outlines cover; they are cut off there."""
COUNTRY = {
    "GB": "United Kingdom", "FR": "France", "PL": "Poland", "HU": "Hungary", "DE": "Germany", "SE": "Sweden",
    "ES": "Spain", "NL": "Netherlands", "BE": "Belgium", "IT": "Italy",
}  # fmt: skip
BOX = {
    "CN": (73.0, 18.0, 135.5, 54.0),
    "EG": (24.0, 21.5, 37.5, 32.0),
    "ZA": (16.0, -35.5, 33.0, -22.0),
    "ES": (-9.4, 36.0, 3.4, 43.8),
    "SE": (11.0, 55.3, 24.2, 69.1),
}
"""West, south, east, north of the countries of sites outside the window."""
CIRCUITY = {"road": 2.0, "tunnel": 1.1, "ferry": 1.2, "ro-ro": 1.2, "rail": 1.4, "deep-sea": 1.9}
"""Longest way over great circle that is believed: roads go round estuaries, ships round continents."""
ROUNDING_KM = 0.11
"""Kilometres of legs stand with one decimal."""
FASTEST_KM_PER_DAY = {"tunnel": 1300, "ferry": 800, "ro-ro": 800, "rail": 800, "deep-sea": 800}


def place(site):
    return SITES[site].number("latitude"), SITES[site].number("longitude")


def is_in_box(box, latitude, longitude):
    west, south, east, north = box
    return west <= longitude <= east and south <= latitude <= north


def is_inside(ring, latitude, longitude):
    """Ray casting to the east."""
    edges = [(*a, *b) for a, b in pairwise(ring) if (a[1] > latitude) != (b[1] > latitude)]
    return sum(longitude < x1 + (latitude - y1) / (y2 - y1) * (x2 - x1) for x1, y1, x2, y2 in edges) % 2 == 1


def km_to_ring(ring, latitude, longitude):
    """Distance to the nearest edge, on the plane that touches the globe at the point."""
    shrink = math.cos(math.radians(latitude))
    flat = [((x - longitude) * shrink * KM_PER_DEGREE, (y - latitude) * KM_PER_DEGREE) for x, y in ring]
    return min(km_to_edge(a, b) for a, b in pairwise(flat))


def km_to_edge(a, b):
    """Distance of the origin to the edge from a to b."""
    (x1, y1), (dx, dy) = a, (b[0] - a[0], b[1] - a[1])
    length = dx * dx + dy * dy
    along = 0.0 if length == 0 else min(1.0, max(0.0, -(x1 * dx + y1 * dy) / length))
    return math.hypot(x1 + along * dx, y1 + along * dy)


def km_outside(country, latitude, longitude):
    """How far a place lies outside of a country; 0 within."""
    rings = OUTLINES[COUNTRY[country]]
    if any(is_inside(ring, latitude, longitude) for ring in rings):
        return 0.0
    return min(km_to_ring(ring, latitude, longitude) for ring in rings)


def great_circle_km(origin, destination):
    (lat1, lon1), (lat2, lon2) = (map(math.radians, place(site)) for site in (origin, destination))
    across, along = math.sin((lat2 - lat1) / 2) ** 2, math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(across + math.cos(lat1) * math.cos(lat2) * along))


@pytest.mark.parametrize("site", sorted(SITES))
def test_a_site_lies_in_its_country(site):
    country = SITES[site]["country"]
    if is_in_box(WINDOW, *place(site)):
        assert km_outside(country, *place(site)) <= OUTLINE_KM
    else:
        assert is_in_box(BOX[country], *place(site))


@pytest.mark.parametrize(("latitude", "longitude"), [(54.5, 2.0), (52.52, 13.40)])
def test_the_map_tells_a_place_at_sea_and_one_abroad(latitude, longitude):
    assert km_outside("GB", latitude, longitude) > 100


@pytest.mark.parametrize("table", LEG_TABLES)
def test_a_leg_is_named_after_its_ends_and_mode_and_given_once(table):
    ends = []
    for row in SEEDS.rows(table):
        assert row.id == f"{row['origin']}~{row['destination']}~{row['mode']}"
        ends.append((frozenset((row["origin"], row["destination"])), row["mode"]))
    assert len(set(ends)) == len(ends)
    assert all(len(pair) == 2 for pair, _ in ends)


@pytest.mark.parametrize("table", LEG_TABLES)
def test_a_leg_is_no_shorter_than_the_great_circle_and_no_absurd_detour(table):
    for row in SEEDS.rows(table):
        straight, km = great_circle_km(row["origin"], row["destination"]), row.number("km")
        assert km >= straight - ROUNDING_KM, row.id
        assert km <= straight * CIRCUITY[row["mode"]] + ROUNDING_KM, row.id


@pytest.mark.parametrize("table", LEG_TABLES)
def test_whatever_is_no_road_runs_between_gateways(table):
    ends = {
        row[end] for row in SEEDS.rows(table) if row["mode"] != "road" for end in ("origin", "destination")
    }
    assert {site for site in ends if SITES[site]["site_kind"] != "gateway"} == set()


def test_a_site_is_of_the_kind_that_the_other_tables_use_it_as():
    used = {"cell-plant": "plants", "vehicle-plant": "vehicle-plants"}
    for kind, table in used.items():
        named = {row["site"] for row in SEEDS.rows(table)}
        assert named == {site for site, row in SITES.items() if row["site_kind"] == kind}


@pytest.mark.parametrize("table", LEG_TABLES)
def test_roads_stay_on_their_landmass(table):
    roads = [row for row in SEEDS.rows(table) if row["mode"] == "road"]
    assert all(SITES[row["origin"]]["landmass"] == SITES[row["destination"]]["landmass"] for row in roads)


@pytest.mark.parametrize("table", LEG_TABLES)
def test_a_customs_border_stands_where_goods_enter_another_zone(table):
    for row in SEEDS.rows(table):
        zones = {SITES[row[end]]["zone"] for end in ("origin", "destination")}
        enters = len(zones) == 2 and zones != {"cn", "transit"}
        assert (row["border"] == "yes") == enters, row.id


@pytest.mark.parametrize("table", LEG_TABLES)
def test_no_leg_with_a_stated_time_is_faster_than_its_mode_may_travel(table):
    for row in SEEDS.rows(table):
        days = row.number("transit_days")
        if days is not None:
            assert row.number("km") / days <= FASTEST_KM_PER_DAY[row["mode"]], row.id


def test_known_distances():
    km = {row.id: row.number("km") for table in LEG_TABLES for row in SEEDS.rows(table)}
    assert km["aesc-sunderland~levc-ansty~road"] == pytest.approx(321, abs=0.5)
    to_calais, strait = km["lges-wroclaw~calais-port~road"], km["calais-port~dover-port~ferry"]
    assert to_calais + strait + km["levc-ansty~dover-port~road"] == pytest.approx(1530, abs=5)
    for way, total in (("suez-canal", 19_600), ("cape-of-good-hope", 24_900)):
        assert km[f"shanghai-port~{way}~deep-sea"] + km[f"{way}~europoort~deep-sea"] == total
