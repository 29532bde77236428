"""The seeds folder: its reader refuses what is not complete, and its tables hold together."""

import csv
import datetime as dt
import json
import math
import tempfile
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.core.errors import FaultyInput, InputMissing
from sim.scenario.seeds import SeedNotFoundError, SeedsFolder
from sim.scenario.seeds_tables import columns_of, header_of

FOLDER = Path(__file__).parents[2] / "seeds"
SEEDS = SeedsFolder(FOLDER)
TABLES = SEEDS.tables()
LEG_TABLES = ("road-legs", "crossings", "deep-sea-legs", "rail-legs")
NAMED_BY_THE_MANUAL = {
    "sites", "suppliers", "plants", "oems", "vehicle-plants", "demand", "agreements", "relationships",
    "road-legs", "crossings", "deep-sea-legs", "rail-legs", "modes", "freight", "ramp", "start-delays",
    "disruptions", "cell-prices", "duties", "rules-of-origin", "qualification", "contracts", "sources",
}  # fmt: skip

EARTH_KM = 6371.0088
KM_PER_DEGREE = EARTH_KM * math.pi / 180
OUTLINE_KM = 5.0
"""Quays stand on made ground, and outlines at 1:50m cut corners of about this size."""
COUNTRY = {
    "GB": "United Kingdom", "FR": "France", "PL": "Poland", "HU": "Hungary", "DE": "Germany", "SE": "Sweden",
    "ES": "Spain", "NL": "Netherlands", "BE": "Belgium", "IT": "Italy",
}  # fmt: skip
BOX = {"CN": (73.0, 18.0, 135.5, 54.0), "EG": (24.0, 21.5, 37.5, 32.0), "ZA": (16.0, -35.5, 33.0, -22.0)}
"""West, south, east, north of countries that the outlines do not cover."""


def folder_with(rows, table="ramp", into=None):
    """A seeds folder of one table of figures: each row a dict of what differs from a good one."""
    path = Path(into or tempfile.mkdtemp())
    good = {"mode": "1", "unit": "months", "as_of": "2021", "source": "paper", "confidence": "low", "kind": "fact"}
    (path / "sources.csv").write_text("id,title,publisher,date,url\npaper,A paper,,,\n", encoding="utf-8")
    with (path / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header_of(table), restval="")
        writer.writeheader()
        writer.writerows({"id": f"row-{number}"} | good | row for number, row in enumerate(rows))
    return SeedsFolder(path)


def faults_of(folder):
    with pytest.raises(FaultyInput) as caught:
        folder.check()
    return caught.value.faults


# --------------------------------------------------------------------------- the reader


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=3, max_size=3))
def test_a_figure_is_read_back_exactly_if_and_only_if_it_is_in_order(triple):
    with tempfile.TemporaryDirectory() as path:
        low, mode, high = triple
        folder = folder_with([{"low": repr(low), "mode": repr(mode), "high": repr(high)}], into=path)
        if low <= mode <= high:
            number = folder.number("ramp", "row-0")
            assert (number.low, number.mode, number.high) == (low, mode, high)
            assert number.exact == (low == high)
        else:
            assert [fault.line for fault in faults_of(folder)] == [2]


@given(st.sampled_from(["nan", "inf", "-inf", "1,5", "12 GWh", "one", "1e999"]), st.sampled_from(["low", "mode", "high"]))
def test_a_figure_that_is_no_finite_number_is_refused(text, column):
    with tempfile.TemporaryDirectory() as path:
        faults = faults_of(folder_with([{}, {column: text}], into=path))
        assert [(fault.line, fault.key, fault.value) for fault in faults] == [(3, f"ramp/row-1.{column}", text)]


@pytest.mark.parametrize("column", ["id", "mode", "unit", "as_of", "source", "confidence", "kind"])
def test_an_empty_cell_of_the_origin_is_refused(column, tmp_path):
    faults = faults_of(folder_with([{}, {column: ""}], into=tmp_path))
    assert {fault.line for fault in faults} == {3}
    assert any(fault.key.endswith(f".{column}") for fault in faults)


