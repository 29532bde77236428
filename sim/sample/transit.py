"""Transit and customs times of every departure, drawn ahead by leg and step."""

import math
from collections.abc import Callable
from typing import Literal, TypeAlias, assert_never

import numpy as np
from numpy.typing import NDArray

from sim.core.streams import Streams
from sim.sample.distributions import gamma_quantile, lognormal_quantile

TransitDistribution: TypeAlias = Literal["lognormal", "gamma"]
_Floats: TypeAlias = NDArray[np.float64]


class TransitDraws:
    """Times on legs for departures in each step of a run, drawn when a leg is first asked for.

    All arrays are in days, of shape (steps + 1,), read-only, index k for departures in step k and index 0 for
    the opening. A leg's uniforms belong to its id alone: another mean or spread moves each time to the same
    quantile of the new distribution, so arms stay coupled, and a longer run begins with the times of a
    shorter one.
    """

    __slots__ = ("_quantile", "_steps", "_streams", "_times", "_uniforms")

    def __init__(self, streams: Streams, steps: int, distribution: TransitDistribution) -> None:
        self._streams = streams
        self._steps = steps
        self._quantile = _quantile_of(distribution)
        self._uniforms: dict[tuple[str, str], _Floats] = {}
        self._times: dict[tuple[str, str, float, float], _Floats] = {}

    def leg_days(self, leg: str, mean_days: float, cv: float) -> _Floats:
        """Transit time on a leg, of a mean and a coefficient of variation of 0 or more."""
        return self._drawn("leg-transit", leg, mean_days, cv)

    def customs_days(self, leg: str, mean_days: float, cv: float) -> _Floats:
        """Delay at the customs border of a leg, of a mean and a coefficient of variation of 0 or more."""
        return self._drawn("customs", leg, mean_days, cv)

    def _drawn(self, purpose: str, leg: str, mean_days: float, cv: float) -> _Floats:
        key = (purpose, leg, mean_days, cv)
        times = self._times.get(key)
        if times is None:
            times = self._times[key] = self._days(purpose, leg, mean_days, cv)
            times.setflags(write=False)
        return times

    def _days(self, purpose: str, leg: str, mean_days: float, cv: float) -> _Floats:
        if mean_days < 0 or cv < 0 or not math.isfinite(mean_days + cv):
            message = (
                f"{purpose} of {leg!r}: needs a mean and a spread of 0 or more, not {mean_days} days and {cv}"
            )
            raise ValueError(message)
        if mean_days == 0 or cv == 0:
            return np.full(self._steps + 1, float(mean_days))
        uniforms = self._uniforms.get((purpose, leg))
        if uniforms is None:
            uniforms = self._uniforms[purpose, leg] = self._streams.uniforms(purpose, leg, self._steps + 1)
        return self._quantile(uniforms, mean_days, cv)


def _quantile_of(distribution: TransitDistribution) -> Callable[[_Floats, float, float], _Floats]:
    match distribution:
        case "lognormal":
            return lognormal_quantile
        case "gamma":
            return gamma_quantile
        case _ as never:
            assert_never(never)
