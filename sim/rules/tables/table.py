"""A tidy table: one row a fact, typed columns with their unit in their name."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.core.errors import BrokenInvariant

ColumnKind = Literal["text", "integer", "number", "flag", "date"]
"""A date that never came is NaT; a number that does not apply is NaN."""

Values = NDArray[Any]

_DTYPES: Final[dict[ColumnKind, str]] = {
    "text": "object",
    "integer": "int64",
    "number": "float64",
    "flag": "bool",
    "date": "datetime64[D]",
}


class Column(NamedTuple):
    """What stands in a column."""

    name: str
    kind: ColumnKind
    unit: str
    """Empty where the column has none: texts, dates, flags, numbers of a series."""
    sentence: str


class TableSpec(NamedTuple):
    """What a table says, and its columns in order."""

    name: str
    sentence: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a run: `columns` by name, in the order of the specification, each of shape (rows,)."""

    spec: TableSpec
    columns: dict[str, Values]

    def __repr__(self) -> str:
        return f"<Table {self.spec.name}: {len(self)} rows of {len(self.columns)} columns>"

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))

    def rows(self) -> Iterator[tuple[object, ...]]:
        """Rows of plain values: str, int, float, bool, `datetime.date`; None for a date that never came."""
        return zip(*(values.tolist() for values in self.columns.values()), strict=True)


def table(spec: TableSpec, columns: Mapping[str, ArrayLike]) -> Table:
    """A table of a specification.

    Raises BrokenInvariant where columns are missing, unknown or of unequal length.
    """
    wanted = [column.name for column in spec.columns]
    if set(wanted) != set(columns):
        message = f"table {spec.name}: columns {sorted(set(wanted) ^ set(columns))} are missing or unknown"
        raise BrokenInvariant(message)
    arrays = {column.name: _array(columns[column.name], column.kind) for column in spec.columns}
    lengths = {name: len(values) for name, values in arrays.items()}
    if len(set(lengths.values())) != 1:
        message = f"table {spec.name}: columns are of unequal length: {lengths}"
        raise BrokenInvariant(message)
    return Table(spec, arrays)


def _array(values: ArrayLike, kind: ColumnKind) -> Values:
    return np.asarray(values, dtype=_DTYPES[kind])
