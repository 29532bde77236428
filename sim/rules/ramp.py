"""Ramp-up curves: the share of its capacity that a phase reaches at an age, and the area under it."""

import math
from typing import NamedTuple, assert_never

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from sim.core.arrays import Floats
from sim.core.units import DAYS_PER_MONTH
from sim.scenario.types.numbers import certain
from sim.scenario.types.plants import ExponentialRamp, LinearRamp, LogisticRamp, Ramp, TableRamp

FLOAT_BITS = 53
"""Bits of a float's mantissa: after as many halvings a remainder is nothing beside the whole."""


class QuadratureInterval(NamedTuple):
    """A stretch of ages in which a smooth curve bends, all in days.

    Outside of `first` to `last` it is within 2 ** -53 of a constant; inside, over one `length`, it is close
    to a polynomial of low degree.
    """

    first: float
    last: float
    length: float

    @classmethod
    def halving(cls, half_life_days: float) -> "QuadratureInterval":
        """The bend of 1 - 2 ** (-age / half_life)."""
        return cls(0.0, FLOAT_BITS * half_life_days, half_life_days / 2)


def share(ramp: Ramp, age_days: Floats) -> NDArray[np.float64]:
    """Share of nameplate x OEE reached at each age, 0 to 1, 0 before age 0; shape of `age_days`."""
    return np.where(age_days < 0, 0.0, share_since_sop(ramp, np.maximum(age_days, 0.0)))


def area(ramp: Ramp, age_days: Floats) -> NDArray[np.float64]:
    """Days of full output up to each age: the integral of `share` from 0, closed form; same shape."""
    return area_since_sop(ramp, np.maximum(age_days, 0.0))


def kinks(ramp: Ramp) -> list[float]:
    """Ages in days, above 0, at which the curve is not smooth."""
    match ramp:
        case LinearRamp():
            return [certain(ramp.months) * DAYS_PER_MONTH]
        case TableRamp():
            return [months * DAYS_PER_MONTH for months in ramp.ages_months]
        case LogisticRamp() | ExponentialRamp():
            return []
        case _:
            assert_never(ramp)


def bend(ramp: Ramp) -> QuadratureInterval:
    """Where and how fast the curve bends between its kinks."""
    match ramp:
        case LogisticRamp():
            steepness, middle = _logistic(ramp)
            reach = FLOAT_BITS * math.log(2) / steepness
            return QuadratureInterval(
                max(middle - reach, 0.0), middle + reach, certain(ramp.span_months) * DAYS_PER_MONTH / 8
            )
        case ExponentialRamp():
            return QuadratureInterval.halving(certain(ramp.half_life_months) * DAYS_PER_MONTH)
        case LinearRamp() | TableRamp():
            return QuadratureInterval(0.0, 0.0, math.inf)
        case _:
            assert_never(ramp)


def share_since_sop(ramp: Ramp, ages: Floats) -> NDArray[np.float64]:
    """The same as `share` for ages that are all known to be 0 or more."""
    match ramp:
        case LogisticRamp():
            steepness, middle = _logistic(ramp)
            return np.asarray(expit(_from_middle(steepness, middle, ages)))
        case LinearRamp():
            start, months = certain(ramp.start_share), certain(ramp.months)
            grown = np.minimum(ages / (months * DAYS_PER_MONTH), 1.0) if months else np.ones_like(ages)
            return start + (1 - start) * grown
        case ExponentialRamp():
            return -np.expm1(-ages / _mean_life(ramp))
        case TableRamp():
            return np.interp(ages, kinks(ramp), ramp.shares)
        case _:
            assert_never(ramp)


def area_since_sop(ramp: Ramp, ages: Floats) -> NDArray[np.float64]:
    """The same as `area` for ages that are all known to be 0 or more."""
    match ramp:
        case LogisticRamp():
            steepness, middle = _logistic(ramp)
            below = np.logaddexp(0, -steepness * middle)
            areas = np.asarray(np.logaddexp(0, _from_middle(steepness, middle, ages)))
            areas -= below
            areas /= steepness
            return areas
        case LinearRamp():
            start, days = certain(ramp.start_share), certain(ramp.months) * DAYS_PER_MONTH
            rising = np.minimum(ages, days)
            return start * rising + (1 - start) * rising * (rising / (2 * days or 1.0)) + (ages - rising)
        case ExponentialRamp():
            mean_life = _mean_life(ramp)
            return ages + mean_life * np.expm1(-ages / mean_life)
        case TableRamp():
            return _table_area(ramp, ages)
        case _:
            assert_never(ramp)


def _logistic(ramp: LogisticRamp) -> tuple[float, float]:
    steepness = 2 * math.log(9) / (certain(ramp.span_months) * DAYS_PER_MONTH)
    return steepness, certain(ramp.t50_months) * DAYS_PER_MONTH


def _from_middle(steepness: float, middle: float, ages: Floats) -> Floats:
    """Where each age lies on the logistic curve, 0 being its middle."""
    places = ages - middle
    places *= steepness
    return places


def _mean_life(ramp: ExponentialRamp) -> float:
    return certain(ramp.half_life_months) * DAYS_PER_MONTH / math.log(2)


def _table_area(ramp: TableRamp, ages: Floats) -> NDArray[np.float64]:
    """Trapezoids up to the last point passed, and one more up to the age."""
    points, shares = np.append(0.0, kinks(ramp)), np.append(ramp.shares[0], ramp.shares)
    whole = np.append(0.0, np.cumsum(np.diff(points) * (shares[1:] + shares[:-1]) / 2))
    passed = np.searchsorted(points, ages, side="right") - 1
    reached = np.interp(ages, points, shares)
    return np.asarray(whole[passed] + (ages - points[passed]) * (shares[passed] + reached) / 2)
