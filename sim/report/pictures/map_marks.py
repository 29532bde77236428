"""Marks on the map: plants, vehicle plants, gateways in use, and labels that do not overprint."""

from dataclasses import dataclass
from typing import Final

from matplotlib.axes import Axes

from sim.report.material.geography import MapExtent, inside
from sim.report.material.palette import INK
from sim.report.material.shown import Shown
from sim.report.material.text import short

_LABEL: Final = 30


@dataclass(frozen=True, eq=False)
class Marks:
    """What is marked: all plants and vehicle plants, and other sites that cells pass."""

    material: Shown
    gateways: set[str]


def draw_sites(axes: Axes, marks: Marks, window: MapExtent, skip: MapExtent | None) -> None:
    """Marks of plants, vehicle plants and the gateways in use; labels where they do not overprint."""
    material, scenario = marks.material, marks.material.scenario
    plants: dict[str, list[str]] = {}
    for plant, spec in sorted(scenario.plants.items()):
        plants.setdefault(spec.site, []).append(plant)
    buyers = {spec.site: programme for programme, spec in sorted(scenario.programmes.items())}
    focus = scenario.programmes[material.question].site
    order = sorted(
        {*plants, *buyers, *marks.gateways},
        key=lambda id_: (id_ != focus, id_ not in plants, id_ not in buyers, id_),
    )
    half = 0.9 * window.height / 100
    places = [
        window.place(scenario.sites[id_].longitude, scenario.sites[id_].latitude)
        for id_ in (*plants, *buyers)
        if inside(window, scenario.sites[id_])
    ]
    boxes = [(x - half, y - half, x + half, y + half) for x, y in places]
    for id_ in order:
        site = scenario.sites[id_]
        if not inside(window, site):
            continue
        x, y = window.place(site.longitude, site.latitude)
        if id_ in plants:
            # Plants of one site are rings around one another, so that each shows its colour.
            for at, plant in enumerate(plants[id_]):
                axes.plot(
                    x,
                    y,
                    marker="o",
                    markersize=10 * (len(plants[id_]) - at) / len(plants[id_]),
                    color=material.palette.plants[plant],
                    markeredgecolor=INK,
                    zorder=6,
                )
        elif id_ in buyers:
            axes.plot(
                x,
                y,
                marker="s",
                markersize=8 if id_ == focus else 5,
                color="white",
                markeredgecolor=INK,
                markeredgewidth=1.6 if id_ == focus else 0.9,
                zorder=6,
            )
        else:
            axes.plot(x, y, marker=".", markersize=3, color=INK, zorder=5)
        labelled = id_ in plants or id_ in buyers
        if labelled and (skip is None or not inside(skip, site)):
            _label(axes, window, (x, y), short(site.name, _LABEL), boxes, bold=id_ == focus)


def _label(
    axes: Axes,
    window: MapExtent,
    at: tuple[float, float],
    text: str,
    boxes: list[tuple[float, float, float, float]],
    *,
    bold: bool,
) -> None:
    """Write a label at the first place around a mark where it is inside the map and on no other label."""
    unit = window.height / 100
    wide, high = len(text) * 1.28 * unit, 2.9 * unit
    for dx, dy, align in (
        (1.8, 0, "left"),
        (-1.8, 0, "right"),
        (1.2, 3.2, "left"),
        (1.2, -3.2, "left"),
        (-1.2, 3.2, "right"),
        (-1.2, -3.2, "right"),
        (1.2, 6.2, "left"),
        (1.2, -6.2, "left"),
        (-1.2, 6.2, "right"),
        (-1.2, -6.2, "right"),
    ):
        x, y = at[0] + dx * unit, at[1] + dy * unit
        box = (
            x if align == "left" else x - wide,
            y - high / 2,
            x + wide if align == "left" else x,
            y + high / 2,
        )
        within = box[0] > 0 and box[2] < window.width and box[1] > 0 and box[3] < window.height
        if within and not any(
            box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in boxes
        ):
            boxes.append(box)
            axes.text(
                x,
                y,
                text,
                ha=align,
                va="center",
                fontsize=7.5,
                fontweight="bold" if bold else "normal",
                zorder=7,
                bbox={"facecolor": "white", "alpha": 0.65, "edgecolor": "none", "pad": 0.8},
            )
            return
