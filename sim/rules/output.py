"""Output of a phase of a plant: what it can make from its start of production to a day, good and in all."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.core.units import DAYS_PER_YEAR
from sim.rules.quality import bend_of_yield, learned
from sim.rules.ramp import area, bend, kinks, share_since_sop
from sim.scenario.numbers import certain
from sim.scenario.plants import Ramp, YieldSpec

Days = NDArray[np.float64]


class Window(NamedTuple):
    """Days start_day <= day < end_day in which a plant runs at `remaining_share` of its rate."""

    start_day: int
    end_day: int
    remaining_share: float


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

    def cumulative(self, days: NDArray[np.int64], windows: Sequence[Window] = ()) -> Output:
        """Output up to each of the ascending `days` (at least one), in their shape; 0 up to SOP."""
        running = int(np.searchsorted(days, self.sop_day, side="right"))
        if running == len(days):
            return Output(np.zeros(len(days)), np.zeros(len(days)))
        ages = (days[running:] - self.sop_day).astype(np.float64)
        stops = [Window(start - self.sop_day, end - self.sop_day, left) for start, end, left in windows]
        breaks = self._breaks(ages, stops)
        cells = np.concatenate((np.zeros(1), ages, breaks))
        if len(breaks):
            cells.sort()
        full_days, learned_days = self._full_days(cells, stops)
        at = np.searchsorted(cells, ages) if len(breaks) else slice(1, None)
        start, mature = certain(self.quality.scrap_start), certain(self.quality.scrap_mature)
        good_days = np.minimum((1 - start) * full_days + (start - mature) * learned_days, full_days)
        # Multiplied first and divided last, so that whole watt-hours a day come out whole.
        rate = self.nameplate_wh_per_year * self.oee
        before = np.zeros(running)
        good, gross = (each[at] * rate / DAYS_PER_YEAR for each in (good_days, full_days))
        return Output(np.concatenate((before, good)), np.concatenate((before, gross)))

    def _full_days(self, cells: Days, stops: Sequence[Window]) -> tuple[Days, Days]:
        """Days of full output up to each edge by closed form, and the learned part of them by quadrature."""
        full = np.maximum(_differences(area(self.ramp, cells)), 0.0)
        matured = np.minimum(self._learned_days(cells), full) if self._learns() else np.zeros_like(full)
        if not stops:
            return _cumulated(full), _cumulated(matured)
        remaining = _remaining(cells, stops)
        return _cumulated(full * remaining), _cumulated(matured * remaining)

    def _learned_days(self, cells: Days) -> Days:
        """Integral of ramp x learned over each cell, by Gauss-Legendre with three or five nodes.

        On a cell of half-width h, n nodes miss an exponential of rate r by a share of (r h)^(2n) (n!)^4
        2^(2n+1) / ((2n+1) (2n)!^3), and a logistic, whose nearest pole lies pi / k off the axis, by about
        (2 pi / (k h))^(-2n). No cell is wider than a `bend`'s length: r h <= 0.17 and k h <= 0.27, so five
        nodes leave under 1e-13. On cells of a sixth of that length three nodes leave as little: weekly
        cells are, from spans of 11 months and half-lives of 3 on.
        """
        half = _differences(cells) / 2
        fine = half.max() * 2 <= min(bend(self.ramp).length, bend_of_yield(self.quality).length) / 6
        nodes, weights = _gauss_legendre(3 if fine else 5)
        ages = (cells[:-1] + half) + nodes[:, np.newaxis] * half
        return np.asarray(weights @ (share_since_sop(self.ramp, ages) * learned(self.quality, ages)) * half)

    def _breaks(self, ages: Days, stops: Sequence[Window]) -> Days:
        """Ages besides those asked for at which a cell ends: kinks, ends of windows, a mesh in fast bends."""
        last = ages[-1]
        breaks = [*kinks(self.ramp), *(edge for stop in stops for edge in stop[:2])]
        if self._learns():
            widest = _differences(ages).max(initial=ages[0])
            for bent in (bend(self.ramp), bend_of_yield(self.quality)):
                if bent.length < widest:
                    breaks += np.arange(bent.first, min(bent.last, last), bent.length).tolist()
        return np.array([age for age in breaks if 0 < age < last], dtype=np.float64)

    def _learns(self) -> bool:
        return certain(self.quality.scrap_start) != certain(self.quality.scrap_mature)


def plant_output(
    phases: Sequence[PhaseOutput], days: NDArray[np.int64], windows: Sequence[Window] = ()
) -> Output:
    """Cumulative output of a plant: the sum over its phases, by SOP, whatever order they come in."""
    ordered = sorted(phases, key=lambda phase: (phase.sop_day, phase.nameplate_wh_per_year))
    outputs = [phase.cumulative(days, windows) for phase in ordered]
    nothing = np.zeros(len(days))
    return Output(sum((o.good for o in outputs), nothing), sum((o.gross for o in outputs), nothing))


def lots(cumulative: NDArray[np.float64]) -> NDArray[np.int64]:
    """Whole Wh that fall into each step of a cumulative curve: floor(G(t1)) - floor(G(t0)).

    Of the length of the curve: 0 at index 0 (the opening), the lot of step k at index k. They add up to the
    floor of the last less the floor of the first, so that nothing drifts. Where rounding makes a level
    stretch of the curve dip by the last bit of a float, the lot is 0, not -1.
    """
    whole = np.maximum.accumulate(np.floor(cumulative).astype(np.int64))
    return np.diff(whole, prepend=whole[:1])


@cache
def _gauss_legendre(count: int) -> tuple[Days, Days]:
    return np.polynomial.legendre.leggauss(count)


def _remaining(cells: Days, stops: Sequence[Window]) -> Days:
    """Share of the rate that outages leave in each cell."""
    left = np.ones(len(cells) - 1)
    for stop in stops:
        first, end = np.searchsorted(cells, stop[:2])
        left[first:end] = np.minimum(left[first:end], stop.remaining_share)
    return left


def _differences(values: Days) -> Days:
    return values[1:] - values[:-1]


def _cumulated(amounts: Days) -> Days:
    sums = np.zeros(len(amounts) + 1)
    np.cumsum(amounts, out=sums[1:])
    return sums
