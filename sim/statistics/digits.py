"""Digits: numbers written as far as they are known."""

import math
from typing import Final

from sim.statistics.noise import is_noise

_WHOLE: Final = 100


def decimals(half_width: float) -> int:
    """Decimals that a half-width above 0 allows: two digits of it are shown, and no finer.

    A half-width of 0.034 allows three decimals, one of 340 only tens (-1).
    """
    return 1 - math.floor(math.log10(half_width))


def digits(value: float, half_width: float) -> str:
    """A number written to two digits of its half-width, with thousands separated: `1,214`, `3.14`.

    Without a half-width, or with one that is only rounding, it gets up to six significant digits.
    """
    if math.isnan(value):
        return "–"
    if is_noise(half_width, value):
        return f"{value + 0.0:,.6g}"
    places = decimals(half_width)
    return f"{round(value, places) + 0.0:,.{max(0, places)}f}"


def signed(value: float, half_width: float, plus: str = "+") -> str:
    """The same with its sign, but none for what reads as 0; the minus is a real one."""
    text = digits(value, half_width)
    if not text.strip("0.,"):
        return text
    return text.replace("-", "−") if text.startswith("-") else f"{plus}{text}"


def ends(low: float, high: float, plus: str = "+") -> tuple[str, str]:
    """The ends of an interval with their signs, written to two digits of its half-width.

    Where an end that is not 0 would read as 0, both get one digit more: an interval either holds 0 or not.
    """
    half_width = (high - low) / 2
    seems_zero = half_width > 0 and any(end and not round(end, decimals(half_width)) for end in (low, high))
    fine = half_width / 10 if seems_zero else half_width
    return signed(low, fine, plus), signed(high, fine, plus)


def percent(share: float) -> str:
    """A share in whole per cent, but never 0 or 100 for what is neither; a dash where there is none."""
    if math.isnan(share):
        return "–"
    hundredfold = _WHOLE * share
    if 0 < hundredfold < 1:
        return "under 1 %"
    return "over 99 %" if _WHOLE - 1 < hundredfold < _WHOLE else f"{hundredfold:.0f} %"


def percent_between(share: float, low: float, high: float, *, of: str = "") -> str:
    """A share (of something) with its interval, `62 % of them (55 % to 68 %)`.

    Alone where it has none, as that of one replication.
    """
    told = f"{percent(share)}{of}"
    return told if math.isnan(low) else f"{told} ({percent(low)} to {percent(high)})"
