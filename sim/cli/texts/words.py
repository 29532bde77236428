"""Figures as people read them: spreads, shares in per cent, dates as months."""

import math
from typing import Final

from sim.report.material.text import minus, month
from sim.statistics.noise import is_noise

NOTHING: Final = "–"
NEAR_NOTHING: Final = "≈ 0"
_FINEST: Final = 3
"""Decimals, at most, unless a half-width would read as 0."""
_PERCENT: Final = 100
_MONTHS: Final = 12


def figure(value: float, decimals: int) -> str:
    """A number with its thousands separated; a dash where there is none."""
    return NOTHING if not math.isfinite(value) else minus(f"{value:,.{decimals}f}")


def spread(value: float, half_width: float, *, plus: str = "") -> str:
    """A number with half of its interval, both to two digits of the latter: `1,481 ±12`."""
    if not math.isfinite(value):
        return NOTHING
    if is_noise(half_width, value):
        return _signed(f"{value:,.{_FINEST}f}".rstrip("0").rstrip("."), plus)
    if round(value, _FINEST) == 0 == round(half_width, _FINEST):
        return NEAR_NOTHING
    fine = 1 - math.floor(math.log10(half_width))
    places = fine if round(half_width, _FINEST) == 0 else min(_FINEST, fine)
    mean, reach = (f"{round(number, places) + 0.0:,.{max(0, places)}f}" for number in (value, half_width))
    return f"{_signed(mean, plus)} ±{reach}"


def _signed(text: str, plus: str) -> str:
    if text.startswith("-"):
        return minus(text) if text.strip("-0.,") else text[1:]
    return f"{plus}{text}" if text.strip("0.,") else text


def as_share(value: float) -> str:
    """A share in per cent, never 0 or 100 for what is neither."""
    if not math.isfinite(value):
        return NOTHING
    hundredfold = _PERCENT * value
    if 0 < hundredfold < 1:
        return "<1 %"
    return ">99 %" if _PERCENT - 1 < hundredfold < _PERCENT else f"{hundredfold:.0f} %"


def share_between(share: float, low: float, high: float) -> str:
    """A share with the ends of its interval: `62 % (55 to 68)`, `0 % (up to 2)`."""
    if not math.isfinite(low):
        return as_share(share)
    ends = f"up to {_end(high)}" if low == 0 else f"{_end(low)} to {_end(high)}"
    return f"{as_share(share)} ({ends})"


def _end(share: float) -> str:
    """An end of an interval in per cent, never 0 or 100 for what is neither."""
    small = 0 < _PERCENT * share < 1
    return f"{_PERCENT * share:.1g}" if small else as_share(share).removesuffix(" %")


def relative(share: float) -> str:
    """A relative half-width in per cent, to two digits; a dash where there is none."""
    return f"{_PERCENT * share:.2g} %" if math.isfinite(share) else NOTHING


def as_month(year: float, last: int) -> str:
    """A date given as a year with its fraction: `2025-11`; `after 2036` where it lies beyond the run."""
    return month(year) if math.isfinite(year) else f"after {last}"


def in_months(years: float) -> float:
    """A span of years in months."""
    return _MONTHS * years


def plural(count: int, noun: str) -> str:
    """A count with its noun: `1 arm`, `4 arms`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
