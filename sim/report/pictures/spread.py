"""Uncertainty: distributions of the main measures by arm, and the inputs that go with the difference."""

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from sim.core.keys import MeasureKey
from sim.report.material.data_table import DataTable
from sim.report.material.labels import label
from sim.report.material.material import Material
from sim.report.material.palette import GREY, INK, PALE, Palette
from sim.report.material.text import number, short, wrapped
from sim.report.material.words import words
from sim.report.pictures.picture import Sketch
from sim.rules.measures.catalogue import PICTURED_SPREAD
from sim.statistics.drivers import Driver
from sim.statistics.estimates import PROBABILITIES, Estimate
from sim.study.comparison_study import ComparisonStudy

if TYPE_CHECKING:
    from sim.results.table import CellValue

_MOST_DRIVERS = 12


def spread(material: Material) -> Sketch:
    """Percentiles of the main measures by arm."""
    study = material.study
    keys = [study.estimate(next(iter(study.arms)), name).measure for name in PICTURED_SPREAD]
    found = study.estimate(material.arm, PICTURED_SPREAD[0])
    rows: list[tuple[CellValue, ...]] = [
        (label(key), arm, *(quantile.value for quantile in study.estimate(arm, key.name).quantiles))
        for key in keys
        for arm in study.arms
    ]
    columns = ("Measure", "Arm", *(f"{100 * at:g} %" for at in PROBABILITIES))
    return Sketch(
        "spread",
        _title(material.arm, found),
        (
            "Four panels, one a measure, one row an arm: the line spans the 5th to 95th percentile, "
            "the box the middle half, the mark the median, dots single replications."
        ),
        material.all_runs,
        DataTable("Percentiles over replications", columns, rows),
        lambda figure: _draw_spread(figure, material, keys),
    )


def _title(arm: str, cost: Estimate) -> str:
    """What the landed cost of an arm is between, or what it is where it is one or none."""
    if not cost.n:
        return f"No landed cost with {arm} is known"
    low, high = number(cost.quantiles[0].value), number(cost.quantiles[-1].value)
    if cost.n == 1:
        return f"Landed cost with {arm} is {low} EUR/kWh in the one replication that has it"
    return f"In nine of ten replications landed cost with {arm} lies between {low} and {high} EUR/kWh"


def _draw_spread(figure: Figure, material: Material, keys: list[MeasureKey]) -> None:
    panels = figure.subplots(2, 2, sharey=True).ravel()
    for axes, key in zip(panels, keys, strict=True):
        for row, arm in enumerate(material.titles):
            values = material.study.observations.values(arm, key)
            _box(axes, row, np.sort(values[~np.isnan(values)]))
        axes.set_title(label(key))
        axes.grid(visible=False, axis="y")
        axes.xaxis.set_major_locator(MaxNLocator(5))
        axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.10g}")
    panels[0].set_yticks(range(len(material.titles)), [short(arm, 22) for arm in material.titles])
    panels[0].set_ylim(max(len(material.titles), 2) - 0.4, -0.6)


def _box(axes: Axes, row: int, values: np.ndarray) -> None:
    if not len(values):
        return
    p5, p25, p50, p75, p95 = np.quantile(values, PROBABILITIES, method="inverted_cdf")
    axes.plot([p5, p95], [row, row], color=GREY, linewidth=1.5, zorder=2)
    axes.barh(row, p75 - p25, left=p25, height=0.45, facecolor=PALE, edgecolor=GREY, linewidth=1, zorder=3)
    axes.plot([p50, p50], [row - 0.28, row + 0.28], color=INK, linewidth=2.2, zorder=4)
    shown = values[:: max(1, len(values) // 60)]
    axes.plot(
        shown,
        np.full(len(shown), row + 0.36),
        linestyle="none",
        marker=".",
        markersize=3,
        color=GREY,
        zorder=1,
    )


def drivers_of(material: Material) -> tuple[Driver, ...]:
    """Inputs behind the shown arm's difference in landed cost; none where nothing is compared."""
    study = material.study
    return study.drivers.get(material.arm, ()) if isinstance(study, ComparisonStudy) else ()


def driver_bars(material: Material, arm: str, drivers: tuple[Driver, ...]) -> Sketch:
    """Rank correlations of uncertain inputs with an arm's difference in landed cost."""
    shown = drivers[:_MOST_DRIVERS]
    strong = [driver for driver in drivers if driver.stands_out]
    if strong:
        title = (
            f"{words(strong[0].path, material.palette)}: the higher it is, the "
            f"{'dearer' if strong[0].rank_correlation > 0 else 'cheaper'} {arm} against "
            f"{material.reference} (rank correlation {strong[0].rank_correlation:+.2f})"
        ).replace("correlation -", "correlation −")
    else:
        title = (
            f"No single input stands out behind the cost difference of {arm} among {len(drivers)} that vary"
        )
    columns = ("Input", "Rank correlation", "Low", "High", "Holm p-value", "Stands out")
    rows = [
        (each.path, each.rank_correlation, each.low, each.high, each.p_holm, each.stands_out)
        for each in drivers[:40]
    ]
    note = (
        ""
        if len(drivers) <= len(rows)
        else f"The {len(rows)} strongest of {len(drivers)}; all are in drivers.csv."
    )
    return Sketch(
        "drivers",
        title,
        (
            "Horizontal bars of rank correlations with intervals; filled bars are more than chance "
            "among so many inputs."
        ),
        material.all_runs,
        DataTable("Inputs by rank correlation with the difference in landed cost", columns, rows, note),
        lambda figure: _draw_drivers(figure, shown, material.palette),
    )


def _draw_drivers(figure: Figure, shown: tuple[Driver, ...], palette: Palette) -> None:
    axes = figure.add_subplot()
    for row, driver in enumerate(shown):
        face = GREY if driver.stands_out else "white"
        axes.barh(row, driver.rank_correlation, height=0.6, facecolor=face, edgecolor=GREY)
        axes.plot([driver.low, driver.high], [row, row], color=INK, linewidth=1)
    axes.set_yticks(
        range(len(shown)), [wrapped(words(driver.path, palette), 44, 2) for driver in shown], fontsize=8.5
    )
    axes.invert_yaxis()
    axes.axvline(0, color=INK, linewidth=0.8)
    axes.set_xlim(-1, 1)
    axes.grid(visible=False, axis="y")
    axes.set_xlabel(
        "rank correlation: left, the higher the input the cheaper the arm; right, the dearer\n"
        "filled: more than chance; line: interval"
    )
