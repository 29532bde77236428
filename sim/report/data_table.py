"""Tables of the page: what a picture shows or a section lists."""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from sim.report.text import cell, inert

Value: TypeAlias = str | int | float | bool | dt.date | None


@dataclass(frozen=True, slots=True)
class Cell:
    """A value as the page shows it."""

    text: str
    is_number: bool

    @property
    def parts(self) -> tuple[str, str]:
        """The text and what stands in brackets at its end, to be written below it."""
        head, opened, rest = self.text.partition(" (")
        return (head, f"({rest}") if opened and rest.endswith(")") else (self.text, "")


@dataclass(frozen=True)
class DataTable:
    """A titled table; units stand in the columns' names. NaN and None: no such value."""

    title: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[Value]]
    note: str = ""

    @property
    def head(self) -> list[Cell]:
        """The columns' names, aligned as what stands below them."""
        first = self.rows[0] if self.rows else ()
        numbers = [_is_number(value) for value in first] or [False] * len(self.columns)
        return [Cell(inert(name), number) for name, number in zip(self.columns, numbers, strict=True)]

    @property
    def cells(self) -> list[list[Cell]]:
        """The rows as the page shows them."""
        return [[Cell(cell(value), _is_number(value)) for value in row] for row in self.rows]


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def plain(value: Value) -> str | float | bool | None:
    """A value for a workbook's cell: dates in ISO form, absent numbers empty."""
    match value:
        case dt.date():
            return value.isoformat()
        case float() if not math.isfinite(value):
            return None
        case str():
            return inert(value)
        case _:
            return value
