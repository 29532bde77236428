"""The capacity of a phase, added up by Simpson's rule over eighths of a day from the definitions of ramp-up and yield."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from sim.scenario.types.numbers import certain
from sim.scenario.types.plants import PlantSpec

MONTH = 365.25 / 12
CELLS_A_DAY = 8
IN_DOUBT_WH = 1e-3
"""So near to a whole watt-hour the digits of a sum decide whether it is reached."""


class Curves(NamedTuple):
    """What can be made from the SOP to each of some days, Wh."""

    good: np.ndarray
    gross: np.ndarray


Stop = tuple[int, int, float]
"""On start <= day < end a plant runs at this share of its rate."""


def curves(spec: PlantSpec, wh_per_year: int, sop: int, days: Sequence[int], stops: Sequence[Stop]) -> Curves:
    """Nameplate / 365 x OEE x ramp-up(age) x what outages leave, and the same x yield(age), summed from the SOP on."""
    edges = np.array(days)
    if edges[-1] <= sop:
        return Curves(np.zeros(len(edges)), np.zeros(len(edges)))
    turns = [sop + age for age in _turns(spec.ramp) if sop + age < edges[-1]]
    ends = np.union1d(np.arange((edges[-1] - sop) * CELLS_A_DAY + 1) / CELLS_A_DAY + sop, turns)
    middle, width = (ends[1:] + ends[:-1]) / 2, np.diff(ends)
    left = _left_by_outages(stops, middle)
    made = [_rate(spec, each - sop) for each in (ends[:-1], middle, ends[1:])]
    full_day = wh_per_year * certain(spec.oee) / 365
    at = np.searchsorted(ends, np.maximum(edges, sop))
    summed = []
    for which in (0, 1):
        first, between, last = (rates[which] for rates in made)
        cells = (first + 4 * between + last) / 6 * width * left * full_day
        curve = np.concatenate(([0], np.cumsum(cells, dtype=np.longdouble)))
        summed.append(curve[at])
    return Curves(*summed)


def settled(own: np.ndarray, theirs: np.ndarray) -> np.ndarray:
    """A curve of our own; where it lies so near to a whole watt-hour that its last digits decide, the other's digits."""
    return np.where(np.abs(own - np.round(own)) < IN_DOUBT_WH, theirs, own)


def _rate(spec: PlantSpec, age: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Share of full output that is good, and that is made at all, at ages in days of 0 or more."""
    quality = spec.quality
    start, mature = certain(quality.scrap_start), certain(quality.scrap_mature)
    half_life = certain(quality.scrap_half_life_months) * MONTH
    made = _ramp(spec.ramp, age)
    return made * (1 - mature - (start - mature) * 0.5 ** (age / half_life)), made


def _left_by_outages(stops: Sequence[Stop], days: np.ndarray) -> np.ndarray:
    """What is left of a plant's rate; the least where several outages meet."""
    left = np.ones(len(days))
    for start, end, share in stops:
        left = np.where((days >= start) & (days < end), np.minimum(left, share), left)
    return left


def _turns(ramp: object) -> list[float]:
    """Ages in days at which a ramp-up turns."""
    if ramp.kind == "linear":
        return [certain(ramp.months) * MONTH]
    return [months * MONTH for months in ramp.ages_months] if ramp.kind == "table" else []


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
