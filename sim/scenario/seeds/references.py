"""References to the seeds: `{ seed = "table/row" }` and empirical distributions, and their figures."""

from collections.abc import Callable
from typing import Final, TypeVar

from sim.core.errors import Fault, FaultyInput
from sim.core.suggestion import did_you_mean
from sim.scenario.reading.findings import Finding, fault_at
from sim.scenario.reading.key_path import KeyPath
from sim.scenario.reading.node import Node
from sim.scenario.seeds.figures import TAKES, UnresolvedError, curve_node, empirical_node, number_node
from sim.scenario.seeds.folder import SeedNotFoundError, SeedsFolder

_REFERENCE_KEYS: Final = ("seed", "take")
_UNFILLED_KEYS: Final = frozenset({"dist", "table", "column", "where"})
"""Keys of an empirical distribution without its observations; any other is one, or a slip."""
_Answer = TypeVar("_Answer")


class Resolver:
    """Replaces references by the figures they stand for; what is wrong with them gathers in `faults`.

    `folder` is None where the scenario names no seeds folder: any reference is a fault then.
    """

    def __init__(self, folder: SeedsFolder | None) -> None:
        self.folder = folder
        self.faults: list[Fault] = []
        self._faulty_tables: set[str] = set()

    def resolved(self, node: Node, path: KeyPath = ()) -> Node:
        """The tree, standing at `path` of its world, with every reference replaced."""
        if _is_reference(node):
            return self._settled(node, lambda: self._figure(node, path))
        if _is_unfilled(node):
            return self._settled(node, lambda: self._filled(node, path))
        if isinstance(node.value, dict):
            table = {key: self.resolved(child, (*path, key)) for key, child in node.value.items()}
            same = all(table[key] is child for key, child in node.value.items())
            return node if same else node.holding(table)
        if isinstance(node.value, list):
            elements = [self.resolved(child, (*path, at)) for at, child in enumerate(node.value)]
            same = all(new is old for new, old in zip(elements, node.value, strict=True))
            return node if same else node.holding(elements)
        return node

    def ask(self, table: str, question: Callable[[SeedsFolder], _Answer]) -> _Answer:
        """What the seeds folder answers to a question about one of its tables. Raises UnresolvedError."""
        if self.folder is None:
            raise UnresolvedError("refers to the seeds", 'say where they are: seeds = "../seeds"')
        if table in self._faulty_tables:
            raise UnresolvedError("")
        try:
            return question(self.folder)
        except SeedNotFoundError as error:
            missing = str(error).rsplit(" ", 1)[-1]
            raise UnresolvedError(str(error), did_you_mean(missing, error.known)) from error
        except FaultyInput as error:
            self.faults += error.faults
            self._faulty_tables.add(table)
            raise UnresolvedError("") from error
        except OSError as error:
            raise UnresolvedError(f"refers to a seeds table that cannot be read: {error.strerror}") from error

    def refuse(self, node: Node, error: UnresolvedError) -> None:
        """Note a reference at a node that cannot be resolved."""
        if error.message:
            self.faults.append(fault_at(node, Finding((), error.message, error.remedy)))

    def _settled(self, node: Node, settle: Callable[[], Node]) -> Node:
        try:
            return settle()
        except UnresolvedError as error:
            self.refuse(node, error)
            return Node(None, node.file, node.line, node.path, broken=True)

    def _figure(self, node: Node, path: KeyPath) -> Node:
        address, take = _reference(node)
        table, _, row = address.partition("/")
        if path and path[-1] == "points":
            points = self.ask(table, lambda folder: folder.points(table, row))
            return curve_node(points, address, take, node, path)
        number = self.ask(table, lambda folder: folder.number(table, row))
        return number_node(number, address, take, node, path)

    def _filled(self, node: Node, path: KeyPath) -> Node:
        table = node.table["table"].text if "table" in node.table else None
        return self.ask(table or "", lambda folder: empirical_node(folder, node, path))


def _is_reference(node: Node) -> bool:
    said = node.table.get("seed")
    return said is not None and not isinstance(said.value, dict)


def _is_unfilled(node: Node) -> bool:
    said = node.table.get("dist")
    return said is not None and said.value == "empirical" and node.table.keys() <= _UNFILLED_KEYS


def _reference(node: Node) -> tuple[str, str]:
    """(`table/row`, what to take of it) of a reference."""
    for key in node.table:
        if key not in _REFERENCE_KEYS:
            raise UnresolvedError(f"has {key} beside its seed", did_you_mean(key, _REFERENCE_KEYS))
    address = node.table["seed"].text
    if address is None or not all(address.partition("/")):
        raise UnresolvedError('needs a seed of the form "table/row"')
    take = node.table["take"].value if "take" in node.table else ""
    if not isinstance(take, str) or (take not in TAKES and "take" in node.table):
        raise UnresolvedError(f"needs a take of {', '.join(TAKES)}")
    return address, take
