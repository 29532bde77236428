"""Comparison of arms on common random numbers: paired differences, the chance to be better, and regret."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from scipy.special import stdtr

from sim.core.arrays import Floats
from sim.core.keys import MeasureKey
from sim.statistics.digits import ends, signed
from sim.statistics.estimates import FEW, Estimate, estimate, few_for_skewness, nature_of, standard_deviation
from sim.statistics.intervals import Interval, t_half_width, t_p_value, wilson
from sim.statistics.noise import levelled, settled, size_of

_SHARE_OF_MEAN: Final = 0.01
_ONE_POINT: Final = 0.01
_ONE_MONTH: Final = 1 / 12
_POINTS: Final = frozenset({"share", "0/1"})


def margin_of(measure: MeasureKey, mean: float, margins: Mapping[str, float]) -> float:
    """The greatest difference in a measure that makes no difference, in the measure's unit.

    What `margins` say by the measure's name; else one percentage point for shares and for a yes or no, a month
    for dates, and 1 % of the `mean` of the arm that it is compared with. NaN where there is no such mean.
    """
    if measure.name in margins:
        return margins[measure.name]
    if measure.unit in _POINTS:
        return _ONE_POINT
    return _ONE_MONTH if measure.unit == "year" else _SHARE_OF_MEAN * abs(mean)


def equivalence_p_value(mean: float, sd: float, n: int, margin: float) -> float:
    """P-value that the true mean lies outside of -margin .. margin: two one-sided t tests, Schuirmann (1987).

    It is the greater of P(T < -(margin - |mean|) sqrt(n) / sd) and the one of the far side, n - 1 degrees of
    freedom. Where all values are one and the same the test has no meaning, and the sign test stands in:
    2 ** (1 - n), or 1 outside of the margin. NaN for n < 2 and without margin.
    """
    if n < 2 or math.isnan(margin):  # noqa: PLR2004 - a spread needs two values
        return math.nan
    room = margin - abs(mean)
    if sd == 0:
        return 2.0 ** (1 - n) if room > 0 else 1.0
    return float(stdtr(n - 1, -room / sd * math.sqrt(n)))


@dataclass(frozen=True, slots=True)
class PairedDifference:
    """Arm minus baseline in a measure, replication by replication on the same draws.

    Only replications count in which both arms have the value (`n` of them); in `missing` at least one lacks
    it. `mean` has Student's interval [low, high] at `level`; equal throughout, it is exactly 0 with no width.
    `p_value` is the paired t test's, `p_holm` the same after Holm's correction over the arm's measures.
    `variance_ratio` is what independent draws would have as the variance of the difference, over what the
    common draws gave; perfect correlation would make it `variance_ratio_ceiling`, which is infinite where both
    arms spread alike and 1 where one of them does not vary. `p_better` is the share of replications in which
    the arm is better, ties counted half, with Wilson's interval; an event that never came counts as later than
    any day. `p_equivalent` is the p-value that the true difference is not within +-`margin`. NaN: not defined
    for this sample.
    """

    arm: str
    baseline: str
    measure: MeasureKey
    n: int
    missing: int
    mean: float
    sd: float
    low: float
    high: float
    level: float
    correlation: float
    variance_ratio: float
    variance_ratio_ceiling: float
    p_value: float
    p_holm: float
    wins: int
    ties: int
    losses: int
    p_better: float
    p_better_low: float
    p_better_high: float
    margin: float
    p_equivalent: float
    skewness: float

    @property
    def half_width(self) -> float:
        """Half of the interval's width."""
        return (self.high - self.low) / 2

    @property
    def equal(self) -> bool:
        """Whether the two arms gave the same value in every replication."""
        return self.n > 0 and self.mean == 0 and self.sd == 0

    @property
    def equivalent(self) -> bool:
        """Whether the difference is shown to be within the margin."""
        return self.p_equivalent < 1 - self.level

    @property
    def warning(self) -> str:
        """Why the interval may promise too much, in a sentence; empty when it does not."""
        return few_for_skewness(self.n, self.skewness) if self.sd > 0 else ""

    @property
    def in_words(self) -> str:
        """The difference in a few words: `+3.1 (+2.8 to +3.4)`, `the same in all 200`, `+1 in all 200`, `+3 (n = 1)`."""
        if self.sd == 0:
            same = f"in all {self.n}"
            return f"the same {same}" if self.equal else f"{signed(self.mean, 0)} {same}"
        if math.isnan(self.low):
            return f"{signed(self.mean, 0)} (n = {self.n})"
        low, high = ends(self.low, self.high)
        return f"{signed(self.mean, self.half_width)} ({low} to {high})"

    @property
    def strictly_better(self) -> tuple[float, Interval]:
        """Share of replications in which the arm is better, ties not counted, with Wilson's interval."""
        n = self.wins + self.ties + self.losses
        return self.wins / n if n else math.nan, wilson(self.wins, n, self.level)


@dataclass(frozen=True, slots=True)
class Regret:
    """How far an arm is from the arm that was best in hindsight on the same draws, in the measure's unit.

    `mean` with Student's interval over the `n` replications in which every arm has the value; `p_best` is the
    share in which no arm was better (ties are shared: all of them were best), with Wilson's interval.
    """

    arm: str
    measure: MeasureKey
    n: int
    missing: int
    mean: float
    low: float
    high: float
    level: float
    p95: float
    p_best: float
    p_best_low: float
    p_best_high: float


