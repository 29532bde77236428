"""The ledger of the programme in question in a single run, by year and part."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

from sim.report.material.data_table import DataTable
from sim.report.material.shown import Shown
from sim.results.table import CellValue
from sim.rules.tables.table import Table

_PARTS: Final = {
    "price": "price of cells",
    "freight": "freight",
    "duty": "duty",
    "transit_capital": "capital in transit",
    "carbon": "priced emissions",
    "switching": "switching",
    "take-or-pay": "take-or-pay",
}
_EUR_PER_MILLION: Final = 1e6

Paid = dict[str, dict[str, float]]
"""EUR million by year and part."""


def ledger_of(shown: Shown) -> DataTable:
    """What the programme in question paid, by year and part, and over the whole run."""
    paid, got = _paid(shown), _received(shown)
    rows = [_year(year, paid[year], got.get(year, 0.0)) for year in sorted(paid)]
    whole = {part: sum(year.get(part, 0.0) for year in paid.values()) for part in _PARTS}
    rows.append(_year("whole run", whole, sum(got.values())))
    parts = (f"{part} [EUR million]" for part in _PARTS.values())
    columns = ("Year", "Received [GWh]", *parts, "Sum [EUR million]", "Sum [EUR/kWh]")
    note = "Shipments count to the month of receipt, payments for switching and take-or-pay to their own."
    return DataTable(f"Ledger of {shown.focus} by part", columns, rows, note)


def _paid(shown: Shown) -> Paid:
    found: Paid = defaultdict(lambda: dict.fromkeys(_PARTS, 0.0))
    names = ("month", "programme", "part", "cost_eur")
    for month, programme, part, eur in rows_of(shown.tables[shown.arm]["ledger"], names):
        if programme == shown.question:
            found[month[:4]][part] += eur / _EUR_PER_MILLION
    return found


def _received(shown: Shown) -> dict[str, float]:
    """GWh by year."""
    found: dict[str, float] = defaultdict(float)
    names = ("month", "programme", "received_gwh")
    for month, programme, gwh in rows_of(shown.tables[shown.arm]["supply"], names):
        if programme == shown.question:
            found[month[:4]] += gwh
    return found


def _year(year: str, parts: dict[str, float], gwh: float) -> tuple[CellValue, ...]:
    """A row: EUR million by part, their sum, and the sum in EUR/kWh (EUR million over GWh)."""
    total = sum(parts.values())
    return year, gwh, *parts.values(), total, total / gwh if gwh else None


def rows_of(table: Table, names: Sequence[str]) -> list[tuple[Any, ...]]:
    """Columns of a table of a run, by rows."""
    return list(zip(*(table.columns[name].tolist() for name in names), strict=True))
