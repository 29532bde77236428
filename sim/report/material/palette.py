"""Colours: one a supplier through the whole report, and a hatch a plant so that grey print works."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sim.report.material.entities import Entities
from sim.report.material.text import inert

OKABE_ITO: Final = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#F0E442", "#000000")
"""Colours that people with any colour vision tell apart (Okabe and Ito 2008)."""
_OTHERS: Final = ("#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#F0E442", "#0072B2", "#D55E00")
"""The same but black, in the order in which they are given to what is not a supplier."""
_FEWEST: Final = 2
HATCHES: Final = ("", "//", "\\\\", "xx", "--", "||", "++", "x")
INK: Final = "#1a1a1a"
GREY: Final = "#6b6b6b"
PALE: Final = "#d9d9d9"
LINES: Final = ("solid", "dashed", "dotted", "dashdot")


@dataclass(frozen=True)
class Palette:
    """Colours and hatches of plants, and names of what the pictures label."""

    suppliers: dict[str, str]
    """Colour by supplier."""
    plants: dict[str, str]
    """Colour by plant: its supplier's."""
    hatches: dict[str, str]
    """Hatch by plant: all differ, for in grey print two suppliers' colours may be one."""
    free: tuple[str, ...]
    """Colours that no supplier has, for all that is not a supplier; all of them where too few are left."""
    names: dict[str, str]
    """Names of sites, suppliers, plants and programmes by id; of equal ids the last of these."""

    def name(self, id_: str) -> str:
        """What an entity is called."""
        return self.names.get(id_, id_)


def palette_of(entities: Entities) -> Palette:
    """The palette of what is shown: colours that are stated, the others by order of id."""
    stated = {id_: spec.colour for id_, spec in sorted(entities.suppliers.items()) if spec.colour}
    taken = {colour.upper() for colour in stated.values()}
    free = [colour for colour in OKABE_ITO if colour.upper() not in taken] or list(OKABE_ITO)
    unstated = [id_ for id_ in sorted(entities.suppliers) if id_ not in stated]
    suppliers = stated | {id_: free[at % len(free)] for at, id_ in enumerate(unstated)}
    plants = sorted(entities.plants.items())
    ordered = sorted(entities.plants, key=lambda plant: (entities.plants[plant].supplier, plant))
    return Palette(
        suppliers,
        {plant: suppliers[spec.supplier] for plant, spec in plants},
        {plant: HATCHES[at % len(HATCHES)] for at, plant in enumerate(ordered)},
        _free(suppliers.values()),
        _names(entities),
    )


def _free(taken: Iterable[str]) -> tuple[str, ...]:
    used = {colour.upper() for colour in taken}
    left = tuple(colour for colour in _OTHERS if colour.upper() not in used)
    return left if len(left) >= _FEWEST else _OTHERS


def _names(entities: Entities) -> dict[str, str]:
    plants = {id_: entities.sites[spec.site].name for id_, spec in entities.plants.items()}
    return {
        id_: inert(name) or id_
        for id_, name in (
            *((id_, spec.name) for id_, spec in entities.sites.items()),
            *((id_, spec.name) for id_, spec in entities.suppliers.items()),
            *plants.items(),
            *((id_, spec.name) for id_, spec in entities.programmes.items()),
        )
    }