def paired_difference(
    measure: MeasureKey,
    arms: tuple[str, str],
    values: tuple[Floats, Floats],
    *,
    level: float = 0.95,
    margins: Mapping[str, float] | None = None,
) -> PairedDifference:
    """The paired difference of a measure between an arm and the baseline; values within the noise floor are equal.

    `arms` are the arm and the baseline, `values` theirs by replication, both of shape (replications,) and in
    the same order, NaN where absent. `margins` are those that are stated, by measure.
    """
    arm, baseline = arms
    ours = values[1]
    theirs = settled(values[0], ours)
    both = ~(np.isnan(theirs) | np.isnan(ours))
    first, second = theirs[both], ours[both]
    size = size_of(first, second)
    found = estimate(arm, measure, first - second, nature="amount", level=level, size=size)
    first, second = levelled(first), levelled(second)
    reach = t_half_width(found.sd, found.n, level)
    wins, ties, losses = _score(theirs, ours, measure)
    counted = wins + ties + losses
    good = wilson(wins + ties / 2, counted, level)
    margin = margin_of(measure, float(second.mean()) if len(second) else math.nan, margins or {})
    return PairedDifference(
        arm, baseline, measure, found.n, len(theirs) - found.n,
        found.mean, found.sd, found.mean - reach, found.mean + reach, level,
        _correlation(first, second), *_variance_ratio(first, second, found.sd),
        t_p_value(found.mean, found.sd, found.n), math.nan,
        wins, ties, losses, (wins + ties / 2) / counted if counted else math.nan, good.low, good.high,
        margin, equivalence_p_value(found.mean, found.sd, found.n, margin), found.skewness,
    )  # fmt: skip


def _score(theirs: Floats, ours: Floats, measure: MeasureKey) -> tuple[int, int, int]:
    """How often the arm is better than, equal to and worse than the baseline."""
    if measure.better == "none":
        return 0, 0, 0
    if nature_of(measure) == "event":
        theirs, ours = (np.where(np.isnan(days), np.inf, days) for days in (theirs, ours))
    lower, higher, ties = int((theirs < ours).sum()), int((theirs > ours).sum()), int((theirs == ours).sum())
    return (lower, ties, higher) if measure.better == "lower" else (higher, ties, lower)


def _correlation(first: Floats, second: Floats) -> float:
    if len(first) < FEW or np.ptp(first) == 0 or np.ptp(second) == 0:
        return math.nan
    return _cosine(first - first.mean(), second - second.mean())


def _cosine(x: Floats, y: Floats) -> float:
    """Correlation of two samples less their means, in [-1, 1].

    Each is scaled first, so that no square is lost to underflow.
    """
    x, y = x / np.abs(x).max(), y / np.abs(y).max()
    return float(np.clip((x * y).sum() / math.sqrt(float((x * x).sum()) * float((y * y).sum())), -1.0, 1.0))


def _variance_ratio(first: Floats, second: Floats, sd_of_difference: float) -> tuple[float, float]:
    """(var arm + var baseline) / var of the difference, and the same at a correlation of 1.

    NaN where the difference has no variance.
    """
    if len(first) < FEW or sd_of_difference == 0:
        return math.nan, math.nan
    one, other = (standard_deviation(np.sort(each)) / sd_of_difference for each in (first, second))
    ratio, least = one * one + other * other, (one - other) ** 2
    return ratio, ratio / least if least > 0 else math.inf


def with_holm(differences: Sequence[PairedDifference]) -> tuple[PairedDifference, ...]:
    """The differences with their p-values corrected by Holm (1979) over all measures of the same arm.

    NaN stays out of the family.
    """
    families: dict[str, list[int]] = {}
    for index, difference in enumerate(differences):
        if not math.isnan(difference.p_value):
            families.setdefault(difference.arm, []).append(index)
    corrected = list(differences)
    for family in families.values():
        adjusted = holm([differences[index].p_value for index in family])
        for index, p_holm in zip(family, adjusted, strict=True):
            corrected[index] = replace(differences[index], p_holm=p_holm)
    return tuple(corrected)


def holm(p_values: Sequence[float]) -> list[float]:
    """Holm's step-down p-values.

    The k-th smallest of m is multiplied by m - k + 1, is never below the one before, at most 1.
    """
    adjusted = [0.0] * len(p_values)
    floor = 0.0
    for done, index in enumerate(sorted(range(len(p_values)), key=p_values.__getitem__)):
        floor = max(floor, min(1.0, (len(p_values) - done) * p_values[index]))
        adjusted[index] = floor
    return adjusted


def regrets(measure: MeasureKey, values: Mapping[str, Floats], *, level: float = 0.95) -> tuple[Regret, ...]:
    """Regret of every arm in a measure, from the values of each arm by replication, in the arms' order.

    Only replications count in which every arm has the value.
    """
    arms = list(values)
    table = np.stack([values[arm] if measure.better == "lower" else -values[arm] for arm in arms])
    complete = table[:, ~np.isnan(table).any(axis=0)]
    best = complete.min(axis=0, initial=math.inf)
    lost = settled(complete, best) - best
    missing = table.shape[1] - complete.shape[1]
    sizes = [size_of(row, best) for row in complete]
    return tuple(
        _regret(estimate(arm, measure, row, nature="amount", level=level, size=size), row, missing)
        for arm, row, size in zip(arms, lost, sizes, strict=True)
    )


def _regret(found: Estimate, lost: Floats, missing: int) -> Regret:
    level = found.level
    best = int((lost == 0).sum())
    often = wilson(best, found.n, level)
    share = best / found.n if found.n else math.nan
    return Regret(
        found.arm, found.measure, found.n, missing, found.mean, found.low, found.high, level,
        found.quantiles[-1].value, share, often.low, often.high,
    )  # fmt: skip
