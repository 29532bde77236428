"""The answer as a picture: paired differences from the baseline with their intervals, arm by arm."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from sim.report.material.data_table import DataTable
from sim.report.material.labels import label
from sim.report.material.material import Material
from sim.report.material.palette import GREY, INK
from sim.report.material.text import wrapped
from sim.report.pictures.picture import Sketch
from sim.rules.measures.catalogue import PICTURED_EFFECTS
from sim.statistics.digits import signed
from sim.statistics.paired import PairedDifference
from sim.study.comparison_study import ComparisonStudy

if TYPE_CHECKING:
    from sim.results.table import CellValue

_MANY: Final = 3
"""Arms with room for three lines of title each."""

_FINEST: Final = 0.05
"""Half-width that has a number written with three decimals: none has more."""
_NOTHING: Final = 0.0005
"""What reads as 0 when written so."""

Effects = dict[str, list[PairedDifference]]
"""Differences by measure, in the order of the arms."""


def effects(material: Material, study: ComparisonStudy) -> Sketch:
    """Differences of the main measures between each arm and the baseline."""
    found = {name: [study.difference(arm, name) for arm in study.alternatives] for name in PICTURED_EFFECTS}
    rows: list[tuple[CellValue, ...]] = [
        (label(each.measure), each.arm, each.n, each.mean, each.low, each.high)
        for of in found.values()
        for each in of
    ]
    level = f"{100 * study.plan.level:g} %"
    return Sketch(
        "effects",
        _title(study.baseline, found[PICTURED_EFFECTS[0]]),
        (
            f"Four panels, one a measure, one row an arm: mean difference from {study.baseline} as a dot, its "
            f"{level} interval as a line; mark up: better, mark down: worse, circle: can go either way."
        ),
        material.all_runs,
        DataTable("Paired differences", ("Measure", "Arm", "Replications", "Mean", "Low", "High"), rows),
        lambda figure: _draw(figure, material, found),
    )


def _title(baseline: str, found: list[PairedDifference]) -> str:
    """With which arms landed cost is lower, higher, or either."""
    sides = {
        side: [each.arm for each in found if _side(each) == side]
        for side in ("lower", "higher", "the same", "either way")
    }
    told = "; ".join(f"{side} with {', '.join(arms)}" for side, arms in sides.items() if arms)
    return f"Landed cost against {baseline}: {told}"


def _side(found: PairedDifference) -> str:
    """Where the interval lies; the same: nowhere as far as half a unit of the finest digit that is written."""
    low, high = (0.0, 0.0) if found.equal else (found.low, found.high)
    if max(abs(low), abs(high)) < _NOTHING:
        return "the same"
    return "lower" if high < 0 else "higher" if low > 0 else "either way"


def _draw(figure: Figure, material: Material, found: Effects) -> None:
    panels = figure.subplots(2, 2, sharey=True).ravel()
    for axes, of in zip(panels, found.values(), strict=True):
        for row, each in enumerate(of):
            _effect(axes, row, each, _colour(each, material.palette.free))
        axes.axvline(0, color=INK, linewidth=0.9)
        axes.set_title(label(of[0].measure))
        axes.grid(visible=False, axis="y")
        axes.xaxis.set_major_locator(MaxNLocator(5))
        axes.xaxis.set_major_formatter(lambda value, _: f"{value:+,.10g}".replace("-", "−") if value else "0")
        axes.margins(x=0.12)
    arms = [each.arm for each in next(iter(found.values()))]
    many = len(arms) > _MANY
    names = [wrapped(material.in_words(arm), 32 if many else 26, 2 if many else 3) for arm in arms]
    for axes in panels[::2]:
        axes.set_yticks(range(len(arms)), names, fontsize=7.5 if many else 9)
    panels[0].set_ylim(len(arms) - 0.4, -0.7)


def _effect(axes: Axes, row: int, found: PairedDifference, colour: str) -> None:
    if not math.isfinite(found.mean):
        return
    if math.isfinite(found.low):
        axes.plot([found.low, found.high], [row, row], color=colour, linewidth=2.5, solid_capstyle="butt")
    axes.plot(found.mean, row, marker=_mark(found), markersize=7, color=colour)
    axes.annotate(
        signed(found.mean, max(found.half_width, _FINEST)), (found.mean, row), (0, 7), textcoords="offset points",
        ha="center", fontsize=9, color=colour,
    )  # fmt: skip


def _mark(found: PairedDifference) -> str:
    """The same as the colour says, for grey print: up is better, down is worse."""
    side = _side(found)
    return "o" if side not in {"lower", "higher"} else "^" if side == found.measure.better else "v"


def _colour(found: PairedDifference, free: Sequence[str]) -> str:
    """Better, worse, or grey where the interval holds 0, there is none, or it is next to nothing."""
    side = _side(found)
    if side not in {"lower", "higher"}:
        return GREY
    return free[0] if side == found.measure.better else free[1]
