"""Estimates: what a study's replications say about a measure of one arm, and how far to trust it."""

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple, assert_never

import numpy as np

from sim.core.arrays import Floats
from sim.core.keys import MeasureKey
from sim.statistics.digits import digits
from sim.statistics.intervals import (
    UNKNOWN,
    Interval,
    order_statistic,
    quantile_interval,
    t_half_width,
    unseen_share,
    wilson,
)
from sim.statistics.noise import levelled

Nature = Literal["amount", "indicator", "event"]
"""What a measure is: an amount with a mean, a yes (1) or no (0), or an event's date (2025.5; NaN: never)."""
_NATURES: Final[dict[str, Nature]] = {"0/1": "indicator", "year": "event"}
Method = Literal["t", "wilson", "all equal", "censored", "none"]

PROBABILITIES = (0.05, 0.25, 0.5, 0.75, 0.95)
FEW = 2
"""Fewer values than this have no spread, and so no interval."""


def nature_of(measure: MeasureKey) -> Nature:
    """The nature of a measure, by its unit."""
    return _NATURES.get(measure.unit, "amount")


@dataclass(frozen=True, slots=True)
class Quantile:
    """A quantile as the value observed at its rank, with a distribution-free interval.

    Of an event's dates, infinite: not within the run. An end of the interval that n is too small for is NaN.
    """

    probability: float
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """A measure of an arm over the replications of a study.

    `n` values are present and `missing` absent (an event that never came, a cost of nothing delivered). By
    `method`, the interval [low, high] at `level` is that of the mean by Student's t, or of the proportion by
    Wilson. `all equal`: every value is the same, and at the same level at most `unseen_share` of all
    replications would show another; that is all a constant sample says. `censored`: events of which some
    never came have quantiles and shares by date, but no mean.
    """

    arm: str
    measure: MeasureKey
    n: int
    missing: int
    mean: float
    sd: float
    low: float
    high: float
    level: float
    method: Method
    quantiles: tuple[Quantile, ...]
    skewness: float
    unseen_share: float

    @property
    def half_width(self) -> float:
        """Half of the interval's width."""
        return (self.high - self.low) / 2

    @property
    def warning(self) -> str:
        """Why the interval may promise too much, in a sentence; empty when it does not."""
        return few_for_skewness(self.n, self.skewness) if self.method == "t" else ""


def few_for_skewness(n: int, skewness: float) -> str:
    """What stands against a t interval from n values of some skewness; empty where nothing does.

    It needs n > 28 + 25 G^2 for skewness G (Sugden, Smith and Jones 2000, after Cochran).
    """
    needed = 28 + 25 * skewness**2
    if not n < needed:
        return ""
    return f"{n} values are few for a skewness of {skewness:.1f}: some {math.ceil(needed)} are needed"


@dataclass(frozen=True, slots=True)
class ShareByDate:
    """Share of all replications in which an event had come by the end of a date, with Wilson's interval."""

    arm: str
    measure: MeasureKey
    date: dt.date
    hits: int
    n: int
    share: float
    low: float
    high: float
    level: float


def estimate(
    arm: str,
    measure: MeasureKey,
    values: Floats,
    *,
    nature: Nature | None = None,
    level: float = 0.95,
    size: float | None = None,
) -> Estimate:
    """The estimate of a measure from its values by replication, shape (replications,), NaN where absent.

    `nature` says how to read the values where the measure's own nature is not theirs (differences of days,
    say), `size` the size of the terms where they are differences. Values that span no more than the noise floor are
    all equal.
    """
    nature = nature_of(measure) if nature is None else nature
    present = levelled(np.sort(values[~np.isnan(values)]), size)
    n, missing = len(present), int(np.isnan(values).sum())
    never = nature == "event" and missing > 0
    spread = _Spread(math.nan, math.nan, math.nan) if never else _spread(present)
    method, interval = _interval(present, spread, nature, level, never=never)
    ranked = np.concatenate([present, np.full(missing, np.inf)]) if nature == "event" else present
    return Estimate(
        arm, measure, n, missing, spread.mean, spread.sd, interval.low, interval.high, level, method,
        tuple(_quantile(ranked, probability, level) for probability in PROBABILITIES),
        spread.skewness, unseen_share(n, level) if method == "all equal" else 0.0,
    )  # fmt: skip


