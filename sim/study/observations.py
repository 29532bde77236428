"""Observations: what the replications of a study gave, by arm, replication and measure."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from sim.core.arrays import Floats
from sim.core.errors import UnknownName
from sim.core.keys import MeasureKey
from sim.core.known import named
from sim.core.quantized import Quantized
from sim.execution.work import Failure
from sim.results.chunk import Chunk, FactCell, unpacked_facts
from sim.results.journal import Collected
from sim.results.series import segments, unpacked_series
from sim.rules.monthly_series import month_names
from sim.statistics.bands import Axes, Bands, bands
from sim.statistics.percentiles import Blocks
from sim.study.plan import Plan


def segment_blocks(axes: Axes, chunks: Callable[[], Iterable[Chunk]]) -> Iterator[tuple[slice, Blocks]]:
    """The series in parts, with their codes read from the chunks, block by block."""
    for at, part in enumerate(segments(len(axes.series))):
        yield part, partial(_blocks, axes, chunks, at)


def _blocks(axes: Axes, chunks: Callable[[], Iterable[Chunk]], at: int) -> Iterator[Quantized]:
    for chunk in chunks():
        shape = (len(axes.arms), chunk.count, len(axes.series), len(axes.months))
        codes = unpacked_series(chunk.series, shape, at)[:, : axes.replications - chunk.first]
        yield np.moveaxis(codes, 1, 0).reshape(codes.shape[1], -1)


@dataclass(frozen=True, slots=True, eq=False)
class Observations:
    """The finished replications of a plan, in order of their numbers."""

    plan: Plan
    collected: Collected
    failures: tuple[Failure, ...] = ()

    def __repr__(self) -> str:
        return f"<Observations of {self.n} replications of {self.plan.scenario}>"

    @property
    def n(self) -> int:
        """Replications finished."""
        return len(self.collected.replications)

    def values(self, arm: str, measure: MeasureKey) -> Floats:
        """A measure of an arm by replication, shape (n,), NaN where absent.

        Raises KeyError for one that was not measured.
        """
        return self.collected.measures.column(self._arm(arm), self._measure(measure))

    def runs(self, arm: str, measure: MeasureKey) -> tuple[Floats, Floats]:
        """Mean and variance of a measure over the runs of each replication, each of shape (n,).

        Raises KeyError for one that was not measured.
        """
        at, measures = self._arm(arm), len(self.plan.measures)
        column = self.collected.measures.column
        mean, variance = (column(at, self._measure(measure) + part * measures) for part in (1, 2))
        return mean, variance

    def _arm(self, arm: str) -> int:
        return list(self.plan.arms).index(named("arm", arm, self.plan.arms))

    def _measure(self, measure: MeasureKey) -> int:
        try:
            return self.plan.measures.index(measure)
        except ValueError:
            message = f"there is no measure {measure}"
            raise UnknownName(message) from None

    def draws(self, *arms: str, most: int) -> Floats:
        """Values drawn for the uncertain inputs, shape (n, inputs), of the first arm that has the input.

        Of the first `most` replications alone.
        """
        drawn = np.empty((min(self.n, most), len(self.plan.parameters)))
        for at in range(drawn.shape[1]):
            drawn[:, at] = self.draw(at, *arms)[:most]
        return drawn

    def draw(self, parameter: int, *arms: str) -> Floats:
        """The same of one uncertain input by its place among the plan's, shape (n,)."""
        drawn = self.collected.parameters.column(self._arm(arms[0]), parameter)
        for arm in arms[1:]:
            other = self.collected.parameters.column(self._arm(arm), parameter)
            drawn = np.where(np.isnan(drawn), other, drawn)
        return drawn

    def bands(self) -> Bands:
        """Bands of the monthly series, read from the chunks where they are kept."""
        axes = Axes(
            tuple(self.plan.arms), self.plan.series, month_names(self.plan.calendar), self.plan.replications
        )
        return bands(axes, segment_blocks(axes, self.collected.series))

    def rows(self, table: str) -> Iterator[tuple[FactCell, ...]]:
        """Rows of a table of facts with their arm and replication before them, by replication, then arm."""
        arms = list(self.plan.arms)
        for chunk in self.collected.chunks:
            for replication, by_arm in enumerate(unpacked_facts(chunk), start=chunk.first):
                if replication < self.plan.replications:
                    for arm, facts in zip(arms, by_arm, strict=True):
                        for row in facts.get(table, ()):
                            yield (arm, replication, *row)
