"""Disruptions that come as a Poisson process and last: the renewal process of the days on which none is under way.

Occurrences that overlap are one outage, so outages are the busy periods of an M/G/infinity queue (Takacs 1962,
Introduction to the Theory of Queues, chapter 3), here in whole days: on each day from the first on a Poisson number
of occurrences starts, each on for a whole number of days.
"""

import math
from collections.abc import Callable
from typing import Final

import numpy as np

from tests.proofs.known.claims import Floats

DAYS_PER_YEAR: Final = 365

Survival = Callable[[Floats], Floats]
"""Chance that an occurrence lasts for more than so many whole days."""


def exponential(mean_days: float) -> Survival:
    """A duration that is exponential and ends with a day: P(ceil(X) > j) = exp(-j / mean)."""
    return lambda days: np.exp(-days / mean_days)


def fixed(length_days: int) -> Survival:
    """A duration of so many days."""
    return lambda days: (days < length_days).astype(np.float64)


def clear_chance(per_year: float, lasts: Survival, last_day: int) -> Floats:
    """Chance u(d) that none is under way on day d = 0 .. last_day, where none was on day 0.

    Occurrences that start on day s and last beyond d are Poisson and independent over s = 1 .. d, so
    u(d) = exp(-rate sum_{j < d} P(lasts > j)).
    """
    lengths = lasts(np.arange(last_day, dtype=np.float64))
    return np.exp(-per_year / DAYS_PER_YEAR * np.concatenate(([0.0], np.cumsum(lengths))))


def mean_clear_days(u: Floats) -> float:
    """Mean number of clear days among the days of u."""
    return float(u.sum())


def variance_of_clear_days(u: Floats) -> float:
    """Variance of the same: a clear day is a renewal, so P(d and e clear) = u(d) u(e - d) for d < e."""
    sums = np.concatenate(([0.0], np.cumsum(u[1:])))
    pairs = float((u * sums[::-1]).sum())
    return mean_clear_days(u) + 2 * pairs - mean_clear_days(u) ** 2


def mean_outages(u: Floats) -> float:
    """Mean number of outages that begin on the days of u from 1 on: clear the day before, and not that day."""
    return float(u[:-1].sum() * (1 - u[1]))


def chance_of_none(per_year: float, days: int) -> float:
    """Chance that nothing starts within so many days."""
    return math.exp(-per_year * days / DAYS_PER_YEAR)


def mean_wait_days(u: Floats, day: int, longest: int) -> float:
    """Mean days from a day to the first clear one, itself included.

    f(m), the chance that it comes m days later, solves u(day + n) = sum_{m <= n} f(m) u(n - m): the delayed renewal
    equation (Feller 1968, An Introduction to Probability Theory I, XIII.10). `longest` is where f has died out.
    """
    first = np.zeros(longest + 1)
    for n in range(longest + 1):
        first[n] = u[day + n] - first[:n] @ u[n:0:-1]
    assert abs(first.sum() - 1) < 1e-9
    return float(first @ np.arange(longest + 1))
