"""The ledger by programme, month and part."""

from collections import defaultdict
from typing import Final

import numpy as np

from sim.rules.facts import RunFacts
from sim.rules.ledger import PARTS, Ledger
from sim.rules.tables.months import Months
from sim.rules.tables.series_specs import LEDGER
from sim.rules.tables.table import Table, table

_PAYMENTS: Final = ("switching", "take-or-pay")
_ORDER: Final = {part: place for place, part in enumerate((*PARTS, *_PAYMENTS))}

Entry = tuple[int, int, int, str]
"""(month, programme, plant, part): positions, and the part's name."""


def ledger_table(facts: RunFacts, months: Months, money: Ledger) -> Table:
    """What was paid, by month, programme, plant and part; `money` is the ledger of what was delivered."""
    entries = _shipments(facts, months, money) | _payments(facts, months)
    keys = sorted(entries, key=lambda entry: (*entry[:3], _ORDER[entry[3]]))
    return table(
        LEDGER,
        {
            "month": [months.names[month] for month, _, _, _ in keys],
            "programme": [facts.programmes[programme] for _, programme, _, _ in keys],
            "plant": [facts.plants[plant] for _, _, plant, _ in keys],
            "part": [part for _, _, _, part in keys],
            "cost_eur": [entries[key] for key in keys],
        },
    )


def _shipments(facts: RunFacts, months: Months, money: Ledger) -> dict[Entry, float]:
    columns = facts.delivered
    month = months.of_step[facts.steps_of(columns.arrival_day)]
    shape = (len(months), len(facts.programmes), len(facts.plants))
    cells = np.ravel_multi_index((month, columns.programme, columns.plant), shape)
    present, of_cell = np.unique(cells, return_inverse=True)
    places = list(zip(*(axis.tolist() for axis in np.unravel_index(present, shape)), strict=True))
    entries: dict[Entry, float] = {}
    for part, amounts in money.eur.items():
        sums = np.bincount(of_cell, amounts, len(present)).tolist()
        entries |= {(*place, part): total for place, total in zip(places, sums, strict=True)}
    return entries


def _payments(facts: RunFacts, months: Months) -> dict[Entry, float]:
    paid: dict[Entry, float] = defaultdict(float)
    for payment in facts.record.payments:
        month = int(months.of_step[facts.steps_of(np.array([payment.day]))][0])
        owner = facts.programmes.index(payment.programme), facts.plants.index(payment.plant)
        paid[month, *owner, payment.kind] += payment.eur
    return dict(paid)
