import io
import zipfile
from xml.etree import ElementTree as ET

import pytest

from sim.report.files.questions import questions

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def _sheets(book: bytes) -> dict[str, ET.Element]:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        names = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        return {name: ET.fromstring(archive.read(name)) for name in names}  # noqa: S314 - written by this program


@pytest.mark.parametrize("of", ["files", "hostile_files"])
def test_no_cell_is_a_formula_or_a_link(of, request):
    sheets = _sheets(request.getfixturevalue(of)["report.xlsx"])
    assert len(sheets) > 10
    for name, sheet in sheets.items():
        assert not list(sheet.iter(f"{_MAIN}f")), name
        assert not list(sheet.iter(f"{_MAIN}hyperlink")), name


def _names(book: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        found = ET.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314 - written by this program
    return [sheet.get("name", "") for sheet in found.iter(f"{_MAIN}sheet")]


def test_the_first_sheet_says_what_the_others_answer(files, page):
    names = _names(files["report.xlsx"])
    assert names == ["README", *(each.name for each in questions(page))]
    with zipfile.ZipFile(io.BytesIO(files["report.xlsx"])) as archive:
        shared = ET.fromstring(archive.read("xl/sharedStrings.xml"))  # noqa: S314 - as above
    texts = {text.text for text in shared.iter(f"{_MAIN}t")}
    assert texts >= {page.headline, *names[1:], *(each.question for each in questions(page))}


def test_every_table_of_the_page_that_answers_a_question_is_in_the_workbook(page):
    held = {id(answered.table) for each in questions(page) for answered in each.answers}
    assert {id(each.table) for each in page.drawn.pictures if each.table.rows} <= held
    assert {id(table) for table in (page.key_figures, page.booked, page.how_often, page.method)} <= held


def test_charts_are_native_and_point_at_numbers_of_their_own_sheet(files):
    with zipfile.ZipFile(io.BytesIO(files["report.xlsx"])) as archive:
        charts = [archive.read(name) for name in archive.namelist() if name.startswith("xl/charts/chart")]
    assert len(charts) >= 4
    for chart in charts:
        root = ET.fromstring(chart)  # noqa: S314 - as above
        values = [each for each in root.iter() if each.tag.endswith("}val")]
        assert [each for each in values if "".join(each.itertext()).count("!$")]


def test_only_so_many_rows_of_a_long_table_are_taken(page, monkeypatch):
    monkeypatch.setattr("sim.report.files.questions._MOST_ROWS", 7)
    summary = next(each for each in questions(page) if each.name == "summary").answers[0].table
    assert len(summary.rows) == 7
    assert "all are in summary.csv" in summary.note
