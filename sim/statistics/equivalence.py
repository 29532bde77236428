"""Equivalence: whether a difference is too small to matter, which no interval around 0 says by itself."""

import math
from collections.abc import Mapping
from typing import Final

from scipy.special import stdtr

from sim.core.keys import MeasureKey

_SHARE_OF_MEAN: Final = 0.01
_ONE_POINT: Final = 0.01
_ONE_MONTH: Final = 1 / 12
_POINTS: Final = frozenset({"share", "0/1"})


def margin_of(measure: MeasureKey, mean: float, margins: Mapping[str, float]) -> float:
    """The greatest difference in a measure that makes no difference, in the measure's unit.

    What `margins` say by the measure's name; else one percentage point for shares and for a yes or no, a month
    for dates, and 1 % of the `mean` of the arm that it is compared with. NaN where there is no such mean.
    """
    if measure.name in margins:
        return margins[measure.name]
    if measure.unit in _POINTS:
        return _ONE_POINT
    return _ONE_MONTH if measure.unit == "year" else _SHARE_OF_MEAN * abs(mean)


def equivalence_p_value(mean: float, sd: float, n: int, margin: float) -> float:
    """P-value that the true mean lies outside of -margin .. margin: two one-sided t tests, Schuirmann (1987).

    It is the greater of P(T < -(margin - |mean|) sqrt(n) / sd) and the one of the far side, n - 1 degrees of
    freedom. Where all values are one and the same the test has no meaning, and the sign test stands in:
    2 ** (1 - n), or 1 outside of the margin. NaN for n < 2 and without margin.
    """
    if n < 2 or math.isnan(margin):  # noqa: PLR2004 - a spread needs two values
        return math.nan
    room = margin - abs(mean)
    if sd == 0:
        return 2.0 ** (1 - n) if room > 0 else 1.0
    return float(stdtr(n - 1, -room / sd * math.sqrt(n)))
