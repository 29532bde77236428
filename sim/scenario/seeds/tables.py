"""Tables of a seeds folder: which columns each has, and what is wrong with a row."""

import datetime as dt
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

CONFIDENCES: Final = ("high", "medium", "low")
KINDS: Final = ("fact", "derived", "assumption")
SOURCE_COLUMNS: Final = ("id", "title", "publisher", "date", "url")
ORIGIN: Final = ("unit", "as_of", "source", "confidence", "kind")
TRIPLE: Final = ("low", "mode", "high")

_LEG_FIGURES: Final = ("transit_days", "eur_per_load", "kg_co2e_per_tkm", "dangerous_goods")
_FIGURES: Final = (*TRIPLE, *_LEG_FIGURES, "km", "latitude", "longitude", "delay_months", "realised_ratio")
_DATES: Final = ("date", "start", "end", "since", "announced", "planned_sop")
_AS_OF: Final = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_GERMAN_DATE: Final = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
_FIRST_DAY: Final = "-01-01"
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_NUMBER: Final = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
"""As spreadsheets write it; Python would read `1_000` and digits of other scripts as well."""


@dataclass(frozen=True, slots=True)
class SeedColumns:
    """Columns of a table beside id, origin and note.

    `filled` stand in every row, `optional` may be empty; with `figures` a row is a figure (low, mode, high).
    """

    filled: tuple[str, ...]
    optional: tuple[str, ...] = ()
    figures: bool = True

    def header(self) -> tuple[str, ...]:
        """All columns of the table."""
        return ("id", *self.filled, *self.optional, *ORIGIN, "note")

    def numeric(self) -> tuple[str, ...]:
        """Columns that hold numbers; the `mode` of a table without figures is a mode of transport."""
        numeric = [column for column in _FIGURES if column in self.header()]
        return tuple(column for column in numeric if self.figures or column not in TRIPLE)


_SPREAD: Final = ("low", "high")
_NUMBERS: Final = SeedColumns(("mode",), _SPREAD)
_CURVES: Final = SeedColumns(("curve", "date", *TRIPLE))
_LEGS: Final = SeedColumns(("origin", "destination", "mode", "km"), (*_LEG_FIGURES, "border"), figures=False)
_DELAYS: Final = ("announced", "planned_sop", "delay_months", "realised_ratio")
_PLACE: Final = ("country", "landmass", "zone", "latitude", "longitude")
_TABLES: Final[Mapping[str, SeedColumns]] = {
    "sites": SeedColumns(("name", "site_kind", *_PLACE), figures=False),
    "suppliers": SeedColumns(("name", "maker_class", "colour"), figures=False),
    "plants": SeedColumns(
        ("plant", "phase", "supplier", "site", "mode"), (*_SPREAD, "announced", "planned_sop")
    ),
    "oems": SeedColumns(("name",), ("group",), figures=False),
    "vehicle-plants": SeedColumns(("oem", "site", "products", "mode"), _SPREAD),
    "demand": _CURVES,
    "cell-prices": _CURVES,
    "outside-bookings": _CURVES,
    "agreements": SeedColumns(("supplier", "oem"), (*TRIPLE, "plant", "start", "end")),
    "relationships": SeedColumns(("oem", "supplier", "since"), figures=False),
    "road-legs": _LEGS,
    "crossings": _LEGS,
    "deep-sea-legs": _LEGS,
    "rail-legs": _LEGS,
    "start-delays": SeedColumns(("maker_class", "project"), _DELAYS, figures=False),
    "disruptions": SeedColumns(("mode",), (*_SPREAD, "start")),
    "duties": SeedColumns(("origin_zone", "destination_zone", "start", "mode"), _SPREAD),
    "rules-of-origin": SeedColumns(("start", "mode"), (*_SPREAD, "end")),
}


def columns_of(table: str) -> SeedColumns:
    """Columns of a table; a table that is not known by name holds figures by id."""
    return _TABLES.get(table, _NUMBERS)


def header_of(table: str) -> tuple[str, ...]:
    """All columns of a table, `sources` with its own."""
    return SOURCE_COLUMNS if table == "sources" else columns_of(table).header()


def row_faults(table: str, values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """(column, what is wrong) for everything wrong within a row, its cells as text by column."""
    yield from ((name, "holds a control character") for name, text in values.items() if _CONTROL.search(text))
    if table == "sources":
        yield from ((column, "is empty") for column in ("id", "title") if not values[column])
        return
    columns = columns_of(table)
    yield from ((name, "is empty") for name in ("id", *columns.filled, *ORIGIN) if not values[name])
    yield from _origin_faults(values)
    yield from _figure_faults(columns, values)
    dates = (column for column in _DATES if column in values)
    yield from ((column, "needs a date YYYY-MM-DD") for column in dates if not _is_date(values[column]))


def from_german(table: str, values: Mapping[str, str]) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """A row as Excel writes it in German as one of the standard form, and (column, what is wrong) of its numbers."""
    numeric = () if table == "sources" else columns_of(table).numeric()
    dates = {*_DATES, "as_of"}
    found: dict[str, str] = {}
    faults: list[tuple[str, str]] = []
    for name, text in values.items():
        day = _GERMAN_DATE.fullmatch(text) if name in dates else None
        if day is not None:
            found[name] = f"{day[3]}-{int(day[2]):02}-{int(day[1]):02}"
        elif name in numeric:
            found[name] = text.replace(",", ".")
            if "." in text:
                faults.append((name, "needs a decimal comma and no points, as the first line says"))
        else:
            found[name] = text
    return found, faults


def _origin_faults(values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if values["confidence"] and values["confidence"] not in CONFIDENCES:
        yield "confidence", f"needs one of {', '.join(CONFIDENCES)}"
    if values["kind"] and values["kind"] not in KINDS:
        yield "kind", f"needs one of {', '.join(KINDS)}"
    if values["kind"] == "assumption" and not values["note"]:
        yield "note", "an assumption says what it rests on"
    if not _is_as_of(values["as_of"]):
        yield "as_of", "needs YYYY, YYYY-MM or YYYY-MM-DD"


def _figure_faults(columns: SeedColumns, values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    wrong = [column for column in columns.numeric() if not _is_number(values[column])]
    yield from ((column, "needs a finite number") for column in wrong)
    if columns.figures and not wrong:
        spread = [float(values[column]) for column in TRIPLE if values[column]]
        if spread != sorted(spread):
            yield "mode", "needs low <= mode <= high"


def _is_number(text: str) -> bool:
    return not text or (_NUMBER.fullmatch(text) is not None and math.isfinite(float(text)))


def _is_date(text: str) -> bool:
    try:
        return not text or dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _is_as_of(text: str) -> bool:
    if _AS_OF.fullmatch(text) is None:
        return not text
    return _is_date(text + _FIRST_DAY[len(text) - len("YYYY") :])
