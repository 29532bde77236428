"""Facts kept beside the measures: every switch, and of some replications shipments and reviews."""

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from sim.results.chunk import FactCell, FactRow, Facts
from sim.results.keep import Keep
from sim.rules.facts import RunFacts
from sim.rules.landed_cost import CostBook
from sim.rules.ledger import shipment_ledger
from sim.rules.tables.fact_specs import REVIEWS, SHIPMENTS, SWITCHES
from sim.rules.tables.fact_tables import shipments_table, switches_table
from sim.rules.tables.review_table import reviews_table
from sim.rules.tables.table import Table, TableSpec
from sim.study.study_tables import FactTable


def _fact_table(spec: TableSpec) -> FactTable:
    return FactTable(spec.name, tuple(column.name for column in spec.columns))


FACT_SPECS: Final = (SWITCHES, REVIEWS, SHIPMENTS)
FACT_TABLES: Final = tuple(map(_fact_table, FACT_SPECS))


@dataclass(frozen=True, slots=True)
class KeptFacts:
    """The facts that a study keeps: how many, and whose reviews."""

    keep: Keep
    focus: str

    def facts(self, facts: RunFacts, costs: CostBook, replication: int) -> Facts:
        """Rows of `FACT_TABLES` of a replication."""
        kept = {SWITCHES.name: _rows(switches_table(facts))}
        if self.keep.keeps("reviews", replication):
            kept[REVIEWS.name] = _reviews(facts, self.focus)
        if self.keep.keeps("shipments", replication):
            ledger = shipment_ledger(facts, facts.shipments, costs)
            kept[SHIPMENTS.name] = _rows(shipments_table(facts, ledger))
        return kept


def _reviews(facts: RunFacts, focus: str) -> list[FactRow]:
    """Rows of the reviews of a programme, numbered as among those of all programmes."""
    reviews = facts.record.reviews
    numbers = [number for number, review in enumerate(reviews, start=1) if review.programme == focus]
    own = replace(facts.record, reviews=[reviews[number - 1] for number in numbers])
    place = [column.name for column in REVIEWS.columns].index("review")
    rows = _rows(reviews_table(replace(facts, record=own)))
    return [(*row[:place], numbers[int(str(row[place])) - 1], *row[place + 1 :]) for row in rows]


def _rows(table: Table) -> list[FactRow]:
    return [_row(row) for row in table.rows()]


def _row(row: Iterable[object]) -> FactRow:
    return tuple(_cell(value) for value in row)


def _cell(value: object) -> FactCell:
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
