"""What a measure is called, what it is counted in, and which way is better."""

from typing import NamedTuple

from sim.core.keys import Better, MeasureKey, Scope


class Phrase(NamedTuple):
    """How a change of a measure is told within a sentence."""

    noun: str
    """The measure, where no change can be told."""
    subject: str
    unit: str
    less: str
    more: str


class Words(NamedTuple):
    """What a measure is called where people read it; empty where it is not shown."""

    label: str = ""
    """On the page."""
    line: str = ""
    """On the terminal, with its unit; parts of the landed cost are indented."""
    change: str = ""
    """There, of differences; empty: the same."""
    heading: str = ""
    """Of a column of one run's values."""
    decimals: int = 0
    """Of the values under that heading."""
    phrase: Phrase | None = None


class Measure(NamedTuple):
    """A measure that every owner of a scope has."""

    name: str
    unit: str
    better: Better
    sentence: str
    words: Words = Words()

    def key(self, scope: Scope, owner: str) -> "MeasureKey":
        """The measure of one owner."""
        return MeasureKey(scope, owner, self.name, self.unit, self.better)


def ratio(part: float, whole: float) -> float:
    """A part over the whole; NaN where there is no whole."""
    return part / whole if whole else float("nan")
