"""Yield curves: the share of cells started that come out good, as a phase learns."""

import numpy as np
from numpy.typing import NDArray

from sim.core.units import DAYS_PER_MONTH
from sim.rules.ramp import QuadratureInterval
from sim.scenario.types.numbers import certain
from sim.scenario.types.plants import YieldSpec


def yield_share(quality: YieldSpec, age_days: NDArray[np.float64]) -> NDArray[np.float64]:
    """Share of cells started at each age that are good, 0 to 1; shape of `age_days`.

    yield = 1 - scrap_start + (scrap_start - scrap_mature) x learned, which is the curve of `YieldSpec`,
    written so that a yield that does not change is exact.
    """
    start, mature = certain(quality.scrap_start), certain(quality.scrap_mature)
    return (1 - start) + (start - mature) * learned(quality, age_days)


def scrap_share(quality: YieldSpec, age_days: NDArray[np.float64]) -> NDArray[np.float64]:
    """Share of cells started at each age that are scrap: 1 - yield; shape of `age_days`."""
    return 1 - yield_share(quality, age_days)


def learned(quality: YieldSpec, age_days: NDArray[np.float64]) -> NDArray[np.float64]:
    """Share of the way from `scrap_start` to `scrap_mature`: 1 - 2 ** (-age / half-life), ages from 0 on."""
    return 1 - np.exp2(age_days * (-1 / _half_life_days(quality)))


def bend_of_yield(quality: YieldSpec) -> QuadratureInterval:
    """Where and how fast the yield curve bends."""
    return QuadratureInterval.halving(_half_life_days(quality))


def _half_life_days(quality: YieldSpec) -> float:
    return certain(quality.scrap_half_life_months) * DAYS_PER_MONTH
