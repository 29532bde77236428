"""What a shell completes after an option: names that the scenario on the command line knows.

Nothing here raises: where a file is missing or faulty there is less to complete, or nothing.
"""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from sim.core.errors import CellswitchError

if TYPE_CHECKING:
    from sim.scenario.load import LoadedScenario

Complete = Callable[[click.Context, click.Parameter, str], list[str]]
RESOLVED: Final = "scenario.resolved.toml"
_ENTITIES: Final = ("plants", "programmes", "sites")
_MOST: Final = 500
"""Completions that are given; nobody reads more."""


def arms(context: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    """Arms of the scenario, or of the results' scenario."""
    loaded = _loaded(context)
    return _begun(incomplete, _stated(context, "arms") if loaded is None else loaded.arms)


def programmes(context: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    """Programmes of all arms."""
    return _begun(incomplete, _entities(context, "programmes"))


def places(context: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    """Where a route may begin and end: plants, programmes and sites."""
    return _begun(incomplete, (name for kind in _ENTITIES for name in _entities(context, kind)))


def legs(context: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    """Legs of the network."""
    return _begun(incomplete, _entities(context, "legs"))


def keys(context: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    """Key paths, as far as the next place where they part."""
    return _parting(incomplete, _keys(context))


def settings(context: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    """The same for `key.path=`; of what stands behind the sign nothing is known."""
    return _parting(incomplete, [f"{key}=" for key in _keys(context) if "[" not in key])


def precisions(context: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    """Measures of the programme in question by name, all by owner and name, with the share that is usual."""
    return _begun(incomplete, (f"{name}=0.05" for name in _measures(context, owned=True)))


def margins(context: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    """Names of measures."""
    return _begun(incomplete, (f"{name}=" for name in _measures(context, owned=False)))


def keeping(_context: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    """What may be kept, of all replications or none."""
    what = (f"{name}={how}" for name in ("series", "shipments", "reviews") for how in ("all", "none"))
    return _begun(incomplete, what)


def clusters(_context: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    """The cluster that needs no address, and how addresses begin."""
    return _begun(incomplete, ("local", "tcp://127.0.0.1:8786", "tls://"))


def _begun(incomplete: str, names: Iterable[str]) -> list[str]:
    return sorted({name for name in names if name.startswith(incomplete)})[:_MOST]


def _parting(incomplete: str, paths: Iterable[str]) -> list[str]:
    """Paths that begin so, each up to the next dot; where only one way leads on, on along it."""
    begun = [path for path in paths if path.startswith(incomplete)]
    reach = len(incomplete)
    while len(begun) > 1:
        parts = {_up_to_dot(path, reach) for path in begun}
        if len(parts) > 1:
            return sorted(parts)[:_MOST]
        reach = len(next(iter(parts)))
    return begun


def _up_to_dot(path: str, start: int) -> str:
    dot = path.find(".", start)
    return path if dot < 0 else path[: dot + 1]


def _file(context: click.Context) -> Path | None:
    """The scenario's file, or the one that the results were made from."""
    # Where an option still lacks its value, click leaves all other arguments unread.
    (argument,) = (each.name for each in context.command.params if isinstance(each, click.Argument))
    read = context.params.get(argument or "")
    named = next(iter(read if isinstance(read, tuple) else filter(None, [read, *context.args])), None)
    if named is None:
        return None
    return Path(named) / RESOLVED if argument == "results" else Path(named)


def _loaded(context: click.Context) -> "LoadedScenario | None":
    from sim.scenario.load import load

    file = _file(context)
    try:
        return None if file is None else load(file)
    except (CellswitchError, OSError):
        return None


def _stated(context: click.Context, table: str) -> list[str]:
    """Names in a table of a file that has faults, and of what it extends."""
    from sim.scenario.reading.layers import layered

    file = _file(context)
    try:
        found = None if file is None else layered(file).root.child(table)
    except (CellswitchError, OSError):
        return []
    return [] if found is None else list(found.table)


def _entities(context: click.Context, kind: str) -> list[str]:
    loaded = _loaded(context)
    if loaded is None:
        return _stated(context, kind)
    return [name for world in loaded.arms.values() for name in getattr(world, kind)]


def _keys(context: click.Context) -> list[str]:
    from sim.scenario.listing import listing

    loaded = _loaded(context)
    return [] if loaded is None else [entry.key for entry in listing(loaded)]


def _measures(context: click.Context, *, owned: bool) -> list[str]:
    from sim.rules.measures.vector import measure_keys

    loaded = _loaded(context)
    if loaded is None:
        return []
    found = {key for world in loaded.arms.values() for key in measure_keys(world)}
    focus = loaded.file.study.focus or min(loaded.file.programmes)
    names = {key.name for key in found if key.owner == focus or not owned}
    return sorted(names | {f"{key.owner}.{key.name}" for key in found if owned and key.owner})
