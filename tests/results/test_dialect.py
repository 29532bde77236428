"""Tables in the dialects of Excel, read back."""

import datetime as dt
import io

import pandas as pd
import pytest

from sim.results.dialect import DIALECTS
from sim.results.table import StudyTable

ROWS = [
    ("a;b", 1, 0.1, True, dt.date(2025, 12, 31)), ("ü,\n", -2, 1753.1720723642859, False, None),
    ('"q"', 0, 1e-12, True, dt.date(2021, 7, 1)), ("", 5, float("nan"), False, dt.date(2036, 1, 2)),
]  # fmt: skip
TABLE = StudyTable("t", ("text", "count", "share", "flag", "date"), lambda: ROWS)


def test_the_standard_is_what_it_was():
    assert b"".join(TABLE.csv()).splitlines()[1] == b"a;b,1,0.1,true,2025-12-31"
    assert b"".join(TABLE.csv()) == b"".join(TABLE.csv(DIALECTS["standard"]))


@pytest.mark.parametrize(
    ("name", "sep", "decimal", "date"), [("excel-de", ";", ",", "%d.%m.%Y"), ("excel", ",", ".", "%Y-%m-%d")]
)
def test_every_number_and_date_is_read_back_as_it_was(name, sep, decimal, date):
    written = b"".join(TABLE.csv(DIALECTS[name]))
    assert written.startswith(b"\xef\xbb\xbftext" + sep.encode() + b"count")
    assert written.endswith(b"\r\n")
    frame = pd.read_csv(io.BytesIO(written), sep=sep, decimal=decimal, encoding="utf-8-sig")
    assert frame["share"].dtype == float
    assert frame["share"].tolist()[:3] == [0.1, 1753.1720723642859, 1e-12]
    assert frame["count"].tolist() == [1, -2, 0, 5]
    assert frame["text"].tolist()[:3] == ["a;b", "ü,\n", '"q"']
    dates = pd.to_datetime(frame["date"], format=date)
    assert [None if pd.isna(day) else day.date() for day in dates] == [row[4] for row in ROWS]
