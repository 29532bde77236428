"""Key figures: the programme in question, arm by arm, with the paired differences beside."""

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from sim.core.keys import MeasureKey
from sim.report.material.data_table import DataTable
from sim.report.material.labels import label
from sim.report.material.text import month
from sim.rules.measures.catalogue import ALL_PROGRAMMES, KEY_FIGURES
from sim.statistics.digits import decimals, digits, percent_between, signed
from sim.statistics.estimates import Estimate, nature_of, told
from sim.statistics.paired import PairedDifference
from sim.study.comparison_study import ComparisonStudy
from sim.study.monte_carlo_study import MonteCarloStudy

if TYPE_CHECKING:
    from sim.results.table import CellValue

_COST: Final = "EUR/kWh"
_CENTS, _TENTHS = 0.5, 0.05
"""Half-widths that have a number written with two and three decimals: costs are, whatever their interval."""
_SMALL: Final = 0.1
"""Costs under this in every arm are written to a tenth of a cent, and so are their differences."""


def key_figures(study: MonteCarloStudy) -> DataTable:
    """Estimates with intervals by arm, and differences from the baseline replication by replication."""
    others = study.alternatives if isinstance(study, ComparisonStudy) else ()
    keys = [study.estimate(next(iter(study.arms)), name).measure for name in KEY_FIGURES]
    rows: list[tuple[CellValue, ...]] = [
        (
            label(key),
            *(_told(study.estimate(arm, key.name), _reach(study, key)) for arm in study.arms),
            *(_difference(study, arm, key) for arm in others),
        )
        for key in keys
    ]
    columns = ("Measure", *study.arms, *(f"{arm} less {study.plan.baseline}" for arm in others))
    level = f"{100 * study.plan.level:g} %"
    note = (
        f"Means over {len(study.replications)} replications with {level} intervals in brackets; "
        "shares by Wilson's interval; dates: median (5th to 95th percentile). No interval is drawn "
        "beyond what the measure can be (below 0, above 100 %)."
    )
    if others:
        note += (
            " Differences are paired, replication by replication, on the same draws; a difference whose "
            "interval holds 0 can go either way."
        )
    return DataTable("Key figures by arm", columns, rows, note)


def _reach(study: MonteCarloStudy, key: MeasureKey) -> float:
    """The half-width that costs of a row are written to, so that all of them have the same decimals."""
    most = max(
        (abs(mean) for arm in study.arms if (mean := study.estimate(arm, key.name).mean) == mean), default=0.0
    )
    return _CENTS if most >= _SMALL else _TENTHS


def _told(found: Estimate, reach: float = _CENTS) -> str:
    match nature_of(found.measure):
        case "event":
            return _dates(found)
        case "indicator":
            return percent_between(found.mean, found.low, found.high)
        case "amount":
            return amount(found, reach) if found.n else "–"


def amount(found: Estimate, reach: float = _CENTS) -> str:
    """A mean with its interval, which ends where the measure itself does; shares in per cent, costs in cents.

    `reach` is the half-width that a cost is written to.
    """
    factor = _factor(found.measure)
    if found.measure.unit != _COST:
        reach = factor * found.half_width
    if found.method != "t":
        return told(replace(found, mean=factor * found.mean))
    most = 1.0 if found.measure.unit == "share" else math.inf
    mean, low, high = (
        digits(factor * value, reach) for value in (found.mean, max(0.0, found.low), min(most, found.high))
    )
    return f"{mean} ({low} to {high})"


def _factor(key: MeasureKey) -> float:
    return 100.0 if key.unit in {"share", "0/1"} else 1.0


def _dates(found: Estimate) -> str:
    values = [quantile.value for quantile in found.quantiles]
    early, median, late = (values[at] for at in (0, len(values) // 2, -1))
    if not math.isfinite(median):
        return "never" if not found.n else f"in {found.n} of {found.n + found.missing} only"
    return f"{month(median)} ({month(early)} to {month(late) if math.isfinite(late) else 'never'})"


def _difference(study: MonteCarloStudy, arm: str, key: MeasureKey) -> str:
    if not isinstance(study, ComparisonStudy):
        return ""
    found = study.difference(arm, key.name)
    if not found.n:
        return "–"
    if nature_of(key) == "event":
        return "" if math.isnan(found.mean) else f"{found.in_words} years"
    if key.unit == _COST and not found.equal and found.half_width > 0:
        return _cost(found, _reach(study, key))
    return found.in_words if _factor(key) == 1.0 or found.equal else _points(found)


def _cost(found: PairedDifference, reach: float) -> str:
    """A difference of costs to the decimals of its row; one too small for them is told to be so."""
    mean, low, high = (signed(value, reach) for value in (found.mean, found.low, found.high))
    if not any(text.strip("+−0.") for text in (mean, low, high)):
        return f"under {10.0 ** -decimals(reach):g}"
    return f"{mean} ({low} to {high})"


def _points(found: PairedDifference) -> str:
    """A difference of shares in percentage points."""
    low, high = max(-100.0, 100 * found.low), min(100.0, 100 * found.high)
    scaled = replace(found, mean=100 * found.mean, sd=100 * found.sd, low=low, high=high)
    change, _, rest = scaled.in_words.partition(" ")
    return f"{change} points {rest}"


def all_estimates(study: MonteCarloStudy) -> DataTable:
    """Means of the measures of all programmes by arm."""
    keys = [key for key in study.measures if key.scope == "programme" and key.name in ALL_PROGRAMMES]
    rows: list[tuple[CellValue, ...]] = [
        (
            study.plan.inputs.names.get(key.owner, key.owner),
            label(key),
            *(_told(study.estimate(arm, key.name, key.owner)) for arm in study.arms),
        )
        for key in keys
    ]
    return DataTable("All programmes", ("Programme", "Measure", *study.arms), rows)
