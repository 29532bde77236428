"""Questions: the tables of a study's report by what they answer, for the sheets of its workbook."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final, Literal

from sim.core.shortfalls import Shortfall
from sim.report.material.data_table import DataTable
from sim.report.page.evidence_tables import assumed_and_sourced
from sim.report.page.page import Page

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
    """The sheets of a report in the order of its page, then the study's own tables.

    One that cannot be filled says so.
    """
    sheets: tuple[tuple[str, str, Callable[[], Iterable[Answered]]], ...] = (
        (
            "answer",
            "What is the answer, and what does it rest on?",
            lambda: [*_of(page, "effects"), Answered(page.grounds)],
        ),
        (
            "key figures",
            "What does each arm come to?",
            lambda: [Answered(page.key_figures), Answered(page.all_figures)],
        ),
        (
            "when",
            "Who switches, and by which date?",
            lambda: [*_of(page, "switched"), *_of(page, "timeline")],
        ),
        (
            "capacity",
            "How much can the plants make, and what is free?",
            lambda: [_booked(page), *_of(page, "capacity")],
        ),
        ("where", "Where do the cells travel?", lambda: _of(page, "map-")),
        ("whom", "Who supplies whom?", lambda: _of(page, "sankey")),
        ("cost", "What does it cost?", lambda: _of(page, "costs")),
        ("stock", "How reliably?", lambda: _of(page, "stock")),
        ("why", "Why is a plant chosen?", lambda: [Answered(page.how_often), *_reviews(page)]),
        ("uncertainty", "How sure is it, and what decides?", lambda: _uncertainty(page)),
        ("method", "How was it found?", lambda: [Answered(page.method)]),
        (
            "evidence",
            "Where do the figures come from?",
            lambda: [Answered(assumed_and_sourced(page.material))],
        ),
        ("provenance", "What made these numbers?", lambda: [Answered(page.provenance)]),
    )
    return [*(_question(page, *each) for each in sheets), *_kept(page)]


def _question(page: Page, name: str, question: str, answers: Callable[[], Iterable[Answered]]) -> Question:
    """A sheet with the tables that have rows."""
    found = page.shortfalls.attempt(f"sheet {name}", lambda: list(answers()), _unanswered)
    return Question(name, question, tuple(each for each in found if each.table.rows))


def _unanswered(shortfall: Shortfall) -> list[Answered]:
    return [Answered(DataTable("Could not be shown", ("Part and error",), ((shortfall.in_words,),)))]


def _of(page: Page, pictures: str) -> list[Answered]:
    """Tables of the pictures whose ids begin so."""
    return [
        Answered(each.table, _chart(each.id, len(each.table.columns)))
        for each in page.drawn.pictures
        if each.id.startswith(pictures)
    ]


def _chart(picture: str, columns: int) -> Chart | None:
    """The native chart of a picture's table, where one says more than its numbers."""
    match picture:
        case "switched":
            return Chart("line", 1, columns - 1)
        case "costs":  # the last column is the sum of the others
            return Chart("stacked", 1, columns - 2)
        case "drivers":
            return Chart("bar", 1, 1)
        case _:
            return None


def _uncertainty(page: Page) -> list[Answered]:
    pictures = [*_of(page, "spread"), *_of(page, "drivers")]
    return [*pictures, Answered(page.variance), Answered(page.inputs)]


def _booked(page: Page) -> Answered:
    return Answered(page.booked, Chart("column", 1, 3))


def _reviews(page: Page) -> Iterator[Answered]:
    """The decisive reviews, arm by arm."""
    for arm in page.reasons:
        for each in arm.decisions:
            title = f"{arm.id}, {each.title}"
            yield Answered(DataTable(title, each.table.columns, each.table.rows, each.reason))


def _kept(page: Page) -> Iterator[Question]:
    """The study's own tables, as far as a sheet takes them."""
    tables = page.material.study.tables()
    for name in _KEPT:
        if name in tables:
            rows = [tuple(row) for row in islice(tables[name].rows(), _MOST_ROWS + 1)]
            note = f"The first {_MOST_ROWS:,} rows; all are in {name}.csv." if len(rows) > _MOST_ROWS else ""
            table = DataTable(f"{name}.csv", tables[name].columns, rows[:_MOST_ROWS], note)
            yield Question(name, f"The study's own table, as in {name}.csv.", (Answered(table),))
