"""Output of a phase of a plant: what it can make from its start of production to a day, good and in all."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.core.arrays import Floats, differences
from sim.core.units import DAYS_PER_YEAR
from sim.core.windows import OutageWindow
from sim.rules.quality import bend_of_yield, learned
from sim.rules.ramp import QuadratureInterval, area_since_sop, bend, kinks, share_since_sop
from sim.scenario.types.numbers import certain
from sim.scenario.types.plants import Ramp, YieldSpec

_SOP = (0.0,)
"""The age at which the first cell begins."""


class Output(NamedTuple):
    """Cumulative output in Wh at given days, rising. Scrap is gross - good; its lots come from that curve."""

    good: NDArray[np.float64]
    gross: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PhaseOutput:
    """What a phase can make since its start of production, running whenever nothing stops it.

    gross(day) = nameplate x OEE / 365 x integral of ramp(age) x remaining share, good(day) the same with
    yield(age). Where windows overlap the least remaining share holds: a plant that stands still for two
    reasons stands still.
    """

    nameplate_wh_per_year: int
    oee: float
    ramp: Ramp
    quality: YieldSpec
    sop_day: int

    def cumulative(self, days: NDArray[np.int64], windows: Sequence[OutageWindow] = ()) -> Output:
        """Output up to each of the ascending `days` (at least one), in their shape; 0 up to SOP."""
        good, gross = np.zeros(len(days)), np.zeros(len(days))
        running = int(days.searchsorted(self.sop_day, side="right"))
        if running < len(days):
            full_days, learned_days = self._running_days(days[running:] - self.sop_day, windows)
            start, mature = certain(self.quality.scrap_start), certain(self.quality.scrap_mature)
            good_days = np.minimum((1 - start) * full_days + (start - mature) * learned_days, full_days)
            # Multiplied first and divided last, so that whole watt-hours a day come out whole.
            rate = self.nameplate_wh_per_year * self.oee
            np.divide(good_days * rate, DAYS_PER_YEAR, out=good[running:])
            np.divide(full_days * rate, DAYS_PER_YEAR, out=gross[running:])
        return Output(good, gross)

    def _running_days(
        self, ages: NDArray[np.int64], windows: Sequence[OutageWindow]
    ) -> tuple[Floats, Floats]:
        """Days of full output up to each age, all above 0, and the learned part of them."""
        last = int(ages[-1])
        stops = [
            OutageWindow(start - self.sop_day, end - self.sop_day, left)
            for start, end, left in windows
            if end > self.sop_day and start < self.sop_day + last
        ]
        cells = np.concatenate((_SOP, ages))
        widths = cells[1:] - cells[:-1]
        bends = (bend(self.ramp), bend_of_yield(self.quality)) if self._learns() else ()
        breaks = self._breaks(
            last, stops, [bent for bent in bends if bent.length < np.maximum.reduce(widths)]
        )
        if not len(breaks):
            return self._full_days(cells, widths, stops, bends)
        cells, asked = _broken(ages, breaks)
        full_days, learned_days = self._full_days(cells, cells[1:] - cells[:-1], stops, bends)
        return full_days[asked], learned_days[asked]

    def _full_days(
        self,
        cells: Floats,
        widths: Floats,
        stops: Sequence[OutageWindow],
        bends: Sequence[QuadratureInterval],
    ) -> tuple[Floats, Floats]:
        """Days of full output up to the end of each cell by closed form, and the learned part of them by quadrature."""
        areas = area_since_sop(self.ramp, cells)
        full = np.maximum(areas[1:] - areas[:-1], 0.0)
        matured = np.minimum(self._learned_days(cells, widths, bends), full) if bends else np.zeros(len(full))
        if stops:
            remaining = _remaining(cells, stops)
            full *= remaining
            matured *= remaining
        return np.add.accumulate(full), np.add.accumulate(matured)

    def _learned_days(self, cells: Floats, widths: Floats, bends: Sequence[QuadratureInterval]) -> Floats:
        """Integral of ramp x learned over each cell, by Gauss-Legendre with three or five nodes.

        On a cell of half-width h, n nodes miss an exponential of rate r by a share of (r h)^(2n) (n!)^4
        2^(2n+1) / ((2n+1) (2n)!^3), and a logistic, whose nearest pole lies pi / k off the axis, by about
        (2 pi / (k h))^(-2n). No cell is wider than a `bend`'s length: r h <= 0.17 and k h <= 0.27, so five
        nodes leave under 1e-13. On cells of a sixth of that length three nodes leave as little: weekly
        cells are, from spans of 11 months and half-lives of 3 on.
        """
        half = widths / 2
        fine = np.maximum.reduce(widths) <= min([bent.length for bent in bends]) / 6
        nodes, weights = _gauss_legendre(3 if fine else 5)
        ages = nodes[:, np.newaxis] * half
        ages += cells[:-1] + half
        ripe = share_since_sop(self.ramp, ages)
        ripe *= learned(self.quality, ages)
        summed = np.asarray(weights @ ripe)
        summed *= half
        return summed

    def _breaks(self, last: int, stops: Sequence[OutageWindow], fast: Sequence[QuadratureInterval]) -> Floats:
        """Ages under the last at which cells end besides, in order: kinks, ends of windows, a mesh in fast bends."""
        turns = [*kinks(self.ramp), *(edge for stop in stops for edge in stop[:2])]
        breaks = np.array(sorted([age for age in turns if 0 < age < last]), dtype=np.float64)
        if not fast:
            return breaks
        meshes = [np.arange(bent.first, min(bent.last, last), bent.length) for bent in fast]
        meshed = np.concatenate((breaks, *meshes))
        meshed.sort()
        return meshed[meshed > 0]

    def _learns(self) -> bool:
        return certain(self.quality.scrap_start) != certain(self.quality.scrap_mature)


def lots(cumulative: NDArray[np.float64]) -> NDArray[np.int64]:
    """Whole Wh that fall into each step of a cumulative curve: floor(G(t1)) - floor(G(t0)).

    Of the length of the curve: 0 at index 0 (the opening), the lot of step k at index k. They add up to the
    floor of the last less the floor of the first, so that nothing drifts. Where rounding makes a level
    stretch of the curve dip by the last bit of a float, the lot is 0, not -1.
    """
    return differences(np.maximum.accumulate(np.floor(cumulative).astype(np.int64)))


@cache
def _gauss_legendre(count: int) -> tuple[Floats, Floats]:
    return np.polynomial.legendre.leggauss(count)


def _broken(ages: NDArray[np.int64], breaks: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """Edges of the cells from SOP on that end at ages and breaks, in order, and which cells end at an age.

    A break stands before the age that it falls on, if any; the cell between them is empty.
    """
    at_break = np.zeros(len(ages) + len(breaks), dtype=bool)
    at_break[ages.searchsorted(breaks) + np.arange(len(breaks))] = True
    at_age = ~at_break
    cells = np.zeros(1 + len(at_age))
    cells[1:][at_age], cells[1:][at_break] = ages, breaks
    return cells, at_age


def _remaining(cells: Floats, stops: Sequence[OutageWindow]) -> Floats:
    """Share of the rate that outages leave in each cell."""
    left = np.ones(len(cells) - 1)
    places = iter(cells.searchsorted([day for stop in stops for day in stop[:2]]).tolist())
    for stop, first, end in zip(stops, places, places, strict=True):
        hit = left[first:end]
        np.minimum(hit, stop.remaining_share, out=hit)
    return left
