"""Tables of the page: what a picture shows or a section lists."""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass

from sim.report.material.text import cell, inert
from sim.results.table import CellValue
from sim.statistics.digits import percent

_LONG = 40
"""Characters of a text that is given room."""


class PercentCell(float):
    """A share, shown in whole per cent."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A value as the page shows it."""

    text: str
    kind: str
    """`n`: a number, `d`: a date, which is not broken, `t`: a long text, which has room; else empty."""

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
    rows: Sequence[Sequence[CellValue]]
    note: str = ""

    @property
    def head(self) -> list[Cell]:
        """The columns' names, aligned as what stands below them."""
        first = self.rows[0] if self.rows else ()
        kinds = [_kind(value).strip("dt") for value in first] or [""] * len(self.columns)
        return [Cell(inert(name), kind) for name, kind in zip(self.columns, kinds, strict=True)]

    @property
    def cells(self) -> list[list[Cell]]:
        """The rows as the page shows them."""
        return [[Cell(_shown(value), _kind(value)) for value in row] for row in self.rows]


def _shown(value: CellValue) -> str:
    return percent(value) if isinstance(value, PercentCell) and math.isfinite(value) else cell(value)


def _kind(value: CellValue) -> str:
    match value:
        case bool():
            return ""
        case int() | float():
            return "n"
        case dt.date():
            return "d"
        case str() if len(value) > _LONG:
            return "t"
        case _:
            return ""
