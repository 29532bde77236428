"""The listing of a scenario: every value with its unit, source, confidence and the place that set it."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from sim.scenario.checks.estimated import estimated_roads
from sim.scenario.dump import document_of
from sim.scenario.load import LoadedScenario
from sim.scenario.parts import parts_of
from sim.scenario.reading.findings import shown_scalar
from sim.scenario.reading.key_path import KeyPath, dotted
from sim.scenario.reading.node import Origin
from sim.scenario.spec_keys import unit_of

DEFAULT: Final = "default"
"""Stands for the place of a value that no file states."""
NO_FILE: Final = "no leg states it"
"""Stands for the place of a road that is estimated."""
_ARM_DEPTH: Final = 3
"""Keys before those of a world in `arms.<id>.change.…`."""


class Entry(NamedTuple):
    """A value of a scenario. A distribution is one value; a list of plain values is one, too."""

    key: str
    value: str
    unit: str
    source: str
    """Id of the source in the seeds; empty for what the scenario itself states."""
    confidence: str
    place: str
    """`file:line`, with the seeds row where there is one; `default` where no file states it."""


def listing(loaded: LoadedScenario) -> list[Entry]:
    """Every value of a resolved scenario, defaults included, in the order of its tables, entities by id."""
    entries = (
        _entry(path, value, loaded.provenance) for path, value in _values(document_of(loaded.file), ())
    )
    return list(entries)


def estimated_legs(loaded: LoadedScenario) -> list[Entry]:
    """The length of each road that no leg states, as it is estimated for the world without its arms' changes."""
    roads = estimated_roads(parts_of(loaded.file))
    return [
        Entry(
            f"legs.{origin}~{destination}~fallback.km",
            f"{km:.1f}",
            "km",
            "great circle",
            "estimated",
            NO_FILE,
        )
        for (origin, destination), km in sorted(roads.items())
    ]


def _values(value: object, path: KeyPath) -> Iterator[tuple[KeyPath, object]]:
    if isinstance(value, Mapping) and value and "dist" not in value:
        ordered = sorted(value) if len(path) == 1 else value
        for key in ordered:
            yield from _values(value[key], (*path, str(key)))
    elif isinstance(value, list | tuple) and any(isinstance(child, Mapping) for child in value):
        for at, child in enumerate(value):
            yield from _values(child, (*path, at))
    elif path:
        yield path, value


def _entry(path: KeyPath, value: object, provenance: Mapping[str, Origin]) -> Entry:
    origin = provenance.get(dotted(path))
    world_path = path[_ARM_DEPTH:] if path[0] == "arms" else path
    unit = unit_of(world_path) if _is_figure(value) and world_path else ""
    if origin is None:
        return Entry(dotted(path), _text(value), unit, "", "", DEFAULT)
    place = f"{origin.file}:{origin.line}" if origin.line else origin.file
    place = f"{place} {origin.seed}" if origin.seed else place
    return Entry(dotted(path), _text(value), unit, origin.source, origin.confidence, place)


def _is_figure(value: object) -> bool:
    return isinstance(value, float | int | Mapping) and not isinstance(value, bool)


def _text(value: Any) -> str:  # noqa: ANN401 - a plain value
    """A value for people: `triangular low 0.6, mode 0.7, high 0.8` for a distribution."""
    match value:
        case {"dist": str(name), **parts}:
            inner = (f"{key} {_text(part)}" for key, part in parts.items() if key != "where")
            return f"{name} {', '.join(inner)}"
        case list() | tuple():
            return f"[{', '.join(_text(element) for element in value)}]"
        case Mapping():
            return "{}"
        case str():
            return value
        case _:
            return shown_scalar(value)


ABSENT = ""
"""Stands for the value of a key that a scenario does not have."""


class KeyChange(NamedTuple):
    """A key and its value in either scenario, as a file writes it; empty where it has no such key."""

    key: str
    left: str
    right: str


def differences(left: LoadedScenario, right: LoadedScenario) -> list[KeyChange]:
    """Keys whose values differ, sorted by key; defaults count as if they were written out."""
    return compared(document_of(left.file), document_of(right.file))


def compared(left: Mapping[str, Any], right: Mapping[str, Any]) -> list[KeyChange]:
    """The same for two documents, say of the worlds of two arms."""
    lefts, rights = dict(leaves(left)), dict(leaves(right))
    keys = sorted(lefts.keys() | rights.keys())
    rows = (KeyChange(key, lefts.get(key, ABSENT), rights.get(key, ABSENT)) for key in keys)
    return [row for row in rows if row.left != row.right]


def leaves(value: object, path: KeyPath = ()) -> Iterator[tuple[str, str]]:
    """(dotted key, value as text) of every plain value of a document, empty tables and lists among them."""
    if isinstance(value, Mapping) and value:
        for key, child in value.items():
            yield from leaves(child, (*path, str(key)))
    elif isinstance(value, list | tuple) and value:
        for at, child in enumerate(value):
            yield from leaves(child, (*path, at))
    elif path:
        yield dotted(path), _diff_text(value)


def _diff_text(value: Any) -> str:  # noqa: ANN401 - a plain value
    if isinstance(value, Mapping):
        return "{}"
    return "[]" if isinstance(value, list | tuple) else shown_scalar(value)
