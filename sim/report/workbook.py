"""The workbook: a README sheet and one sheet a question, no formula, the same bytes each time."""

import datetime as dt
import io
import re
from collections.abc import Sequence
from typing import Any, Final

import xlsxwriter

from sim.report.data_table import DataTable, plain
from sim.report.evidence_tables import assumed_and_sourced
from sim.report.page import Page
from sim.report.text import inert

_CREATED: Final = dt.datetime(2000, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)
_LONGEST: Final = 32_000
"""Characters that a cell holds."""
_MOST_ROWS: Final = 5_000
_UNFIT: Final = re.compile(r"[\[\]:*?/\\]")
_WIDEST: Final = 60


def workbook(page: Page) -> bytes:
    """The report's tables as an Excel file."""
    found = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(found, options)
    book.set_properties({"title": inert(page.title), "created": _CREATED})
    sheets = _sheets(page)
    _readme(book, page, [(name, table.title) for name, table in sheets])
    for name, table in sheets:
        _sheet(book, name, table)
    book.close()
    return found.getvalue()


def _sheets(page: Page) -> list[tuple[str, DataTable]]:
    tables = {
        name: table
        for name, table in page.material.study.tables().items()
        if name in {"summary", "comparison", "switches"}
    }
    study = [
        (name, DataTable(f"{name}.csv", table.columns, [tuple(row) for row in table.rows()]))
        for name, table in tables.items()
    ]
    pictures = [(each.id, each.table) for each in page.drawn]
    return [
        ("key figures", page.key_figures),
        *pictures,
        ("booked", page.booked),
        ("how often", page.how_often),
        ("inputs", page.inputs),
        ("evidence", assumed_and_sourced(page.material)),
        ("method", page.method),
        ("provenance", page.provenance),
        *study,
    ]


def _readme(book: Any, page: Page, sheets: Sequence[tuple[str, str]]) -> None:  # noqa: ANN401 - xlsxwriter has no types
    sheet = book.add_worksheet("README")
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 110, book.add_format({"text_wrap": True, "valign": "top"}))
    rows = [
        ("Title", page.title),
        ("Question", page.question),
        ("Answer", page.headline),
        *(("", each) for each in page.limits),
        ("", ""),
        ("Sheet", "What it holds"),
        *sheets,
    ]
    for at, (name, told) in enumerate(rows):
        sheet.write_string(at, 0, inert(name))
        sheet.write_string(at, 1, inert(told)[:_LONGEST])


def _sheet(book: Any, name: str, table: DataTable) -> None:  # noqa: ANN401 - as above
    sheet = book.add_worksheet(_UNFIT.sub(" ", name)[:31])
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    sheet.write_string(0, 0, inert(table.title), bold)
    sheet.write_string(1, 0, inert(table.note)[:_LONGEST])
    for column, title in enumerate(table.columns):
        sheet.write_string(2, column, inert(title), bold)
        longest = max((len(str(row[column])) for row in table.rows[:200]), default=0)
        sheet.set_column(column, column, min(_WIDEST, max(10, longest + 2)))
    for at, row in enumerate(table.rows[:_MOST_ROWS]):
        for column, value in enumerate(row):
            _write(sheet, at + 3, column, plain(value))
    sheet.freeze_panes(3, 1)
    if name in _CHARTS and table.rows:
        _chart(book, sheet, name, table)


def _write(sheet: Any, row: int, column: int, value: str | float | bool | None) -> None:  # noqa: ANN401, FBT001 - as above
    match value:
        case None:
            return
        case bool():
            sheet.write_boolean(row, column, value)
        case str():
            sheet.write_string(row, column, value[:_LONGEST])
        case _:
            sheet.write_number(row, column, value)


_CHARTS: Final = {"switched": ("line", None), "costs": ("bar", "stacked")}


def _chart(book: Any, sheet: Any, name: str, table: DataTable) -> None:  # noqa: ANN401 - as above
    """A native chart of a table whose first column names the rows; the costs' last is their sum."""
    kind, subtype = _CHARTS[name]
    chart = book.add_chart({"type": kind} | ({"subtype": subtype} if subtype else {}))
    last = 2 + min(len(table.rows), _MOST_ROWS)
    columns = len(table.columns) - (name == "costs")
    for column in range(1, columns):
        chart.add_series(
            {
                "name": [sheet.name, 2, column],
                "categories": [sheet.name, 3, 0, last, 0],
                "values": [sheet.name, 3, column, last, column],
            }
        )
    chart.set_title({"name": inert(table.title), "name_font": {"size": 11}})
    chart.set_size({"width": 720, "height": 400})
    sheet.insert_chart(2, len(table.columns) + 1, chart)
