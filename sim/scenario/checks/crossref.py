"""Cross references: every name in a world that has to be the id of something else."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple, get_args

from sim.core.suggestion import Suggestions, did_you_mean
from sim.scenario.reading.findings import Finding
from sim.scenario.reading.key_path import KeyPath
from sim.scenario.reading.node import Node
from sim.scenario.types.logistics import Mode


class _Reference(NamedTuple):
    """Where a name stands (`*`: any entity or element), the table of its ids, and what that holds."""

    path: tuple[str, ...]
    table: str
    noun: str


_REFERENCES: Final = (
    _Reference(("plants", "*", "supplier"), "suppliers", "supplier"),
    _Reference(("plants", "*", "site"), "sites", "site"),
    _Reference(("programmes", "*", "oem"), "oems", "car maker"),
    _Reference(("programmes", "*", "site"), "sites", "site"),
    _Reference(("programmes", "*", "sourcing", "exclude_plants", "*"), "plants", "plant"),
    _Reference(("programmes", "*", "sourcing", "policy", "plant"), "plants", "plant"),
    _Reference(("programmes", "*", "demand", "waits_for", "plant"), "plants", "plant"),
    _Reference(("agreements", "*", "programme"), "programmes", "programme"),
    _Reference(("agreements", "*", "plant"), "plants", "plant"),
    _Reference(("agreements", "*", "supplier"), "suppliers", "supplier"),
    _Reference(("relationships", "*", "oem"), "oems", "car maker"),
    _Reference(("relationships", "*", "supplier"), "suppliers", "supplier"),
    _Reference(("legs", "*", "origin"), "sites", "site"),
    _Reference(("legs", "*", "destination"), "sites", "site"),
    _Reference(("legs", "*", "mode"), "modes", "mode"),
    _Reference(("disruptions", "*", "legs", "*"), "legs", "leg"),
    _Reference(("disruptions", "*", "plants", "*"), "plants", "plant"),
    _Reference(("disruptions", "*", "programmes", "*"), "programmes", "programme"),
)
_REQUIRED: Final = frozenset({"suppliers", "plants", "oems", "programmes", "sites", "modes"})
"""Tables that a world cannot be without: where one is missing, that is the fault."""
_SITE_KINDS: Final[Mapping[str, str]] = {"plants": "cell-plant", "programmes": "vehicle-plant"}


class _Loose(NamedTuple):
    """A finding about a name, with the names that would be valid in its place."""

    path: KeyPath
    message: str
    name: str
    known: Iterable[str]


def dangling(world: Node, suggestions: Suggestions) -> Iterator[Finding]:
    """References that lead nowhere, read from the world as written: other faults hide none of them."""
    for path, message, name, known in _loose_ends(world):
        yield Finding(path, message, suggestions.did_you_mean(name, known))
    yield from _kinds_of_sites(world)
    yield from _priced_twice(world)


def _loose_ends(world: Node) -> Iterator[_Loose]:
    for reference in _REFERENCES:
        known = _table(world, reference.table)
        if not known and reference.table in _REQUIRED:
            continue
        for path, node in _places(world, reference.path):
            if node.text is not None and node.text not in known and _may_be(reference, node.text):
                yield _Loose(path, f"there is no {reference.noun} of this name", node.text, known)
    yield from _phases(world)
    yield from _zones(world)
    yield from _unpriced(world)
    yield from _loads(world)


def _may_be(reference: _Reference, name: str) -> bool:
    """Whether a name could stand there at all; of one that could not, the types have told."""
    return reference.table != "modes" or name in get_args(Mode)


def dangling_study(file: Node) -> Iterator[Finding]:
    """A focus that is none of the file's programmes, or a baseline that is none of its arms."""
    known = {
        "focus": ("programme", _table(file, "programmes")),
        "baseline": ("arm", _table(file, "arms") or {"base": file}),
    }
    for key, (noun, ids) in known.items():
        for path, node in _places(file, ("study", key)):
            if node.text is not None and node.text not in ids:
                yield Finding(path, f"there is no {noun} of this name", did_you_mean(node.text, ids))


