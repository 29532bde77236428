"""Layers: a scenario file over those that it extends, and `--set` over all."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from sim.core.errors import Fault, FaultyInput, InputMissing
from sim.core.suggestion import did_you_mean
from sim.scenario.reading.document import parse_document, read_document
from sim.scenario.reading.findings import Finding, fault_at
from sim.scenario.reading.key_path import KeyPath, key_path, printable, quoted
from sim.scenario.reading.node import Node, assigned, merged, planted, tree, without
from sim.scenario.reading.places import beside, real
from sim.scenario.reading.toml_lines import DEEPEST
from sim.scenario.types.scenario import MOST_REMOVALS, SCHEMA_VERSION

COMMAND_LINE: Final = "--set"
"""Stands for the file of values that the command line set."""
MOST_LAYERS: Final = 50

_FILLED_LATER: Final = ("sites", "legs")
"""Tables that the seeds fill in: what is removed of them may stand in the seeds."""
_WORD: Final = re.compile(r"[A-Za-z][A-Za-z0-9_.~-]*")
_TOML_WORDS: Final = frozenset({"true", "false", "nan", "inf"})


@dataclass(frozen=True, slots=True)
class Removal:
    """A key path that a layer drops from what it extends; `done` where it was found there."""

    named: Node
    keys: tuple[str, ...]
    done: bool

    @property
    def is_filled_later(self) -> bool:
        """Whether it may stand in the seeds as well."""
        return self.keys[0] in _FILLED_LATER and len(self.keys) > 1


@dataclass(frozen=True, slots=True)
class Layers:
    """A scenario file with all that it extends laid under it.

    `removals` are those of sites and legs, which have to be dropped from what the seeds fill in as well.
    """

    root: Node
    removals: tuple[Removal, ...] = ()
    faults: tuple[Fault, ...] = ()


def layered(path: Path, sets: Sequence[str] = ()) -> Layers:
    """Read a scenario file and what it extends, and lay them over each other, `sets` (`a.b=c`) last.

    Raises InputMissing where the file is not there, FaultyInput where a file cannot be read as TOML or the
    extensions go in circles or leave the folder.
    """
    reader = _Reader(path)
    layers = reader.layers(path)
    if reader.faults:
        raise FaultyInput(reader.faults)
    root, faults = layers.root, list(layers.faults)
    for text in sets:
        try:
            root = _with_set(root, text)
        except (ValueError, LookupError) as error:
            key, _, value = text.partition("=")
            told = quoted(value) if value else ""
            faults.append(Fault(COMMAND_LINE, 0, printable(key), told, printable(str(error))))
    return replace(layers, root=root, faults=tuple(faults))


@dataclass
class _Reader:
    """Reads layers, each file once; `faults` are those that make all that follows from them meaningless."""

    top: Path
    faults: list[Fault] = field(default_factory=list)
    _done: dict[Path, Layers] = field(default_factory=dict)

    def layers(self, path: Path, above: tuple[Path, ...] = ()) -> Layers:
        """The layers of a file that those `above` extend. Raises InputMissing."""
        resolved = real(path)
        if resolved not in self._done:
            try:
                root = tree(read_document(path))
            except FaultyInput as error:
                self.faults += error.faults
                root = Node({}, str(path), 0, ())
            self.faults += _version_faults(root)
            self._done[resolved] = self._over_extended(root, path, (*above, resolved))
        return self._done[resolved]

    def _over_extended(self, root: Node, path: Path, above: tuple[Path, ...]) -> Layers:
        under = Node({}, root.file, 0, ())
        removals: tuple[Removal, ...] = ()
        faults: tuple[Fault, ...] = ()
        for named in self._named(root, "extends"):
            layers = self._extended(named, path, above)
            under = merged(under, layers.root)
            removals += layers.removals
            faults += layers.faults
        for named in self._named(root, "remove"):
            under, removal, fault = removed(under, named)
            if removal is not None and removal.is_filled_later:
                removals = (*removals, removal)
            elif fault is not None:
                faults = (*faults, fault)
        own = {key: child for key, child in root.table.items() if key not in {"extends", "remove"}}
        return Layers(merged(under, root.holding(own)), removals, faults)

    def _named(self, root: Node, key: str) -> list[Node]:
        node = root.child(key)
        if node is None:
            return []
        listed = [node] if key == "extends" and node.text is not None else node.elements
        wanted = (
            'a file such as "base.toml", or a list of them' if key == "extends" else "a list of key paths"
        )
        if node.text is None and not isinstance(node.value, list):
            self.faults.append(fault_at(node, Finding((), f"needs {wanted}")))
        most = MOST_LAYERS if key == "extends" else MOST_REMOVALS
        if len(listed) > most:
            self.faults.append(fault_at(node, Finding((), f"holds more than {most} of them")))
            return []
        self.faults += [
            fault_at(each, Finding((), "needs text in quotes")) for each in listed if each.text is None
        ]
        return [each for each in listed if each.text is not None]

    def _extended(self, named: Node, path: Path, above: tuple[Path, ...]) -> Layers:
        finding = self._objection(str(named.text), path, above)
        if finding is None:
            target = beside(path, str(named.text))
            try:
                return self.layers(target, above)
            except InputMissing:
                near = did_you_mean(target.name, (each.name for each in target.parent.glob("*.toml")))
                finding = Finding((), "there is no such file", near)
        self.faults.append(fault_at(named, finding))
        return Layers(Node({}, named.file, 0, ()))

    def _objection(self, text: str, path: Path, above: tuple[Path, ...]) -> Finding | None:
        if not text.isprintable() or not text:
            return Finding((), "is not the name of a file")
        if Path(text).is_absolute():
            return Finding((), "needs a path relative to this file")
        target = real(beside(path, text))
        if real(self.top).parent not in target.parents:
            return Finding((), f"leads out of the folder of {self.top.name}", "keep the layers in one folder")
        if target in above:
            return Finding((), "goes in a circle: this file is extended by the other already")
        if len(above) >= MOST_LAYERS or len(self._done) >= MOST_LAYERS:
            return Finding((), f"is one of more than {MOST_LAYERS} layers")
        return None


def removed(root: Node, named: Node) -> tuple[Node, Removal | None, Fault | None]:
    """The tree without the value whose key path is the text of a node; a fault where there is none."""
    try:
        keys = key_path(str(named.text))
    except ValueError as error:
        return root, None, fault_at(named, Finding((), str(error)))
    try:
        return without(root, keys), Removal(named, keys, done=True), None
    except KeyError:
        return root, Removal(named, keys, done=False), nothing_to_remove(root, named, keys)


def nothing_to_remove(root: Node, named: Node, keys: KeyPath) -> Fault:
    """The fault of a removal that finds nothing in a tree."""
    parent, rest = root.find(keys)
    near = did_you_mean(str(rest[0]), parent.table) if rest else ""
    return fault_at(named, Finding((), "removes what is not there", near))


def _version_faults(root: Node) -> list[Fault]:
    version = root.child("schema_version")
    if version is None or isinstance(version.value, bool) or not isinstance(version.value, int):
        return []
    if version.value <= SCHEMA_VERSION:
        return []
    message = f"is a later format than this program reads, which is {SCHEMA_VERSION}"
    return [fault_at(version, Finding((), message, "get a newer version of the program"))]


def _with_set(root: Node, text: str) -> Node:
    """The tree with a value of the command line. Raises ValueError, LookupError."""
    text.encode()
    key, found, value = text.partition("=")
    if not found:
        message = "needs the form key.path=value"
        raise ValueError(message)
    keys = key_path(key)
    if len(keys) > DEEPEST:
        message = f"nests deeper than {DEEPEST} levels"
        raise ValueError(message)
    place = Node(None, COMMAND_LINE, 0, keys)
    return assigned(root, keys, _set_value(value.strip(), place))


def _set_value(text: str, place: Node) -> Node:
    """A value as TOML writes it; a word without quotes is text."""
    content = f'value = "{text}"' if _WORD.fullmatch(text) and text not in _TOML_WORDS else f"value = {text}"
    try:
        data = parse_document(COMMAND_LINE, content.encode()).data
    except FaultyInput as error:
        message = error.faults[0].message
        raise ValueError(message) from error
    if data.keys() != {"value"}:
        message = "needs a single value"
        raise ValueError(message)
    return planted(data["value"], place)
