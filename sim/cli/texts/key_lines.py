"""Key lines: the measures of a programme that the terminal shows, and how each is written."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from sim.cli.texts.words import NEAR_NOTHING, NOTHING, as_month, in_months, share_between, spread
from sim.rules.measures.catalogue import BY_NAME
from sim.rules.measures.catalogue import KEY_LINES as SHOWN
from sim.rules.measures.key import Measure
from sim.statistics.estimates import Estimate
from sim.statistics.paired import PairedDifference

LineKind = Literal["amount", "percent", "indicator", "date"]

SAME: Final = "same"
"""Told of a difference that is exactly 0 in every replication."""
EVERYWHERE: Final = " (all)"
"""Told of an estimate whose values are all the same: an interval without width would promise too much."""
_PERCENT: Final = 100.0
_EARLY, _MEDIAN, _LATE = 0, 2, 4
"""Places of the 5th, 50th and 95th percentile among an estimate's quantiles."""


@dataclass(frozen=True, slots=True)
class KeyLine:
    """A measure of the programme in question, named and written for people."""

    measure: str
    label: str
    """With its unit."""
    difference: str
    """The same for differences."""
    kind: LineKind

    def in_words(self, found: Estimate, last: int) -> str:
        """An estimate; `last` is the last year of the run."""
        if self.kind == "date":
            return _quantile(_MEDIAN)(found, last)
        if self.kind == "indicator":
            return share_between(found.mean, found.low, found.high)
        text = NOTHING if not found.n else spread(*self._scaled(found.mean, found.half_width))
        return f"{text}{EVERYWHERE}" if found.method == "all equal" else text

    def told_difference(self, found: PairedDifference) -> str:
        """A paired difference; one whose interval holds 0 stands in brackets."""
        if not found.n or math.isnan(found.mean):
            return NOTHING
        if found.equal:
            return SAME
        reach = 0.0 if math.isnan(found.half_width) else found.half_width
        text = spread(*self._scaled(found.mean, reach), plus="+")
        return f"({text})" if found.low <= 0 <= found.high and text != NEAR_NOTHING else text

    def _scaled(self, value: float, half_width: float) -> tuple[float, float]:
        match self.kind:
            case "percent" | "indicator":
                return _PERCENT * value, _PERCENT * half_width
            case "date":
                return in_months(value), in_months(half_width)
            case "amount":
                return value, half_width


def _quantile(at: int) -> Callable[[Estimate, int], str]:
    return lambda found, last: as_month(found.quantiles[at].value, last) if found.n else NOTHING


DATE_RANGE: Final = (("  5th percentile", _quantile(_EARLY)), ("  95th percentile", _quantile(_LATE)))
"""Lines that follow a date's median."""


def _key_line(measure: Measure) -> KeyLine:
    line, change = measure.words.line, measure.words.change
    return KeyLine(measure.name, line, change or line, _KINDS.get(measure.unit, "amount"))


_KINDS: Final[Mapping[str, LineKind]] = {"0/1": "indicator", "year": "date", "share": "percent"}
"""By unit; else amounts."""
KEY_LINES: Final = tuple(_key_line(BY_NAME[name]) for name in SHOWN)
"""In the order in which they are shown; parts of the landed cost are indented."""
