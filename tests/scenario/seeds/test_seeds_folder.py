"""The reader of the seeds refuses what is not complete, with all faults at once."""

import csv
import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.core.errors import FaultyInput, InputMissing
from sim.scenario.seeds.folder import SeedNotFoundError, SeedsFolder
from sim.scenario.seeds.tables import header_of

GOOD = {
    "mode": "1",
    "unit": "months",
    "as_of": "2021",
    "source": "paper",
    "confidence": "low",
    "kind": "fact",
}
HEADER = b"id,low,mode,high,unit,as_of,source,confidence,kind,note"
NO_NUMBERS = ["nan", "inf", "-inf", "1,5", "12 GWh", "one", "1e999"]


def folder_with(path, *rows, table="ramp"):
    """A seeds folder with a table of figures: each row a dict of what differs from a good one."""
    path = Path(path)
    (path / "sources.csv").write_text("id,title,publisher,date,url\npaper,A paper,,,\n", encoding="utf-8")
    with (path / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header_of(table), restval="")
        writer.writeheader()
        writer.writerows({"id": f"row-{number}"} | GOOD | row for number, row in enumerate(rows))
    return SeedsFolder(path)


def faults_of(folder):
    with pytest.raises(FaultyInput) as caught:
        folder.check()
    return caught.value.faults


@given(*[st.floats(allow_nan=False, allow_infinity=False)] * 3)
def test_a_figure_is_read_back_exactly_if_and_only_if_it_is_in_order(low, mode, high):
    with tempfile.TemporaryDirectory() as path:
        folder = folder_with(path, {"low": repr(low), "mode": repr(mode), "high": repr(high)})
        if low <= mode <= high:
            number = folder.number("ramp", "row-0")
            assert (number.low, number.mode, number.high) == (low, mode, high)
            assert number.exact == (low == high)
        else:
            assert [fault.line for fault in faults_of(folder)] == [2]


@given(st.sampled_from(NO_NUMBERS), st.sampled_from(["low", "mode", "high"]))
def test_a_figure_that_is_no_finite_number_is_refused(text, column):
    with tempfile.TemporaryDirectory() as path:
        (fault,) = faults_of(folder_with(path, {}, {column: text}))
        assert (fault.line, fault.key, fault.value) == (3, f"ramp/row-1.{column}", text)


@pytest.mark.parametrize("column", ["id", *GOOD])
def test_an_empty_cell_is_refused(column, tmp_path):
    (fault,) = faults_of(folder_with(tmp_path, {}, {column: ""}))
    assert fault.line == 3
    assert fault.key.endswith(f".{column}")
    assert fault.message == "is empty"


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
    (fault,) = faults_of(folder_with(tmp_path, {}, wrong))
    assert (fault.file, fault.line) == (str(tmp_path / "ramp.csv"), 3)
    assert fault.key.endswith(f".{column}")
    assert fault.message == message


def test_the_faults_of_all_tables_come_at_once(tmp_path):
    folder_with(tmp_path, {"mode": ""}, {"source": "hearsay", "confidence": "sure"})
    folder = folder_with(tmp_path, {"mode": "x"}, table="modes")
    assert Counter(Path(fault.file).stem for fault in faults_of(folder)) == {"ramp": 3, "modes": 1}


def test_a_good_table_can_be_read_while_another_is_faulty(tmp_path):
    folder_with(tmp_path, {"mode": "x"})
    folder = folder_with(tmp_path, {"mode": "2"}, table="modes")
    assert folder.number("modes", "row-0").mode == 2.0
    with pytest.raises(FaultyInput):
        folder.rows("ramp")


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        (b"id,low\n", 1, "needs the column mode"),
        (HEADER.replace(b"high", b"hihg"), 1, "hihg is no column of this table"),
        (HEADER + b",id\n", 1, "names a column twice"),
        (HEADER + b"\n\na,1\n", 3, "has 2 cells under 10 columns"),
        (b"\xff\xfe", 1, "is UTF-16 or UTF-32 text"),
        (b"id\n\xff", 2, "is not UTF-8 text: byte 0xff"),
        (b'id,"low', 1, "is not CSV"),
        (b"", 1, "needs the column id"),
    ],
)
def test_a_file_that_is_not_its_table_is_refused(content, line, message, tmp_path):
    folder = folder_with(tmp_path)
    (tmp_path / "ramp.csv").write_bytes(content)
    (fault,) = faults_of(folder)
    assert fault.line == line
    assert message in fault.message


def test_lines_are_those_of_the_file_also_after_notes_of_several_lines(tmp_path):
    folder = folder_with(tmp_path, {"note": "one\ntwo"}, {})
    assert [row.line for row in folder.rows("ramp")] == [2, 4]


def test_what_does_not_exist_is_named_with_what_does(tmp_path):
    folder = folder_with(tmp_path, {})
    with pytest.raises(SeedNotFoundError) as table:
        folder.rows("rampp")
    assert "ramp" in table.value.known
    with pytest.raises(SeedNotFoundError) as row:
        folder.number("ramp", "row-1")
    assert row.value.known == ("row-0",)
    with pytest.raises(SeedNotFoundError) as column:
        folder.column("ramp", "delay_months", {})
    assert "mode" in column.value.known


def test_a_folder_that_is_not_there_is_input_missing(tmp_path):
    with pytest.raises(InputMissing):
        SeedsFolder(tmp_path / "no-seeds")
