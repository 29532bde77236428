"""A failure to print, draw or export one thing never costs the rest, is named everywhere, and shows in the exit code."""

import pytest

from sim.report.page.page import planned
from tests.cli.terminal import cellswitch
from tests.report.parsed import Parsed
from tests.study.small_files import NEAREST, STAY, document, written

PARTS = {
    "picture timeline": "sim.report.pictures.timeline._draw",
    "picture sankey": "sim.report.pictures.sankey.sankey",
    "the years of the maps": "sim.report.pictures.flow_map.years_of_interest",
    "the key figures": "sim.report.page.page.key_figures",
    "what the answer rests on": "sim.report.page.page.grounds",
    "the month-by-month map": "sim.report.page.player._shares",
    "file network.gexf": "sim.report.files.exports.gexf",
    "file events.parquet": "sim.report.files.parquet._field",
    "sheet why": "sim.report.files.questions._reviews",
    "table Key figures by arm of sheet key figures": "sim.report.files.workbook.Sheet._cell",
    "the page": "sim.report.page.page.Page.question",
    "the report": "sim.report.write.gather",
}
"""What fails, and by which function."""


def bug(*_, **__):
    raise KeyError("a-plant-of-another-arm")


def _few(material, shortfalls):
    """Two pictures, for each takes its time."""
    return (each for each in planned(material, shortfalls) if each.id in {"timeline", "sankey"})


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """A finished comparison, the scenario and the folder of its results."""
    contents = document({"stay": STAY, "nearest": NEAREST}, baseline="stay", focus="car")
    scenario, out = written(tmp_path_factory.mktemp("s"), contents), tmp_path_factory.mktemp("out")
    assert cellswitch("compare", scenario, "--out", out, "--workers", 1, "-n", 3).code == 0
    (folder,) = out.iterdir()
    return scenario, folder


@pytest.mark.parametrize("part", PARTS)
def test_a_part_of_the_report_that_fails_costs_no_other(part, finished, monkeypatch):
    _, folder = finished
    with monkeypatch.context() as patch:
        patch.setattr("sim.report.page.page.planned", _few)
        patch.setattr(PARTS[part], property(bug) if part == "the page" else bug)
        said = cellswitch("report", folder)
    assert said.code == 70
    assert "could not be shown" in said.err
    assert f"{part}: KeyError: 'a-plant-of-another-arm'" in said.err
    told = cellswitch("verify", folder)
    assert told.code == 65
    assert f"{part}: KeyError" in told.err
    assert f"cellswitch report {folder}" in told.err
    if part != "the report":
        parsed = Parsed((folder / "report.html").read_bytes())
        assert any(f"{part}: KeyError" in text for text in parsed.texts["li"])


def test_a_report_made_again_without_the_bug_is_whole(finished, monkeypatch):
    _, folder = finished
    with monkeypatch.context() as patch:
        patch.setattr("sim.report.write.gather", bug)
        assert cellswitch("report", folder).code == 70
    assert cellswitch("report", folder).code == 0
    assert cellswitch("verify", folder).code == 0


@pytest.mark.parametrize(
    ("part", "place"),
    [
        ("the key figures", "sim.cli.outcome._estimate_rows"),
        ("the differences", "sim.cli.outcome._difference_rows"),
        ("the answer", "sim.cli.outcome._show_answer"),
        ("the arms", "sim.cli.outcome._show_arms"),
    ],
)
def test_a_part_of_the_terminal_that_fails_costs_no_other(part, place, finished, monkeypatch):
    scenario, folder = finished
    command = ("compare", scenario, "--out", folder.parent, "--workers", 1, "-n", 3)
    whole = cellswitch(*command)
    monkeypatch.setattr(place, bug)
    said = cellswitch(*command)
    assert (whole.code, said.code) == (0, 70)
    assert f"Could not be shown: {part}: KeyError: 'a-plant-of-another-arm'" in said.out
    kept = [line for line in said.out.splitlines() if line in whole.out.splitlines()]
    assert len(kept) > len(said.out.splitlines()) - 4
    assert (folder / "report.html").is_file()


def test_the_json_names_what_it_lacks(finished, monkeypatch):
    scenario, folder = finished
    monkeypatch.setattr("sim.study.monte_carlo_study.MonteCarloStudy._warnings", bug)
    monkeypatch.setattr("sim.study.comparison_study.ComparisonStudy._warnings", bug)
    said = cellswitch("compare", scenario, "--out", folder.parent, "--workers", 1, "-n", 3, "--json")
    assert said.code == 70
    assert said.document["could_not_be_shown"] == ["the summary: KeyError: 'a-plant-of-another-arm'"]
    assert said.document["report"] == str(folder / "report.html")


def test_the_page_of_a_run_is_made_without_what_fails(finished, tmp_path, monkeypatch):
    scenario, _ = finished
    monkeypatch.setattr("sim.report.pictures.timeline._draw", bug)
    said = cellswitch("run", scenario, "--out", tmp_path)
    assert said.code == 70
    (page,) = tmp_path.glob("*/report.html")
    boxes = Parsed(page.read_bytes()).of("p")
    assert [each for each in boxes if each.get("class") == "unshown"]