@pytest.mark.parametrize(
    ("wrong", "column", "message"),
    [
        ({"source": "hearsay"}, "source", "stands in no row of sources.csv"),
        ({"confidence": "certain"}, "confidence", "needs one of high, medium, low"),
        ({"kind": "guess"}, "kind", "needs one of fact, derived, assumption"),
        ({"kind": "assumption"}, "note", "an assumption says what it rests on"),
        ({"as_of": "2021-13"}, "as_of", "needs YYYY, YYYY-MM or YYYY-MM-DD"),
        ({"as_of": "July 2021"}, "as_of", "needs YYYY, YYYY-MM or YYYY-MM-DD"),
        ({"id": "row-0"}, "id", "stands on line 2 already"),
    ],
)
def test_a_faulty_cell_is_named_with_line_and_column(wrong, column, message, tmp_path):
    (fault,) = faults_of(folder_with([{}, wrong], into=tmp_path))
    assert (fault.file, fault.line) == (str(tmp_path / "ramp.csv"), 3)
    assert fault.key.endswith(f".{column}")
    assert fault.message == message


def test_the_faults_of_all_tables_come_at_once(tmp_path):
    folder_with([{"mode": ""}, {"source": "hearsay", "confidence": "sure"}], into=tmp_path)
    folder = folder_with([{"mode": "x"}], table="modes", into=tmp_path)
    assert Counter(Path(fault.file).stem for fault in faults_of(folder)) == {"ramp": 3, "modes": 1}


def test_a_good_table_can_be_read_while_another_is_faulty(tmp_path):
    folder_with([{"mode": "x"}], into=tmp_path)
    folder = folder_with([{"mode": "2"}], table="modes", into=tmp_path)
    assert folder.number("modes", "row-0").mode == 2.0
    with pytest.raises(FaultyInput):
        folder.rows("ramp")


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        (b"id,low\n", 1, "needs the column mode"),
        (b"id,low,mode,hihg,unit,as_of,source,confidence,kind,note\n", 1, "hihg is no column of this table"),
        (b"id,low,mode,high,unit,as_of,source,confidence,kind,note,id\n", 1, "names a column twice"),
        (b"id,low,mode,high,unit,as_of,source,confidence,kind,note\n\na,1\n", 3, "has 2 cells under 10 columns"),
        (b"\xff\xfe", 0, "is not UTF-8 text"),
        (b'id,"low', 0, "is not CSV"),
        (b"", 1, "needs the column id"),
    ],
)
def test_a_file_that_is_not_its_table_is_refused(content, line, message, tmp_path):
    folder = folder_with([], into=tmp_path)
    (tmp_path / "ramp.csv").write_bytes(content)
    (fault,) = faults_of(folder)
    assert fault.line == line
    assert message in fault.message


def test_lines_are_those_of_the_file_also_after_notes_of_several_lines(tmp_path):
    folder = folder_with([{"note": "one\ntwo"}, {}], into=tmp_path)
    assert [row.line for row in folder.rows("ramp")] == [2, 4]


def test_what_does_not_exist_is_named_with_what_does(tmp_path):
    folder = folder_with([{}], into=tmp_path)
    with pytest.raises(SeedNotFoundError) as table:
        folder.rows("rampp")
    assert "ramp" in table.value.known
    with pytest.raises(SeedNotFoundError) as row:
        folder.number("ramp", "row-1")
    assert row.value.known == ("row-0",)
    with pytest.raises(SeedNotFoundError):
        folder.column("ramp", "delay_months", {})


@pytest.mark.parametrize("table", ["sources", "sites", "road-legs", "suppliers"])
def test_a_row_that_is_no_figure_is_not_taken_for_one(table):
    with pytest.raises(SeedNotFoundError, match="holds no figure"):
        SEEDS.number(table, SEEDS.rows(table)[0].id)


def test_a_folder_that_is_not_there_is_input_missing(tmp_path):
    with pytest.raises(InputMissing):
        SeedsFolder(tmp_path / "no-seeds")


def test_points_come_by_date_and_columns_without_empty_cells():
    points = SEEDS.points("demand", "levc-tx-as-known-2021")
    assert all(a.date < b.date for a, b in pairwise(points))
    assert points[0].number.mode == 2200
    experienced = SEEDS.column("start-delays", "delay_months", {"maker_class": "experienced"})
    assert sorted(experienced) == [9, 17, 30]
    assert len(SEEDS.column("start-delays", "delay_months", {})) == 16


