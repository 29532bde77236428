"""Drivers: which uncertain inputs a result rests on, by rank correlation and regression over the replications."""

import math
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from sim.core.arrays import Floats, IntArray
from sim.core.keys import MeasureKey
from sim.statistics.intervals import Interval, t_p_value
from sim.statistics.noise import levelled
from sim.statistics.paired import holm
from sim.statistics.regression import Regression, RegressionFit

EffectKind = Literal["value", "difference"]
_MANY = 100
_HELD = 2
"""Sets of replications for which the inputs are held ready: all of them, and those that have some event."""
MOST_REPLICATIONS = 10_000
"""Replications, from the first, that are looked at: more would tell nothing new and fill the memory."""
LEAST = 4
"""Fewer replications than this give a rank correlation no interval."""


@dataclass(frozen=True, slots=True)
class Driver:
    """An uncertain input (its key path) and how its draws go with an effect.

    Spearman's rank correlation has the interval [low, high] at `level` by Fisher's z with the variance
    (1 + r^2 / 2) / (n - 3) of Bonett and Wright (2000). `p_holm` is the p-value that there is no correlation,
    corrected by Holm over all inputs: among many inputs some look strong by chance. `coefficient` is the
    standardised one of a linear regression on all inputs, with its interval; NaN where there are not more
    replications than inputs.
    """

    path: str
    n: int
    rank_correlation: float
    low: float
    high: float
    level: float
    p_holm: float
    coefficient: float
    coefficient_low: float
    coefficient_high: float
    r_squared: float
    """Of the whole regression, adjusted: the share of the effect's variance that all inputs explain linearly."""

    @property
    def stands_out(self) -> bool:
        """Whether the correlation is more than chance among so many inputs."""
        return self.p_holm < 1 - self.level


@dataclass(frozen=True, slots=True)
class Effect:
    """A measure of an arm (`value`), or its difference from the baseline (`difference`), and what drives it."""

    arm: str
    kind: EffectKind
    measure: MeasureKey
    drivers: tuple[Driver, ...]


class UncertainInputs:
    """The draws of uncertain inputs, shape (replications, paths), ready to be held against many effects.

    Only the first `MOST_REPLICATIONS` are looked at. Replications in which an effect is absent are left out, as
    are inputs that do not vary over the others.
    """

    def __init__(self, paths: Sequence[str], draws: Floats, *, level: float = 0.95) -> None:
        self._paths = paths
        self._draws = draws[:MOST_REPLICATIONS]
        self._level = level
        self._ready: OrderedDict[bytes, _Ready] = OrderedDict()

    def behind(self, effect: Floats, *, most: int | None = None) -> tuple[Driver, ...]:
        """The inputs by the strength of their rank correlation with an effect, shape (replications,), then by path.

        `most`: only so many of them.
        """
        effect = effect[: len(self._draws)]
        seen = ~np.isnan(effect)
        n = int(seen.sum())
        if n < LEAST or np.ptp(levelled(effect[seen])) == 0:
            return ()
        ready = self._among(seen)
        correlations = ready.correlations(effect[seen])
        by_chance = 2 / math.factorial(min(n, _MANY))
        corrected = holm([max(by_chance, _p_value(r, n)) for r in correlations])
        fit = ready.regression.fit(effect[seen], self._level)
        order = sorted(range(len(correlations)), key=lambda at: (-abs(correlations[at]), ready.paths[at]))
        return tuple(
            _driver((ready.paths[at], n, self._level), (correlations[at], corrected[at]), fit, at)
            for at in order[:most]
        )

    def _among(self, seen: NDArray[np.bool_]) -> "_Ready":
        """The inputs over some replications; few such are held, for each is large."""
        key = seen.tobytes()
        if key not in self._ready:
            rows = np.flatnonzero(seen)
            while len(self._ready) >= _HELD:
                self._ready.popitem(last=False)
            self._ready[key] = _Ready(self._paths, self._draws, rows)
        self._ready.move_to_end(key)
        return self._ready[key]


class _Ready:
    """The inputs that vary over some replications, by their rows among the draws."""

    def __init__(self, paths: Sequence[str], draws: Floats, rows: IntArray) -> None:
        columns = np.array([at for at in range(len(paths)) if _varies(draws[rows, at])], np.int64)
        self.paths = [paths[at] for at in columns]
        self.regression = Regression(draws, rows, columns)
        self._ranks = np.empty((len(columns), len(rows)), np.int16)
        for place, at in enumerate(columns):
            self._ranks[place] = _centred_ranks(draws[rows, at])
        self._squares = self._products(None)

    def correlations(self, effect: Floats) -> list[float]:
        """Rank correlations of each input with an effect; the sums of ranks are exact."""
        goal = _centred_ranks(effect)
        found: list[float] = (self._products(goal) / np.sqrt(self._squares * float(goal @ goal))).tolist()
        return [min(1.0, max(-1.0, r)) for r in found]

    def _products(self, others: IntArray | None) -> Floats:
        """Sum of the products of each input's ranks and others (None: these ranks themselves), shape (paths,)."""
        whole = (ranks.astype(np.int64) for ranks in self._ranks)
        return np.array([float(ranks @ (ranks if others is None else others)) for ranks in whole])


def drivers(
    paths: Sequence[str], draws: Floats, effect: Floats, *, level: float = 0.95
) -> tuple[Driver, ...]:
    """The inputs by strength behind one effect alone, see `UncertainInputs.behind`."""
    return UncertainInputs(paths, draws, level=level).behind(effect)


def _varies(column: Floats) -> bool:
    return not np.isnan(column).any() and bool(np.ptp(column) > 0)


def _centred_ranks(values: Floats) -> IntArray:
    """Twice the ranks, with ties at their mean rank, less the mean of all ranks: whole numbers, below n in size."""
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(count)
    return np.asarray((2 * last - (count - 1))[place] - (len(values) + 1), np.int64)


def _p_value(r: float, n: int) -> float:
    """Two-sided p-value of no correlation: t = r sqrt((n - 2) / (1 - r^2)), n - 2 degrees of freedom.

    The caller sees to it that it is not less than 2 / n!, the chance of a perfect order by itself.
    """
    return 0.0 if abs(r) == 1 else t_p_value(r, math.sqrt((1 - r * r) * (n - 1) / (n - 2)), n - 1)


def _driver(about: tuple[str, int, float], found: tuple[float, float], fit: RegressionFit, at: int) -> Driver:
    """The at-th input, from (path, replications, level) and (rank correlation, corrected p-value)."""
    (path, n, level), (r, p_holm) = about, found
    span = Interval(r, r)
    if abs(r) < 1:
        reach = float(ndtri((1 + level) / 2)) * math.sqrt((1 + r * r / 2) / (n - 3))
        centre = math.atanh(r)
        span = Interval(math.tanh(centre - reach), math.tanh(centre + reach))
    coefficient, half_width = float(fit.coefficients[at]), float(fit.half_widths[at])
    low, high = coefficient - half_width, coefficient + half_width
    return Driver(path, n, r, *span, level, p_holm, coefficient, low, high, fit.r_squared)