def _phases(world: Node) -> Iterator[_Loose]:
    """Phases that programmes wait for and that their plants do not have."""
    plants = _table(world, "plants")
    for path, node in _places(world, ("programmes", "*", "demand", "waits_for", "phase")):
        plant = plants.get(world.find((*path[:-1], "plant"))[0].text or "")
        phases = {} if plant is None else _table(plant, "phases")
        if phases and node.text is not None and node.text not in phases:
            yield _Loose(path, "the plant has no phase of this name", node.text, phases)


def _kinds_of_sites(world: Node) -> Iterator[Finding]:
    sites = _table(world, "sites")
    for table, kind in _SITE_KINDS.items():
        for path, node in _places(world, (table, "*", "site")):
            site = sites.get(node.text or "")
            found = None if site is None else site.child("kind")
            if found is not None and found.text is not None and found.text != kind:
                yield Finding(path, f"needs a site of kind {kind}; this one is a {found.text}")


def _zones(world: Node) -> Iterator[_Loose]:
    zones = _texts(world, ("sites", "*", "zone"))
    if len(list(_places(world, ("sites", "*", "zone")))) < len(_table(world, "sites")) or not zones:
        return
    for key in ("origin_zone", "destination_zone"):
        for path, node in _places(world, ("duties", "*", key)):
            if node.text is not None and node.text not in zones:
                yield _Loose(path, "no site lies in this customs zone", node.text, zones)


def _priced_twice(world: Node) -> Iterator[Finding]:
    first: dict[tuple[str | None, str | None], str] = {}
    for id_, pair in sorted(_price_pairs(world).items()):
        if None not in pair and first.setdefault(pair, id_) != id_:
            message = f"is of the same region and chemistry as prices.{first[pair]}"
            yield Finding(("prices", id_), message, value="")


def _unpriced(world: Node) -> Iterator[_Loose]:
    """Plants that sell at a price that is not there; unknown as long as a price does not say what it is of."""
    pairs = set(_price_pairs(world).values())
    if not pairs or any(None in pair for pair in pairs):
        return
    regions = {region for region, _ in pairs if region}
    for path, node in _places(world, ("plants", "*", "price_region")):
        if node.text is not None and node.text not in regions:
            yield _Loose(path, "there is no price of this region", node.text, regions)
    for path, node in _places(world, ("plants", "*", "chemistries", "*")):
        region = world.find((*path[:2], "price_region"))[0].text
        if region in regions and node.text is not None and (region, node.text) not in pairs:
            known = {chemistry for at, chemistry in pairs if at == region and chemistry}
            yield _Loose(
                path, f"there is no price of this chemistry in the region {region}", node.text, known
            )


def _loads(world: Node) -> Iterator[_Loose]:
    """Chemistries of programmes of which no load size is stated."""
    trucks = world.find(("freight", "truck_mwh"))
    if trucks[1]:
        return
    known = trucks[0].table
    for path, node in _places(world, ("programmes", "*", "chemistry")):
        if node.text is not None and node.text not in known:
            yield _Loose(path, "has no energy of a full truck in freight.truck_mwh", node.text, known)


def _price_pairs(world: Node) -> dict[str, tuple[str | None, str | None]]:
    """Region and chemistry of each price."""
    return {id_: _pair(price) for id_, price in _table(world, "prices").items()}


def _pair(price: Node) -> tuple[str | None, str | None]:
    region, chemistry = price.child("region"), price.child("chemistry")
    return None if region is None else region.text, None if chemistry is None else chemistry.text


def _places(tree: Node, pattern: tuple[str, ...], path: KeyPath = ()) -> Iterator[tuple[KeyPath, Node]]:
    """Nodes at the paths that fit a pattern, in the order of the file."""
    if not pattern:
        yield path, tree
        return
    key, *rest = pattern
    children: Iterable[tuple[str | int, Node]]
    if key == "*":
        children = [*tree.table.items(), *enumerate(tree.elements)]
    else:
        children = [(key, tree.table[key])] if key in tree.table else []
    for name, child in children:
        yield from _places(child, tuple(rest), (*path, name))


def _texts(tree: Node, pattern: tuple[str, ...]) -> set[str]:
    return {node.text for _, node in _places(tree, pattern) if node.text is not None}


def _table(tree: Node, key: str) -> Mapping[str, Node]:
    node = tree.child(key)
    return {} if node is None else node.table
