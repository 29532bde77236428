"""Drawing the pictures of a page one by one: what keeps one from being drawn costs no other."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from sim.core.shortfalls import Shortfall, Shortfalls
from sim.report.pictures.picture import Picture, Sketch, picture
from sim.study.replications import swept


class Planned(NamedTuple):
    """A picture that a page is to have, under its id."""

    id: str
    sketch: Callable[[], Sketch]


class Drawn(NamedTuple):
    """The pictures of a page in its order, and by id what those are that could not be drawn."""

    pictures: Sequence[Picture]
    undrawn: Mapping[str, Shortfall] = {}

    def ids(self, begin: str) -> list[str]:
        """Ids of the pictures, drawn or not, that begin so; years stand in their order."""
        return sorted(
            id_ for id_ in (*(each.id for each in self.pictures), *self.undrawn) if id_.startswith(begin)
        )


def nothing(_: Shortfall) -> tuple[()]:
    """No pictures, where it cannot be told which."""
    return ()


def drawn(plans: Iterable[Planned], shortfalls: Shortfalls) -> Drawn:
    """Draw pictures one by one; what keeps one from being drawn costs no other."""
    pictures: list[Picture] = []
    undrawn: dict[str, Shortfall] = {}
    for plan in plans:
        made = shortfalls.attempt(f"picture {plan.id}", partial(swept, partial(_picture, plan)), _itself)
        if isinstance(made, Shortfall):
            undrawn[plan.id] = made
        else:
            pictures.append(made)
    return Drawn(pictures, undrawn)


def _picture(plan: Planned) -> Picture:
    return picture(plan.sketch())


def _itself(shortfall: Shortfall) -> Shortfall:
    return shortfall
