"""Keys of the specifications: what may stand where, read from the types."""

from collections.abc import Iterator, Mapping
from functools import cache
from types import UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from sim.scenario.reading.key_path import KeyPath
from sim.scenario.reading.node import Node
from sim.scenario.types.scenario import Scenario, ScenarioFile
from sim.scenario.types.spec import Spec

LOADER_KEYS: Final = ("extends", "seeds", "remove", "network")
"""Keys of a scenario file that its loading uses up."""


def known_keys(tree: Node, path: KeyPath) -> tuple[str, ...]:
    """The keys that the table at a path of a scenario file may have; empty where any key may stand.

    The tree decides between the kinds of a table where its `kind` or `dist` says.
    """
    kinds = kinds_at(ScenarioFile, tree, path)
    names = (name for kind in kinds if _is_spec(kind) for name in kind.model_fields)
    return tuple(dict.fromkeys([*names, *(() if path else LOADER_KEYS)]))


def is_whole(path: KeyPath) -> bool:
    """Whether the key at a path of a scenario takes whole numbers alone."""
    kinds = kinds_at(Scenario, None, path)
    return int in kinds and float not in kinds


def default_at(tree: Node, path: KeyPath) -> object:
    """The value that a scenario has by default at a path that its tree does not state, or None."""
    _, rest = tree.find(path)
    for kind in kinds_at(Scenario, tree, path[: len(path) - len(rest)]):
        if _is_spec(kind) and rest and rest[0] in kind.model_fields:
            value: object = kind.model_fields[str(rest[0])].default
            for key in rest[1:]:
                value = getattr(value, str(key), None)
            return value
    return None


def homes(name: str) -> tuple[str, ...]:
    """Tables of a scenario file that have a key of this name, as dotted paths with `*` for any entity."""
    return tuple(dict.fromkeys(".".join(path[:-1]) for path in all_keys() if path[-1] == name))


@cache
def all_keys() -> tuple[tuple[str, ...], ...]:
    """The path of every key that a file may have, with `*` for an entity's id or a position in a list."""
    return tuple(_keys_below(ScenarioFile, ()))


def kinds_at(root: type[Spec], tree: Node | None, path: KeyPath) -> list[Any]:
    """The types that may stand at a path below `root`; the tree's tags decide between kinds of a table."""
    kinds: list[Any] = [root]
    node = tree
    for key in path:
        kinds = [inner for kind in kinds for inner in _step(kind, key)]
        node = None if node is None else node.child(key)
        kinds = [kind for kind in kinds if _admits(kind, node)] or kinds
    return kinds


def options(annotation: Any) -> Iterator[Any]:  # noqa: ANN401 - a type annotation
    """The alternatives of an annotation, its `Annotated` wrappings and `None` taken off."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from options(get_args(annotation)[0])
    elif origin in {Union, UnionType}:
        for option in get_args(annotation):
            yield from options(option)
    elif annotation is not type(None):
        yield annotation


def _keys_below(kind: Any, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:  # noqa: ANN401 - a type
    if _is_spec(kind):
        for name, field in kind.model_fields.items():
            yield (*path, name)
            for option in options(field.annotation):
                yield from _keys_below(option, (*path, name))
    else:
        for inner in _inside(kind):
            yield from _keys_below(inner, (*path, "*"))


def _step(kind: Any, key: str | int) -> Iterator[Any]:  # noqa: ANN401 - a type
    if not _is_spec(kind):
        yield from _inside(kind)
    elif key in kind.model_fields:
        yield from options(kind.model_fields[str(key)].annotation)


def _admits(kind: Any, node: Node | None) -> bool:  # noqa: ANN401 - a type
    if not _is_spec(kind) or node is None:
        return True
    for tag in ("dist", "kind"):
        field = kind.model_fields.get(tag)
        if field is not None and get_origin(field.annotation) is Literal:
            said = node.child(tag)
            return said is not None and said.value in get_args(field.annotation)
    return True


def _inside(kind: Any) -> Iterator[Any]:  # noqa: ANN401 - a type
    if get_origin(kind) in {dict, tuple}:
        arguments = [option for option in get_args(kind) if option is not Ellipsis]
        yield from options(arguments[-1])


def _is_spec(kind: Any) -> bool:  # noqa: ANN401 - a type
    return isinstance(kind, type) and issubclass(kind, Spec)


DIMENSIONLESS: Final = frozenset({"share", "factor", "ratio", "probability", "cv", "1", "-"})
"""Units of numbers without one, as the seeds write them."""

_PARTS: Final = frozenset({"low", "mode", "high", "mean", "sd", "median", "p95", "values"})
"""Keys of distributions that stand for the number as a whole."""

_SUFFIXES: Final[Mapping[str, tuple[str, ...]]] = {
    "gwh_per_year": ("GWh/year",),
    "eur_per_t_co2e": ("EUR/t CO2e", "EUR/t"),
    "kg_co2e_per_tkm": ("kg CO2e/t-km", "kg/tkm"),
    "eur_per_kwh": ("EUR/kWh",),
    "eur_per_load": ("EUR/load",),
    "eur_per_km": ("EUR/km",),
    "km_per_day": ("km/day",),
    "kwh_per_vehicle": ("kWh/vehicle", "kWh"),
    "per_year": ("1/year",),
    "gwh": ("GWh",),
    "mwh": ("MWh",),
    "months": ("months",),
    "days": ("days",),
    "weeks": ("weeks",),
    "years": ("years",),
    "tonnes": ("t",),
    "km": ("km",),
    "eur": ("EUR",),
    "latitude": ("degrees",),
    "longitude": ("degrees",),
    "demand.points": ("vehicles/year",),
    "prices.points": ("EUR/kWh",),
    "background.points": ("GWh/year",),
}


def unit_of(path: KeyPath) -> str:
    """The unit that a key promises, empty for none; parts of a distribution have that of the whole."""
    return next(iter(_promised(path) or ("",)))


def fits(unit: str, path: KeyPath) -> bool:
    """Whether a figure in this unit may stand at the key."""
    promised = _promised(path)
    return unit in (DIMENSIONLESS if promised is None else promised)


def suffix_of(name: str) -> str:
    """The ending of a name that states its unit, empty where it states none."""
    return next((suffix for suffix in _SUFFIXES if _ends(name, suffix)), "")


def _promised(path: KeyPath) -> tuple[str, ...] | None:
    for at in range(len(path) - 1, -1, -1):
        name = str(path[at])
        suffix = suffix_of(name)
        if suffix:
            return _SUFFIXES[suffix]
        if name == "points":
            return _SUFFIXES.get(f"{path[0] if path[0] == 'prices' else path[at - 1]}.points")
        if name in _figures():
            return None
    return None


@cache
def _figures() -> frozenset[str]:
    """Keys that name a figure of their own, rather than a part of one or the id of an entity."""
    return frozenset(path[-1] for path in all_keys()) - _PARTS


def _ends(name: str, suffix: str) -> bool:
    return name == suffix or name.endswith(f"_{suffix}")
