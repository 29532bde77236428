"""The ledger by programme, month and part."""

from typing import Final

import numpy as np

from sim.core.arrays import IntArray
from sim.rules.facts import RunFacts
from sim.rules.ledger import PARTS, Amounts, Ledger
from sim.rules.tables.months import Months
from sim.rules.tables.series_specs import LEDGER
from sim.rules.tables.table import Table, table

Places = tuple[IntArray, IntArray, IntArray, IntArray]
"""Positions of month, programme, plant and part."""

_ALL_PARTS: Final = (*PARTS, "switching", "take-or-pay")


def ledger_table(facts: RunFacts, months: Months, money: Ledger) -> Table:
    """What was paid, by month, programme, plant and part; `money` is the ledger of what was delivered."""
    shape = (len(months), len(facts.programmes), len(facts.plants), len(_ALL_PARTS))
    entries = [*_shipments(facts, months, money), _payments(facts, months)]
    keys = np.concatenate([np.ravel_multi_index(places, shape) for places, _ in entries])
    cells, cost_eur = _sums(keys, np.concatenate([amounts for _, amounts in entries]))
    month, programme, plant, part = np.unravel_index(cells, shape)
    return table(
        LEDGER,
        {
            "month": months.names[month],
            "programme": np.array(facts.programmes, dtype=object)[programme],
            "plant": np.array(facts.plants, dtype=object)[plant],
            "part": np.array(_ALL_PARTS, dtype=object)[part],
            "cost_eur": cost_eur,
        },
    )


def _shipments(facts: RunFacts, months: Months, money: Ledger) -> list[tuple[Places, Amounts]]:
    columns = facts.delivered
    month = months.of_step[facts.steps_of(columns.arrival_day)]
    return [
        ((month, columns.programme, columns.plant, np.full(len(month), _ALL_PARTS.index(part))), amounts)
        for part, amounts in money.eur.items()
    ]


def _payments(facts: RunFacts, months: Months) -> tuple[Places, Amounts]:
    paid = facts.record.payments
    days = np.array([payment.day for payment in paid], dtype=np.int64)
    programme = np.array([facts.programmes.index(payment.programme) for payment in paid], dtype=np.int64)
    plant = np.array([facts.plants.index(payment.plant) for payment in paid], dtype=np.int64)
    part = np.array([_ALL_PARTS.index(payment.kind) for payment in paid], dtype=np.int64)
    amounts = np.array([payment.eur for payment in paid])
    return (months.of_step[facts.steps_of(days)], programme, plant, part), amounts


def _sums(keys: IntArray, amounts: Amounts) -> tuple[IntArray, Amounts]:
    """Keys in order, each once, and the sum of their amounts."""
    found, of_key = np.unique(keys, return_inverse=True)
    return found, np.bincount(of_key, amounts, len(found)).astype(np.float64)
