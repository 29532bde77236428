"""Capacity of each plant over time: announced, built, able to make and made."""

from typing import TYPE_CHECKING, Final

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from sim.core.arrays import Floats
from sim.report.material.data_table import DataTable, PercentCell
from sim.report.material.growth import BANDS, CapacityCurve, largest
from sim.report.material.palette import GREY, INK
from sim.report.material.shown import Shown
from sim.report.material.text import brief, month, short
from sim.report.pictures.picture import Sketch

if TYPE_CHECKING:
    from sim.results.table import CellValue

_MOST: Final = 6
_LAST: Final = 12
"""Months of a year."""
_MEDIAN: Final = BANDS.index(0.5)


def capacity(material: Shown) -> Sketch:
    """Fan charts of the nameplate of the largest plants, with what was announced and what is booked."""
    alt = (
        "One panel a plant: nameplate capacity in GWh a year, what was announced as a dashed line, what is booked as a "
        "dotted one."
    )
    return Sketch(
        "capacity", _title(material), f"{alt} {_bands(material)}", _source(material), _table(material, built=True),
        lambda figure: _draw(figure, material, built=True),
    )  # fmt: skip


def able_and_made(material: Shown) -> Sketch:
    """Fan charts of effective capacity and output of the largest plants."""
    alt = (
        "One panel a plant: good cells that it could make as a solid line, and that it made as a dotted one, in GWh a "
        "year."
    )
    return Sketch(
        "capacity-made", _made_title(material), f"{alt} {_bands(material)}", _source(material),
        _table(material, built=False), lambda figure: _draw(figure, material, built=False),
    )  # fmt: skip


def _bands(material: Shown) -> str:
    if material.sample == 1:
        return "A single run."
    return f"Medians with bands from the 5th to 95th and 25th to 75th percentile of {material.sample:,} replications."


def _source(material: Shown) -> str:
    if material.sample == 1:
        return material.one_run
    return (
        f"Source: {material.sample:,} simulated replications, arm {material.arm}; percentiles month by month."
    )


def _made_title(material: Shown) -> str:
    """Whose output stays furthest below what it could make, at the end."""

    def idle(plant: str) -> float:
        found = material.growth[plant]
        return float(found.effective[_MEDIAN, -_LAST:].mean() - found.output[_MEDIAN, -_LAST:].mean())

    plant = max(sorted(material.growth), key=idle)
    found = material.growth[plant]
    able, made = (float(of[_MEDIAN, -_LAST:].mean()) for of in (found.effective, found.output))
    return (
        f"{material.palette.name(plant)} could make {brief(able)} GWh in the last year and makes {brief(made)}"
        f"{'' if material.sample == 1 else ' (medians)'}"
    )


def _title(material: Shown) -> str:
    """Where the announced size and what stands at the end are furthest apart."""

    def gap(plant: str) -> float:
        found = material.growth[plant]
        return abs(float(found.announced[-1] - found.nameplate[_MEDIAN, -1]))

    plant = max(sorted(material.growth), key=gap)
    found = material.growth[plant]
    low, median, high = (float(found.nameplate[BANDS.index(at), -1]) for at in (0.05, 0.5, 0.95))
    if material.sample == 1:
        return (
            f"{material.palette.name(plant)} announced {brief(float(found.announced[-1]))} GWh a year; "
            f"at the end of this run it has {brief(median)}"
        )
    return (
        f"{material.palette.name(plant)} announced {brief(float(found.announced[-1]))} GWh a year; "
        f"at the end it has {brief(median)} (median; 5th to 95th percentile {brief(low)} to {brief(high)})"
    )


def _table(material: Shown, *, built: bool) -> DataTable:
    """Year by year: medians, and 5th and 95th percentile of the chart's bands."""
    rows: list[tuple[CellValue, ...]] = []
    for plant, found in material.growth.items():
        bands = (found.nameplate,) if built else (found.effective, found.output)
        for at in reversed(range(len(found.years) - 1, -1, -_LAST)):
            spread = (float(of[band, at]) for of in bands for band in (_MEDIAN, 0, -1))
            plan = (float(found.announced[at]), float(found.booked[_MEDIAN, at])) if built else ()
            rows.append((material.palette.name(plant), month(float(found.years[at]) - 0.01), *plan, *spread))
    names = ("Nameplate",) if built else ("Effective", "Output")
    columns = (
        "Plant", "End of", *(("Announced", "Booked, median") if built else ()),
        *(f"{name}{of}" for name in names for of in (", median", ", 5th percentile", ", 95th percentile")),
    )  # fmt: skip
    note = (
        "Booked: shares of agreements times forecasts, and customers outside the scenario." if built else ""
    )
    what = "Built, announced and booked" if built else "Effective capacity and output"
    return DataTable(f"{what} by plant [GWh/year]", columns, rows, note)


