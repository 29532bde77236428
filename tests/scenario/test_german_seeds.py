"""Seeds tables as Excel writes them in German: read where a first line says so, else refused with how to say it."""

import datetime as dt

import pytest

from sim.core.errors import FaultyInput
from sim.scenario.seeds.folder import SeedsFolder
from tests.scenario.files import seeds

HEADER = "id;curve;date;low;mode;high;unit;as_of;source;confidence;kind;note"
ROWS = """a;zug;1.7.2021;0,5;1,25;2;vehicles/year;01.07.2021;book;high;fact;für alle
b;zug;31.12.2025;1;2;3,5;vehicles/year;2021;book;high;fact;x"""


def table(folder, text, encoding="utf-8"):
    path = seeds(folder, {})
    (path / "demand.csv").write_bytes(text.replace("\n", "\r\n").encode(encoding))
    return SeedsFolder(path)


def faults(folder):
    with pytest.raises(FaultyInput) as caught:
        folder.rows("demand")
    return caught.value.faults


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("first", ["sep=;", '"sep=;"', "SEP=;"])
def test_a_table_that_says_so_is_read_with_commas_dates_and_letters(tmp_path, encoding, first):
    folder = table(tmp_path, f"{first}\n{HEADER}\n{ROWS}\n", encoding)
    points = folder.points("demand", "zug")
    assert [point.date for point in points] == [dt.date(2021, 7, 1), dt.date(2025, 12, 31)]
    assert (points[0].number.low, points[0].number.mode, points[0].number.high) == (0.5, 1.25, 2.0)
    assert (points[0].number.note, points[0].number.as_of) == ("für alle", "2021-07-01")
    assert [point.number.line for point in points] == [3, 4]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_table_that_does_not_say_so_is_refused_once_with_how_to_say_it(tmp_path, encoding):
    (fault,) = faults(table(tmp_path, f"{HEADER}\n{ROWS}\n", encoding))
    assert fault.message == "separates its cells by semicolons, and needs commas"
    assert "a first line sep=; says" in fault.remedy


@pytest.mark.parametrize("number", ["1.25", "1.250", "1.000,5"])
def test_points_in_numbers_are_never_guessed_at(tmp_path, number):
    found = faults(table(tmp_path, f"sep=;\n{HEADER}\n{ROWS.replace('1,25', number)}\n"))
    assert ("demand/a.mode", 3, "needs a decimal comma and no points, as the first line says") in [
        (each.key, each.line, each.message) for each in found
    ]


def test_a_day_that_is_none_is_refused(tmp_path):
    (fault,) = faults(table(tmp_path, f"sep=;\n{HEADER}\n{ROWS.replace('31.12.2025', '31.11.2025')}\n"))
    assert (fault.key, fault.line, fault.message) == ("demand/b.date", 4, "needs a date YYYY-MM-DD")
