"""When: who supplies whom in one run, and the share of all runs that have switched by date."""

import datetime as dt

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from sim.core.records import AgreementPeriod
from sim.report.data_table import DataTable, Share, Value
from sim.report.material import Material
from sim.report.palette import INK, LINES, PALE
from sim.report.picture import Sketch
from sim.report.shown import Shown
from sim.report.text import month, short, wrapped
from sim.study.digits import percent
from sim.study.intervals import wilson

_LABEL = 34


def timeline(material: Shown) -> Sketch:
    """A Gantt chart of the agreements of every programme in the representative replication."""
    record = material.runs[material.arm].record
    periods = sorted(record.periods, key=lambda each: (each.programme, each.plant, each.first_day))
    return Sketch(
        "timeline",
        _timeline_title(material, periods),
        (
            "Bars by programme over time, one colour a supplier; the height is the share of supply. "
            f"Arm {material.arm}."
        ),
        material.one_run,
        _timeline_table(material, periods),
        lambda figure: _draw_timeline(figure, material, periods),
    )


def _timeline_title(material: Shown, periods: list[AgreementPeriod]) -> str:
    """What happens to the programme in question."""
    calendar, name = material.calendar, material.palette.name
    mine = [each for each in periods if each.programme == material.question and each.first_day < each.end_day]
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


def _timeline_table(material: Shown, periods: list[AgreementPeriod]) -> DataTable:
    calendar, name = material.calendar, material.palette.name
    rows = [
        (
            name(plant_programme[0]),
            name(plant_programme[1]),
            calendar.date_of(first),
            calendar.date_of(min(end, calendar.horizon_days)),
            Share(share),
        )
        for plant_programme, first, end, share in _spans(periods)
    ]
    columns = ("Programme", "Plant", "First day", "Until", "Highest share of supply")
    return DataTable("Agreements by programme and plant", columns, rows)


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


def _draw_timeline(figure: Figure, material: Shown, periods: list[AgreementPeriod]) -> None:
    axes, palette, calendar = figure.add_subplot(), material.palette, material.calendar
    programmes = sorted(material.scenario.programmes, key=lambda each: (each != material.question, each))
    ends = {
        min(max(day, 0), calendar.horizon_days) for each in periods for day in (each.first_day, each.end_day)
    }
    edges = np.array(sorted({0, *ends, calendar.horizon_days}))
    years = np.array([calendar.year_fraction(int(day)) for day in edges])
    for row, programme in enumerate(programmes):
        base = np.full(len(edges), float(len(programmes) - row - 1))
        for plant in sorted(material.scenario.plants):
            share = _share(periods, programme, plant, edges)
            if share.any():
                changes = _changes(base, share)
                axes.fill_between(
                    years[changes], base[changes], (base + 0.8 * share)[changes], step="post",
                    facecolor=palette.plants[plant],
                    hatch=palette.hatches[plant], edgecolor="white", linewidth=0,
                )  # fmt: skip
                base = base + 0.8 * share
    names = [wrapped(palette.name(programme), 26) for programme in programmes]
    axes.set_yticks([len(programmes) - row - 0.6 for row in range(len(programmes))], names)
    if axes.get_yticklabels():
        axes.get_yticklabels()[0].set_fontweight("bold")
    axes.set_xlim(years[0], years[-1])
    axes.grid(visible=False, axis="y")
    axes.tick_params(axis="y", length=0)
    axes.set_xlabel("year")
    held = {each.plant for each in periods}
    handles = [
        Patch(
            facecolor=palette.plants[plant],
            hatch=palette.hatches[plant],
            edgecolor="white",
            label=short(palette.name(plant), _LABEL),
        )
        for plant in sorted(material.scenario.plants)
        if plant in held
    ]
    figure.legend(handles=handles, loc="outside lower center", ncols=3)


