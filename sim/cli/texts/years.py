"""One replication as a buyer reads it: a programme's years and switches, and a line for every programme."""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sim.cli.console import TextRow, show_grid, show_list
from sim.cli.texts.words import NOTHING, as_share, figure
from sim.core.units import WH_PER_GWH, WH_PER_KWH
from sim.results.table import StudyTable
from sim.rules.measures.catalogue import BY_NAME, OF_A_RUN
from sim.rules.measures.key import ratio
from sim.study.run import Run

_KWH_PER_GWH: Final = WH_PER_GWH / WH_PER_KWH
_EUR_PER_KEUR: Final = 1_000
_LEAST_SHARE: Final = 0.005
_PAID_ONCE: Final = ("switching", "take-or-pay")
_TOTALS: Final = tuple(BY_NAME[name] for name in OF_A_RUN)

RecordRows = list[dict[str, Any]]


def show_run(made: Run, programme: str) -> None:
    """Print what happened to a programme in a run."""
    tables, calendar = made.tables(), made.result.scenario.run.calendar()
    name = made.result.scenario.programmes[programme].name
    about = (
        f"{name}: arm {made.arm}, replication {made.result.replication}, {calendar.start} to {calendar.end}"
    )
    columns = ("year", "wanted", "built", "GWh", "loads", "cover\ndays", "EUR/kWh", "once\nkEUR", "from")
    note = (
        "Vehicles wanted and built; cells received, and from which plants; mean stock cover; landed cost, without what is "
        "paid once (switching, take-or-pay), which stands beside it in the year of the payment."
    )
    show_list(about, columns, list(_years(tables, programme)), note=note)
    _show_switches(_records(tables["switches"]), programme)
    _show_programmes(made)


def _records(table: StudyTable) -> RecordRows:
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows()]


def _of(table: StudyTable, programme: str) -> RecordRows:
    return [record for record in _records(table) if record["programme"] == programme]


def _years(tables: Mapping[str, StudyTable], programme: str) -> Iterator[tuple[str, ...]]:
    months, supply = _of(tables["programmes"], programme), _of(tables["supply"], programme)
    ledger = _of(tables["ledger"], programme)
    loads: dict[str, int] = defaultdict(int)
    for shipment in _of(tables["shipments"], programme):
        loads[str(shipment["arrival_date"])[:4]] += shipment["loads"] if shipment["received"] else 0
    for year in sorted({str(record["month"])[:4] for record in months}):
        mine = [_within(records, year) for records in (months, supply, ledger)]
        yield (year, *_Year(mine[0], mine[1], mine[2], loads[year]).in_words())


def _within(records: RecordRows, year: str) -> RecordRows:
    return [record for record in records if str(record["month"]).startswith(year)]


@dataclass(frozen=True, slots=True)
class _Year:
    """What is recorded of a programme in a year."""

    months: RecordRows
    supply: RecordRows
    ledger: RecordRows
    loads: int

    @property
    def gwh(self) -> float:
        return _sum(self.months, "received_gwh")

    @property
    def cover_days(self) -> float:
        covers = [month["stock_cover_days"] for month in self.months]
        known = [cover for cover in covers if not math.isnan(cover)]
        return ratio(sum(known), len(known))

    @property
    def eur_per_kwh(self) -> float:
        shipped = [record for record in self.ledger if record["part"] not in _PAID_ONCE]
        return ratio(_sum(shipped, "cost_eur"), self.gwh * _KWH_PER_GWH)

    @property
    def paid_once_keur(self) -> float:
        paid = [record for record in self.ledger if record["part"] in _PAID_ONCE]
        return _sum(paid, "cost_eur") / _EUR_PER_KEUR

    def in_words(self) -> tuple[str, ...]:
        """The year's figures, in the order of the columns."""
        vehicles = (figure(_sum(self.months, f"{which}_vehicles"), 0) for which in ("wanted", "built"))
        cover, cost = figure(self.cover_days, 0), figure(self.eur_per_kwh, 2)
        return (
            *vehicles,
            figure(self.gwh, 3),
            f"{self.loads:,}",
            cover,
            cost,
            figure(self.paid_once_keur, 0) if self.paid_once_keur else NOTHING,
            _sources(self.supply, self.gwh),
        )


def _sum(records: RecordRows, column: str) -> float:
    return float(sum(record[column] for record in records))


def _sources(supply: RecordRows, gwh: float) -> str:
    by_plant: dict[str, float] = defaultdict(float)
    for record in supply:
        by_plant[record["plant"]] += record["received_gwh"]
    shares = sorted(((ratio(wh, gwh), plant) for plant, wh in by_plant.items()), reverse=True)
    return (
        ", ".join(f"{plant} {as_share(share)}" for share, plant in shares if share > _LEAST_SHARE) or NOTHING
    )


def _show_switches(switches: RecordRows, programme: str) -> None:
    rows = [_switch_row(switch) for switch in switches if switch["programme"] == programme]
    columns = ("from", "to", "share", "decided", "promised", "started", "outcome")
    show_list("Changes of supply" if rows else "No change of supply", columns, rows)


def _switch_row(switch: dict[str, Any]) -> tuple[str, ...]:
    dates = (_date(switch[f"{what}_date"]) for what in ("decided", "promised", "start"))
    plants = switch["from_plant"] or NOTHING, switch["plant"]
    return *plants, as_share(switch["share"]), *dates, switch["outcome"]


def _date(value: object) -> str:
    text = str(value)
    return NOTHING if value is None or text in {"", "NaT"} else text[:10]


def _show_programmes(made: Run) -> None:
    measures = zip(made.result.keys, made.result.values.tolist(), strict=True)
    values = {(key.owner, key.name): value for key, value in measures}
    rows: list[TextRow] = [
        (programme, [figure(values[programme, each.name], each.words.decimals) for each in _TOTALS])
        for programme in sorted(made.result.scenario.programmes)
    ]
    show_grid("All programmes, whole run", [each.words.heading for each in _TOTALS], rows)
