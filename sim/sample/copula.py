"""Rank correlations of uncertain numbers, by a Gaussian copula."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from sim.core.errors import Fault, FaultyInput
from sim.sample.uncertain import UncertainNumbers
from sim.scenario.types.logistics import CorrelationSpec


@dataclass(frozen=True, slots=True)
class GaussianCopula:
    """Couples independent uniforms: u' = Phi(L Phi^-1(u)), L the Cholesky factor of the normal correlations.

    `paths` are sorted; row i of `factor` is row i of L, up to its diagonal.
    """

    paths: tuple[str, ...]
    factor: tuple[tuple[float, ...], ...]

    @classmethod
    def of(cls, correlations: Sequence[CorrelationSpec], numbers: UncertainNumbers) -> "GaussianCopula":
        """The copula of the correlations between uncertain numbers; a certain number has nothing to couple.

        A rank correlation r needs the normal correlation 2 sin(pi r / 6) (Pearson 1907); pairs that are not
        named have 0. Raises FaultyInput when paths lead to no number, pairs are named twice or pair a number
        with itself, or the correlations contradict each other (matrix not positive definite).
        """
        if faults := _faults(correlations, numbers):
            raise FaultyInput(faults)
        kept = [spec for spec in correlations if {spec.first, spec.second} <= numbers.distributions.keys()]
        paths = tuple(sorted({path for spec in kept for path in (spec.first, spec.second)}))
        return cls(paths, _factor(_matrix(kept, paths)))

    def couple(self, uniforms: Mapping[str, float]) -> dict[str, float]:
        """The uniforms with those of `paths` coupled; all others stay as they are."""
        if not self.paths:
            return dict(uniforms)
        z = ndtri([uniforms[path] for path in self.paths]).tolist()
        coupled = [math.fsum(map(float.__mul__, row, z)) for row in self.factor]
        inside = np.clip(ndtr(coupled), math.nextafter(0.0, 1.0), math.nextafter(1.0, 0.0))
        return {**uniforms, **dict(zip(self.paths, inside.tolist(), strict=True))}


def _faults(correlations: Sequence[CorrelationSpec], numbers: UncertainNumbers) -> list[Fault]:
    pairs = Counter(frozenset((spec.first, spec.second)) for spec in correlations)
    known = numbers.distributions.keys() | numbers.certain_paths
    astray = {path for pair in pairs for path in pair if path not in known}
    odd = [pair for pair, count in pairs.items() if len(pair) == 1 or count > 1]
    return [
        *(_fault(path, "leads to no number that is drawn once a replication") for path in astray),
        *(_fault(", ".join(sorted(pair)), "needs two different numbers, each pair once") for pair in odd),
    ]


def _matrix(correlations: Sequence[CorrelationSpec], paths: Sequence[str]) -> NDArray[np.float64]:
    place = {path: at for at, path in enumerate(paths)}
    matrix = np.eye(len(paths))
    for spec in correlations:
        first, second = place[spec.first], place[spec.second]
        matrix[first, second] = matrix[second, first] = 2 * math.sin(math.pi * spec.rank_correlation / 6)
    return matrix


def _factor(matrix: NDArray[np.float64]) -> tuple[tuple[float, ...], ...]:
    try:
        lower = np.linalg.cholesky(matrix)
    except np.linalg.LinAlgError as error:
        message = "contradict each other: no draw can have them all (matrix not positive definite)"
        raise FaultyInput([_fault("", message)]) from error
    return tuple(tuple(row[: at + 1]) for at, row in enumerate(lower.tolist()))


def _fault(value: str, message: str) -> Fault:
    return Fault("", 0, "correlations", value, message)
