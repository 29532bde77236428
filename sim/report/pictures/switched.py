"""When: the share of all replications that have switched by date, by arm and by programme."""

import datetime as dt
import math
from typing import TYPE_CHECKING, Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.report.material.data_table import DataTable, PercentCell
from sim.report.material.material import Material
from sim.report.material.palette import INK, LINES, PALE
from sim.report.material.text import month, short
from sim.report.pictures.picture import Sketch
from sim.rules.measures.catalogue import FIRST_SWITCH
from sim.statistics.digits import percent
from sim.statistics.intervals import wilson

if TYPE_CHECKING:
    from sim.results.table import CellValue

_MONTHS: Final = 12

Dates = dict[str, np.ndarray]
"""Sorted dates of the first switch by replication, by what the curve is of; infinite: never."""


def switched(material: Material) -> Sketch:
    """Share of all replications that have switched by date: the programme in question by arm, all in one arm."""
    by_arm = {arm: _switch_years(material, arm, material.question) for arm in material.titles}
    programmes = sorted(material.scenario.programmes, key=lambda id_: (id_ != material.question, id_))
    by_programme = {id_: _switch_years(material, material.arm, id_) for id_ in programmes}
    told = ", ".join(
        f"{percent(float(np.isfinite(years).mean()))} with {arm}" for arm, years in by_arm.items()
    )
    return Sketch(
        "switched",
        f"{material.focus} has switched by the end of {material.calendar.end.year} in {told}",
        (
            f"Step curves of the share of replications that have switched: on the left {material.focus} by arm, "
            f"with {100 * material.study.plan.level:g} % bands; on the right every programme with {material.arm}."
        ),
        material.all_runs,
        _table(material, by_arm, by_programme),
        lambda figure: _draw(figure, material, by_arm, by_programme),
    )


def _switch_years(material: Material, arm: str, programme: str) -> np.ndarray:
    study = material.study
    years = study.observations.values(arm, study.estimate(arm, FIRST_SWITCH, programme).measure)
    return np.sort(np.nan_to_num(years, nan=np.inf))


def _table(material: Material, by_arm: Dates, by_programme: Dates) -> DataTable:
    calendar, name = material.calendar, material.palette.name
    curves = list(by_arm.values()) + [by_programme[id_] for id_ in by_programme if id_ != material.question]
    others = [f"{name(id_)}, {material.arm}" for id_ in by_programme if id_ != material.question]
    ends = [dt.date(year, 1, 1) for year in range(calendar.start.year + 1, calendar.end.year + 1)]
    rows: list[tuple[CellValue, ...]] = [
        (
            date,
            *(
                PercentCell((found <= calendar.year_fraction(calendar.day_of(date))).mean())
                for found in curves
            ),
        )
        for date in (*ends, calendar.end)
    ]
    medians = "; ".join(
        f"{arm} {month(float(found[(len(found) - 1) // 2]))}" for arm, found in by_arm.items()
    )
    note = (
        f"First columns: {material.focus} by arm. Median date of its first switch (–: not in half of the "
        f"replications): {medians}."
    )
    return DataTable("Share of replications that have switched", ("By", *by_arm, *others), rows, note)


def _draw(figure: Figure, material: Material, by_arm: Dates, by_programme: Dates) -> None:
    left, right = figure.subplots(1, 2, sharey=True, width_ratios=(1.25, 1))
    told = {short(material.in_words(arm), 56): years for arm, years in by_arm.items()}
    _curves(left, material, told, level=material.study.plan.level)
    names = {short(material.palette.name(id_), 50): years for id_, years in by_programme.items()}
    _curves(right, material, names)
    left.set_title(short(material.focus, 44), fontsize=9.5)
    right.set_title(f"every programme, arm {material.arm}", fontsize=9.5)
    left.yaxis.set_major_formatter(lambda share, _: f"{100 * share:.0f} %")
    left.set_ylabel("share of replications switched")


def _curves(axes: Axes, material: Material, curves: Dates, *, level: float | None = None) -> None:
    """Curves by label, with bands where a level is given; the first are wider, so that all are seen."""
    inks, calendar = (INK, *material.palette.free), material.calendar
    span = calendar.year_fraction(0), calendar.year_fraction(calendar.horizon_days)
    for at, (label, years) in enumerate(curves.items()):
        ink, (x, hits) = inks[at % len(inks)], _steps(years, span)
        if level is not None:
            band = [wilson(int(count), len(years), level) for count in hits]
            low, high = [each.low for each in band], [each.high for each in band]
            axes.fill_between(x, low, high, step="post", color=ink, alpha=0.12, linewidth=0)
        axes.step(
            x, hits / len(years), where="post", color=ink, linestyle=LINES[at % len(LINES)],
            linewidth=max(1.2, 4.0 - 1.0 * at), label=label,
        )  # fmt: skip
    axes.set_ylim(-0.02, 1.02)
    axes.set_xlim(*span)
    axes.axhline(0.5, color=PALE, linewidth=1)
    axes.legend(loc="upper left", bbox_to_anchor=(-0.02, -0.08), fontsize=8, handlelength=2.6)


def _steps(years: np.ndarray, span: tuple[float, float]) -> tuple[np.ndarray, np.ndarray]:
    """Ends of months, and how many have switched by then: as many points for any number of replications."""
    x = np.linspace(*span, math.ceil(_MONTHS * (span[1] - span[0])) + 1)
    return x, np.searchsorted(years, x, side="right")
