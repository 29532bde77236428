"""Windows: the days on which an outage takes a plant or a vehicle plant down, wholly or in part."""

from collections.abc import Iterable, Sequence
from typing import assert_never

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.core.records import Outage
from sim.core.windows import OutageWindow
from sim.scenario.types.disruptions import ClosureEffect, CutEffect, DelayEffect, DisruptionSpec
from sim.scenario.types.numbers import certain
from sim.scenario.types.scenario import Scenario


def windows_of(
    scenario: Scenario, outages: Iterable[Outage], *, plant: str | None = None, programme: str | None = None
) -> tuple[OutageWindow, ...]:
    """Windows of the outages that hit a plant, or a programme's vehicle plant, in the order of `outages`.

    The scenario is realised, at least in the remaining shares of its disruptions.
    """
    shares = {
        disruption: _remaining_share(spec)
        for disruption, spec in scenario.disruptions.items()
        if plant in spec.plants or programme in spec.programmes
    }
    return tuple(
        OutageWindow(start_day, end_day, shares[disruption])
        for disruption, start_day, end_day in outages
        if disruption in shares
    )


def availability(windows: Sequence[OutageWindow], edges: ArrayLike) -> NDArray[np.float64]:
    """Share of each step's days that is available, 0 to 1, shape (steps + 1,), index 0 the opening (1).

    `edges` are rising whole days, shape (steps + 1,); step k is the days after edge k - 1 up to edge k. Where
    windows overlap the least remaining share rules: what stands still is not stopped further.
    """
    whole = np.asarray(edges, dtype=np.int64)
    at, first_day = whole - whole[0], int(whole[0]) + 1
    days = np.ones(int(at[-1]))
    for window in windows:
        hit = days[max(window.start_day - first_day, 0) : max(window.end_day - first_day, 0)]
        np.minimum(hit, window.remaining_share, out=hit)
    shares = np.ones(len(at))
    np.divide(np.add.reduceat(days, at[:-1]), at[1:] - at[:-1], out=shares[1:])
    return shares


def _remaining_share(spec: DisruptionSpec) -> float:
    match spec.effect:
        case ClosureEffect():
            return 0.0
        case CutEffect(remaining_share=share):
            return certain(share)
        case DelayEffect():
            return 1.0
        case _ as never:
            assert_never(never)