def _changes(base: np.ndarray, share: np.ndarray) -> np.ndarray:
    """Where a stretch begins, or the last ends."""
    moved = (np.diff(base, prepend=np.nan) != 0) | (np.diff(share, prepend=np.nan) != 0)
    moved[-1] = True
    return np.asarray(moved)


def _share(periods: list[AgreementPeriod], programme: str, plant: str, days: np.ndarray) -> np.ndarray:
    """Share of supply of a lane on each day."""
    share = np.zeros(len(days))
    for each in periods:
        if (each.programme, each.plant) == (programme, plant):
            share[(each.first_day <= days) & (days < each.end_day)] += each.share
    return share


def switched(material: Material) -> Sketch:
    """Share of all replications in which the programme in question has switched, by date and arm."""
    dates = {arm: _switch_years(material, arm) for arm in material.titles}
    shares = {arm: float(np.isfinite(years).mean()) for arm, years in dates.items()}
    told = ", ".join(f"{percent(share)} with {arm}" for arm, share in shares.items())
    return Sketch(
        "switched",
        f"Switched by the end of {material.calendar.end.year}: {told}",
        (
            f"Step curves by arm of the share of replications in which {material.focus} has switched, "
            f"with {100 * material.study.plan.level:g} % bands."
        ),
        material.all_runs,
        _switched_table(material, dates),
        lambda figure: _draw_switched(figure, material, dates),
    )


def _switch_years(material: Material, arm: str) -> np.ndarray:
    """Sorted dates of the first switch by replication; infinite: never."""
    study = material.study
    years = study.observations.values(arm, study.estimate(arm, "first_switch_year").measure)
    return np.sort(np.nan_to_num(years, nan=np.inf))


def _switched_table(material: Material, dates: dict[str, np.ndarray]) -> DataTable:
    calendar = material.calendar
    years = [dt.date(year, 1, 1) for year in range(calendar.start.year + 1, calendar.end.year + 1)]
    rows: list[tuple[Value, ...]] = [
        (
            date,
            *(
                Share((found <= calendar.year_fraction(calendar.day_of(date))).mean())
                for found in dates.values()
            ),
        )
        for date in (*years, calendar.end)
    ]
    medians = "; ".join(f"{arm} {month(float(found[(len(found) - 1) // 2]))}" for arm, found in dates.items())
    note = f"Median date of the first switch (–: not in half of the replications): {medians}."
    return DataTable("Share of replications that have switched", ("By", *dates), rows, note)


def _draw_switched(figure: Figure, material: Material, dates: dict[str, np.ndarray]) -> None:
    axes, calendar, level = figure.add_subplot(), material.calendar, material.study.plan.level
    first, last = calendar.year_fraction(0), calendar.year_fraction(calendar.horizon_days)
    inks = (INK, "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00")
    for at, (arm, years) in enumerate(dates.items()):
        came = years[np.isfinite(years)]
        x = np.array([first, *came.tolist(), last])
        hits = np.array([0, *range(1, len(came) + 1), len(came)])
        band = [wilson(int(count), len(years), level) for count in hits]
        ink, line = inks[at % len(inks)], LINES[at % len(LINES)]
        axes.fill_between(
            x,
            [each.low for each in band],
            [each.high for each in band],
            step="post",
            color=ink,
            alpha=0.10,
            linewidth=0,
        )
        axes.step(
            x,
            hits / len(years),
            where="post",
            color=ink,
            linestyle=line,
            linewidth=max(1.2, 5.0 - 1.3 * at),
            label=short(f"{arm}: {material.titles[arm]}", 70),
        )
    axes.set_ylim(-0.02, 1.02)
    axes.set_xlim(first, last)
    axes.yaxis.set_major_formatter(lambda share, _: f"{100 * share:.0f} %")
    axes.set_ylabel("share of replications")
    axes.set_xlabel("year")
    axes.axhline(0.5, color=PALE, linewidth=1)
    figure.legend(loc="outside lower center", ncols=1)
