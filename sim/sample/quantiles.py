"""Quantiles of many distributions at once: one draw of all uncertain numbers."""

from collections.abc import Sequence

import numpy as np

from sim.core.arrays import Floats
from sim.sample.distributions import quantile, triangular_quantile
from sim.scenario.types.numbers import Distribution, Triangular


class Quantiles:
    """The quantile functions of a row of distributions; the triangular ones, most of them, in one go, and others alike."""

    __slots__ = ("_others", "_triangles", "_triangular")

    def __init__(self, distributions: Sequence[Distribution]) -> None:
        triangular = [(at, each) for at, each in enumerate(distributions) if isinstance(each, Triangular)]
        self._triangular = np.array([at for at, _ in triangular], dtype=np.int64)
        self._triangles = np.array([(t.low, t.mode, t.high) for _, t in triangular]).reshape(-1, 3).T
        others = [(at, each) for at, each in enumerate(distributions) if not isinstance(each, Triangular)]
        self._others = [(np.array(places), distribution) for places, distribution in _alike(others)]

    def at(self, uniforms: Floats) -> Floats:
        """The value of each distribution at its own uniform in (0, 1), shape (distributions,)."""
        values = np.empty_like(uniforms)
        values[self._triangular] = triangular_quantile(uniforms[self._triangular], *self._triangles)
        for places, distribution in self._others:
            values[places] = quantile(distribution, uniforms[places])
        return values


def _alike(distributions: Sequence[tuple[int, Distribution]]) -> list[tuple[list[int], Distribution]]:
    """Distributions that differ, each with the places at which it stands."""
    found: list[tuple[list[int], Distribution]] = []
    for at, distribution in distributions:
        places = next((places for places, other in found if other == distribution), None)
        if places is None:
            found.append(([at], distribution))
        else:
            places.append(at)
    return found
