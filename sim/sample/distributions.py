"""Quantile functions: every draw of the model is a uniform sent through one of these (inverse transform)."""

import math
from typing import Final, assert_never

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaincinv, gammaincinv, ndtr, ndtri

from sim.core.arrays import Floats
from sim.scenario.types.numbers import (
    Bernoulli,
    Beta,
    Choice,
    Distribution,
    Empirical,
    Gamma,
    Lognormal,
    Normal,
    Number,
    Pert,
    Triangular,
    Uniform,
)

_MEDIAN: Final = 0.5
_P95: Final = 0.95
_PERT_SHAPE: Final = 4.0
"""Weight of the mode in the PERT distribution: mean = (low + 4 mode + high) / 6 (Malcolm et al. 1959)."""


def quantile(distribution: Distribution, u: Floats) -> Floats:  # noqa: PLR0911 - one return a distribution
    """The value below which a share `u` of the distribution lies, shape of `u`, which lies in (0, 1).

    It never falls as `u` rises, and stays in `distribution.support()`.
    """
    match distribution:
        case Triangular(low=low, mode=mode, high=high):
            return triangular_quantile(u, low, mode, high)
        case Uniform(low=low, high=high):
            return _stretched(u, low, high)
        case Pert(low=low, mode=mode, high=high):
            place = (mode - low) / (high - low)
            return _stretched(
                betaincinv(1 + _PERT_SHAPE * place, 1 + _PERT_SHAPE * (1 - place), u), low, high
            )
        case Normal():
            return _normal(distribution, u)
        case Lognormal(median=median, p95=p95):
            return median * np.exp(math.log(p95 / median) / ndtri(_P95) * ndtri(u))
        case Gamma(mean=mean, cv=cv):
            return gamma_quantile(u, mean, cv)
        case Beta(a=a, b=b, low=low, high=high):
            return _stretched(betaincinv(a, b, u), low, high)
        case Bernoulli(p=p):
            return np.asarray(u > 1 - p, dtype=np.float64)
        case Choice():
            return _choice(distribution, u)
        case Empirical(values=values):
            return np.asarray(np.interp(u * (len(values) - 1), np.arange(len(values)), np.sort(values)))
        case _ as never:
            assert_never(never)


def planning_value(number: Number) -> float:
    """What people expect before the draw: a plain number itself, a distribution's median."""
    if isinstance(number, float | int):
        return float(number)
    return float(quantile(number, np.asarray(_MEDIAN)))


def triangular_quantile(u: ArrayLike, low: ArrayLike, mode: ArrayLike, high: ArrayLike) -> Floats:
    """Quantile of the triangular on [low, high], whose ends may meet; the four broadcast to one shape."""
    share, least, peak, greatest = (np.asarray(each, dtype=np.float64) for each in (u, low, mode, high))
    width = greatest - least
    rising = least + np.sqrt(share * width * (peak - least))
    falling = greatest - np.sqrt((1 - share) * width * (greatest - peak))
    return np.where(share * width < peak - least, np.minimum(rising, peak), np.maximum(falling, peak))


def lognormal_quantile(u: Floats, mean: float, cv: float) -> Floats:
    """Quantile of the lognormal with a mean and a coefficient of variation.

    exp(mu + sigma Phi^-1(u)) with sigma^2 = ln(1 + cv^2) and mu = ln(mean) - sigma^2 / 2.
    """
    variance = math.log1p(cv * cv)
    exponents = np.asarray(ndtri(u))
    exponents *= math.sqrt(variance)
    exponents -= variance / 2
    factors = np.asarray(np.exp(exponents, out=exponents))
    factors *= mean
    return factors


def gamma_quantile(u: Floats, mean: float, cv: float) -> Floats:
    """Quantile of the gamma with a mean and a coefficient of variation: shape 1 / cv^2, scale mean cv^2."""
    return np.asarray(gammaincinv(1 / (cv * cv), u) * (mean * cv * cv))


def _stretched(share: Floats, low: float, high: float) -> Floats:
    return np.minimum(low + (high - low) * share, high)


def _normal(normal: Normal, u: Floats) -> Floats:
    """Truncated normal, worked from the nearer tail, where the distribution function keeps its digits."""
    low, high = normal.support()
    a, b = (low - normal.mean) / normal.sd, (high - normal.mean) / normal.sd
    upper, lower = ndtr(-b) + (1 - u) * (ndtr(-a) - ndtr(-b)), ndtr(a) + u * (ndtr(b) - ndtr(a))
    z = -ndtri(upper) if a > 0 else ndtri(lower)
    return np.maximum(np.minimum(normal.mean + normal.sd * z, high), low)


def _choice(choice: Choice, u: Floats) -> Floats:
    weights = (1.0,) * len(choice.values) if choice.weights is None else choice.weights
    pairs = sorted(
        (value, weight) for value, weight in zip(choice.values, weights, strict=True) if weight > 0
    )
    values, reached = np.asarray(pairs).T[0], np.cumsum([weight for _, weight in pairs])
    return np.asarray(values[np.searchsorted(reached[:-1], u * reached[-1], side="left")], dtype=np.float64)
