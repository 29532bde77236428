"""What a measure is called, what it is counted in, and which way is better."""

from typing import NamedTuple

from sim.core.keys import Better, MeasureKey, Scope


class Measure(NamedTuple):
    """A measure that every owner of a scope has."""

    name: str
    unit: str
    better: Better
    sentence: str

    def key(self, scope: Scope, owner: str) -> "MeasureKey":
        """The measure of one owner."""
        return MeasureKey(scope, owner, self.name, self.unit, self.better)


def ratio(part: float, whole: float) -> float:
    """A part over the whole; NaN where there is no whole."""
    return part / whole if whole else float("nan")