def _interval(
    present: Floats, spread: "_Spread", nature: Nature, level: float, *, never: bool
) -> tuple[Method, Interval]:
    n = len(present)
    if never:
        return "censored", UNKNOWN
    if n < FEW:
        return "none", UNKNOWN
    match nature:
        case "indicator":
            return "wilson", wilson(float(present.sum()), n, level)
        case "amount" | "event":
            if present[0] == present[-1]:
                return "all equal", Interval(float(present[0]), float(present[0]))
            reach = t_half_width(spread.sd, n, level)
            return "t", Interval(spread.mean - reach, spread.mean + reach)
        case _:
            assert_never(nature)


def _mean(ordered: Floats) -> float:
    """Mean that does not depend on the order of summation and is exact for equal values."""
    return math.fsum(ordered.tolist()) / len(ordered) if len(ordered) else math.nan


def standard_deviation(ordered: Floats) -> float:
    """Standard deviation of values in ascending order, with n - 1; exactly 0 where all are equal."""
    if len(ordered) < FEW:
        return math.nan
    reach, deviations = _scaled_deviations(ordered, _mean(ordered))
    return reach * math.sqrt(_sum_of_powers(deviations, 2) / (len(ordered) - 1))


class _Spread(NamedTuple):
    """Mean, standard deviation with n - 1, and adjusted Fisher-Pearson skewness G1 of a sample.

    Of fewer than two values there is no standard deviation, of fewer than three no skewness (NaN); without
    spread both are 0.
    """

    mean: float
    sd: float
    skewness: float


def _spread(ordered: Floats) -> _Spread:
    """The spread of values in ascending order."""
    n, mean = len(ordered), _mean(ordered)
    if n < FEW:
        return _Spread(mean, math.nan, math.nan)
    reach, deviations = _scaled_deviations(ordered, mean)
    squares = _sum_of_powers(deviations, 2)
    sd = reach * math.sqrt(squares / (n - 1))
    if n == FEW:
        return _Spread(mean, sd, math.nan)
    if reach == 0:
        return _Spread(mean, sd, 0.0)
    skewness = _sum_of_powers(deviations, 3) / n / (squares / n) ** 1.5 * math.sqrt(n * (n - 1)) / (n - 2)
    return _Spread(mean, sd, float(skewness))


def _sum_of_powers(deviations: Floats, power: int) -> float:
    return math.fsum((deviations**power).tolist())


def _scaled_deviations(ordered: Floats, mean: float) -> tuple[float, Floats]:
    """The largest deviation from the mean, and all of them over it: so no power is lost to underflow."""
    if ordered[0] == ordered[-1]:
        return 0.0, np.zeros(len(ordered))
    deviations = ordered - mean
    reach = float(np.abs(deviations).max())
    return reach, deviations / reach


def _quantile(ranked: Floats, probability: float, level: float) -> Quantile:
    interval = quantile_interval(ranked, probability, level)
    return Quantile(probability, order_statistic(ranked, probability), interval.low, interval.high)


def shares_by_date(
    arm: str, measure: MeasureKey, years: Floats, dates: Mapping[dt.date, float], *, level: float = 0.95
) -> tuple[ShareByDate, ...]:
    """Share of replications in which an event had come by each date, given as a year with its fraction too.

    NaN: never came.
    """
    shares = []
    for date, year in sorted(dates.items()):
        hits, n = int((years <= year).sum()), len(years)
        interval = wilson(hits, n, level)
        share = hits / n if n else math.nan
        shares.append(ShareByDate(arm, measure, date, hits, n, share, interval.low, interval.high, level))
    return tuple(shares)


def told(found: Estimate) -> str:
    """An estimate in a few words: `3.1 (2.8 to 3.4)`, `0 in all 200 (another value in at most 1.5 %)`."""
    match found.method:
        case "none":
            return f"{digits(found.mean, 0)} (n = {found.n})"
        case "censored":
            return f"came in {found.n} of {found.n + found.missing}"
        case "all equal":
            other = f"another value in at most {100 * found.unseen_share:.2g} %"
            return f"{digits(found.mean, 0)} in all {found.n} ({other})"
        case "t" | "wilson":
            mean, low, high = (
                digits(value, found.half_width) for value in (found.mean, found.low, found.high)
            )
            return f"{mean} ({low} to {high})"
        case _:
            assert_never(found.method)


def by_key(estimates: Sequence[Estimate]) -> dict[tuple[str, MeasureKey], Estimate]:
    """Estimates by (arm, measure)."""
    return {(found.arm, found.measure): found for found in estimates}
