"""The months of a run: every step counts to the month of its last day."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.core.arrays import IntArray
from sim.core.units import WH_PER_GWH
from sim.rules.facts import RunFacts


@dataclass(frozen=True, slots=True)
class Months:
    """Months in which a step ends, in order."""

    names: NDArray[np.object_]
    """`YYYY-MM`, shape (months,)."""
    of_step: IntArray
    """Position of each step's month, shape (steps + 1,); the opening counts to the first step."""
    first_step: IntArray
    """First step of each month, shape (months,)."""
    last_step: IntArray
    """Last step of each month, shape (months,)."""

    def __len__(self) -> int:
        return len(self.names)

    def total(self, series: IntArray) -> IntArray:
        """Exact sums by month of a series of whole numbers by step, without what stands at the opening."""
        return np.add.reduceat(series, self.first_step)

    def at_end(self, series: IntArray) -> IntArray:
        """Values at the end of each month's last step."""
        return series[self.last_step]

    def mean(self, series: NDArray[np.float64]) -> NDArray[np.float64]:
        """Means by month over the steps whose value is not NaN; NaN where all are."""
        known = ~np.isnan(series)
        counts = np.add.reduceat(known.astype(np.float64), self.first_step)
        sums = np.add.reduceat(np.where(known, series, 0.0), self.first_step)
        return quotient(sums, counts)


def months_of(facts: RunFacts) -> Months:
    """The months of a run."""
    dates = dates_of(facts, facts.edges).astype("datetime64[M]")
    dates[0] = dates[1]
    found, first_step, of_step = np.unique(dates, return_index=True, return_inverse=True)
    first_step[0] = 1
    last_step = np.append(first_step[1:], len(dates)) - 1
    return Months(np.datetime_as_string(found).astype(object), of_step, first_step, last_step)


def dates_of(facts: RunFacts, days: IntArray | Sequence[int]) -> NDArray[np.datetime64]:
    """Dates of day numbers, shape (days,)."""
    first_day = np.array(facts.calendar.start, dtype="datetime64[D]")
    return first_day + np.asarray(days, dtype=np.int64)


def quotient(parts: NDArray[Any], wholes: NDArray[Any]) -> NDArray[np.float64]:
    """Each part over its whole; NaN where there is no whole."""
    quotients = np.full(len(wholes), np.nan)
    np.divide(parts, wholes, out=quotients, where=wholes > 0)
    return quotients


def gwh(energy_wh: IntArray | NDArray[np.float64]) -> NDArray[np.float64]:
    """GWh of Wh; whole Wh come back exactly by rounding GWh * 1e9 as long as they are below 2 ** 51."""
    return energy_wh / WH_PER_GWH
