"""Drivers: which uncertain inputs a result rests on, by rank correlation over the replications."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from sim.study.comparison import cosine, holm
from sim.study.intervals import Floats, t_p_value

_MANY = 100
LEAST = 4
"""Fewer replications than this give a rank correlation no interval."""


@dataclass(frozen=True, slots=True)
class Driver:
    """An uncertain input (its key path) and Spearman's rank correlation of its draws with an effect.

    The interval [low, high] at `level` is Fisher's z with the variance (1 + r^2 / 2) / (n - 3) of Bonett and
    Wright (2000). `p_holm` is the p-value that there is no correlation, corrected by Holm over all inputs:
    among many inputs some look strong by chance.
    """

    path: str
    n: int
    rank_correlation: float
    low: float
    high: float
    level: float
    p_holm: float

    @property
    def stands_out(self) -> bool:
        """Whether the correlation is more than chance among so many inputs."""
        return self.p_holm < 1 - self.level


def drivers(
    paths: Sequence[str], draws: Floats, effect: Floats, *, level: float = 0.95
) -> tuple[Driver, ...]:
    """The inputs by strength (then by path).

    `draws` of shape (replications, paths) against `effect` of shape (replications,).

    Replications in which the effect is absent are left out, as are inputs that do not vary over the others.
    """
    seen = ~np.isnan(effect)
    n = int(seen.sum())
    if n < LEAST or np.ptp(effect[seen]) == 0:
        return ()
    goal = _centred_ranks(effect[seen])
    varying = [at for at in range(len(paths)) if _varies(draws[seen, at])]
    found = [cosine(_centred_ranks(draws[seen, at]), goal) for at in varying]
    corrected = holm([_p_value(r, n) for r in found])
    named = [_driver(paths[at], n, r, p, level) for at, r, p in zip(varying, found, corrected, strict=True)]
    return tuple(sorted(named, key=lambda driver: (-abs(driver.rank_correlation), driver.path)))


def _varies(column: Floats) -> bool:
    return not np.isnan(column).any() and bool(np.ptp(column) > 0)


def _centred_ranks(values: Floats) -> Floats:
    """Ranks with ties at their mean rank, less the mean of all ranks."""
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(count)
    return np.asarray((last - (count - 1) / 2)[place] - (len(values) + 1) / 2)


def _p_value(r: float, n: int) -> float:
    """Two-sided p-value of no correlation: t = r sqrt((n - 2) / (1 - r^2)), n - 2 degrees of freedom.

    It is never less than 2 / n!, the chance of a perfect order by itself.
    """
    by_chance = 2 / math.factorial(min(n, _MANY))
    if abs(r) == 1:
        return by_chance
    return max(by_chance, t_p_value(r, math.sqrt((1 - r * r) * (n - 1) / (n - 2)), n - 1))


def _driver(path: str, n: int, r: float, p_holm: float, level: float) -> Driver:
    if abs(r) == 1:
        return Driver(path, n, r, r, r, level, p_holm)
    reach = float(ndtri((1 + level) / 2)) * math.sqrt((1 + r * r / 2) / (n - 3))
    centre = math.atanh(r)
    return Driver(path, n, r, math.tanh(centre - reach), math.tanh(centre + reach), level, p_holm)
