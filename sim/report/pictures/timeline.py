"""When: who supplies whom in one run, as a Gantt chart of shares of supply."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from sim.core.records import AgreementPeriod
from sim.report.material.data_table import DataTable, PercentCell
from sim.report.material.palette import INK
from sim.report.material.shown import Shown
from sim.report.material.text import short, wrapped
from sim.report.pictures.picture import Sketch

_LABEL: Final = 34
_HIGH: Final = 0.8
"""Height of a bar at a share of supply of 1."""
_MOST: Final = 5
"""Arms whose bars are shown."""


@dataclass(frozen=True)
class Bar:
    """A programme in the run of an arm."""

    arm: str
    programme: str
    label: str


def timeline(material: Shown) -> Sketch:
    """A Gantt chart of the agreements of every programme in the representative replication."""
    return Sketch(
        "timeline",
        _title(material),
        (
            f"Bars over time, one colour a supplier: {material.focus} in each arm, below it the other "
            f"programmes with {material.arm}; the height is the share of supply, triangles are decisions."
        ),
        material.one_run,
        _table(material, _bars(material)),
        lambda figure: _draw(figure, material, _bars(material)),
    )


def _title(material: Shown) -> str:
    """What happens to the programme in question."""
    calendar, name = material.calendar, material.palette.name
    record = material.runs[material.arm].record
    mine = [
        each
        for each in record.periods
        if each.programme == material.question and each.first_day < each.end_day
    ]
    firsts: dict[str, int] = {}
    for each in sorted(mine, key=lambda each: each.first_day):
        firsts.setdefault(each.plant, each.first_day)
    if not firsts:
        return f"{material.focus} has no supplier in this run (arm {material.arm})"
    (start, _), *later = firsts.items()
    if not later:
        return f"{material.focus} stays with {name(start)} throughout this run (arm {material.arm})"
    told = ", then ".join(f"{name(plant)} from {calendar.month_of(day)}" for plant, day in later)
    return f"{material.focus} starts with {name(start)}, then {told} (arm {material.arm})"


def _table(material: Shown, bars: list[Bar]) -> DataTable:
    calendar, name = material.calendar, material.palette.name
    rows = [
        (
            bar.arm, name(bar.programme), name(plant), calendar.date_of(first),
            calendar.date_of(min(end, calendar.horizon_days)), PercentCell(share),
        )
        for bar in bars
        for (_, plant), first, end, share in _spans(_periods(material, bar))
    ]  # fmt: skip
    columns = ("Arm", "Programme", "Plant", "First day", "Until", "Highest share of supply")
    return DataTable("Agreements by programme and plant", columns, rows)


def _periods(material: Shown, bar: Bar) -> list[AgreementPeriod]:
    """Periods of a bar's agreements, plant by plant in order of time."""
    found = [each for each in material.runs[bar.arm].record.periods if each.programme == bar.programme]
    return sorted(found, key=lambda each: (each.plant, each.first_day))


def _spans(periods: list[AgreementPeriod]) -> list[tuple[tuple[str, str], int, int, float]]:
    """Stretches without a gap of each programme and plant, with the highest share in them."""
    spans: list[tuple[tuple[str, str], int, int, float]] = []
    for each in periods:
        lane = each.programme, each.plant
        if spans and spans[-1][0] == lane and each.first_day <= spans[-1][2]:
            _, first, end, share = spans.pop()
            spans.append((lane, first, max(end, each.end_day), max(share, each.share)))
        else:
            spans.append((lane, each.first_day, each.end_day, each.share))
    return spans


def _bars(material: Shown) -> list[Bar]:
    """The programme in question in each arm, the shown one first; then the others in the shown arm."""
    name, question = material.palette.name, material.question
    arms = sorted(list(material.titles)[:_MOST], key=lambda arm: arm != material.arm)
    alone = len(material.titles) == 1
    own = [Bar(arm, question, name(question) if alone else f"{name(question)}: {arm}") for arm in arms]
    others = sorted(set(material.scenario.programmes) - {question})
    return [*own, *(Bar(material.arm, id_, name(id_)) for id_ in others)]


def _draw(figure: Figure, material: Shown, bars: list[Bar]) -> None:
    axes, calendar = figure.add_subplot(), material.calendar
    for row, bar in enumerate(bars):
        _bar(axes, material, bar, float(len(bars) - row - 1))
    own = sum(bar.programme == material.question for bar in bars)
    if 1 < own < len(bars):
        axes.axhline(len(bars) - own - 0.1, color=INK, linewidth=0.8)
    names = [wrapped(bar.label, 32, 2) for bar in bars]
    axes.set_yticks([len(bars) - row - 0.6 for row in range(len(bars))], names, fontsize=8.5)
    axes.get_yticklabels()[0].set_fontweight("bold")
    axes.set_xlim(calendar.year_fraction(0), calendar.year_fraction(calendar.horizon_days))
    axes.set_ylim(-0.1, len(bars))
    axes.grid(visible=False, axis="y")
    axes.tick_params(axis="y", length=0)
    figure.legend(handles=_legend(material, bars), loc="outside lower center", ncols=3)


def _bar(axes: Axes, material: Shown, bar: Bar, bottom: float) -> None:
    """Shares of supply of a programme, one on the other, and the days on which they were decided."""
    calendar, palette, record = material.calendar, material.palette, material.runs[bar.arm].record
    periods = _periods(material, bar)
    ends = {
        min(max(day, 0), calendar.horizon_days) for each in periods for day in (each.first_day, each.end_day)
    }
    edges = np.array(sorted({0, *ends, calendar.horizon_days}))
    years = np.array([calendar.year_fraction(int(day)) for day in edges])
    base = np.full(len(edges), bottom)
    for plant in sorted(material.entities.plants):
        share = _share(periods, plant, edges)
        if share.any():
            changes = _changes(base, share)
            axes.fill_between(
                years[changes], base[changes], (base + _HIGH * share)[changes], step="post",
                facecolor=palette.plants[plant], hatch=palette.hatches[plant], edgecolor="white", linewidth=0,
            )  # fmt: skip
            base = base + _HIGH * share
    decided = sorted({each.decided_day for each in record.switches if each.programme == bar.programme})
    axes.plot(
        [calendar.year_fraction(day) for day in decided], np.full(len(decided), bottom + _HIGH + 0.08),
        linestyle="none", marker="v", markersize=4, color=INK,
    )  # fmt: skip


def _legend(material: Shown, bars: list[Bar]) -> list[Artist]:
    palette = material.palette
    held = {each.plant for bar in bars for each in _periods(material, bar)}
    plants: list[Artist] = [
        Patch(
            facecolor=palette.plants[plant], hatch=palette.hatches[plant], edgecolor="white",
            label=short(palette.name(plant), _LABEL),
        )
        for plant in sorted(held)
    ]  # fmt: skip
    decision = Line2D(
        [], [], linestyle="none", marker="v", markersize=4, color=INK, label="change of supply decided"
    )
    return [*plants, decision]


def _changes(base: np.ndarray, share: np.ndarray) -> np.ndarray:
    """Where a stretch begins, or the last ends."""
    moved = (np.diff(base, prepend=np.nan) != 0) | (np.diff(share, prepend=np.nan) != 0)
    moved[-1] = True
    return np.asarray(moved)


def _share(periods: list[AgreementPeriod], plant: str, days: np.ndarray) -> np.ndarray:
    """Share of a programme's supply by a plant on each day, from the programme's periods."""
    share = np.zeros(len(days))
    for each in periods:
        if each.plant == plant:
            share[(each.first_day <= days) & (days < each.end_day)] += each.share
    return share
