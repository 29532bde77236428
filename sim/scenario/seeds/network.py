"""Sites and legs of the seeds: those that a scenario's entities need, taken into its own tables."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from sim.core.errors import Fault
from sim.core.suggestion import did_you_mean
from sim.scenario.reading.findings import Finding, fault_at
from sim.scenario.reading.layers import Removal, nothing_to_remove
from sim.scenario.reading.node import Node, SeedMark, merged, planted, without
from sim.scenario.seeds.figures import UnresolvedError
from sim.scenario.seeds.folder import SeedRow
from sim.scenario.seeds.references import Resolver

_SITES: Final = "sites"
_LEGS: Final = "legs"
_GATEWAY: Final = "gateway"
_LEG_COLUMNS: Final = frozenset({"origin", "destination", "mode", "km"})
_SITE_TEXTS: Final = ("name", "country", "landmass", "zone")
_LEG_FIGURES: Final = ("transit_days", "eur_per_load", "kg_co2e_per_tkm")
_TRUTHS: Final[Mapping[str, bool]] = {"": False, "false": False, "no": False, "true": True, "yes": True}
_LONGEST_TEXT: Final = 500
_NOTHING: Final = Node({}, "", 0, ())


class _TableRow(NamedTuple):
    table: str
    row: SeedRow

    @property
    def ends(self) -> set[str]:
        return {self.row["origin"], self.row["destination"]}


_Rows = Mapping[str, _TableRow]


def with_seed_network(
    world: Node, changes: Sequence[Node], removals: Sequence[Removal], resolver: Resolver
) -> Node:
    """The world with the seeds' sites and legs under its own, without its `network` table.

    In play are the sites of plants and programmes of the world and of the arms' `changes`, the ends of its
    own legs, and the gateways of the leg tables that these can reach. What layers removed stays out.
    """
    network = world.child("network")
    own = world.holding({key: child for key, child in world.table.items() if key != "network"})
    named = [] if network is None else _named_tables(network, resolver)
    dropped = {removal.keys for removal in removals}
    known = _site_rows(resolver, world)
    sites = {id_: each for id_, each in known.items() if (_SITES, id_) not in dropped}
    legs = {id_: each for node in named for id_, each in _leg_rows(resolver, node).items()}
    reached = _reached([world, *changes], sites, legs)
    pulled = {
        _SITES: {id_: _site(each, resolver) for id_, each in sites.items() if id_ in reached},
        _LEGS: {id_: _leg(each, resolver) for id_, each in legs.items() if each.ends <= reached},
    }
    under = Node(
        {key: Node(dict(rows), world.file, 0, (key,)) for key, rows in pulled.items() if rows}, "", 0, ()
    )
    inner = [removal for removal in removals if removal.keys not in {(_SITES, id_) for id_ in known}]
    return merged(_without_removed(under, inner, resolver), own)


def _named_tables(network: Node, resolver: Resolver) -> list[Node]:
    """The nodes that name tables of legs; anything else in the table `network` is a fault."""
    for key, node in network.table.items():
        if key != "leg_tables":
            message = "is not a known key"
            resolver.faults.append(fault_at(node, Finding((), message, did_you_mean(key, ["leg_tables"]))))
    listed = network.child("leg_tables")
    if listed is None or not isinstance(listed.value, list):
        resolver.refuse(listed or network, UnresolvedError('needs a list such as leg_tables = ["road-legs"]'))
        return []
    for node in listed.elements:
        if not node.text:
            resolver.refuse(node, UnresolvedError("needs the name of a seeds table in quotes"))
    return [node for node in listed.elements if node.text]


def _site_rows(resolver: Resolver, world: Node) -> _Rows:
    if resolver.folder is None or _SITES not in resolver.folder.tables():
        return {}
    return _rows(resolver, _SITES, world)


def _leg_rows(resolver: Resolver, named: Node) -> _Rows:
    rows = _rows(resolver, str(named.text), named)
    if any(not each.row.values.keys() >= _LEG_COLUMNS for each in rows.values()):
        resolver.refuse(named, UnresolvedError("is no table of legs"))
        return {}
    return rows


def _rows(resolver: Resolver, table: str, place: Node) -> _Rows:
    try:
        rows = resolver.ask(table, lambda folder: folder.rows(table))
    except UnresolvedError as error:
        resolver.refuse(place, error)
        return {}
    return {row.id: _TableRow(table, row) for row in rows}


def _reached(trees: Sequence[Node], sites: _Rows, legs: _Rows) -> set[str]:
    """Sites in play, and gateways that they can reach: on their landmass, or over other gateways."""
    in_play = {text for tree in trees for text in _named_sites(tree)}
    ends = {end for leg in legs.values() for end in leg.ends if end in sites}
    gateways = {end for end in ends if sites[end].row["site_kind"] == _GATEWAY}
    landmasses = {text for tree in trees for text in _own_landmasses(tree)}
    landmasses |= {sites[id_].row["landmass"] for id_ in in_play if id_ in sites}
    reached = in_play | {id_ for id_ in gateways if sites[id_].row["landmass"] in landmasses}
    links = [leg.ends for leg in legs.values() if leg.ends <= gateways | in_play]
    more = reached
    while more:
        more = {end for link in links if link & reached for end in link} - reached
        reached = reached | more
    return reached


def _named_sites(tree: Node) -> Iterator[str]:
    yield from _table(tree, _SITES)
    for name, keys in (("plants", ("site",)), ("programmes", ("site",)), (_LEGS, ("origin", "destination"))):
        for entity in _table(tree, name).values():
            ends = (entity.child(key) for key in keys)
            yield from (end.text for end in ends if end is not None and end.text)


def _own_landmasses(tree: Node) -> Iterator[str]:
    landmasses = (site.child("landmass") for site in _table(tree, _SITES).values())
    yield from (node.text for node in landmasses if node is not None and node.text)


def _site(each: _TableRow, resolver: Resolver) -> Node:
    row = each.row
    values: dict[str, Any] = {column: row[column] for column in _SITE_TEXTS}
    values |= {
        "kind": row["site_kind"],
        "latitude": row.number("latitude"),
        "longitude": row.number("longitude"),
    }
    return _planted(_SITES, each, values, resolver)


def _leg(each: _TableRow, resolver: Resolver) -> Node:
    row = each.row
    values: dict[str, Any] = {column: row[column] for column in ("origin", "destination", "mode")}
    values |= {"km": row.number("km"), "method": row["note"][:_LONGEST_TEXT]}
    values |= {column: row.number(column) for column in _LEG_FIGURES if row.number(column) is not None}
    permission = row.number("dangerous_goods")
    if permission is not None:
        values["dangerous_goods"] = (
            permission if permission in {0, 1} else {"dist": "bernoulli", "p": permission}
        )
    border = row.values.get("border", "")
    if border in _TRUTHS:
        values["border"] = _TRUTHS[border]
    else:
        place = (_file(each, resolver), row.line, f"{each.table}/{row.id}.border")
        resolver.faults.append(Fault(*place, border, "needs true or false"))
    return _planted(_LEGS, each, values, resolver)


def _planted(key: str, each: _TableRow, values: Mapping[str, Any], resolver: Resolver) -> Node:
    row = each.row
    mark = SeedMark(
        f"{each.table}/{row.id}", row["unit"], row["source"], row["as_of"], row["confidence"], row["note"]
    )
    return planted(values, Node(None, _file(each, resolver), row.line, (key, row.id)), mark)


def _file(each: _TableRow, resolver: Resolver) -> str:
    return "" if resolver.folder is None else str(resolver.folder.file(each.table))


def _without_removed(under: Node, removals: Sequence[Removal], resolver: Resolver) -> Node:
    for removal in removals:
        try:
            under = without(under, removal.keys)
        except KeyError:
            if not removal.done:
                resolver.faults.append(nothing_to_remove(under, removal.named, removal.keys))
    return under


def _table(tree: Node, key: str) -> Mapping[str, Node]:
    return (tree.child(key) or _NOTHING).table
