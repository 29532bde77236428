"""Names of measures and series, as results carry them."""

from typing import Literal, NamedTuple

Scope = Literal["programme", "plant", "system"]


Better = Literal["lower", "higher", "none"]


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


class SeriesKey(NamedTuple):
    """What a row of the array is."""

    scope: Scope
    owner: str
    """Id of the programme or plant."""
    name: str
    other: str
    """Id of the plant whose share of the programme's supply it is; empty where there is none."""
    unit: str
