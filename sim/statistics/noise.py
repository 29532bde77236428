"""The noise floor: differences so small beside the numbers that they are of that rounding alone has made them."""

from typing import Final

import numpy as np

from sim.core.arrays import Floats

FLOOR: Final = 1e-12
"""Share of the larger number's size up to which two numbers are the same.

A double is rounded to 1.1e-16 of itself, and a measure is a sum of up to some ten thousand terms of one sign:
summed in any order it is off by at most 10^4 times that, 1.1e-12. What was measured is 2.5e-15
(docs/reference/verification.md, money missing in any ledger), so no rounding comes near the floor, and nothing that a
scenario can state is as fine.
"""


def is_noise(reach: float, size: float) -> bool:
    """Whether a difference or half-width is within the floor of numbers of a size; a NaN is."""
    return not abs(reach) > FLOOR * abs(size)


def settled(theirs: Floats, ours: Floats) -> Floats:
    """Values, those made equal to the others' that are within the floor of them; the shapes broadcast, NaN stays."""
    same = np.abs(theirs - ours) <= FLOOR * np.maximum(np.abs(theirs), np.abs(ours))
    return np.where(same, ours, theirs)


def levelled(values: Floats, size: float | None = None) -> Floats:
    """Values, shape (n,) without NaN, all made equal to one in their middle where they span no more than the floor.

    `size` is that of the terms where the values are differences; else their own greatest.
    """
    if not len(values):
        return values
    low, high = float(values.min()), float(values.max())
    if not is_noise(high - low, max(abs(low), abs(high)) if size is None else size):
        return values
    return np.full(len(values), np.sort(values)[(len(values) - 1) // 2])


def size_of(*values: Floats) -> float:
    """The greatest absolute value of any; 0 of none."""
    return max(float(np.abs(each).max(initial=0.0)) for each in values)


def difference(theirs: Floats, ours: Floats) -> Floats:
    """Paired differences, shape (n,), NaN where either is absent.

    0 within the floor of the pair, and all one where they span no more than that of the greatest number.
    """
    found = settled(theirs, ours) - ours
    seen = ~np.isnan(found)
    found[seen] = levelled(found[seen], size_of(theirs[seen], ours[seen]))
    return found
