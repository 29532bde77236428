"""Selection: which of several arms is best, how sure that is, and how many replications would make it so."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy.special import stdtr, stdtrit

from sim.core.arrays import Floats
from sim.core.keys import MeasureKey
from sim.statistics.estimates import FEW, standard_deviation
from sim.statistics.noise import difference, settled


@dataclass(frozen=True, slots=True)
class Selection:
    """The arm with the best mean, on common random numbers, and the risk that another one is better.

    Over the `n` replications in which every arm has the value. `zone` is the indifference zone: an arm within
    it of the best is as good. `p_correct` is the confidence that the selected arm is the best one or within the
    zone of it; at `level` it is within `zone_reached` (0: it is the best). `needed` are the replications after
    which the arm with the best mean is at `level` the best or within the zone, from the variances found here
    (Clark and Yang 1986); at most n where these are enough.
    """

    measure: MeasureKey
    arm: str
    n: int
    missing: int
    zone: float
    level: float
    p_correct: float
    zone_reached: float
    needed: int

    @property
    def sure(self) -> bool:
        """Whether the selection is as sure as it was asked to be."""
        return self.p_correct >= self.level


def selection(
    measure: MeasureKey, values: Mapping[str, Floats], zone: float, *, level: float = 0.95
) -> Selection | None:
    """Select the best of the arms from the values of each by replication; ties go to the earlier one.

    Values within the noise floor of the best are ties.

    With k arms, paired t bounds for the k - 1 differences from the selected arm, at (1 - level) / (k - 1) each,
    hold together at `level` whatever the correlation of the arms (Bonferroni): then the selected arm is at most
    max(0, t s / sqrt(n) - gap) worse than any other. None where fewer than two replications have all values.
    """
    arms = list(values)
    table = np.stack([values[arm] if measure.better == "lower" else -values[arm] for arm in arms])
    complete = table[:, ~np.isnan(table).any(axis=0)]
    n, rivals = complete.shape[1], len(arms) - 1
    if n < FEW or not rivals:
        return None
    complete = settled(complete, complete.min(axis=0))
    found = np.array([math.fsum(row.tolist()) / n for row in complete])
    means: list[float] = settled(found, found.min()).tolist()
    best = min(range(len(arms)), key=means.__getitem__)
    others = [at for at in range(len(arms)) if at != best]
    gaps = [means[at] - means[best] for at in others]
    errors = [_sd(complete[at], complete[best]) / math.sqrt(n) for at in others]
    t = float(stdtrit(n - 1, 1 - (1 - level) / rivals))
    widest = max(_sd(complete[a], complete[b]) for a, b in combinations(range(len(arms)), 2))
    return Selection(
        measure, arms[best], n, table.shape[1] - n, zone, level,
        _p_correct(gaps, errors, zone, n),
        max(0.0, *(t * error - gap for gap, error in zip(gaps, errors, strict=True))),
        _needed(t * widest, zone),
    )  # fmt: skip


def _sd(first: Floats, second: Floats) -> float:
    return standard_deviation(np.sort(difference(first, second)))


def _p_correct(gaps: list[float], errors: list[float], zone: float, n: int) -> float:
    """The level at which the bounds reach just to the zone: 1 - (k - 1) max P(T < -(zone + gap) / error)."""
    tails = (_tail(zone + gap, error, n) for gap, error in zip(gaps, errors, strict=True))
    return max(0.0, 1 - len(gaps) * max(tails))


def _tail(room: float, error: float, n: int) -> float:
    if error == 0:
        return 0.0 if room > 0 else 0.5
    return float(stdtr(n - 1, -room / error))


def _needed(reach: float, zone: float) -> int:
    """Clark and Yang's number, ceil((t s / zone)^2) for the widest difference; 0 where none is enough."""
    if reach == 0:
        return FEW
    squared = (reach / zone) * (reach / zone) if zone > 0 else math.inf
    return math.ceil(squared) if math.isfinite(squared) else 0
