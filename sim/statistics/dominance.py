"""Dominance: which arms are no worse than another in cost, CO2 and risk, and better in one of them."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import NamedTuple

import numpy as np

from sim.core.arrays import Floats
from sim.core.keys import MeasureKey
from sim.statistics.estimates import standard_deviation
from sim.statistics.intervals import t_half_width, wilson
from sim.statistics.noise import difference
from sim.statistics.paired import margin_of


class Change(NamedTuple):
    """A mean difference with the ends of its interval; at or below `margin` it is no worse."""

    mean: float
    low: float
    high: float
    margin: float


@dataclass(frozen=True, slots=True)
class Dominance:
    """Whether an arm dominates another, over the `n` replications in which both have all criteria.

    Changes are arm less other; their intervals hold together at `level`. `on_means`: no mean is higher and one
    is lower. `surely`: no interval reaches above the margin of its measure and one lies below 0.
    `p_dominates` is the share of replications in which the arm is no worse in any criterion and better in one,
    with Wilson's interval.
    """

    arm: str
    other: str
    n: int
    cost: Change
    co2: Change
    risk: Change
    level: float
    on_means: bool
    surely: bool
    p_dominates: float
    p_dominates_low: float
    p_dominates_high: float


def dominances(
    criteria: Sequence[MeasureKey],
    values: Mapping[str, Sequence[Floats]],
    margins: Mapping[str, float],
    *,
    level: float = 0.95,
) -> tuple[Dominance, ...]:
    """Every ordered pair of arms.

    `criteria` are cost, CO2 and risk, less of each better; `values` of an arm are theirs by replication.
    """
    return tuple(
        _dominance((arm, other), criteria, (np.stack(values[arm]), np.stack(values[other])), margins, level)
        for arm, other in permutations(values, 2)
    )


def _dominance(
    arms: tuple[str, str],
    criteria: Sequence[MeasureKey],
    values: tuple[Floats, Floats],
    margins: Mapping[str, float],
    level: float,
) -> Dominance:
    both = ~np.isnan(np.concatenate(values)).any(axis=0)
    ours, theirs = values[0][:, both], values[1][:, both]
    gained = np.stack([difference(one, other) for one, other in zip(ours, theirs, strict=True)])
    free = [margin_of(key, _mean(row), margins) for key, row in zip(criteria, theirs, strict=True)]
    each = 1 - (1 - level) / len(
        criteria
    )  # so wide that the intervals of all criteria hold together (Bonferroni)
    cost, co2, risk = changes = [_change(row, margin, each) for row, margin in zip(gained, free, strict=True)]
    hits = int(((gained <= 0).all(axis=0) & (gained < 0).any(axis=0)).sum())
    n, share = gained.shape[1], wilson(hits, gained.shape[1], level)
    on_means = all(each.mean <= 0 for each in changes) and any(each.mean < 0 for each in changes)
    surely = all(each.high <= each.margin for each in changes) and any(each.high < 0 for each in changes)
    p_dominates = hits / n if n else math.nan
    return Dominance(*arms, n, cost, co2, risk, level, on_means, surely, p_dominates, *share)


def _change(gained: Floats, margin: float, level: float) -> Change:
    mean = _mean(gained)
    reach = t_half_width(standard_deviation(np.sort(gained)), len(gained), level)
    return Change(mean, mean - reach, mean + reach, margin)


def _mean(values: Floats) -> float:
    return math.fsum(values.tolist()) / len(values) if len(values) else math.nan


def dominated(found: Sequence[Dominance]) -> Iterator[tuple[str, Dominance]]:
    """Arms that another one dominates on means, by id, with the surest of these."""
    by_arm: dict[str, list[Dominance]] = {}
    for each in found:
        if each.on_means:
            by_arm.setdefault(each.other, []).append(each)
    for arm, those in sorted(by_arm.items()):
        yield arm, max(those, key=lambda each: (each.surely, each.p_dominates))
