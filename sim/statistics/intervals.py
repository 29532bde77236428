"""Intervals for what a sample tells: means, proportions and quantiles."""

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from scipy.special import bdtr, ndtri, stdtr, stdtrit

from sim.core.arrays import Floats


class Interval(NamedTuple):
    """An interval that holds the true value at a stated level; NaN at an end that the sample cannot give."""

    low: float
    high: float


UNKNOWN = Interval(math.nan, math.nan)


def t_half_width(sd: float, n: int, level: float) -> float:
    """Half-width of Student's interval for a mean: t(n - 1, (1 + level) / 2) * sd / sqrt(n).

    NaN for n < 2.
    """
    return float(stdtrit(n - 1, (1 + level) / 2)) * sd / math.sqrt(n) if n > 1 else math.nan


def t_p_value(mean: float, sd: float, n: int) -> float:
    """Two-sided p-value of Student's test that a mean is 0; NaN for n < 2.

    Where all values are one and the same (sd = 0) the test of Student has no meaning; the sign test stands
    in: 2 ** (1 - n), or 1 when that value is 0.
    """
    if n < 2:  # noqa: PLR2004 - a spread needs two values
        return math.nan
    if sd == 0:
        return 1.0 if mean == 0 else 2.0 ** (1 - n)
    return 2.0 * float(stdtr(n - 1, -abs(mean) / sd * math.sqrt(n)))


def wilson(hits: float, n: int, level: float) -> Interval:
    """Wilson's score interval for a proportion of `hits` in `n`; hits may be halves, where ties count half.

    (p + z^2/2n -+ z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n), Wilson (1927). Unlike p -+ z sqrt(p(1-p)/n) it
    has width when nothing or everything hit, and stays within 0 and 1.
    """
    if n == 0:
        return UNKNOWN
    share, z = hits / n, float(ndtri((1 + level) / 2))
    centre = share + z * z / (2 * n)
    reach = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    low = 0.0 if hits == 0 else (centre - reach) / scale
    return Interval(low, 1.0 if hits == n else (centre + reach) / scale)


def unseen_share(n: int, level: float) -> float:
    """Greatest share of replications that may show what none of `n` showed.

    It is 1 - (1 - level) ** (1 / n), exact (Clopper and Pearson).
    """
    return float(1.0 - (1.0 - level) ** (1.0 / n)) if n > 0 else 1.0


def order_statistic(ordered: Floats, probability: float) -> float:
    """The quantile as an observed value: x(ceil(n p)), the inverse of the empirical distribution."""
    n = len(ordered)
    return float(ordered[order_rank(n, probability) - 1]) if n else math.nan


def order_rank(n: int, probability: float) -> int:
    """Rank (from 1) of a quantile among n values: ceil(n p)."""
    # The small slip keeps 0.95 * 200 at 190 whatever the last bit says.
    return min(n, max(1, math.ceil(n * probability - 1e-9)))


def quantile_interval(ordered: Floats, probability: float, level: float) -> Interval:
    """Distribution-free interval of a quantile between two order statistics x(l) and x(u).

    The number below the quantile is binomial (n, p): l is the last rank with P(B < l) <= (1 - level) / 2, u
    the first with P(B >= u) <= (1 - level) / 2. An end that no rank can give is NaN (n too small for so far
    out a quantile).
    """
    n = len(ordered)
    low_rank, high_rank = _ranks(n, probability, level)
    low = float(ordered[low_rank - 1]) if low_rank >= 1 else math.nan
    return Interval(low, float(ordered[high_rank - 1]) if high_rank <= n else math.nan)


@lru_cache(maxsize=1_024)
def _ranks(n: int, probability: float, level: float) -> tuple[int, int]:
    """Ranks of the ends of a quantile's interval; 0 and n + 1 where there is none."""
    tail = (1 - level) / 2
    below = np.asarray(bdtr(np.arange(n), n, probability), dtype=np.float64)  # P(B <= k), k = 0 .. n - 1
    low_rank = int(np.searchsorted(below, tail, side="right"))
    return low_rank, int(np.searchsorted(below, 1 - tail, side="left")) + 1
