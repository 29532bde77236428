"""Who to whom: plants on the left, programmes on the right, bands as wide as the year's energy."""

from typing import Final

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from sim.report.material.data_table import DataTable
from sim.report.material.palette import INK
from sim.report.material.shown import Shown
from sim.report.material.text import energy, wrapped
from sim.report.pictures.flow_map import received_by_lane
from sim.report.pictures.picture import Sketch
from sim.statistics.digits import percent

_GAP: Final = 0.03
_LEAST: Final = 0.004
"""Least width of a band, as a share of the whole, so that a small buyer is seen."""

LaneShares = dict[tuple[str, str], float]


def sankey(material: Shown, years: tuple[int, ...]) -> Sketch:
    """Deliveries by plant and programme in chosen years of the representative replication."""
    lanes = {
        year: {lane: gwh for lane, gwh in sorted(received_by_lane(material, year).items()) if gwh > 0}
        for year in years
    }
    name = material.palette.name
    rows = [
        (year, name(plant), name(programme), gwh)
        for year, found in lanes.items()
        for (plant, programme), gwh in found.items()
    ]
    table = DataTable(
        "Deliveries by plant and programme", ("Year", "Plant", "Programme", "Energy [GWh]"), rows
    )
    return Sketch(
        "sankey",
        _title(material, lanes),
        (
            "Flow diagrams, one a year: plants on the left, programmes on the right, bands as wide "
            "as the energy delivered, in the supplier's colour."
        ),
        (
            f"{material.one_run} Arm {material.arm}. Bands under {100 * _LEAST:g} % of the whole are "
            "drawn at that width."
        ),
        table,
        lambda figure: _draw(figure, material, lanes),
    )


def _title(material: Shown, lanes: dict[int, LaneShares]) -> str:
    """What the largest plant of the last year delivers, and to how many."""
    year = max(lanes)
    total = sum(lanes[year].values())
    if not total:
        return f"No cells are delivered in {year}"
    first = min(lanes)
    mine = sum(gwh for (_, to), gwh in lanes[year].items() if to == material.question)
    return (
        f"Deliveries go from {energy(sum(lanes[first].values()))} in {first} to {energy(total)} "
        f"in {year}; {material.focus} takes {percent(mine / total)} of these"
    )


def _draw(figure: Figure, material: Shown, lanes: dict[int, LaneShares]) -> None:
    panels = figure.subplots(1, len(lanes), squeeze=False)[0]
    for axes, (year, found) in zip(panels, lanes.items(), strict=True):
        axes.set_axis_off()
        axes.set_title(f"{year}: {energy(sum(found.values()))}", loc="center")
        _panel(axes, material, found)


def _panel(axes: Axes, material: Shown, lanes: LaneShares) -> None:
    whole = sum(lanes.values())
    if not whole:
        return
    width = {lane: max(_LEAST, gwh / whole) for lane, gwh in lanes.items()}
    left = _stack([plant for plant, _ in lanes], {lane: lane[0] for lane in lanes}, width)
    right = _stack([programme for _, programme in lanes], {lane: lane[1] for lane in lanes}, width)
    down_left, down_right = (
        {key: top for key, (top, _) in left.items()},
        {key: top for key, (top, _) in right.items()},
    )
    for (plant, programme), wide in width.items():
        start, end = down_left[plant], down_right[programme]
        _band(
            axes,
            start,
            end,
            wide,
            material.palette.plants[plant],
            material.palette.hatches[plant],
            strong=programme == material.question,
        )
        down_left[plant], down_right[programme] = start - wide, end - wide
    for stack, x, align in ((left, 0.0, "left"), (right, 1.0, "right")):
        for id_, (top, bottom) in stack.items():
            gwh = sum(amount for lane, amount in lanes.items() if id_ in lane)
            axes.add_patch(Rectangle((x - 0.012, bottom), 0.024, top - bottom, facecolor=INK))
            axes.text(
                x + (0.03 if align == "left" else -0.03),
                (top + bottom) / 2,
                f"{wrapped(material.palette.name(id_), 21, 2)}\n{energy(gwh)}",
                ha=align,
                va="center",
                fontsize=7,
                bbox={"facecolor": "white", "alpha": 0.7, "edgecolor": "none", "pad": 0.5},
            )
    axes.set_xlim(-0.02, 1.02)
    low = min(bottom for stack in (left, right) for _, bottom in stack.values())
    axes.set_ylim(min(low, 0.0) - 0.04, 1.02)


def _stack(
    ids: list[str], key: dict[tuple[str, str], str], width: dict[tuple[str, str], float]
) -> dict[str, tuple[float, float]]:
    """Top and bottom of each node, from 1 downwards, with room for two lines of text at least."""
    found, top = {}, 1.0
    for id_ in sorted(set(ids)):
        high = sum(wide for lane, wide in width.items() if key[lane] == id_)
        room = max(0.0, 0.11 - high)
        found[id_] = (top - room / 2, top - room / 2 - high)
        top -= high + room + _GAP
    return found


def _band(
    axes: Axes, start: float, end: float, wide: float, colour: str, hatch: str, *, strong: bool
) -> None:
    points = [
        (0, start),
        (0.5, start),
        (0.5, end),
        (1, end),
        (1, end - wide),
        (0.5, end - wide),
        (0.5, start - wide),
        (0, start - wide),
        (0, start),
    ]
    codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
    axes.add_patch(
        PathPatch(
            Path(points, codes),
            facecolor=colour,
            edgecolor=INK if strong else "white",
            linewidth=0.8 if strong else 0.3,
            hatch=hatch,
            alpha=0.95 if strong else 0.55,
        )
    )
