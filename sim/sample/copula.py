"""Rank correlations of uncertain numbers, by a Gaussian copula."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from sim.core.errors import Fault, FaultyInput
from sim.sample.uncertain import UncertainNumbers
from sim.scenario.economics import CorrelationSpec


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

        A rank correlation r needs the normal correlation 2 sin(pi r / 6) (Pearson 1907). Raises FaultyInput
        when a path leads to no number, a pair is named twice, a number is paired with itself, or the
        correlations contradict each other (matrix not positive definite).
        """
        pairs = _pairs(correlations)
        for path in sorted({path for pair in pairs for path in pair}):
            if path not in numbers.distributions and path not in numbers.certain_paths:
                raise _fault(path, "leads to no number that is drawn once a replication")
        kept = {pair: r for pair, r in pairs.items() if all(path in numbers.distributions for path in pair)}
        paths = tuple(sorted({path for pair in kept for path in pair}))
        return cls(paths, _factor(_matrix(kept, paths)))

    def couple(self, uniforms: Mapping[str, float]) -> dict[str, float]:
        """The uniforms with those of `paths` coupled; all others stay as they are."""
        if not self.paths:
            return dict(uniforms)
        z = ndtri([uniforms[path] for path in self.paths]).tolist()
        coupled = [math.fsum(map(float.__mul__, row, z)) for row in self.factor]
        inside = np.clip(ndtr(coupled), math.nextafter(0.0, 1.0), math.nextafter(1.0, 0.0))
        return {**uniforms, **dict(zip(self.paths, inside.tolist(), strict=True))}


def _pairs(correlations: Sequence[CorrelationSpec]) -> dict[tuple[str, str], float]:
    pairs: dict[tuple[str, str], float] = {}
    for spec in correlations:
        first, second = sorted((spec.first, spec.second))
        if first == second or (first, second) in pairs:
            raise _fault(f"{first}, {second}", "needs two different numbers, each pair once")
        pairs[first, second] = spec.rank_correlation
    return pairs


def _matrix(pairs: Mapping[tuple[str, str], float], paths: Sequence[str]) -> NDArray[np.float64]:
    place = {path: at for at, path in enumerate(paths)}
    matrix = np.eye(len(paths))
    for (first, second), rank_correlation in pairs.items():
        normal = 2 * math.sin(math.pi * rank_correlation / 6)
        matrix[place[first], place[second]] = matrix[place[second], place[first]] = normal
    return matrix


def _factor(matrix: NDArray[np.float64]) -> tuple[tuple[float, ...], ...]:
    try:
        lower = np.linalg.cholesky(matrix)
    except np.linalg.LinAlgError as error:
        raise _fault(
            "", "contradict each other: no draw can have them all (matrix not positive definite)"
        ) from error
    return tuple(tuple(row[: at + 1]) for at, row in enumerate(lower.tolist()))


def _fault(value: str, message: str) -> FaultyInput:
    return FaultyInput([Fault("", 0, "correlations", value, message)])
