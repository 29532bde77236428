"""Tables of a study: one row a fact, the same rows for a CSV file and for a data frame."""

import csv
import datetime as dt
import io
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

from sim.results.dialect import STANDARD, Dialect

if TYPE_CHECKING:
    import pandas as pd

CellValue: TypeAlias = str | int | float | bool | dt.date | None
_BLOCK_ROWS = 2_000


@dataclass(frozen=True, slots=True)
class StudyTable:
    """A table: its columns' names (unit included) and a way to its rows, which are made when asked for.

    NaN and None stand for a value that does not exist.
    """

    name: str
    columns: tuple[str, ...]
    rows: Callable[[], Iterable[Sequence[CellValue]]]

    def __repr__(self) -> str:
        return f"<StudyTable {self.name} of {len(self.columns)} columns>"

    def __reduce__(self) -> tuple[object, ...]:
        # Rows come from a function, which cannot travel; what it makes can.
        return StudyTable, (self.name, self.columns, partial(tuple, list(self.rows())))

    def csv(self, dialect: Dialect = STANDARD) -> Iterator[bytes]:
        """The table as CSV in UTF-8, in blocks: numbers with all their digits, absent values empty."""
        yield dialect.mark + _lines([self.columns], dialect)
        rows = iter(self.rows())
        while block := list(islice(rows, _BLOCK_ROWS)):
            yield _lines([[_told(value, dialect) for value in row] for row in block], dialect)

    def frame(self) -> "pd.DataFrame":
        """The table as a pandas data frame."""
        import pandas as pd

        return pd.DataFrame([list(row) for row in self.rows()], columns=list(self.columns))


def _lines(rows: Iterable[Sequence[CellValue]], dialect: Dialect) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=dialect.separator, lineterminator=dialect.line_end).writerows(rows)
    return text.getvalue().encode()


def _told(value: CellValue, dialect: Dialect) -> CellValue:
    if isinstance(value, float):
        return "" if math.isnan(value) else dialect.number(float(value) + 0.0)
    if isinstance(value, bool):
        return "true" if value else "false"
    return dialect.day(value) if isinstance(value, dt.date) else value
