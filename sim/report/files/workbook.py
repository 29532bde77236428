"""The workbook: a README sheet and one sheet a question, no formula, the same bytes each time."""

import datetime as dt
import io
import math
from functools import partial
from typing import Any, Final

import xlsxwriter

from sim.core.shortfalls import Shortfall
from sim.report.files.questions import Answered, Chart, Question, questions
from sim.report.material.data_table import DataTable, PercentCell
from sim.report.material.text import inert
from sim.report.page.page import Page
from sim.results.table import CellValue

_CREATED: Final = dt.datetime(2000, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)
_LONGEST: Final = 32_000
"""Characters that a cell holds."""
_NARROWEST, _WIDEST = 10, 48
_MEASURED: Final = 100
"""Rows of a table that decide how wide its columns are."""
_HEAD: Final = 3
"""Rows above a table: title, note, names of the columns."""
_CHART_ROWS: Final = 22
_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


class Sheet:
    """A sheet that is written from top to bottom."""

    def __init__(self, book: Any, name: str) -> None:  # noqa: ANN401 - xlsxwriter has no types
        self._book = book
        self._sheet = book.add_worksheet(name)
        self._bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self._date = book.add_format({"num_format": "yyyy-mm-dd"})
        self._share = book.add_format({"num_format": "0%"})
        self._widths: dict[int, int] = {}
        self._row = 0

    def line(self, *texts: str, bold: bool = False) -> None:
        """A row of texts."""
        for column, text in enumerate(texts):
            self._sheet.write_string(self._row, column, inert(text)[:_LONGEST], self._bold if bold else None)
        self._row += 1

    def skip(self) -> None:
        """An empty row."""
        self._row += 1

    def width(self, column: int, characters: int) -> None:
        """The width of a column, unless it is wider already."""
        found = max(self._widths.get(column, _NARROWEST), min(_WIDEST, characters))
        self._widths[column] = found
        self._sheet.set_column(column, column, found)

    def table(self, answered: Answered) -> None:
        """A table with its title, note and chart, and an empty row below."""
        table, top = answered.table, self._row
        self.line(table.title, bold=True)
        self.line(table.note)
        self.line(*table.columns, bold=True)
        for row in table.rows:
            for column, value in enumerate(row):
                self._cell(column, value)
            self._row += 1
        for column, title in enumerate(table.columns):
            longest = max((len(str(row[column])) for row in table.rows[:_MEASURED]), default=0)
            self.width(column, max(longest, len(title) // 2) + 2)
        if answered.chart is not None and table.rows:
            self._chart(table, answered.chart, top)
            self._row = max(self._row, top + _CHART_ROWS)
        self.skip()

    def _cell(self, column: int, value: CellValue) -> None:
        match value:
            case None:
                return
            case bool():
                self._sheet.write_boolean(self._row, column, value)
            case PercentCell() if math.isfinite(value):
                self._sheet.write_number(self._row, column, value, self._share)
            case int() | float():
                if math.isfinite(value):
                    self._sheet.write_number(self._row, column, value)
            case dt.date():
                self._sheet.write_datetime(
                    self._row, column, dt.datetime.combine(value, dt.time()), self._date
                )
            case str():
                self._sheet.write_string(self._row, column, inert(value)[:_LONGEST])

    def _chart(self, table: DataTable, chart: Chart, top: int) -> None:
        """A native chart beside the table."""
        kind = {"stacked": "bar"}.get(chart.kind, chart.kind)
        drawn = self._book.add_chart(
            {"type": kind} | ({"subtype": "stacked"} if chart.kind == "stacked" else {})
        )
        first, last, name = top + _HEAD, top + _HEAD + len(table.rows) - 1, self._sheet.name
        for column in range(chart.first, chart.last + 1):
            drawn.add_series(
                {
                    "name": [name, first - 1, column],
                    "categories": [name, first, 0, last, 0],
                    "values": [name, first, column, last, column],
                }
            )
        drawn.set_title({"name": inert(table.title), "name_font": {"size": 11}})
        drawn.set_size({"width": 720, "height": 20 * (_CHART_ROWS - 1)})
        if kind == "bar":
            drawn.set_y_axis({"reverse": True})
        self._sheet.insert_chart(top, len(table.columns) + 1, drawn)


def workbook(page: Page) -> bytes:
    """The report's tables as an Excel file."""
    found = io.BytesIO()
    book = xlsxwriter.Workbook(found, _OPTIONS)
    book.set_properties({"title": inert(page.title), "created": _CREATED})
    sheets = questions(page)
    _readme(Sheet(book, "README"), page, sheets)
    for each in sheets:
        sheet = Sheet(book, each.name)
        sheet.line(each.question, bold=True)
        sheet.skip()
        for answered in each.answers:
            what = f"table {answered.table.title} of sheet {each.name}"
            page.shortfalls.attempt(what, partial(sheet.table, answered), partial(_unshown, sheet))
    book.close()
    return found.getvalue()


def _unshown(sheet: Sheet, shortfall: Shortfall) -> None:
    sheet.line(f"Could not be shown: {shortfall.in_words}")


def _readme(sheet: Sheet, page: Page, sheets: list[Question]) -> None:
    sheet.width(0, 16)
    sheet.width(1, _WIDEST)
    for name, told in (
        ("Title", page.title),
        ("Question", page.question),
        ("Answer", page.headline),
        ("", page.consequences),
        *(("Limits" if at == 0 else "", each) for at, each in enumerate(page.limits)),
    ):
        if told:
            sheet.line(name, told)
    sheet.skip()
    sheet.line("Sheet", "What it answers", bold=True)
    for each in sheets:
        sheet.line(each.name, each.question)
    sheet.skip()
    sheet.line("Word", "What it means", bold=True)
    for word, meaning in page.glossary:
        sheet.line(word, meaning)
