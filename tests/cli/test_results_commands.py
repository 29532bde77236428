import shutil

import pandas as pd
import pytest

from sim.results.files import write_whole
from sim.results.folder import JOURNAL
from tests.cli.terminal import cellswitch


def test_verify_finds_a_finished_study_sound_and_replays_it(compared):
    said = cellswitch("verify", compared[1], "--replay", 2)
    assert (said.code, said.err) == (0, "")
    assert "the same again" in said.out


def test_verify_names_a_damaged_file(compared, tmp_path):
    copy = _copied(compared[1], tmp_path)
    table = copy / "summary.csv"
    table.write_text(table.read_text().replace("1", "2", 1))
    said = cellswitch("verify", copy)
    assert said.code == 65
    assert f"{table}: is damaged" in said.err


def test_no_report_is_made_of_damaged_results_and_the_old_one_stays(compared, tmp_path):
    copy = _copied(compared[1], tmp_path)
    (copy / "summary.csv").unlink()
    assert cellswitch("report", copy).code == 65
    assert (copy / "report.html").is_file()


def test_verify_counts_the_report_among_what_was_written(compared, tmp_path):
    copy = _copied(compared[1], tmp_path)
    (copy / "report.html").unlink()
    assert cellswitch("verify", copy).code == 65


def test_a_report_that_was_broken_off_is_told_and_can_be_completed(compared, tmp_path, monkeypatch):
    copy = _copied(compared[1], tmp_path)
    page = (copy / "report.html").read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr("sim.report.write.report_files", lambda _: {"report.html": b"x", "sites.geojson": b"x"})
        patch.setattr("sim.results.folder.write_whole", _broken_off(write_whole))
        assert cellswitch("report", copy).code == 130

    said = cellswitch("verify", copy)
    assert (said.code, said.err) == (0, "")
    assert (
        f"its report was not written to the end, so that nothing is said of it: cellswitch report {copy}"
        in said.out
    )
    assert cellswitch("report", copy).code == 0
    assert (copy / "report.html").read_bytes() == page
    assert "not written to the end" not in cellswitch("verify", copy).out


def test_a_damaged_report_is_made_anew_and_damaged_evidence_not_believed(compared, tmp_path):
    copy = _copied(compared[1], tmp_path)
    before = {name: (copy / name).read_bytes() for name in ("report.xlsx", "evidence.csv")}
    for name in before:
        (copy / name).write_bytes(b"damaged")

    assert cellswitch("report", copy).code == 0

    assert cellswitch("verify", copy).code == 0
    assert (copy / "evidence.csv").read_bytes().startswith(before["evidence.csv"][:30])


def _broken_off(write):
    """Writing that somebody stops when it comes to the sites."""

    def stopped(path, blocks):
        if path.name == "sites.geojson":
            raise KeyboardInterrupt
        return write(path, blocks)

    return stopped


def _copied(folder, tmp_path):
    return shutil.copytree(folder, tmp_path / folder.name)


@pytest.mark.parametrize("command", ["explain", "report", "verify"])
def test_a_folder_without_a_study_is_missing_input(command, tmp_path):
    said = cellswitch(command, tmp_path / "nothing")
    assert said.code == 66
    assert "no finished study" in said.err


def test_the_report_is_written_again_with_the_same_bytes(compared):
    page = compared[1] / "report.html"
    before = page.read_bytes()
    page.unlink()
    (compared[1] / "figures" / "stray.svg").write_text("")
    said = cellswitch("report", compared[1])
    assert (said.code, said.out) == (0, f"{page}\n")
    assert page.read_bytes() == before
    assert cellswitch("verify", compared[1]).code == 0


def test_explain_tells_ranking_reason_and_what_would_have_changed_it(compared):
    said = cellswitch("explain", compared[1])
    assert said.code == 0
    assert "arm nearest, replication 0" in said.out
    for words in ("near-plant", "earliest", "→", "↔"):
        assert words in said.out


def test_explain_can_show_every_review_and_any_replication(compared):
    some = cellswitch("explain", compared[1], "--json").document
    every = cellswitch("explain", compared[1], "--all", "--json").document
    other = cellswitch("explain", compared[1], "--replication", 4, "--arm", "stay", "--json").document
    assert len(every["reviews"]) > len(some["reviews"])
    assert all(review["changed"] for review in some["reviews"])
    assert (other["arm"], other["replication"]) == ("stay", 4)


@pytest.mark.parametrize(
    ("option", "value", "near"), [("--programme", "cra", "car"), ("--arm", "nearst", "nearest")]
)
def test_explain_refuses_what_there_is_not(compared, option, value, near):
    said = cellswitch("explain", compared[1], option, value)
    assert said.code == 2
    assert near in said.err


def test_results_behind_links_are_the_same_results(compared, small, tmp_path):
    kept, out = _copied(compared[1], tmp_path), tmp_path / "out"
    out.symlink_to(kept.parent)
    (tmp_path / "moved").symlink_to(kept)
    page = (kept / "report.html").read_bytes()
    assert cellswitch("report", tmp_path / "moved").code == 0
    assert cellswitch("verify", tmp_path / "moved").code == 0
    assert cellswitch("explain", tmp_path / "moved", "--arm", "nearest").code == 0
    assert (kept / "report.html").read_bytes() == page
    again = cellswitch("compare", small, "--out", out, "--workers", 1)
    assert "were complete already" in again.err


def test_the_command_names_leftovers_and_is_content(compared):
    _, folder = compared
    for name in (".DS_Store", f"{JOURNAL}-shm"):
        (folder / name).write_bytes(b"theirs")

    said = cellswitch("verify", folder)

    for name in (".DS_Store", f"{JOURNAL}-shm"):
        (folder / name).unlink()
    assert (said.code, said.err) == (0, "")
    assert f"{folder / '.DS_Store'}: does not belong to the study; harmless, and may be deleted" in said.out
    assert "--fresh" not in said.out
    assert cellswitch("verify", folder).out == said.out.partition("\n")[0] + "\n"


def test_tables_in_the_dialect_of_german_excel_stand_beside_the_results_which_stay_sound(compared, tmp_path):
    copy = _copied(compared[1], tmp_path)
    before = {path.name: path.read_bytes() for path in copy.glob("*.csv")}
    said = cellswitch("report", copy, "--csv-dialect", "excel-de")
    assert (said.code, said.err) == (0, "")
    folder = copy.with_name(f"{copy.name}-excel-de")
    assert said.out.strip() == str(folder)
    assert {path.name for path in folder.iterdir()} == before.keys() - {"evidence.csv"}
    german = pd.read_csv(folder / "summary.csv", sep=";", decimal=",", encoding="utf-8-sig")
    pd.testing.assert_frame_equal(german, pd.read_csv(copy / "summary.csv"))
    assert {path.name: path.read_bytes() for path in copy.glob("*.csv")} == before
    assert cellswitch("verify", copy).code == 0
