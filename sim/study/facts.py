"""Facts kept beside the measures: every switch, and at first the reviews of the focus programme."""

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from sim.rules.facts import RunFacts
from sim.rules.tables.fact_specs import REVIEWS, SWITCHES
from sim.rules.tables.fact_tables import switches_table
from sim.rules.tables.review_table import reviews_table
from sim.rules.tables.table import Table, TableSpec
from sim.study.study_tables import FactTable
from sim.study.work import Cell, Facts, Row

REVIEWED_REPLICATIONS: Final = 20
"""Replications, from the first, whose reviews are kept: some hundred rows each.

`simulate` gives any other's.
"""


def _fact_table(spec: TableSpec) -> FactTable:
    return FactTable(spec.name, tuple(column.name for column in spec.columns))


FACT_TABLES: Final = (_fact_table(SWITCHES), _fact_table(REVIEWS))


def kept_facts(facts: RunFacts, replication: int, focus: str) -> Facts:
    """Rows of `FACT_TABLES` of a replication."""
    kept = {SWITCHES.name: _rows(switches_table(facts))}
    if replication < REVIEWED_REPLICATIONS:
        kept[REVIEWS.name] = _reviews(facts, focus)
    return kept


def _reviews(facts: RunFacts, focus: str) -> list[Row]:
    """Rows of the reviews of a programme, numbered as among those of all programmes."""
    reviews = facts.record.reviews
    numbers = [number for number, review in enumerate(reviews, start=1) if review.programme == focus]
    own = replace(facts.record, reviews=[reviews[number - 1] for number in numbers])
    place = [column.name for column in REVIEWS.columns].index("review")
    rows = _rows(reviews_table(replace(facts, record=own)))
    return [(*row[:place], numbers[int(str(row[place])) - 1], *row[place + 1 :]) for row in rows]


def _rows(table: Table) -> list[Row]:
    return [_row(row) for row in table.rows()]


def _row(row: Iterable[object]) -> Row:
    return tuple(_cell(value) for value in row)


def _cell(value: object) -> Cell:
    """A value as JSON and CSV hold it: dates in ISO form, flags as words, absent numbers as None."""
    match value:
        case bool():
            return "true" if value else "false"
        case dt.date():
            return value.isoformat()
        case float() if math.isnan(value):
            return None
        case str() | int() | float() | None:
            return value
        case _:
            message = f"a table holds {value!r}, which is neither text nor number nor date"
            raise TypeError(message)
