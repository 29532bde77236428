"""Questions: the tables of a study's report by what they answer, for the sheets of its workbook."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final, Literal

from sim.report.data_table import DataTable
from sim.report.evidence_tables import assumed_and_sourced
from sim.report.page import Page

ChartKind = Literal["line", "bar", "stacked", "column"]
_MOST_ROWS: Final = 5_000
_KEPT: Final = ("summary", "comparison", "switches")
"""Tables of the study that are added as they are."""


@dataclass(frozen=True)
class Chart:
    """A chart of a table whose first column names its rows: of the columns `first` to `last`."""

    kind: ChartKind
    first: int
    last: int


@dataclass(frozen=True)
class Answered:
    """A table, with a chart where one says more."""

    table: DataTable
    chart: Chart | None = None


@dataclass(frozen=True)
class Question:
    """A sheet: its name, the question, and the tables that answer it."""

    name: str
    question: str
    answers: tuple[Answered, ...]


def questions(page: Page) -> list[Question]:
    """The sheets of a report in the order of its page, then the study's own tables."""
    of = {each.id: each.table for each in page.drawn}
    found = [
        ("answer", "What is the answer, and what does it rest on?", _plain(of.get("effects"), page.grounds)),
        ("key figures", "What does each arm come to?", _plain(page.key_figures, page.all_figures)),
        ("when", "Who switches, and by which date?", [_switched(of["switched"]), Answered(of["timeline"])]),
        ("capacity", "How much can the plants make, and what is free?", _capacity(page)),
        ("where", "Where do the cells travel?", _plain(*(each.table for each in page.maps))),
        ("whom", "Who supplies whom?", _plain(of["sankey"])),
        ("cost", "What does it cost?", [_costs(of["costs"])]),
        ("stock", "How reliably?", _plain(of["stock"])),
        ("why", "Why is a plant chosen?", list(_why(page))),
        ("uncertainty", "How sure is it, and what decides?", list(_uncertainty(page))),
        ("method", "How was it found?", _plain(page.method)),
        ("evidence", "Where do the figures come from?", _plain(assumed_and_sourced(page.material))),
        ("provenance", "What made these numbers?", _plain(page.provenance)),
    ]
    sheets = [Question(name, question, tuple(answers)) for name, question, answers in found]
    return [*sheets, *_kept(page)]


def _plain(*tables: DataTable | None) -> list[Answered]:
    return [Answered(table) for table in tables if table is not None and table.rows]


def _switched(table: DataTable) -> Answered:
    return Answered(table, Chart("line", 1, len(table.columns) - 1))


def _costs(table: DataTable) -> Answered:
    """Parts of landed cost stacked; the last column is their sum."""
    return Answered(table, Chart("stacked", 1, len(table.columns) - 2))


def _capacity(page: Page) -> list[Answered]:
    pictures = [each.table for each in page.drawn if each.id.startswith("capacity")]
    return [Answered(page.booked, Chart("column", 1, 3)), *_plain(*pictures)]


def _why(page: Page) -> Iterator[Answered]:
    """How often which reason decided, and the decisive reviews."""
    yield from _plain(page.how_often)
    for arm in page.reasons:
        for each in arm.decisions:
            title = f"{arm.id}, {each.title}"
            yield Answered(DataTable(title, each.table.columns, each.table.rows, each.reason))


def _uncertainty(page: Page) -> Iterator[Answered]:
    for each in page.drawn:
        if each.id == "drivers":
            yield Answered(each.table, Chart("bar", 1, 1))
        elif each.id in {"spread", "variance"}:
            yield Answered(each.table)
    yield Answered(page.inputs)


def _kept(page: Page) -> Iterator[Question]:
    """The study's own tables, as far as a sheet takes them."""
    tables = page.material.study.tables()
    for name in _KEPT:
        if name in tables:
            rows = [tuple(row) for row in islice(tables[name].rows(), _MOST_ROWS + 1)]
            note = f"The first {_MOST_ROWS:,} rows; all are in {name}.csv." if len(rows) > _MOST_ROWS else ""
            table = DataTable(f"{name}.csv", tables[name].columns, rows[:_MOST_ROWS], note)
            yield Question(name, f"The study's own table, as in {name}.csv.", (Answered(table),))
