"""How fast a curve bends: what a quadrature has to know about it."""

from typing import NamedTuple

FLOAT_BITS = 53
"""Bits of a float's mantissa: after as many halvings a remainder is nothing beside the whole."""


class Bend(NamedTuple):
    """A stretch of ages in which a smooth curve bends, all in days.

    Outside of `first` to `last` it is within 2 ** -53 of a constant; inside, over one `length`, it is close
    to a polynomial of low degree.
    """

    first: float
    last: float
    length: float

    @classmethod
    def halving(cls, half_life_days: float) -> "Bend":
        """The bend of 1 - 2 ** (-age / half_life)."""
        return cls(0.0, FLOAT_BITS * half_life_days, half_life_days / 2)
