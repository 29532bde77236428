"""Capacity of each plant over time: announced, built, able to make and made."""

from typing import Final

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from sim.report.data_table import DataTable, Share, Value
from sim.report.growth import BANDS, Growth, largest
from sim.report.palette import GREY, INK
from sim.report.picture import Sketch
from sim.report.shown import Shown
from sim.report.text import brief, month, short

_MOST: Final = 6
_MEDIAN: Final = BANDS.index(0.5)


def capacity(material: Shown) -> Sketch:
    """Fan charts of nameplate, effective capacity and output of the largest plants."""
    plants = largest(material.growth, _MOST)
    return Sketch(
        "capacity",
        _title(material),
        *_told(material),
        _table(material),
        lambda figure: _draw(figure, material, plants),
    )


def _told(material: Shown) -> tuple[str, str]:
    """Alternative text and source."""
    if material.sample == 1:
        return (
            "One panel a plant: nameplate capacity, effective capacity and output in GWh a year, the "
            "announced plan as a dashed line."
        ), material.one_run
    return (
        "One panel a plant: bands of nameplate capacity, medians of effective capacity and output in GWh a "
        f"year over {material.sample} replications, the announced plan as a dashed line."
    ), (
        f"Source: the first {material.sample} replications, arm {material.arm}, simulated again "
        "for this picture."
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


def _table(material: Shown) -> DataTable:
    rows: list[tuple[Value, ...]] = []
    for plant, found in material.growth.items():
        for at in range(3, len(found.years), 4):
            medians = (found.nameplate, found.effective, found.output, found.booked)
            rows.append(
                (
                    material.palette.name(plant), month(float(found.years[at])), float(found.announced[at]),
                    *(float(series[_MEDIAN, at]) for series in medians),
                    float(found.nameplate[0, at]), float(found.nameplate[-1, at]),
                )
            )  # fmt: skip
    columns = (
        "Plant", "By", "Announced [GWh/year]", "Nameplate, median", "Effective, median",
        "Output, median", "Booked, median",        "Nameplate, 5th percentile", "95th percentile",
    )  # fmt: skip
    return DataTable(
        "Capacity by plant [GWh/year]",
        columns,
        rows,
        "Booked: shares of agreements times forecasts, and customers outside the scenario.",
    )


def booked_out(material: Shown) -> DataTable:
    """Booked, free and sold-out dates of each plant."""
    rows: list[tuple[Value, ...]] = []
    for plant, found in material.growth.items():
        dates = sorted(found.sold_out)
        share = sum(date < float("inf") for date in dates) / len(dates)
        planned = material.scenario.plants[plant].planned_oee
        free = float(found.nameplate[_MEDIAN, -1]) * planned - float(found.booked[_MEDIAN, -1])
        rows.append(
            (
                material.palette.name(plant), float(found.nameplate[_MEDIAN, -1]),
                float(found.booked[_MEDIAN, -1]), max(0.0, free),
                Share(share), month(dates[(len(dates) - 1) // 2]),
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
        f"Over the {material.sample} replications of the picture. Free: median nameplate times "
        "the utilisation that buyers count on, less median bookings. More may be booked than a plant "
        "makes: an agreement is for a share of what its programme forecasts, whatever that grows to. "
        "–: not in half of the runs."
    )
    return DataTable("Booked and free capacity", columns, rows, note)


def _draw(figure: Figure, material: Shown, plants: list[str]) -> None:
    columns = 2 if len(plants) <= 4 else 3  # noqa: PLR2004 - six panels fit in two rows of three
    rows = -(-len(plants) // columns)
    for at, plant in enumerate(plants):
        axes = figure.add_subplot(rows, columns, at + 1)
        _panel(axes, material.growth[plant], material.palette.plants[plant])
        axes.set_title(short(material.palette.name(plant), 44))
        if at % columns == 0:
            axes.set_ylabel("GWh a year")
    figure.legend(handles=_legend(single=material.sample == 1), loc="outside lower center", ncols=3)


def _legend(*, single: bool) -> list[Artist]:
    """What the marks mean, in grey: the panels have the colours of their suppliers."""
    bands: list[Artist] = [
        Patch(color=GREY, alpha=0.15, linewidth=0, label="nameplate, 5th–95th percentile"),
        Patch(color=GREY, alpha=0.4, linewidth=0, label="nameplate, 25th–75th percentile"),
    ]
    of = "" if single else ", median"
    return [
        *([] if single else bands),
        Line2D([], [], color=GREY, linewidth=2, label=f"nameplate{of}"),
        Line2D([], [], color=INK, linewidth=1.3, label=f"effective capacity{of}"),
        Line2D([], [], color=GREY, linewidth=1.5, linestyle="dotted", label=f"output{of}"),
        Line2D([], [], color=INK, linewidth=1.2, linestyle="dashed", label="announced plan"),
    ]


def _panel(axes: Axes, found: Growth, colour: str) -> None:
    years = found.years
    axes.fill_between(
        years, found.nameplate[0], found.nameplate[-1], step="pre", color=colour, alpha=0.15, linewidth=0
    )
    axes.fill_between(
        years, found.nameplate[1], found.nameplate[-2], step="pre", color=colour, alpha=0.25, linewidth=0
    )
    axes.step(years, found.nameplate[_MEDIAN], where="pre", color=colour, linewidth=2)
    axes.plot(years, found.effective[_MEDIAN], color=INK, linewidth=1.3)
    axes.plot(years, found.output[_MEDIAN], color=GREY, linewidth=1.5, linestyle="dotted")
    axes.step(years, found.announced, where="pre", color=INK, linewidth=1.2, linestyle="dashed")
    axes.set_ylim(bottom=0)
    if len(years) > 1:
        axes.set_xlim(years[0], years[-1])
