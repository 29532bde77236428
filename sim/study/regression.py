"""Regression of an effect on all uncertain inputs at once, in standard deviations of each."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.special import stdtrit

from sim.study.intervals import Floats

_WORST_CONDITION: Final = 1e10
"""Inputs that are more alike than this cannot be told from each other."""
_DIGITS: Final = 9
"""Decimals that do not depend on how a library of linear algebra shares out its work."""


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """Standardised regression coefficients, shape (inputs,), with their intervals' half-widths.

    `r_squared` is the share of the effect's variance that they explain, adjusted for their number. NaN where
    there are not more replications than inputs.
    """

    coefficients: Floats
    half_widths: Floats
    r_squared: float


class Regression:
    """Least squares on inputs that vary, of shape (replications, inputs), made ready for many effects."""

    def __init__(self, inputs: Floats) -> None:
        self._n, self._count = inputs.shape
        self._free = self._n - self._count - 1
        self._inputs = _standardised(inputs)
        self._inverse = self._inverted() if self._free > 0 else None

    def _inverted(self) -> Floats | None:
        # Not a product of matrices: its last digits would depend on the number of processors.
        gram = np.einsum("ri,rj->ij", self._inputs, self._inputs)
        return None if np.linalg.cond(gram) > _WORST_CONDITION else np.linalg.inv(gram)

    def fit(self, effect: Floats, level: float) -> Fit:
        """The coefficients for an effect that varies, shape (replications,).

        They are in standard deviations of the effect for one of the input, with Student's intervals at n less
        inputs less 1 degrees of freedom (Saltelli and others 2008, section 1.2.5).
        """
        if self._inverse is None:
            nothing = np.full(self._count, np.nan)
            return Fit(nothing, nothing, math.nan)
        goal = _standardised(effect[:, None])[:, 0]
        coefficients = (self._inverse * (self._inputs * goal[:, None]).sum(axis=0)).sum(axis=1)
        rest = goal - (self._inputs * coefficients).sum(axis=1)
        unexplained = float((rest * rest).sum()) / self._free
        reach = stdtrit(self._free, (1 + level) / 2) * np.sqrt(unexplained * np.diag(self._inverse))
        explained = 1 - unexplained * (self._n - 1)
        return Fit(np.round(coefficients, _DIGITS), np.round(reach, _DIGITS), round(explained, _DIGITS))


def _standardised(columns: Floats) -> Floats:
    """Columns less their means, scaled so that their squares sum to 1."""
    centred = columns - columns.mean(axis=0)
    scaled = centred / np.abs(centred).max(axis=0)
    return np.asarray(scaled / np.sqrt((scaled * scaled).sum(axis=0)))