# --------------------------------------------------------------------------- the tables


def test_every_table_of_the_manual_is_there():
    assert set(TABLES) >= NAMED_BY_THE_MANUAL


@pytest.mark.parametrize("table", TABLES)
def test_every_row_of_the_table_loads(table):
    rows = SEEDS.rows(table)
    assert rows
    if table != "sources" and columns_of(table).figures:
        numbers = [SEEDS.number(table, row.id) for row in rows if row["mode"]]
        assert all(number.low <= number.mode <= number.high for number in numbers)
    else:
        assert len({row.id for row in rows}) == len(rows)


@pytest.mark.parametrize("table", [table for table in TABLES if table != "sources"])
def test_the_source_assumption_marks_assumptions(table):
    """A row whose source is no document says so in its kind, and none that rests on judgement claims high confidence."""
    for row in SEEDS.rows(table):
        if row["source"] == "assumption":
            assert row["kind"] == "assumption", row.id
        if row["kind"] == "assumption":
            assert row["confidence"] != "high", row.id


def test_every_source_is_used_and_has_an_address_of_its_own():
    used = {row["source"] for table in TABLES if table != "sources" for row in SEEDS.rows(table)}
    used.add(coastline()["source"])
    sources = {row.id: row["url"] for row in SEEDS.rows("sources")}
    assert used == set(sources)
    without = {id_ for id_, url in sources.items() if not url}
    assert without == {"assumption", "derived", "general-knowledge"}
    addresses = [url for url in sources.values() if url]
    assert len(set(addresses)) == len(addresses)
    assert all(url.startswith(("https://", "http://")) for url in addresses)


REFERENCES = [
    ("plants", "supplier", "suppliers"), ("plants", "site", "sites"), ("vehicle-plants", "oem", "oems"),
    ("vehicle-plants", "site", "sites"), ("agreements", "supplier", "suppliers"), ("agreements", "oem", "oems"),
    ("relationships", "oem", "oems"), ("relationships", "supplier", "suppliers"),
    *((table, end, "sites") for table in LEG_TABLES for end in ("origin", "destination")),
]  # fmt: skip


@pytest.mark.parametrize(("table", "column", "target"), REFERENCES)
def test_references_between_tables_hold(table, column, target):
    known = {row.id for row in SEEDS.rows(target)}
    assert {row[column] for row in SEEDS.rows(table)} <= known


def test_agreements_name_plants_of_their_supplier():
    owner = {row["plant"]: row["supplier"] for row in SEEDS.rows("plants")}
    named = [row for row in SEEDS.rows("agreements") if row["plant"]]
    assert named
    assert all(owner[row["plant"]] == row["supplier"] for row in named)


def test_start_delays_are_those_of_known_maker_classes():
    classes = {row["maker_class"] for row in SEEDS.rows("suppliers")}
    assert {row["maker_class"] for row in SEEDS.rows("start-delays")} <= classes


@pytest.mark.parametrize(
    ("plant", "sizes"), [("aesc-sunderland", [9, 13, 13]), ("aesc-douai", [9, 7, 8, 19]), ("lg-wroclaw", [6, 39, 20, 21, 4])]
)
def test_phases_add_up_to_the_announced_site(plant, sizes):
    phases = [row for row in SEEDS.rows("plants") if row["plant"] == plant and row["phase"].startswith("p")]
    assert [row.number("mode") for row in phases] == sizes
    site = {"aesc-sunderland": 35, "aesc-douai": 43, "lg-wroclaw": 90}[plant]
    assert sum(sizes) == site
    starts = [dt.date.fromisoformat(row["planned_sop"]) for row in phases]
    assert starts == sorted(starts)


@pytest.mark.parametrize("table", ["demand", "cell-prices", "outside-bookings"])
def test_curves_have_one_point_a_year_and_ids_that_say_which(table):
    for row in SEEDS.rows(table):
        assert row.id == f"{row['curve']}.{row['date'][:4]}"
        assert row["date"].endswith("-07-01")


