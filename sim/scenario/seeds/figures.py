"""Figures of the seeds as a scenario writes them: numbers, distributions and curves, each with its origin."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, TypeAlias

from sim.scenario.reading.key_path import KeyPath
from sim.scenario.reading.node import Node, SeedMark, planted
from sim.scenario.seeds.folder import SeedNumber, SeedPoint, SeedRow, SeedsFolder
from sim.scenario.spec_keys import fits, is_whole, suffix_of, unit_of

TAKES: Final = ("low", "mode", "high")
_PRICES: Final = "prices"
_BOOKINGS: Final = "background"

SeedValue: TypeAlias = float | dict[str, Any]


class UnresolvedError(LookupError):
    """A reference that cannot be resolved: what is wrong, and what would be right.

    An empty message means that its cause is a fault of its own already.
    """

    def __init__(self, message: str, remedy: str = "") -> None:
        self.message = message
        self.remedy = remedy
        super().__init__(message)


def number_node(number: SeedNumber, row: str, take: str, place: Node, path: KeyPath) -> Node:
    """A figure at a key path: plain where it is exact or one of low, mode, high is taken, else triangular.

    Raises UnresolvedError where its unit is not the key's.
    """
    _require_unit(number.unit, path)
    value = _value(number, take)
    if isinstance(value, float) and value.is_integer() and is_whole(path):
        value = int(value)
    return planted(value, place, _mark(number, row))


def curve_node(points: Sequence[SeedPoint], row: str, take: str, place: Node, path: KeyPath) -> Node:
    """A curve as the list of points that the key takes: of demand, of prices, or of bookings.

    Raises UnresolvedError where its unit is not the key's.
    """
    _require_unit(points[0].number.unit, path)
    nodes = [
        planted(_point(point, take, path), replace(place, path=(*place.path, at)), _mark(point.number, row))
        for at, point in enumerate(points)
    ]
    return replace(place, value=nodes, seed=_mark(points[0].number, row))


def empirical_node(folder: SeedsFolder, place: Node, path: KeyPath) -> Node:
    """An empirical distribution with the sorted observations of its column filled in.

    Raises UnresolvedError, SeedNotFoundError, FaultyInput.
    """
    table, column = _text(place, "table"), _text(place, "column")
    conditions = place.child("where")
    where = {} if conditions is None else {key: child.text or "" for key, child in conditions.table.items()}
    if suffix_of(column) != suffix_of(str(path[-1])):
        message = f"needs observations in {unit_of(path) or 'numbers without a unit'}, which {column} is not"
        raise UnresolvedError(message)
    every = folder.rows(table)
    observations = folder.column(table, column, where)
    if not observations:
        raise UnresolvedError(f"finds no observation in the column {column} of the seeds table {table}")
    rows = [row for row in every if all(row[key] == text for key, text in where.items())]
    mark = _common_mark(f"{table}/*", unit_of(path), [row for row in rows if row.number(column) is not None])
    values = planted(sorted(observations), place, mark)
    return replace(place, value={**place.table, "values": values}, seed=mark)


def _value(number: SeedNumber, take: str) -> SeedValue:
    if take:
        return float(getattr(number, take))
    if number.exact:
        return number.mode
    return {"dist": "triangular", "low": number.low, "mode": number.mode, "high": number.high}


def _point(point: SeedPoint, take: str, path: KeyPath) -> Mapping[str, Any]:
    number = point.number
    if path[0] == _PRICES:
        return {"date": point.date, "eur_per_kwh": _value(number, take)}
    if _BOOKINGS in path:
        return {"date": point.date, "gwh_per_year": _value(number, take or "mode")}
    return {"date": point.date} | {part: float(getattr(number, take or part)) for part in TAKES}


def _require_unit(unit: str, path: KeyPath) -> None:
    if not fits(unit, path):
        promised = unit_of(path)
        wanted = f"a figure in {promised}" if promised else "a figure without a unit"
        raise UnresolvedError(f"needs {wanted}, but the seeds row is in {unit}")


def _mark(number: SeedNumber, row: str) -> SeedMark:
    return SeedMark(row, number.unit, number.source, number.as_of, number.confidence, number.note)


def _common_mark(row: str, unit: str, rows: Sequence[SeedRow]) -> SeedMark:
    sources, as_of, confidence = (
        " ".join(sorted({each[column] for each in rows})) for column in ("source", "as_of", "confidence")
    )
    return SeedMark(row, unit, sources, as_of, confidence, "")


def _text(node: Node, key: str) -> str:
    child = node.child(key)
    if child is None or not child.text:
        raise UnresolvedError(f"needs values, or {key} to name where the seeds have them")
    return child.text
