"""Whole numbers out of arrays, as plain Python integers that loops run fast over."""

from typing import cast

import numpy as np
from numpy.typing import NDArray


def floors(values: NDArray[np.float64]) -> list[int]:
    """The floor of each value of a one-dimensional array."""
    return cast("list[int]", np.floor(values).astype(np.int64).tolist())


def floor_differences(cumulative: NDArray[np.float64]) -> list[int]:
    """floor(G[k]) - floor(G[k - 1]) of a cumulative curve, 0 at index 0: whole lots that add up without drift."""
    whole = np.floor(cumulative).astype(np.int64)
    return cast("list[int]", np.diff(whole, prepend=whole[:1]).tolist())
