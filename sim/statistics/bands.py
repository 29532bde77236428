"""Bands: how a study's monthly series spread over all of its replications."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np

from sim.core.arrays import Floats, IntArray
from sim.core.keys import SeriesKey
from sim.core.known import listed, named
from sim.core.quantized import MISSING, dequantize
from sim.statistics.estimates import PROBABILITIES
from sim.statistics.intervals import order_rank
from sim.statistics.lookup import looked_up
from sim.statistics.percentiles import Blocks, ranked

Segments: TypeAlias = Iterable[tuple[slice, Blocks]]
"""The series in parts, each with a way to the codes of all replications."""
_HELD_BYTES: Final = 16_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Bands:
    """Percentiles and mean of every series by arm and month over the replications that have a value.

    `n` and `mean` have the shape (arms, series, months), `percentiles` one axis more before these, by
    `PROBABILITIES`; NaN where no replication has a value. A percentile is a value that was observed, like those
    of the estimates; values are kept to one part in 2,048.
    """

    arms: tuple[str, ...]
    series: tuple[SeriesKey, ...]
    months: tuple[str, ...]
    n: IntArray
    mean: Floats
    percentiles: Floats

    def of(self, arm: str, owner: str, name: str, other: str = "") -> "Band":
        """The band of a series of an owner (for a share: with the other plant).

        Raises UnknownName (a KeyError) with every name that there is not.
        """
        found = looked_up("series", self.series, (owner, name), arm, self.arms)
        by_other = {key.other: key for key in found}
        key = by_other[named("other plant", other, by_other)]
        return self._band(self.arms.index(arm), self.series.index(key))

    def __repr__(self) -> str:
        return f"<Bands of {len(self.series)} series of {listed(self.arms)} over {len(self.months)} months>"

    def of_all(self, key: SeriesKey) -> Iterator["Band"]:
        """The band of a series in each arm."""
        return (self._band(arm, self.series.index(key)) for arm in range(len(self.arms)))

    def __iter__(self) -> Iterator["Band"]:
        """All bands, by arm, then series."""
        return (self._band(arm, at) for arm in range(len(self.arms)) for at in range(len(self.series)))

    def _band(self, arm: int, at: int) -> "Band":
        place = (arm, at)
        return Band(
            self.arms[arm], self.series[at], self.months,
            self.n[place], self.mean[place], self.percentiles[:, arm, at],
        )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """One series of one arm: `n` and `mean` of shape (months,), `percentiles` (5, months)."""

    arm: str
    key: SeriesKey
    months: tuple[str, ...]
    n: IntArray
    mean: Floats
    percentiles: Floats

    def __repr__(self) -> str:
        return f"<Band of {self.key.owner} {self.key.name} of {self.arm} over {len(self.months)} months>"


@dataclass(frozen=True, slots=True)
class Axes:
    """What bands are of: arms, series, months, and the replications whose chunks are read."""

    arms: tuple[str, ...]
    series: tuple[SeriesKey, ...]
    months: tuple[str, ...]
    replications: int
    """Chunks may reach beyond this number."""

    def held_bytes(self, part: slice) -> int:
        """What the codes of some series take in memory."""
        cells = len(self.arms) * (part.stop - part.start) * len(self.months)
        return int(2 * self.replications * cells)


def bands(axes: Axes, segments: Segments, *, held_bytes: int = _HELD_BYTES) -> Bands:
    """The bands of a study, from segments of the series whose codes are read anew as often as needed.

    A segment whose codes take more than `held_bytes` is not held but counted.
    """
    shape = (len(axes.arms), len(axes.series), len(axes.months))
    n, mean = np.zeros(shape, np.int64), np.full(shape, np.nan)
    percentiles = np.full((len(PROBABILITIES), *shape), np.nan)
    for part, blocks in segments:
        spread = _spread(blocks, held=axes.held_bytes(part) <= held_bytes)
        for whole, found in zip((n, mean, percentiles), spread, strict=True):
            place = whole[..., part, :]
            place[...] = found.reshape(place.shape)
    return Bands(axes.arms, axes.series, axes.months, n, mean, percentiles)


def _spread(blocks: Blocks, *, held: bool) -> tuple[IntArray, Floats, Floats]:
    """Number, mean and percentiles of each cell over the replications.

    The sum runs from replication to replication, so that it does not depend on the blocks.
    """
    if held:
        kept = list(blocks())
        blocks = kept.__iter__
    n, total = np.zeros(1, np.int64), np.zeros(1)
    for block in blocks():
        present = block != MISSING
        n = n + present.sum(axis=0)
        for values in np.where(present, dequantize(block), 0.0):
            total = total + values
    ranks = np.array(
        [[order_rank(count, p) - 1 if count else 0 for count in n.tolist()] for p in PROBABILITIES]
    )
    percentiles = dequantize(ranked(blocks, ranks, held=held))
    return n, np.divide(total, n, out=np.full(len(n), np.nan), where=n > 0), percentiles
