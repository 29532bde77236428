import re

from sim.results.folder import locked
from tests.cli.terminal import cellswitch


def test_a_comparison_shows_key_figures_differences_and_answer(compared):
    said, _ = compared
    for words in (
        "Switched by the end",
        "Landed cost, EUR/kWh",
        "Difference from stay",
        "Answer",
        "Over 6 replications",
    ):
        assert words in said.out
    assert "the arm nearest" in said.out


def test_dates_are_months_and_the_terminal_is_spared_the_other_measures(compared):
    out = compared[0].out
    (line,) = [line for line in out.splitlines() if line.startswith("First switch, median")]
    assert re.search(r"\b20\d\d-\d\d$", line)
    assert "stock_cover_days" not in out
    assert len(out.splitlines()) < 70


def test_progress_and_places_go_to_stderr(compared):
    said, folder = compared
    assert str(folder) not in said.out
    assert "6 of 6 replications" in said.err
    assert said.err.splitlines()[-1] == f"report    {folder / 'report.html'}"
    assert (folder / "report.html").is_file()


def test_a_complete_study_says_so_and_leaves_its_files_alone(compared, small):
    first, folder = compared
    before = {
        path: path.stat().st_mtime_ns for path in folder.glob("*.*") if path.suffix in {".csv", ".html"}
    }
    again = cellswitch("compare", small, "--out", folder.parent)
    assert (again.code, again.out) == (0, first.out)
    assert "complete already" in again.err
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_json_is_one_document_with_the_same_answer(compared, small):
    said = cellswitch("compare", small, "--out", compared[1].parent, "--json", "-q")
    assert said.err == ""
    assert said.document["answer"]["headline"].split()[0] == "Over"
    assert said.document["folder"] == str(compared[1])


def test_quiet_leaves_results_alone(compared, small):
    said = cellswitch("compare", small, "--out", compared[1].parent, "-q")
    assert (said.code, said.out, said.err) == (0, compared[0].out, "")


def test_verbose_shows_every_measure(compared, small):
    said = cellswitch("compare", small, "--out", compared[1].parent, "-q", "-v")
    assert "stock_cover_days [days]" in said.out


def test_a_narrow_terminal_is_not_overrun(compared, small, monkeypatch):
    for columns in (60, 80):
        monkeypatch.setenv("COLUMNS", str(columns))
        said = cellswitch("compare", small, "--out", compared[1].parent, "-q")
        assert max(map(len, said.out.splitlines())) <= columns
        assert "…" not in said.out


def test_a_folder_in_use_is_told(compared, small):
    with locked(compared[1]):
        said = cellswitch("compare", small, "--out", compared[1].parent)
    assert said.code == 75
    assert "in use by a running study" in said.err


def test_another_root_seed_is_another_folder(compared, small, tmp_path, without_report):
    said = cellswitch("compare", small, "--out", tmp_path, "--root-seed", 8, "-n", 2, "--workers", 1)
    assert said.code == 0
    assert [path.name for path in tmp_path.iterdir()] != [compared[1].name]


def test_monte_carlo_shows_estimates_and_stops_at_the_precision(small, tmp_path, without_report):
    said = cellswitch(
        "monte-carlo", small, "--out", tmp_path, "--workers", 1, "-n", 60, "--precision", "fill_rate=0.9"
    )
    assert said.code == 0, said.err
    assert "30 replications, mean" in said.out
    assert "Difference" not in said.out


def test_a_precision_that_is_no_number_is_wrong_use(small):
    said = cellswitch("monte-carlo", small, "--precision", "fill_rate=high")
    assert said.code == 2
    assert "MEASURE=NUMBER" in said.err
