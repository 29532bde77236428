"""Labels: what measures, modes and triggers are called on the page, and how key figures are chosen."""

from typing import Final

from sim.core.keys import MeasureKey
from sim.rules.measures.catalogue import BY_NAME, PARTS

_PART_OF_COST: Final = "of it "
SHOWN_PARTS: Final = {name: BY_NAME[name].words.label.removeprefix(_PART_OF_COST) for name in PARTS}
"""Parts of landed cost by the name of their measure."""


def brief_label(name: str) -> str:
    """A measure of the programme in question within a sentence."""
    return BY_NAME[name].words.label.removeprefix(_PART_OF_COST).lower()


def label(key: MeasureKey) -> str:
    """A measure in words, with its unit."""
    name = BY_NAME[key.name].words.label if key.name in BY_NAME else ""
    unit = {"0/1": "share of replications", "year": "", "share": "%"}.get(key.unit, key.unit)
    said = name or key.name.replace("_", " ")
    told = not name or unit.casefold() in said.casefold().replace("-", " ").split()
    return said if not unit or told else f"{said} [{unit}]"
