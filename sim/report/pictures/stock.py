"""Stock cover and line stops of the programme in question."""

import numpy as np
from matplotlib.figure import Figure

from sim.report.material.data_table import DataTable
from sim.report.material.palette import INK
from sim.report.material.shown import Shown
from sim.report.material.text import brief, short
from sim.report.pictures.picture import Sketch
from sim.rules.measures.catalogue import LINE_STOP
from sim.rules.tables.table import Table

_MOST = 4


def stock(material: Shown) -> Sketch:
    """Stock cover and vehicles short of cells by month, one panel an arm."""
    tables = {arm: material.tables[arm]["programmes"] for arm in list(material.titles)[:_MOST]}
    series = {arm: _series(table, material.question) for arm, table in tables.items()}
    return Sketch(
        "stock",
        _title(material, list(series)),
        (
            "One panel an arm: stock cover in days as a line by month, vehicles not built for lack "
            "of cells, where there are any, as bars."
        ),
        material.one_run,
        _table(series),
        lambda figure: _draw(figure, material, series),
    )


def _title(material: Shown, arms: list[str]) -> str:
    """How long the line stood still in this run."""
    stops = {arm: material.runs[arm].measure(LINE_STOP, material.question) for arm in arms}
    if not any(stops.values()):
        return f"In this run {material.focus} never stops for lack of cells; other replications may differ"
    if len(stops) == 1:
        return f"{material.focus} stands still on {brief(*stops.values())} days of this run for lack of cells"
    told = ", ".join(f"{brief(days)} with {arm}" for arm, days in stops.items())
    return f"Days on which {material.focus} stands still for lack of cells, in this run: {told}"


SeriesByName = dict[str, np.ndarray]


def _series(table: Table, programme: str) -> SeriesByName:
    mine = table.columns["programme"] == programme
    return {
        name: table.columns[name][mine]
        for name in ("month", "stock_cover_days", "short_vehicles", "wanted_vehicles")
    }


def _table(series: dict[str, SeriesByName]) -> DataTable:
    rows = [
        (
            arm, year, float(np.nanmean(cover[of])) if np.isfinite(cover[of]).any() else None,
            int(found["short_vehicles"][of].sum()), int(found["wanted_vehicles"][of].sum()),
        )
        for arm, found in series.items()
        for cover in (found["stock_cover_days"],)
        for year in sorted({str(month)[:4] for month in found["month"]})
        for of in (np.array([str(month).startswith(year) for month in found["month"]]),)
    ]  # fmt: skip
    return DataTable(
        "Stock cover and shortage by year",
        ("Arm", "Year", "Mean stock cover [days]", "Short of cells [vehicles]", "Wanted [vehicles]"),
        rows,
    )


def _draw(figure: Figure, material: Shown, series: dict[str, SeriesByName]) -> None:
    panels = figure.subplots(len(series), 1, sharex=True, sharey=True, squeeze=False)[:, 0]
    most = max((float(found["short_vehicles"].max(initial=0)) for found in series.values()), default=0.0)
    red = material.palette.free[1]
    for axes, (arm, found) in zip(panels, series.items(), strict=True):
        years = np.array([int(month[:4]) + (int(month[5:]) - 0.5) / 12 for month in found["month"]])
        axes.plot(years, found["stock_cover_days"], color=INK, linewidth=1.1)
        axes.set_title(short(material.in_words(arm), 60), fontsize=9.5)
        axes.set_ylim(bottom=0)
        if not most:
            continue
        right = axes.twinx()
        hit = found["short_vehicles"] > 0
        right.bar(years[hit], found["short_vehicles"][hit], width=1 / 13, color=red, alpha=0.85)
        right.set_ylim(0, 1.1 * most or 1.0)
        right.spines["right"].set_visible(True)
        right.grid(visible=False)
        right.tick_params(colors=red)
    figure.supylabel("stock cover [days], line", fontsize=10)
    if not most:
        return
    panels[0].annotate(
        "bars, right: vehicles a month short of cells",
        (1, 1.06),
        xycoords="axes fraction",
        ha="right",
        color=red,
        fontsize=9,
    )
