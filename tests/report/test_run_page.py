import pytest

from sim.report.page.run_page import write_run_report
from sim.study.run import run
from tests.report.parsed import Parsed
from tests.report.studies import loaded, poison


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("run")
    return run(loaded(folder), arm="nearest", replication=1, out=folder / "out")


@pytest.fixture(scope="module")
def page(made):
    return write_run_report(made).read_bytes()


def test_the_page_of_a_run_lies_beside_its_tables(made, page):
    assert (made.folder / "report.html").is_file()
    assert (made.folder / "ledger.csv").is_file()
    assert len(page) < 3_000_000


def test_the_page_of_a_run_made_again_has_the_same_bytes(made, page):
    assert write_run_report(made).read_bytes() == page


def test_the_page_of_a_run_has_its_pictures_player_and_tables(page):
    parsed = Parsed(page)
    figures = {each["id"] for each in parsed.of("figure")}
    assert {"figure-timeline", "figure-capacity", "figure-sankey", "figure-stock"} <= figures
    assert any(id_.startswith("figure-map-") for id_ in figures)
    assert "player" in {each.get("id") for each in parsed.of("div")}
    titles = " ".join(parsed.texts["caption"])
    for told in ("Key figures by programme", "Changes of supply", "Ledger of", "All reviews"):
        assert told in titles


def test_the_ledger_sums_to_the_landed_cost_of_the_run(made, page):
    cells = Parsed(page).texts["td"]
    at = cells.index("whole run")
    last = float(cells[at + 10].replace(",", ""))
    assert last == pytest.approx(made.result.measure("landed_cost_eur_per_kwh", "car"), abs=0.005)


def test_a_run_that_was_not_written_has_no_page(tmp_path):
    with pytest.raises(ValueError, match="not written"):
        write_run_report(run(loaded(tmp_path)))


def test_hostile_texts_make_nothing_of_the_page_of_a_run(tmp_path):
    made = run(loaded(tmp_path, poison), arm="nearest", out=tmp_path / "out")
    assert Parsed(write_run_report(made).read_bytes()).unexpected() == []
