"""Differences between two scenarios, value by value."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sim.scenario.dump import document_of
from sim.scenario.load import LoadedScenario
from sim.scenario.reading.findings import shown_scalar
from sim.scenario.reading.key_path import KeyPath, dotted

ABSENT = ""
"""Stands for the value of a key that a scenario does not have."""


class Difference(NamedTuple):
    """A key and its value in either scenario, as a file writes it; empty where it has no such key."""

    key: str
    left: str
    right: str


def differences(left: LoadedScenario, right: LoadedScenario) -> list[Difference]:
    """Keys whose values differ, sorted by key; defaults count as if they were written out."""
    return compared(document_of(left.file), document_of(right.file))


def compared(left: Mapping[str, Any], right: Mapping[str, Any]) -> list[Difference]:
    """The same for two documents, say of the worlds of two arms."""
    lefts, rights = dict(leaves(left)), dict(leaves(right))
    keys = sorted(lefts.keys() | rights.keys())
    rows = (Difference(key, lefts.get(key, ABSENT), rights.get(key, ABSENT)) for key in keys)
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
        yield dotted(path), _text(value)


def _text(value: Any) -> str:  # noqa: ANN401 - a plain value
    if isinstance(value, Mapping):
        return "{}"
    return "[]" if isinstance(value, list | tuple) else shown_scalar(value)