def test_every_programme_has_a_curve_as_known_in_2021_and_one_with_hindsight():
    curves = {row["curve"] for row in SEEDS.rows("demand")}
    programmes = {curve.removesuffix("-as-known-2021") for curve in curves if curve.endswith("-as-known-2021")}
    assert programmes >= {"nissan-sunderland", "renault-douai", "renault-maubeuge", "jlr-solihull", "jlr-halewood", "levc-tx"}
    assert curves == {f"{p}{know}" for p in programmes for know in ("-as-known-2021", "-hindsight-2026")}


def test_volumes_are_gigawatt_hours_and_not_megawatt_hours():
    def peak(programme, kwh):
        points = SEEDS.points("demand", f"{programme}-as-known-2021")
        return max(point.number.mode for point in points) * SEEDS.number("vehicles", kwh).mode / 1e6

    assert 100_000 * SEEDS.number("vehicles", "nissan-kwh").mode / 1e6 == pytest.approx(5.8)
    assert 0.05 < peak("levc-tx", "levc-tx-kwh") < 0.5
    assert 15 < peak("nissan-sunderland", "nissan-kwh") < 25
    assert 15 < peak("jlr-solihull", "jlr-solihull-kwh") < 25


def test_prices_fall_in_the_range_of_the_trade():
    for row in SEEDS.rows("cell-prices"):
        number = SEEDS.number("cell-prices", row.id)
        assert 20 < number.low < number.mode < number.high < 150, row.id
    first, last = (SEEDS.points("cell-prices", "europe-nmc-as-known-2021")[at].number.mode for at in (0, -1))
    assert 60 < last * 2 < first * 1.5 < 150


def test_cells_cost_more_in_europe_than_in_china_and_nmc_more_than_lfp():
    for known in ("as-known-2021", "hindsight-2026"):
        curves = {
            (region, chemistry): [p.number.mode for p in SEEDS.points("cell-prices", f"{region}-{chemistry}-{known}")]
            for region in ("europe", "china")
            for chemistry in ("nmc", "lfp")
        }
        for chemistry in ("nmc", "lfp"):
            assert all(e > c for e, c in zip(curves["europe", chemistry], curves["china", chemistry], strict=True))
        for region in ("europe", "china"):
            assert all(n > f for n, f in zip(curves[region, "nmc"], curves[region, "lfp"], strict=True))


# --------------------------------------------------------------------------- the map


def coastline():
    return json.loads((FOLDER / "coastline.geojson").read_text(encoding="utf-8"))


OUTLINES = {
    feature["properties"]["name"]: feature["geometry"]["coordinates"] for feature in coastline()["features"]
}
SITES = {row.id: row for row in SEEDS.rows("sites")}


def place(site):
    return SITES[site].number("latitude"), SITES[site].number("longitude")


def is_inside(ring, latitude, longitude):
    """Ray casting to the east."""
    crossings = [
        (x1, y1, x2, y2) for (x1, y1), (x2, y2) in pairwise(ring) if (y1 > latitude) != (y2 > latitude)
    ]
    return sum(longitude < x1 + (latitude - y1) / (y2 - y1) * (x2 - x1) for x1, y1, x2, y2 in crossings) % 2 == 1


def km_to_ring(ring, latitude, longitude):
    """Distance to the nearest edge, on the plane that touches the globe at the point."""
    shrink = math.cos(math.radians(latitude))
    flat = [((x - longitude) * shrink * KM_PER_DEGREE, (y - latitude) * KM_PER_DEGREE) for x, y in ring]
    return min(km_to_edge(a, b) for a, b in pairwise(flat))


def km_to_edge(a, b):
    (x1, y1), (dx, dy) = a, (b[0] - a[0], b[1] - a[1])
    length = dx * dx + dy * dy
    along = 0.0 if length == 0 else min(1.0, max(0.0, -(x1 * dx + y1 * dy) / length))
    return math.hypot(x1 + along * dx, y1 + along * dy)


def great_circle_km(origin, destination):
    (lat1, lon1), (lat2, lon2) = (map(math.radians, place(site)) for site in (origin, destination))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(half))


@pytest.mark.parametrize("site", sorted(SITES))
def test_a_site_lies_in_its_country(site):
    latitude, longitude = place(site)
    country = SITES[site]["country"]
    if country in BOX:
        west, south, east, north = BOX[country]
        assert west <= longitude <= east
        assert south <= latitude <= north
        return
    outers = [polygon[0] for polygon in OUTLINES[COUNTRY[country]]]
    if not any(is_inside(ring, latitude, longitude) for ring in outers):
        assert min(km_to_ring(ring, latitude, longitude) for ring in outers) <= OUTLINE_KM


