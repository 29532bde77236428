"""What a study's command shows of how sure its figures are."""

import csv
import json
import re

import pytest

from sim.cli.texts.words import relative, share_between
from tests.cli.terminal import cellswitch


@pytest.mark.parametrize(
    ("share", "low", "high", "told"),
    [
        (0.62, 0.551, 0.684, "62 % (55 to 68)"),
        (0.0, 0.0, 0.0188, "0 % (up to 2)"),
        (0.0, 0.0, 0.0004, "0 % (up to 0.04)"),
        (1.0, 0.981, 1.0, "100 % (98 to 100)"),
        (0.999, 0.9951, 0.9999, ">99 % (>99 to >99)"),
        (float("nan"), float("nan"), float("nan"), "–"),
    ],
)
def test_a_share_has_its_interval_and_is_never_surely_nothing(share, low, high, told):
    assert share_between(share, low, high) == told


def test_a_relative_precision_is_told_to_two_digits():
    assert [relative(share) for share in (0.0123, 0.00004, float("inf"))] == ["1.2 %", "0.004 %", "–"]


def test_what_never_happened_is_told_with_what_cannot_be_excluded(compared):
    out = compared[0].out

    (switched,) = [line for line in out.splitlines() if line.startswith("Switched by the end")]
    (lost,) = [line for line in out.splitlines() if line.startswith("Vehicles lost")]
    assert "0 % (up to 39)" in switched
    assert lost.split()[2:] == ["0", "(all)", "0", "(all)"]
    assert "(all): the same in every replication; another value in at most 39 % of them." in out
    assert not re.search(r"±0(\.0*)?( |$)", out)


def test_too_few_replications_for_skewed_values_are_told_on_the_terminal_in_csv_and_in_json(compared):
    said, folder = compared

    assert "Too few replications for so skewed values" in said.out
    rows = csv.DictReader((folder / "summary.csv").read_text().splitlines())
    warned = {(row["arm"], row["measure"]) for row in rows if row["warning"]}
    document = json.loads((folder / "summary.json").read_text())
    in_json = {
        (each["arm"], each["measure"]["name"]) for each in document["warnings"] if "baseline" not in each
    }
    assert warned == in_json
    assert ("nearest", "logistics_distance_km") in warned


@pytest.fixture(scope="module")
def nested(small, tmp_path_factory):
    """A comparison with every option of this kind."""
    arguments = (
        "--nested",
        2,
        "--margin",
        "landed_cost_eur_per_kwh=5",
        "--precision",
        "fill_rate=0.1",
        "-v",
        "-q",
    )
    out = tmp_path_factory.mktemp("nested")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sim.cli.reporting.write_page", lambda _study, folder, *_: folder / "report.html")
        return cellswitch("compare", small, "-n", 4, "--out", out, "--workers", 1, *arguments)


def test_the_split_of_the_variance_the_precision_and_the_shares_by_date_are_shown(nested):
    assert nested.code == 0, nested.err
    assert "Share of the variance that comes from uncertain numbers" in nested.out
    assert "From 2 runs of each replication's drawn numbers" in nested.out
    assert re.search(r"^fill_rate, asked 10 % +all equal +all equal$", nested.out, flags=re.MULTILINE)
    assert re.search(r"^2026-06-30 +0 % \(up to \d+\)", nested.out, flags=re.MULTILINE)


def test_percentiles_of_every_measure_are_shown_and_years_read_as_years(nested):
    percentiles = nested.out.partition("Every measure: median (5th to 95th percentile)")[2]

    assert re.search(r"logistics_distance_km \[km\] +[\d.]+ \([\d.]+ to [\d.]+\)", percentiles)
    assert re.search(r"first_supply_year \[year\] +2021\.", percentiles)


def test_a_margin_that_is_stated_is_the_one_that_is_told(nested):
    assert "equivalent within ±5.0 EUR/kWh" in nested.out


def test_a_margin_of_no_measure_is_wrong_use_with_a_suggestion(small, tmp_path):
    said = cellswitch("compare", small, "--out", tmp_path, "--margin", "landed_cost_eur_per_kw=5")

    assert said.code == 2
    assert "did you mean landed_cost_eur_per_kwh?" in said.err
