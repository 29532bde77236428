"""Wording: numbers, shares and lists as a reader wants them in a sentence."""

import math
from collections.abc import Sequence
from typing import Final

_MOST_DECIMALS: Final = 9


def figures(*values: float, decimals: int) -> tuple[str, ...]:
    """The values with so many decimals, or more where different values, or a value and 0, read the same."""
    different = len({0.0, *values})
    for more in range(decimals, _MOST_DECIMALS):
        texts = [_plain(value, more) for value in (0.0, *values)]
        if len(set(texts)) == different:
            return tuple(texts[1:])
    return tuple(_plain(value, _MOST_DECIMALS) for value in values)


def _plain(value: float, decimals: int) -> str:
    return f"{value:,.{decimals}f}" if math.isfinite(value) else "unknown"


def gwh_per_year(value: float) -> str:
    """A yearly volume with its unit: `0.12 GWh a year`."""
    return f"{figures(value, decimals=2)[0]} GWh a year"


def percent_whole(share: float) -> str:
    """A share (0 to 1) in per cent, with decimals only where it has them: `70 %`, `33.3 %`."""
    if math.isinf(share):
        return "∞ %"
    text = f"{100 * share:.1f}".removesuffix(".0")
    return f"{text} %" if share == 0 or text != "0" else "under 0.1 %"


def enumerated(words: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`; `nothing` for none."""
    if len(words) <= 1:
        return words[0] if words else "nothing"
    return f"{', '.join(words[:-1])} and {words[-1]}"