def test_the_map_tells_a_place_at_sea_and_one_in_another_country():
    (dogger, berlin), britain = ((54.5, 2.0), (52.52, 13.40)), [p[0] for p in OUTLINES["United Kingdom"]]
    for latitude, longitude in (dogger, berlin):
        assert not any(is_inside(ring, latitude, longitude) for ring in britain)
        assert min(km_to_ring(ring, latitude, longitude) for ring in britain) > 100


@pytest.mark.parametrize("table", LEG_TABLES)
def test_a_leg_has_an_id_of_its_ends_and_mode_and_is_given_once(table):
    ends = []
    for row in SEEDS.rows(table):
        assert row.id == f"{row['origin']}~{row['destination']}~{row['mode']}"
        assert row["origin"] != row["destination"]
        ends.append((frozenset((row["origin"], row["destination"])), row["mode"]))
    assert len(set(ends)) == len(ends)


CIRCUITY = {"road": 2.0, "tunnel": 1.1, "ferry": 1.2, "ro-ro": 1.2, "rail": 1.4, "deep-sea": 1.9}
"""Longest way over great circle that is believed. Roads go round bays and fjords; ships round continents."""
ROUNDING_KM = 0.11
"""Kilometres of the legs stand with one decimal."""


@pytest.mark.parametrize("table", LEG_TABLES)
def test_a_leg_is_no_shorter_than_the_great_circle_and_no_absurd_detour(table):
    for row in SEEDS.rows(table):
        straight, km = great_circle_km(row["origin"], row["destination"]), row.number("km")
        assert km >= straight - ROUNDING_KM, row.id
        assert km <= straight * CIRCUITY[row["mode"]] + ROUNDING_KM, row.id


@pytest.mark.parametrize("table", LEG_TABLES)
def test_roads_stay_on_a_landmass_and_customs_borders_stand_where_zones_meet(table):
    for row in SEEDS.rows(table):
        origin, destination = SITES[row["origin"]], SITES[row["destination"]]
        if row["mode"] == "road":
            assert origin["landmass"] == destination["landmass"], row.id
        zones = {origin["zone"], destination["zone"]} - {"transit"}
        leaves_china = zones == {"cn"}
        crosses = origin["zone"] != destination["zone"] and not leaves_china
        assert (row["border"] == "yes") == crosses, row.id


def test_no_leg_with_a_stated_time_is_faster_than_its_kind_may_travel():
    fastest = {"tunnel": 1300, "ferry": 800, "ro-ro": 800, "rail": 800, "deep-sea": 800}
    for table in LEG_TABLES:
        for row in SEEDS.rows(table):
            days = row.number("transit_days")
            if days is not None:
                assert row.number("km") / days <= fastest[row["mode"]], row.id


def test_known_distances():
    km = {row.id: row.number("km") for table in LEG_TABLES for row in SEEDS.rows(table)}
    assert km["aesc-sunderland~levc-ansty~road"] == pytest.approx(321, abs=0.5)
    short_strait = km["lges-wroclaw~calais-port~road"] + km["calais-port~dover-port~ferry"]
    assert short_strait + km["levc-ansty~dover-port~road"] == pytest.approx(1530, abs=10)
    for way, total in (("suez-canal", 19_600), ("cape-of-good-hope", 24_900)):
        assert km[f"shanghai-port~{way}~deep-sea"] + km[f"{way}~europoort~deep-sea"] == total


def test_duties_of_cells_start_free_between_britain_and_europe_and_not_from_china():
    rate = {row.id: SEEDS.number("duties", row.id).mode for row in SEEDS.rows("duties")}
    assert rate["eu-to-uk-2021"] == rate["uk-to-eu-2021"] == 0
    assert (rate["cn-to-uk-2021"], rate["cn-to-eu-2021"]) == (0.02, 0.027)
    missing = SEEDS.number("rules-of-origin", "chance-cells-not-originating")
    meeting = SEEDS.number("rules-of-origin", "chance-cells-originating")
    assert missing.mode + meeting.mode == 1
