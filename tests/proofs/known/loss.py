"""Demand over a lead time where each step's is lognormal: its distribution, and the loss functions that follow."""

import math
from functools import lru_cache
from typing import Final

import numpy as np
from scipy.special import ndtr

from tests.proofs.known.claims import Floats

_CELLS: Final = 2**18
_LONGEST: Final = 32.0
"""Most demand on the grid, in mean steps; beyond it there is none to speak of."""
_GRID: Final = np.arange(_CELLS) * (_LONGEST / _CELLS)


@lru_cache(maxsize=16)
def demand_chances(steps: int, cv: float) -> Floats:
    """Chance of each cell of the grid for the demand of so many steps, in mean steps, by convolution."""
    if steps == 0:
        return (_GRID == 0).astype(np.float64)
    half = _GRID[1] / 2
    one = np.diff(_lognormal_chance(np.concatenate(([0.0], _GRID + half)), cv))
    many = np.fft.irfft(np.fft.rfft(one) ** steps, _CELLS)
    return np.maximum(many, 0.0)


def mean_excess(steps: int, cv: float, level: float) -> float:
    """E(D - S)+ of the demand of so many steps over a level, in mean steps."""
    return float(demand_chances(steps, cv) @ np.maximum(_GRID - level, 0.0))


def chance_within(steps: int, cv: float, level: float) -> float:
    """P(D <= S)."""
    return float(demand_chances(steps, cv)[level >= _GRID].sum())


def lognormal_excess(cv: float, level: float) -> float:
    """E(D - S)+ of a single lognormal step of mean 1: Phi(d) - S Phi(d - s), d = (s^2 / 2 - ln S) / s, s^2 = ln(1 + cv^2)

    (Black 1976, The pricing of commodity contracts, equation 16, without discount).
    """
    sigma = math.sqrt(math.log1p(cv * cv))
    d = sigma / 2 - math.log(level) / sigma
    return float(ndtr(d) - level * ndtr(d - sigma))


def normal_excess(steps: int, cv: float, level: float) -> float:
    """The same under normal demand: sigma G(z), G(z) = phi(z) - z (1 - Phi(z)) (Silver, Pyke and Peterson 1998, B.5)."""
    sigma = cv * math.sqrt(steps)
    z = (level - steps) / sigma
    return float(sigma * (math.exp(-z * z / 2) / math.sqrt(2 * math.pi) - z * ndtr(-z)))


def _lognormal_chance(values: Floats, cv: float) -> Floats:
    variance = math.log1p(cv * cv)
    with np.errstate(divide="ignore"):
        return np.asarray(ndtr((np.log(values) + variance / 2) / math.sqrt(variance)))


def engset_loss(p: float, lead_days: int, level: int) -> float:
    """Share of demand lost by a base stock of `level` units, where each day asks for one with chance p, and one that is
    used is there again `lead_days` later.

    Of the last lead time's days n had a sale with a chance in proportion to C(L, n) (p / (1 - p))^n, n <= S: a day's sale
    is a Bernoulli trial that S truncates. A demand finds all S under way with C(L - 1, S) r^S / sum C(L, n) r^n. That is
    the loss of Engset (1918) in days; for p -> 0 with a = p L fixed it becomes Erlang's.
    """
    r = p / (1 - p)
    total = sum(math.comb(lead_days, n) * r**n for n in range(level + 1))
    return math.comb(lead_days - 1, level) * r**level / total


def erlang_loss(offered: float, level: int) -> float:
    """Erlang's loss formula: (a^S / S!) / sum a^n / n! (Erlang 1917; for a base stock with lost sales Karush 1957)."""
    terms = [offered**n / math.factorial(n) for n in range(level + 1)]
    return terms[-1] / sum(terms)
