"""Landed cost of the programme in question by part and arm."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.report.material.data_table import DataTable
from sim.report.material.labels import SHOWN_PARTS
from sim.report.material.material import Material
from sim.report.material.palette import HATCHES, INK
from sim.report.material.text import wrapped
from sim.report.pictures.picture import Sketch
from sim.rules.measures.catalogue import PRICE

_LEAST = 3
"""Rows that there is room for: one bar alone is no block."""
GREY_OFPRICE = "#bdbdbd"


def costs(material: Material) -> Sketch:
    """Stacked bars of mean landed cost by arm: all parts, and those beside the price of cells."""
    means = {arm: _means(material, arm) for arm in material.titles}
    totals = {arm: sum(parts.values()) for arm, parts in means.items()}
    told = ", ".join(f"{total:,.2f} with {arm}" for arm, total in totals.items())
    rows = [(arm, *parts.values(), totals[arm]) for arm, parts in means.items()]
    table = DataTable(
        "Landed cost by part, mean over replications [EUR/kWh]", ("Arm", *SHOWN_PARTS.values(), "sum"), rows
    )
    return Sketch(
        "costs",
        f"Mean landed cost in EUR/kWh: {told}",
        (
            "Horizontal stacked bars by arm: on the left all parts of landed cost, on the right "
            "those beside the price of cells."
        ),
        material.all_runs,
        table,
        lambda figure: _draw(figure, material, means),
    )


def _means(material: Material, arm: str) -> dict[str, float]:
    found = {name: material.study.estimate(arm, name).mean for name in SHOWN_PARTS}
    return {name: 0.0 if mean != mean else mean for name, mean in found.items()}  # noqa: PLR0124 - NaN: nothing delivered


def _draw(figure: Figure, material: Material, means: dict[str, dict[str, float]]) -> None:
    left, right = figure.subplots(1, 2, sharey=True)
    free = material.palette.free
    colours = {name: free[(at - 1) % len(free)] for at, name in enumerate(SHOWN_PARTS)} | {
        PRICE: GREY_OFPRICE
    }
    _bars(left, means, colours)
    _bars(right, means, {name: colour for name, colour in colours.items() if name != PRICE})
    left.set_title("all parts")
    right.set_title("beside the price of cells")
    left.set_yticks(range(len(means)), [wrapped(f"{arm}: {material.titles[arm]}", 24) for arm in means])
    left.set_ylim(max(len(means), _LEAST) - 0.5, -0.5)
    for axes in (left, right):
        axes.set_xlabel("EUR/kWh")
        axes.grid(visible=False, axis="y")
    handles, labels = left.get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=3)


def _bars(axes: Axes, means: dict[str, dict[str, float]], colours: dict[str, str]) -> None:
    start = [0.0] * len(means)
    for name, colour in colours.items():
        at = list(SHOWN_PARTS).index(name)
        widths = [parts[name] for parts in means.values()]
        axes.barh(
            range(len(means)),
            widths,
            left=start,
            height=0.6,
            color=colour,
            hatch=HATCHES[at],
            edgecolor="white",
            linewidth=0.5,
            label=SHOWN_PARTS[name],
        )
        start = [total + width for total, width in zip(start, widths, strict=True)]
    for row, total in enumerate(start):
        axes.text(total, row, f" {total:,.2f}", va="center", color=INK, fontsize=9)
    axes.set_xlim(0, 1.15 * max(start, default=1.0) or 1.0)