def booked_out(material: Shown) -> DataTable:
    """Booked, free and sold-out dates of each plant."""
    rows: list[tuple[CellValue, ...]] = []
    for plant, found in material.growth.items():
        planned = material.scenario.plants[plant].planned_oee
        free = float(found.nameplate[_MEDIAN, -1]) * planned - float(found.booked[_MEDIAN, -1])
        rows.append(
            (
                material.palette.name(plant), float(found.nameplate[_MEDIAN, -1]),
                float(found.booked[_MEDIAN, -1]), max(0.0, free),
                PercentCell(found.sold_out_share), month(found.sold_out_year),
            )
        )  # fmt: skip
    columns = (
        "Plant",
        "Nameplate at the end, median [GWh/year]",
        "Booked at the end, median [GWh/year]",
        "Free at the end [GWh/year]",
        "Share of runs in which it is booked out at some time",
        "Median date of first being booked out",
    )
    note = (
        f"{_bands(material)} Free: median nameplate times "
        "the utilisation that buyers count on, less median bookings. More may be booked than a plant "
        "makes: an agreement is for a share of what its programme forecasts, whatever that grows to. "
        "–: not in half of the runs."
    )
    return DataTable("Booked and free capacity", columns, rows, note)


def _draw(figure: Figure, material: Shown, *, built: bool) -> None:
    plants = largest(material.growth, _MOST)
    columns = 2 if len(plants) <= 4 else 3  # noqa: PLR2004 - six panels fit in two rows of three
    rows = -(-len(plants) // columns)
    for at, plant in enumerate(plants):
        axes = figure.add_subplot(rows, columns, at + 1)
        _panel(axes, material.growth[plant], material.palette.plants[plant], built=built)
        axes.set_title(short(material.palette.name(plant), 44))
        if at % columns == 0:
            axes.set_ylabel("GWh a year")
    handles = _legend(single=material.sample == 1, built=built)
    figure.legend(handles=handles, loc="outside lower center", ncols=3)


def _legend(*, single: bool, built: bool) -> list[Artist]:
    """What the marks mean, in grey: the panels have the colours of their suppliers."""
    of = "" if single else ", median"
    bands: list[Artist] = [
        Patch(color=GREY, alpha=0.15, linewidth=0, label="5th–95th percentile"),
        Patch(color=GREY, alpha=0.4, linewidth=0, label="25th–75th percentile"),
    ]
    lines = (
        [
            Line2D([], [], color=GREY, linewidth=2, label=f"nameplate{of}"),
            Line2D([], [], color=INK, linewidth=1.2, linestyle="dashed", label="announced plan"),
            Line2D([], [], color=INK, linewidth=1.5, linestyle="dotted", label=f"booked{of}"),
        ]
        if built
        else [
            Line2D([], [], color=GREY, linewidth=2, label=f"effective capacity{of}"),
            Line2D([], [], color=INK, linewidth=1.5, linestyle="dotted", label=f"output{of}"),
        ]
    )
    return [*lines, *([] if single else bands)]


def _panel(axes: Axes, found: CapacityCurve, colour: str, *, built: bool) -> None:
    years = found.years
    if built:
        _fan(axes, years, found.nameplate, colour)
        axes.plot(years, found.nameplate[_MEDIAN], color=colour, linewidth=2)
        axes.plot(years, found.announced, color=INK, linewidth=1.2, linestyle="dashed")
        axes.plot(years, found.booked[_MEDIAN], color=INK, linewidth=1.5, linestyle="dotted")
    else:
        _fan(axes, years, found.effective, colour)
        _fan(axes, years, found.output, GREY)
        axes.plot(years, found.effective[_MEDIAN], color=colour, linewidth=2)
        axes.plot(years, found.output[_MEDIAN], color=INK, linewidth=1.5, linestyle="dotted")
    axes.set_ylim(bottom=0)
    if len(years) > 1:
        axes.set_xlim(years[0], years[-1])


def _fan(axes: Axes, years: Floats, bands: Floats, colour: str) -> None:
    axes.fill_between(years, bands[0], bands[-1], color=colour, alpha=0.15, linewidth=0)
    axes.fill_between(years, bands[1], bands[-2], color=colour, alpha=0.25, linewidth=0)
