"""What a measure is called, what it is counted in, and which way is better."""

from typing import Literal, NamedTuple

Scope = Literal["programme", "plant", "system"]
Better = Literal["lower", "higher", "none"]


class Measure(NamedTuple):
    """A measure that every owner of a scope has."""

    name: str
    unit: str
    better: Better
    sentence: str

    def key(self, scope: Scope, owner: str) -> "MeasureKey":
        """The measure of one owner."""
        return MeasureKey(scope, owner, self.name, self.unit, self.better)


class MeasureKey(NamedTuple):
    """One entry of the vector of measures."""

    scope: Scope
    owner: str
    """Id of the programme or plant; empty for the system."""
    name: str
    """Ends in its unit."""
    unit: str
    better: Better
    """Which direction is better for who buys the cells; `none`: neither."""


def ratio(part: float, whole: float) -> float:
    """A part over the whole; NaN where there is no whole."""
    return part / whole if whole else float("nan")
