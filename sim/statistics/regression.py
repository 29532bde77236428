"""Regression of an effect on all uncertain inputs at once, in standard deviations of each."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.special import stdtrit

from sim.core.arrays import Floats, IntArray

_BLOCK_ROWS: Final = 1_000
"""Replications that are worked on at once."""
_WORST_CONDITION: Final = 1e10
"""Inputs that are more alike than this cannot be told from each other."""
_DIGITS: Final = 9
"""Decimals that do not depend on how a library of linear algebra shares out its work."""


@dataclass(frozen=True, slots=True, eq=False)
class RegressionFit:
    """Standardised regression coefficients, shape (inputs,), with their intervals' half-widths.

    `r_squared` is the share of the effect's variance that they explain, adjusted for their number. NaN where
    there are not more replications than inputs, or no inputs.
    """

    coefficients: Floats
    half_widths: Floats
    r_squared: float


class Regression:
    """Least squares on inputs, of shape (replications, inputs), made ready for many effects.

    `rows` and `columns` say which of them count: inputs that vary over these replications. The inputs themselves
    are not copied but for a block of replications at a time.
    """

    def __init__(self, inputs: Floats, rows: IntArray, columns: IntArray) -> None:
        self._inputs, self._rows, self._columns = inputs, rows, columns
        self._free = len(rows) - len(columns) - 1
        self._means, self._reach, self._norms = self._scales()
        self._inverse = self._inverted() if len(columns) and self._free > 0 else None

    def _blocks(self) -> Iterator[tuple[slice, Floats]]:
        """Stretches of the rows, and the inputs in them less their means, over their largest deviations."""
        for first in range(0, len(self._rows), _BLOCK_ROWS):
            part = slice(first, first + _BLOCK_ROWS)
            block = self._inputs[np.ix_(self._rows[part], self._columns)]
            yield part, (block - self._means) / self._reach

    def _standardised(self) -> Iterator[tuple[slice, Floats]]:
        """The same, scaled so that the squares of an input sum to 1 over all rows."""
        return ((part, block / self._norms) for part, block in self._blocks())

    def _scales(self) -> tuple[Floats, Floats, Floats]:
        """Of each input its mean, its largest deviation from it, and the root of the sum of squares in these."""
        picked = (self._inputs[self._rows, column] for column in self._columns)
        found = np.array([_scales(values) for values in picked]).reshape(-1, 3)
        means, reach, norms = found.T
        return means, reach, norms

    def _inverted(self) -> Floats | None:
        # Not a product of matrices: its last digits would depend on the number of processors.
        gram: Floats = np.zeros((len(self._columns), len(self._columns)))
        for _, block in self._standardised():
            gram += np.einsum("ri,rj->ij", block, block)
        return (
            None if np.linalg.cond(gram) > _WORST_CONDITION else np.asarray(np.linalg.inv(gram), np.float64)
        )

    def fit(self, effect: Floats, level: float) -> RegressionFit:
        """The coefficients for an effect that varies, shape (rows,).

        They are in standard deviations of the effect for one of the input, with Student's intervals at n less
        inputs less 1 degrees of freedom (Saltelli and others 2008, section 1.2.5).
        """
        if self._inverse is None:
            nothing = np.full(len(self._columns), np.nan)
            return RegressionFit(nothing, nothing, math.nan)
        mean, reach, norm = _scales(effect)
        goal = (effect - mean) / reach / norm
        products = np.zeros(len(self._columns))
        for part, block in self._standardised():
            products += (block * goal[part, None]).sum(axis=0)
        coefficients = (self._inverse * products).sum(axis=1)
        rest = goal.copy()
        for part, block in self._standardised():
            rest[part] -= (block * coefficients).sum(axis=1)
        unexplained = float((rest * rest).sum()) / self._free
        half_widths = stdtrit(self._free, (1 + level) / 2) * np.sqrt(unexplained * np.diag(self._inverse))
        explained = 1 - unexplained * (len(self._rows) - 1)
        return RegressionFit(
            np.round(coefficients, _DIGITS), np.round(half_widths, _DIGITS), round(explained, _DIGITS)
        )


def _scales(values: Floats) -> tuple[float, float, float]:
    """Mean, largest deviation from it, and the root of the sum of squares of the deviations over that."""
    mean = float(values.mean())
    deviations = values - mean
    reach = float(np.abs(deviations).max())
    deviations /= reach
    return mean, reach, math.sqrt(float((deviations * deviations).sum()))
