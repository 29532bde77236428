"""The tables of seeds/: every row loads, sources and references hold, and the figures make sense together."""

import datetime as dt
import json
from itertools import pairwise
from pathlib import Path

import pytest

from sim.scenario.seeds.folder import SeedNotFoundError, SeedsFolder
from sim.scenario.seeds.tables import columns_of

FOLDER = Path(__file__).parents[3] / "seeds"
SEEDS = SeedsFolder(FOLDER)
TABLES = SEEDS.tables()
SOURCED = tuple(table for table in TABLES if table != "sources")
FIGURES = tuple(table for table in SOURCED if columns_of(table).figures)
LEG_TABLES = ("road-legs", "crossings", "deep-sea-legs", "rail-legs")
EXPECTED = {
    "sites", "suppliers", "plants", "oems", "vehicle-plants", "demand", "agreements", "relationships",
    "road-legs", "crossings", "deep-sea-legs", "rail-legs", "modes", "freight", "ramp", "start-delays",
    "disruptions", "cell-prices", "duties", "rules-of-origin", "qualification", "contracts", "sources",
}  # fmt: skip
KNOWLEDGE = ("as-known-2021", "hindsight-2026")
PROGRAMMES = {
    "nissan-sunderland", "renault-douai", "renault-maubeuge", "jlr-solihull", "jlr-halewood",
    "levc-tx", "levc-china",
}  # fmt: skip
REFERENCES = [
    ("plants", "supplier", "suppliers"),
    ("plants", "site", "sites"),
    ("vehicle-plants", "oem", "oems"),
    ("vehicle-plants", "site", "sites"),
    ("agreements", "supplier", "suppliers"),
    ("agreements", "oem", "oems"),
    ("relationships", "oem", "oems"),
    ("relationships", "supplier", "suppliers"),
    *((table, end, "sites") for table in LEG_TABLES for end in ("origin", "destination")),
]


def modes_of(table, curve):
    return [point.number.mode for point in SEEDS.points(table, curve)]


def ids_of(table):
    return {row.id for row in SEEDS.rows(table)}


def test_every_table_is_there():
    assert set(TABLES) >= EXPECTED


@pytest.mark.parametrize("table", TABLES)
def test_every_row_of_the_table_loads(table):
    rows = SEEDS.rows(table)
    lines = (FOLDER / f"{table}.csv").read_text(encoding="utf-8").splitlines()
    assert len(rows) == len(lines) - 1 > 0


@pytest.mark.parametrize("table", FIGURES)
def test_every_figure_is_in_order(table):
    numbers = [SEEDS.number(table, row.id) for row in SEEDS.rows(table) if row["mode"]]
    assert numbers
    assert all(number.low <= number.mode <= number.high for number in numbers)


@pytest.mark.parametrize("table", ["sources", "sites", "road-legs", "suppliers"])
def test_a_row_that_is_no_figure_is_not_taken_for_one(table):
    with pytest.raises(SeedNotFoundError, match="holds no figure"):
        SEEDS.number(table, SEEDS.rows(table)[0].id)


@pytest.mark.parametrize("table", SOURCED)
def test_an_assumption_is_marked_and_claims_no_high_confidence(table):
    for row in SEEDS.rows(table):
        if row["source"] == "assumption":
            assert row["kind"] == "assumption", row.id
        if row["kind"] == "assumption":
            assert row["confidence"] != "high", row.id


def test_every_source_is_used_and_has_an_address_of_its_own():
    used = {row["source"] for table in SOURCED for row in SEEDS.rows(table)}
    used.add(json.loads((FOLDER / "coastline.geojson").read_text(encoding="utf-8"))["source"])
    urls = {row.id: row["url"] for row in SEEDS.rows("sources")}
    assert used == set(urls)
    assert {id_ for id_, url in urls.items() if not url} == {"assumption", "derived", "general-knowledge"}
    addresses = [url for url in urls.values() if url]
    assert len(set(addresses)) == len(addresses)
    assert all(url.startswith(("https://", "http://")) for url in addresses)


@pytest.mark.parametrize(("table", "column", "target"), REFERENCES)
def test_references_between_tables_hold(table, column, target):
    assert {row[column] for row in SEEDS.rows(table)} <= ids_of(target)


def test_agreements_name_plants_of_their_supplier():
    owner = {row["plant"]: row["supplier"] for row in SEEDS.rows("plants")}
    named = [row for row in SEEDS.rows("agreements") if row["plant"]]
    assert named
    assert all(owner[row["plant"]] == row["supplier"] for row in named)


