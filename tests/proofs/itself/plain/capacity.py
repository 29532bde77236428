"""The capacity of a phase, added up hour by hour from the definitions of ramp-up and yield."""

import math
from collections.abc import Sequence

import numpy as np

from sim.rules.output import PhaseOutput, Window
from sim.scenario.numbers import certain

HOURS = 24
MONTH = 365.25 / 12
WITHIN_DAYS = 2e-4
"""What the sum of hours may miss by, in days of full output over a whole run: it takes a curve as flat for an hour."""


def check_output(
    output: PhaseOutput, windows: Sequence[Window], edges: list[int], good: np.ndarray, gross: np.ndarray
) -> None:
    """Raise where the phase's cumulative curves are not the sum of its hours."""
    full_day = output.nameplate_wh_per_year * output.oee / 365
    first = min(output.sop_day, 0)
    hours = first + (np.arange((edges[-1] - first) * HOURS) + 0.5) / HOURS
    age = hours - output.sop_day
    rate = np.where(age > 0, _ramp(output.ramp, np.maximum(age, 0)), 0.0)
    left = np.ones(len(hours))
    for start, end, share in windows:
        left = np.where((hours >= start) & (hours < end), np.minimum(left, share), left)
    start, mature = certain(output.quality.scrap_start), certain(output.quality.scrap_mature)
    half_life = certain(output.quality.scrap_half_life_months) * MONTH
    yields = 1 - mature - (start - mature) * 0.5 ** (np.maximum(age, 0) / half_life)
    for curve, each in ((gross, rate * left), (good, rate * left * yields)):
        summed = np.concatenate(([0.0], np.cumsum(each))) * full_day / HOURS
        apart = np.abs(curve - summed[(np.array(edges) - first) * HOURS]).max()
        if apart > WITHIN_DAYS * full_day:
            message = f"capacity is {apart} Wh from the sum of its hours"
            raise AssertionError(message)


def _ramp(ramp: object, age: np.ndarray) -> np.ndarray:
    """Share of full output at an age in days."""
    match ramp.kind:
        case "linear":
            months, start = certain(ramp.months), certain(ramp.start_share)
            return start + (1 - start) * (np.minimum(1, age / (months * MONTH)) if months else 1.0) + 0 * age
        case "logistic":
            steepness = 2 * math.log(9) / (certain(ramp.span_months) * MONTH)
            return 1 / (1 + np.exp(-steepness * (age - certain(ramp.t50_months) * MONTH)))
        case "exponential":
            return 1 - 0.5 ** (age / (certain(ramp.half_life_months) * MONTH))
    points = [(months * MONTH, share) for months, share in zip(ramp.ages_months, ramp.shares, strict=True)]
    return np.interp(age, *zip(*points, strict=True))
