"""Variance of a measure by what it comes from: numbers that are not known, or chance in the course of events."""

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import fdtri

from sim.core.arrays import Floats
from sim.core.keys import MeasureKey
from sim.statistics.estimates import FEW, standard_deviation
from sim.statistics.intervals import UNKNOWN, Interval
from sim.statistics.noise import FLOOR, levelled


@dataclass(frozen=True, slots=True)
class VarianceSplit:
    """A measure's variance between replications (their drawn numbers differ) and between runs of the same numbers.

    Over the `n` replications in which all `runs` have the value. `parameter_share` is that of the former,
    with an interval at `level` that is exact where both are normal. NaN where nothing varies.
    """

    arm: str
    measure: MeasureKey
    n: int
    missing: int
    runs: int
    parameter_variance: float
    process_variance: float
    parameter_share: float
    low: float
    high: float
    level: float


def variance_split(
    arm: str, measure: MeasureKey, of_runs: tuple[Floats, Floats], runs: int, *, level: float = 0.95
) -> VarianceSplit:
    """One-way random-effects analysis of variance, from mean and variance of the runs of each replication.

    With W the mean of the variances and B = runs x the variance of the means: process variance W, parameter
    variance (B - W) / runs, at least 0. The interval of the share (Searle, Casella and McCulloch 1992, section
    3.6) is (F - 1) / (F + runs - 1) with F = B / W over the quantiles of Fisher's F at n - 1 and n (runs - 1)
    degrees of freedom. Runs, and means, that are apart by rounding alone are the same.
    """
    seen = ~np.isnan(of_runs[0])
    means, variances = (each[seen] for each in of_runs)
    variances = np.sort(np.where(np.sqrt(variances) <= FLOOR * np.abs(means), 0.0, variances))
    means = levelled(np.sort(means))
    n, missing = len(means), int((~seen).sum())
    if n < FEW:
        nan = math.nan
        return VarianceSplit(arm, measure, n, missing, runs, nan, nan, nan, *UNKNOWN, level)
    within = math.fsum(variances.tolist()) / n
    between = runs * standard_deviation(means) ** 2
    parameter = max(0.0, (between - within) / runs)
    total = parameter + within
    share = parameter / total if total > 0 else math.nan
    span = _interval(between, within, (n, runs), level)
    return VarianceSplit(arm, measure, n, missing, runs, parameter, within, share, span.low, span.high, level)


def _interval(between: float, within: float, size: tuple[int, int], level: float) -> Interval:
    n, runs = size
    if within == 0:
        return Interval(1.0, 1.0) if between > 0 else UNKNOWN
    tail = (1 - level) / 2
    quantiles = (float(fdtri(n - 1, n * (runs - 1), p)) for p in (1 - tail, tail))
    ratios = (between / within / quantile for quantile in quantiles)
    return Interval(*(max(0.0, (f - 1) / (f + runs - 1)) for f in ratios))