def test_start_delays_are_of_known_maker_classes():
    classes = {row["maker_class"] for row in SEEDS.rows("suppliers")}
    assert {row["maker_class"] for row in SEEDS.rows("start-delays")} == classes


def test_the_observed_delays_are_those_of_the_16_cases_with_a_date():
    delays = SEEDS.column("start-delays", "delay_months", {})
    assert sorted(delays) == [0, 0, 0, 1, 1, 3, 3, 3, 9, 9, 12, 12, 12, 17, 30, 30]
    assert sorted(SEEDS.column("start-delays", "delay_months", {"maker_class": "experienced"})) == [9, 17, 30]


@pytest.mark.parametrize(
    ("plant", "sizes", "site"),
    [
        ("aesc-sunderland", [9, 13, 13], 35),
        ("aesc-douai", [9, 7, 8, 19], 43),
        ("lg-wroclaw", [6, 39, 20, 21, 4], 90),
    ],
)
def test_phases_add_up_to_the_announced_site(plant, sizes, site):
    phases = [row for row in SEEDS.rows("plants") if row["plant"] == plant and row["phase"].startswith("p")]
    assert [row.number("mode") for row in phases] == sizes
    assert sum(sizes) == site
    starts = [dt.date.fromisoformat(row["planned_sop"]) for row in phases]
    assert starts == sorted(starts)


@pytest.mark.parametrize("table", ["demand", "cell-prices", "outside-bookings"])
def test_curves_have_points_in_the_middle_of_the_year_that_the_id_names(table):
    for row in SEEDS.rows(table):
        assert row.id == f"{row['curve']}.{row['date'][:4]}"
        assert row["date"].endswith("-07-01")
    for curve in {row["curve"] for row in SEEDS.rows(table)}:
        assert all(a.date < b.date for a, b in pairwise(SEEDS.points(table, curve)))


def test_every_programme_has_a_curve_as_known_in_2021_and_one_with_hindsight():
    curves = {row["curve"] for row in SEEDS.rows("demand")}
    assert curves == {f"{programme}-{known}" for programme in PROGRAMMES for known in KNOWLEDGE}


@pytest.mark.parametrize(
    ("programme", "kwh", "least_gwh", "most_gwh"),
    [
        ("levc-tx", "levc-tx-kwh", 0.05, 0.5),
        ("nissan-sunderland", "nissan-kwh", 15, 25),
        ("renault-douai", "renault-douai-kwh", 15, 25),
        ("jlr-solihull", "jlr-solihull-kwh", 15, 25),
    ],
)
def test_the_largest_year_is_of_the_right_order(programme, kwh, least_gwh, most_gwh):
    vehicles = max(modes_of("demand", f"{programme}-as-known-2021"))
    assert least_gwh < vehicles * SEEDS.number("vehicles", kwh).mode / 1e6 < most_gwh


def test_a_hundred_thousand_nissans_need_about_six_gigawatt_hours():
    assert 100_000 * SEEDS.number("vehicles", "nissan-kwh").mode / 1e6 == pytest.approx(5.8)


def test_cell_prices_are_in_euro_a_kilowatt_hour():
    numbers = [SEEDS.number("cell-prices", row.id) for row in SEEDS.rows("cell-prices")]
    assert all(20 < number.low < number.mode < number.high < 150 for number in numbers)


@pytest.mark.parametrize("known", KNOWLEDGE)
def test_cells_cost_more_in_europe_than_in_china_and_nmc_more_than_lfp(known):
    curves = {
        (region, chemistry): modes_of("cell-prices", f"{region}-{chemistry}-{known}")
        for region in ("europe", "china")
        for chemistry in ("nmc", "lfp")
    }
    for chemistry in ("nmc", "lfp"):
        pairs = zip(curves["europe", chemistry], curves["china", chemistry], strict=True)
        assert all(europe > china for europe, china in pairs)
    for region in ("europe", "china"):
        assert all(nmc > lfp for nmc, lfp in zip(curves[region, "nmc"], curves[region, "lfp"], strict=True))


def test_cells_cross_free_of_duty_between_britain_and_europe_at_first_and_not_from_china():
    rate = {row.id: SEEDS.number("duties", row.id).mode for row in SEEDS.rows("duties")}
    assert rate["eu-to-uk-2021"] == rate["uk-to-eu-2021"] == 0
    assert (rate["cn-to-uk-2021"], rate["cn-to-eu-2021"]) == (0.02, 0.027)
    chances = [f"chance-cells-{word}" for word in ("originating", "not-originating")]
    assert sum(SEEDS.number("rules-of-origin", chance).mode for chance in chances) == 1
