"""Key figures: the programme in question, arm by arm, with the paired differences beside."""

import math

from sim.report.data_table import DataTable, Value
from sim.report.labels import MEASURES, label
from sim.report.text import month
from sim.rules.measures.key import MeasureKey
from sim.study.comparison_study import ComparisonStudy
from sim.study.digits import percent
from sim.study.estimates import Estimate, nature_of, told
from sim.study.monte_carlo_study import MonteCarloStudy


def key_figures(study: MonteCarloStudy) -> DataTable:
    """Estimates with intervals by arm, and differences from the baseline replication by replication."""
    others = study.alternatives if isinstance(study, ComparisonStudy) else ()
    keys = [study.estimate(next(iter(study.arms)), name).measure for name in MEASURES]
    rows: list[tuple[Value, ...]] = [
        (
            label(key),
            *(_told(study.estimate(arm, key.name)) for arm in study.arms),
            *(_difference(study, arm, key) for arm in others),
        )
        for key in keys
    ]
    columns = ("Measure", *study.arms, *(f"{arm} less {study.plan.baseline}" for arm in others))
    level = f"{100 * study.plan.level:g} %"
    note = (
        f"Means over {len(study.replications)} replications with {level} intervals in brackets; "
        "shares by Wilson's interval; dates: median (5th to 95th percentile). Differences are "
        "paired, replication by replication, on the same draws; a difference whose interval "
        "holds 0 can go either way."
    )
    return DataTable("Key figures by arm", columns, rows, note)


def _told(found: Estimate) -> str:
    match nature_of(found.measure):
        case "event":
            return _dates(found)
        case "indicator":
            return (
                f"{percent(found.mean)} ({percent(found.low)} to {percent(found.high)})"
                if found.n > 1
                else percent(found.mean)
            )
        case "amount":
            return _amount(found) if found.n else "–"


def _amount(found: Estimate) -> str:
    """A mean with its interval, which ends at 0 where no value is below it; shares in per cent."""
    scaled = _in_percent(found) if found.measure.unit == "share" else found
    if found.method == "all equal":
        return f"{number(scaled.mean)}{_unit(found.measure)} in all {found.n}"
    low = max(0.0, scaled.low) if scaled.quantiles[0].value >= 0 else scaled.low
    text = told(replace(scaled, low=low)) if found.method != "t" else _mean(scaled, low)
    return text.replace("(-", "(−").replace(" -", " −")


def _mean(found: Estimate, low: float) -> str:
    mean, left, right = (digits(value, found.half_width) for value in (found.mean, low, found.high))
    return f"{mean} ({left} to {right})"


def _in_percent(found: Estimate) -> Estimate:
    quantiles = tuple(each._replace_value(100 * each.value) for each in found.quantiles)
    return found


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
        return "" if math.isnan(found.mean) else f"{found.told} years"
    return found.told


def all_estimates(study: MonteCarloStudy) -> DataTable:
    """Means of the measures of all programmes by arm."""
    names = (
        "switched_by_end",
        "logistics_distance_km",
        "landed_cost_eur_per_kwh",
        "fill_rate",
        "lost_vehicles",
    )
    keys = [key for key in study.measures if key.scope == "programme" and key.name in names]
    rows: list[tuple[Value, ...]] = [
        (
            study.plan.inputs.names.get(key.owner, key.owner),
            label(key),
            *(_told(study.estimate(arm, key.name, key.owner)) for arm in study.arms),
        )
        for key in keys
    ]
    return DataTable("All programmes", ("Programme", "Measure", *study.arms), rows)
