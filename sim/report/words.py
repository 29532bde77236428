"""Words for key paths: what an uncertain input is called on the page."""

from typing import Final

from sim.report.palette import Palette
from sim.report.text import inert

_KINDS: Final = {
    "duties": "duty",
    "modes": "mode",
    "prices": "price",
    "disruptions": "disruption",
    "agreements": "agreement",
    "legs": "leg",
    "demand": "demand",
}
_NAMED: Final = ("plants", "programmes", "suppliers", "sites")
_LEAST: Final = 3
"""Parts of a path that begins with a table and an id."""


def words(path: str, palette: Palette) -> str:
    """A key path in words, entities by their names.

    `plants.north.phases.p3.realised_ratio` becomes `North works, phase p3: realised ratio`.
    """
    table, *rest = path.split(".")
    if len(rest) + 1 < _LEAST:
        return inert(path.replace("_", " ").replace(".", ": "))
    owner, *rest = rest
    name = palette.name(owner) if table in _NAMED else f"{_KINDS.get(table, table)} {owner}"
    if rest[0] == "phases" and len(rest) >= _LEAST:
        name, rest = f"{name}, phase {rest[1]}", rest[2:]
    kept = [part for part in rest if part not in {"sourcing", "start"}] or rest
    return inert(f"{name}: {', '.join(part.replace('_', ' ') for part in kept)}")
