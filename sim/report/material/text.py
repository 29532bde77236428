"""Text for pages and pictures: made harmless, shortened, and numbers written for people."""

import datetime as dt
import math
import re
import textwrap
from typing import Final

_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
"""Controls, marks that turn the direction of writing, and what neither HTML nor XML can hold."""
_SPACE: Final = re.compile(r"\s+")
_NUMBER: Final = re.compile(r"(?<![\w.,:/-])(\d+)(\.\d+)(?![\w.:/-])")
"""A number with a decimal point that stands by itself: no part of a name, a date or a version."""
_MONTHS: Final = 12
_FINE: Final = 10.0
_COARSE: Final = 1_000.0


def inert(text: str) -> str:
    """A text of a scenario as it is shown: one line, no character that acts on what stands around it."""
    return _SPACE.sub(" ", _UNSEEN.sub("\ufffd", text)).strip()


def short(text: str, most: int) -> str:
    """The text, cut at `most` characters with an ellipsis."""
    clean = inert(text)
    return clean if len(clean) <= most else f"{clean[: most - 1].rstrip()}…"


def number(value: float) -> str:
    """A number with three significant digits or so, thousands separated; a dash where there is none."""
    if not math.isfinite(value):
        return "–"
    size = abs(value)
    decimals = (
        0
        if size >= _COARSE or value == round(value)
        else 1
        if size >= _FINE * _FINE
        else 2
        if size >= 1
        else 3
    )
    text = f"{value:,.{decimals}f}"
    return minus(text) if float(text.replace(",", "")) else text.lstrip("-")


def brief(value: float) -> str:
    """A number with three significant digits, for titles; a whole one without decimals."""
    if not math.isfinite(value):
        return "–"
    rounded = float(f"{value:.3g}")
    if value == round(value) or abs(rounded) >= _FINE * _FINE:
        return minus(f"{rounded + 0.0:,.0f}")
    decimals = 2 - math.floor(math.log10(abs(rounded)))
    return minus(f"{rounded:,.{decimals}f}")


def energy(gwh: float) -> str:
    """An energy with its unit: MWh below one GWh."""
    return f"{brief(gwh)} GWh" if gwh >= 1 else f"{brief(1_000 * gwh)} MWh"


def readable(value: str) -> str:
    """A value of a scenario as text, its numbers without needless zeros, their thousands separated."""
    return _NUMBER.sub(lambda match: f"{int(match[1]):,}{match[2].rstrip('0').rstrip('.')}", value)


def minus(text: str) -> str:
    """A number's text with a real minus sign."""
    return f"−{text[1:]}" if text.startswith("-") else text


def month(year: float) -> str:
    """A date given as a year with its fraction, as `2025-11`; a dash where it never came."""
    if not math.isfinite(year):
        return "–"
    whole = math.floor(year)
    return f"{whole}-{min(_MONTHS, math.floor((year - whole) * _MONTHS) + 1):02d}"


def cell(value: object) -> str:
    """A table's value as text."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case dt.date():
            return value.isoformat()
        case float():
            return number(value)
        case int():
            return minus(f"{value:,}")
        case _:
            return inert(str(value))


def wrapped(text: str, width: int, lines: int = 3) -> str:
    """The text in lines of about `width` characters, cut after some."""
    found = textwrap.wrap(inert(text), width) or [""]
    return "\n".join(found if len(found) <= lines else [*found[: lines - 1], f"{found[lines - 1]}…"])
