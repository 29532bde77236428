import io
import zipfile
from xml.etree import ElementTree as ET

import pytest

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


def test_the_first_sheet_says_what_the_others_hold(files):
    with zipfile.ZipFile(io.BytesIO(files["report.xlsx"])) as archive:
        book = ET.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314 - written by this program
        charts = [name for name in archive.namelist() if name.startswith("xl/charts/chart")]
    names = [sheet.get("name") for sheet in book.iter(f"{_MAIN}sheet")]
    assert names[:2] == ["README", "key figures"]
    assert "comparison" in names
    assert len(charts) == 2
