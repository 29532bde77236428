"""When each disruption strikes in one replication, and for how long."""

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Final, assert_never

import numpy as np
from numpy.typing import NDArray

from sim.core.calendar import Calendar
from sim.core.records import Outage
from sim.core.streams import Streams
from sim.core.units import DAYS_PER_YEAR
from sim.sample.distributions import quantile
from sim.scenario.types.disruptions import DatedOccurrence, DisruptionSpec, PoissonOccurrence
from sim.scenario.types.numbers import Number, certain
from sim.scenario.types.scenario import Scenario

_BLOCK: Final = 32
"""Gaps between arrivals drawn at first; doubled until they pass the horizon."""


def draw_outages(scenario: Scenario, streams: Streams) -> tuple[Outage, ...]:
    """Every occurrence of every disruption, sorted by first day, then id, from a realised scenario.

    Occurrences of one disruption that overlap or touch are one outage, their union. Days lie in
    0 .. horizon + 1: an outage that is under way at the start begins on day 0, one that outlasts the run ends
    on the day after the horizon.
    """
    calendar = scenario.run.calendar()
    outages = [
        Outage(disruption, start, end)
        for disruption, spec in scenario.disruptions.items()
        for start, end in _union(_spells(disruption, spec, calendar, streams))
    ]
    return tuple(sorted(outages, key=lambda outage: (outage.start_day, outage.disruption)))


def arrival_days(uniforms: NDArray[np.float64], per_year: float) -> NDArray[np.float64]:
    """Times of a Poisson process in days after its start, shape of `uniforms`, each of which makes one gap.

    Gaps are exponential with mean 365 / per_year, by inverse transform; a higher rate moves every arrival
    forward.
    """
    return np.add.accumulate(-np.log1p(-uniforms)) * (DAYS_PER_YEAR / per_year)


def _spells(
    disruption: str, spec: DisruptionSpec, calendar: Calendar, streams: Streams
) -> list[tuple[int, int]]:
    """(first day, day after the last) of each occurrence in the run; the j-th start has the j-th duration."""
    starts = _starts(disruption, spec, calendar, streams)
    if not starts:
        return []
    durations = _durations(
        spec.duration_days, streams.uniforms("disruption-duration", disruption, len(starts))
    )
    past = calendar.horizon_days + 1
    spells = [(max(start, 0), min(start + days, past)) for start, days in zip(starts, durations, strict=True)]
    return [(start, end) for start, end in spells if start < end]


def _starts(disruption: str, spec: DisruptionSpec, calendar: Calendar, streams: Streams) -> list[int]:
    match spec.occurs:
        case PoissonOccurrence(per_year=per_year):
            return _poisson_starts(disruption, certain(per_year), calendar.horizon_days, streams)
        case DatedOccurrence(dates=dates):
            return [calendar.day_of(date) for date in sorted(set(dates))]
        case _ as never:
            assert_never(never)


def _poisson_starts(disruption: str, per_year: float, horizon_days: int, streams: Streams) -> list[int]:
    """First days 1 .. horizon: an arrival during a day counts for that day."""
    if per_year == 0:
        return []
    count, arrivals = _BLOCK, [0.0]
    while arrivals[-1] <= horizon_days:
        arrivals = arrival_days(streams.uniforms("disruption-gap", disruption, count), per_year).tolist()
        count *= 2
    return [math.ceil(arrival) for arrival in arrivals[: bisect_right(arrivals, horizon_days)]]


def _durations(number: Number, uniforms: NDArray[np.float64]) -> Iterable[int]:
    if isinstance(number, (float, int)):
        return [max(1, math.ceil(number))] * len(uniforms)
    return [max(1, math.ceil(days)) for days in quantile(number, uniforms).tolist()]


def _union(spells: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spells):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged
