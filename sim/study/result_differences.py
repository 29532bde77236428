"""Kept: everything that a study stores of one replication, value by value under a name, and where two such differ."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final, TypeAlias

import numpy as np

from sim.core.keys import SeriesKey
from sim.core.quantized import MISSING, Quantized, dequantize
from sim.results.chunk import Chunk, Facts, unpacked_facts
from sim.results.journal import unpacked
from sim.results.keep import Keep
from sim.results.series import segments, unpacked_series
from sim.results.table import StudyTable
from sim.rules.monthly_series import month_names
from sim.rules.tables.fact_specs import SHIPMENTS
from sim.study.kept_facts import FACT_TABLES
from sim.study.plan import Plan

NamedValues: TypeAlias = Mapping[str, object]
"""Values by a name that tells where they stand."""
_COLUMNS: Final = {table.name: ("arm", "replication", *table.columns) for table in FACT_TABLES}
_SERIES: Final = "monthly series"


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Where two sets of values of a kind first differ, and how many do."""

    kind: str
    place: str
    stored: object
    again: object
    differing: int
    of: int

    def __str__(self) -> str:
        how_many = f"{self.differing:,} of {self.of:,} values differ in {self.kind}"
        return (
            f"{how_many}, first {self.place}: {_told(self.stored)} is stored, {_told(self.again)} comes again"
        )


class _Nothing:
    """Stands for a value that one of the two does not have."""


_NOTHING: Final = _Nothing()


def _told(value: object) -> str:
    return "nothing" if value is _NOTHING else repr(value)


def first_difference(kind: str, stored: NamedValues, again: NamedValues) -> Mismatch | None:
    """The first place in which two sets of values are not the same to the last bit; None where there is none."""
    places = [*stored, *(place for place in again if place not in stored)]
    pairs = ((place, stored.get(place, _NOTHING), again.get(place, _NOTHING)) for place in places)
    # The shortest text that gives a number back tells every bit of it; two values that are NaN are the same.
    apart = [(place, old, new) for place, old, new in pairs if repr(old) != repr(new)]
    return Mismatch(kind, *apart[0], len(apart), len(places)) if apart else None


def in_journal(plan: Plan, chunk: Chunk, replication: int) -> dict[str, NamedValues]:
    """What a chunk holds of one of its replications, by kind: numbers, months of series, rows of facts by column."""
    at = replication - chunk.first
    facts = unpacked_facts(chunk)[at]
    tables = dict.fromkeys([*_COLUMNS, *(table for of_arm in facts for table in of_arm)])
    return {
        "measures": _numbers(plan, chunk.measures, chunk.count, plan.header.measures, at),
        "drawn inputs": _numbers(plan, chunk.parameters, chunk.count, plan.parameters, at),
        _SERIES: dict(_months(plan, chunk, at)),
        **{table: dict(_fact_cells(plan, table, facts)) for table in tables},
    }


def _numbers(plan: Plan, blob: bytes, count: int, names: Sequence[str], at: int) -> NamedValues:
    values = unpacked(blob, (len(plan.arms), count, len(names)))[:, at]
    return {
        f"{arm}: {name}": value
        for arm, row in zip(plan.arms, values.tolist(), strict=True)
        for name, value in zip(names, row, strict=True)
    }


def _months(plan: Plan, chunk: Chunk, at: int) -> Iterator[tuple[str, float]]:
    """Every month that has a value, by arm and series."""
    months = month_names(plan.calendar)
    shape = (len(plan.arms), chunk.count, len(plan.series), len(months))
    for number, part in enumerate(segments(len(plan.series))):
        codes: Quantized = unpacked_series(chunk.series, shape, number)[:, at]
        numbers = dequantize(codes)
        for arm, row, month in np.argwhere(codes != MISSING).tolist():
            place = f"{list(plan.arms)[arm]}: {_series_name(plan.series[part][row])} {months[month]}"
            yield place, float(numbers[arm, row, month])


def _series_name(key: SeriesKey) -> str:
    return ":".join(part for part in (key.scope, key.owner, key.name, key.other) if part)


def _fact_cells(plan: Plan, table: str, facts: Sequence[Facts]) -> Iterator[tuple[str, object]]:
    for arm, of_arm in zip(plan.arms, facts, strict=True):
        yield from _cells(arm, _COLUMNS.get(table, ())[2:], of_arm.get(table, ()))


def _cells(
    arm: str, columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> Iterator[tuple[str, object]]:
    """Cells of rows by place; a cell beyond the columns is known by its number."""
    for number, row in enumerate(rows, start=1):
        for at, cell in enumerate(row):
            yield f"{arm}: row {number}, {columns[at] if at < len(columns) else at}", cell


def fact_tables_of(plan: Plan) -> tuple[str, ...]:
    """Names of the tables in a study's folder that have rows of single replications."""
    return tuple(name for name in _COLUMNS if name != SHIPMENTS.name or plan.keep.shipments != 0)


def in_table(file: Path, replication: int) -> NamedValues:
    """The cells of a replication in a table of a study's folder, as text. Raises OSError, and csv.Error for no table."""
    with file.open(encoding="utf-8", errors="replace", newline="") as text:
        return _text_cells(csv.reader(text), replication)


def as_table(plan: Plan, table: str, chunk: Chunk, replication: int) -> NamedValues:
    """The cells of a replication as its chunk says that they are to stand in a table, as text."""
    facts = unpacked_facts(chunk)[replication - chunk.first]
    rows = [
        (arm, replication, *row)
        for arm, of_arm in zip(plan.arms, facts, strict=True)
        for row in of_arm.get(table, ())
    ]
    text = b"".join(StudyTable(table, _COLUMNS[table], lambda: rows).csv()).decode()
    return _text_cells(csv.reader(io.StringIO(text, newline="")), replication)


def _text_cells(lines: Iterator[list[str]], replication: int) -> NamedValues:
    columns = next(lines, [])
    rows = (row for row in lines if row[1:2] == [str(replication)])
    return dict(_cells(f"replication {replication}", columns, rows))


def amounts(plan: Plan, kinds: Mapping[str, NamedValues]) -> Iterator[str]:
    """How much there is of each kind in words, and in which tables its rows stand; what is not kept is left out."""
    for kind, values in kinds.items():
        if kind not in _COLUMNS:
            if values:
                yield f"{len(values):,} {'months of series' if kind == _SERIES else kind}"
        elif kind in fact_tables_of(plan):
            rows = len({place.rpartition(",")[0] for place in values})
            yield f"{rows:,} {'row' if rows == 1 else 'rows'} of {kind} (and in {kind}.csv)"


def not_kept(plan: Plan, replication: int) -> list[str]:
    """What is not kept of a replication, by the names of the options."""
    return [field.name for field in fields(Keep) if not plan.keep.keeps(field.name, replication)]
