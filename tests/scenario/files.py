"""Scenario files for tests: written, loaded, and told what is wrong with them."""

import copy
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import tomli_w

from sim.core.errors import Fault, FaultyInput
from sim.scenario.load import load
from sim.scenario.reading.key_path import KeyPath
from tests.builders import world

Document = dict[str, Any]


def changed(document: Document, changes: Mapping[str, Any]) -> Document:
    """The document with dotted-key changes (numbers are positions in lists); None removes the key."""
    document = copy.deepcopy(document)
    for path, value in changes.items():
        *tables, key = path.split(".")
        table: Any = document
        for name in tables:
            table = table[int(name)] if isinstance(table, list) else table.setdefault(name, {})
        if value is None:
            del table[key]
        elif isinstance(table, list):
            table[int(key)] = value
        else:
            table[key] = value
    return document


def written(folder: Path, document: Document, name: str = "world.toml") -> Path:
    """The document as a TOML file in a folder."""
    path = folder / name
    path.write_text(tomli_w.dumps(document), encoding="utf-8")
    return path


def small(folder: Path, changes: Mapping[str, Any] | None = None, name: str = "world.toml") -> Path:
    """The small world of the builders as a file, with dotted-key changes."""
    return written(folder, changed(world(), changes or {}), name)


def faults(path: Path, *sets: str) -> tuple[Fault, ...]:
    """The faults of a file; none where it loads."""
    try:
        load(path, sets)
    except FaultyInput as error:
        return error.faults
    return ()


def only_fault(path: Path, *sets: str) -> Fault:
    """The one fault of a file."""
    (fault,) = faults(path, *sets)
    return fault


def leaves(value: object, path: KeyPath = ()) -> Iterator[tuple[KeyPath, Any]]:
    """Every key and element of a document with its value, tables and lists included."""
    children: Any = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, child in children:
        yield (*path, key), child
        yield from leaves(child, (*path, key))


ORIGIN = "as_of,source,confidence,kind,note"


def seeds(folder: Path, tables: Mapping[str, str]) -> Path:
    """A seeds folder of tables as CSV text; rows end after the unit, their origin is filled in."""
    path = folder / "seeds"
    path.mkdir(exist_ok=True)
    (path / "sources.csv").write_text("id,title,publisher,date,url\nbook,A book,,2020,\n", encoding="utf-8")
    for table, text in tables.items():
        header, *rows = text.strip().splitlines()
        lines = [f"{header},{ORIGIN}", *(f"{row},2021-07,book,high,fact,noted" for row in rows)]
        (path / f"{table}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
