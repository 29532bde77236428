"""Nodes: the values of a scenario before they are typed, each with the place that set it."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

from sim.scenario.reading.document import TomlDocument
from sim.scenario.reading.key_path import KeyPath


@dataclass(frozen=True, slots=True)
class SeedMark:
    """The seeds row that a value was taken from; `row` is `table/row`."""

    row: str
    unit: str
    source: str
    as_of: str
    confidence: str
    note: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value comes from: a line of a file, and for figures taken from the seeds their row and source.

    `seed` is `table/row`, empty for values that the scenario itself states; `line` 0 is the command line.
    """

    file: str
    line: int
    seed: str = ""
    unit: str = ""
    source: str = ""
    as_of: str = ""
    confidence: str = ""
    note: str = ""


Scalar: TypeAlias = str | int | float | bool | dt.date | dt.time | None
"""A TOML value that holds no others; None stands for one that could not be resolved."""

TAGS: Final = ("seed", "dist", "kind")
"""Keys that say which kind of table a table is."""


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """A value and where it was written: file, line, key path in that file. Never changed, shared freely."""

    value: "dict[str, Node] | list[Node] | Scalar"
    file: str
    line: int
    path: KeyPath
    seed: SeedMark | None = None
    broken: bool = False
    """A reference in its place could not be resolved, and a fault says so."""

    @property
    def table(self) -> "Mapping[str, Node]":
        """The nodes of a table; empty for anything else."""
        return self.value if isinstance(self.value, dict) else {}

    @property
    def elements(self) -> "Sequence[Node]":
        """The nodes of a list; empty for anything else."""
        return self.value if isinstance(self.value, list) else ()

    @property
    def text(self) -> str | None:
        """The value where it is text."""
        return self.value if isinstance(self.value, str) else None

    def child(self, key: str | int) -> "Node | None":
        """The node of a table's key or a list's position, None where there is none."""
        if isinstance(self.value, dict):
            return self.value.get(str(key))
        if isinstance(self.value, list) and isinstance(key, int) and 0 <= key < len(self.value):
            return self.value[key]
        return None

    def find(self, path: KeyPath) -> "tuple[Node, KeyPath]":
        """The deepest node on the way along a path, and the rest of the path that leads nowhere."""
        node: Node = self
        for at, key in enumerate(path):
            child = node.child(key)
            if child is None:
                return node, path[at:]
            node = child
        return node, ()

    def holding(self, value: "dict[str, Node] | list[Node] | Scalar") -> "Node":
        """The same place with another value."""
        return replace(self, value=value)

    def origin(self) -> Origin:
        """Where the value comes from."""
        if self.seed is None:
            return Origin(self.file, self.line)
        seed = self.seed
        return Origin(
            self.file, self.line, seed.row, seed.unit, seed.source, seed.as_of, seed.confidence, seed.note
        )


def tree(document: TomlDocument) -> Node:
    """The values of a file as nodes."""

    def build(value: Any, path: KeyPath, line: int) -> Node:  # noqa: ANN401 - any value of TOML
        line = document.lines.get(path, line)
        if isinstance(value, dict):
            table = {key: build(child, (*path, key), line) for key, child in value.items()}
            return Node(table, document.file, line, path)
        if isinstance(value, list):
            elements = [build(child, (*path, at), line) for at, child in enumerate(value)]
            return Node(elements, document.file, line, path)
        return Node(_ordinary(value), document.file, line, path)

    return build(document.data, (), 0)


def planted(value: Any, like: Node, seed: SeedMark | None = None) -> Node:  # noqa: ANN401 - any plain value
    """A plain value as nodes that all stand on the line of another node, at and below its key path."""

    def build(value: Any, path: KeyPath) -> Node:  # noqa: ANN401 - as above
        if isinstance(value, Mapping):
            value = {key: build(child, (*path, key)) for key, child in value.items()}
        elif isinstance(value, Sequence) and not isinstance(value, str):
            value = [build(child, (*path, at)) for at, child in enumerate(value)]
        return Node(_ordinary(value), like.file, like.line, path, seed)

    return build(value, like.path)


def plain(node: Node) -> Any:  # noqa: ANN401 - any value of TOML
    """The value without its places, as pydantic reads it."""
    if isinstance(node.value, dict):
        return {key: plain(child) for key, child in node.value.items()}
    if isinstance(node.value, list):
        return [plain(child) for child in node.value]
    return node.value


def walk(node: Node, path: KeyPath = ()) -> Iterator[tuple[KeyPath, Node]]:
    """Every node below and with this one, by its path in the tree, in the order of the file."""
    waiting = [(path, node)]
    while waiting:
        at, here = waiting.pop()
        yield at, here
        if isinstance(here.value, dict):
            waiting += [((*at, key), child) for key, child in reversed(here.value.items())]
        elif isinstance(here.value, list):
            waiting += [((*at, i), here.value[i]) for i in reversed(range(len(here.value)))]


def merged(under: Node, over: Node, path: KeyPath = ()) -> Node:
    """One tree laid over another: tables merge, anything else is replaced; shares what is unchanged.

    A table of another kind (another `seed`, `dist` or `kind`) replaces the one below as a whole.
    """
    if not isinstance(under.value, dict) or not isinstance(over.value, dict):
        return over
    tag = _tag(over, path)
    if tag is not None and tag != _tag(under, path):
        return over
    table = dict(under.value)
    for key, child in over.value.items():
        below = table.get(key)
        table[key] = child if below is None else merged(below, child, (*path, key))
    return over.holding(table)


def without(node: Node, path: Sequence[str]) -> Node:
    """The tree without the value at a path. Raises KeyError where there is none."""
    key, *rest = path
    child = node.table[key]
    table = dict(node.table)
    if rest:
        table[key] = without(child, rest)
    else:
        del table[key]
    return node.holding(table)


def replaced(node: Node, path: Sequence[str], other: Node) -> Node:
    """The tree with another node at a path of tables that it has."""
    if not path:
        return other
    key, *rest = path
    return node.holding({**node.table, key: replaced(node.table[key], rest, other)})


def assigned(node: Node | None, path: Sequence[str], leaf: Node) -> Node:
    """The tree with a value laid over whatever stands at a path; positions in lists count from 0.

    Raises LookupError where the path leads into a list beyond its end.
    """
    if not path:
        return leaf if node is None else merged(node, leaf)
    key, *rest = path
    if node is not None and isinstance(node.value, list):
        elements = list(node.value)
        position = _position(key, len(elements))
        elements[position] = assigned(elements[position], rest, leaf)
        return node.holding(elements)
    table = {} if node is None else dict(node.table)
    table[key] = assigned(table.get(key), rest, leaf)
    return leaf.holding(table) if node is None else node.holding(table)


def _ordinary(value: Any) -> Any:  # noqa: ANN401 - any value
    """The value; -0.0 as the ordinary zero that adding 0.0 makes of it."""
    return value + 0.0 if isinstance(value, float) else value


def _position(key: str, length: int) -> int:
    if not key.isascii() or not key.isdigit() or int(key[:9]) >= length:
        message = f"has {length} elements, counted from 0"
        raise LookupError(message)
    return int(key)


def _tag(node: Node, path: KeyPath) -> tuple[str, str] | None:
    for key in TAGS:
        # A site's kind says what stands there, not which table it is.
        if key in node.table and not (key == "kind" and path[-2:-1] == ("sites",)):
            text = node.table[key].text
            return None if text is None else (key, text)
    return None
