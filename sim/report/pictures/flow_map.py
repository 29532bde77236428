"""Where: a map of the year's flows, legs by mode, widths by energy, with an inset of the buyer's country."""

import math
from dataclasses import dataclass
from typing import Any, Final

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from sim.report.material.data_table import DataTable
from sim.report.material.flows import HopAmount, MapHop, hops_of_year
from sim.report.material.geography import MapExtent, drawn_lines, outlines, sites_between, window_of
from sim.report.material.palette import GREY, INK
from sim.report.material.shown import Shown
from sim.report.material.text import energy, short
from sim.report.pictures.map_marks import Marks, draw_sites
from sim.report.pictures.picture import Sketch
from sim.rules.measures.catalogue import FIRST_SWITCH
from sim.statistics.digits import percent

MODES: Final[dict[str, Any]] = {
    "road": "solid",
    "ferry": "dashed",
    "ro-ro": "dashed",
    "tunnel": "dotted",
    "rail": "dashdot",
    "deep-sea": (0, (6, 2, 1, 2)),
}
_SEA: Final = "#eef3f7"
_LAND: Final = "#fbfaf6"
_COAST: Final = "#b9b9b0"
_RATIO: Final = 1.46
_INSET: Final = 1.0
"""Width over height of the two maps."""
_WIDEST: Final = 12.0
_LEAST: Final = 0.9
_LEAST_OWN: Final = 2.2
"""Widths in points; the programme in question is never lost."""
_LABEL: Final = 30
_TOLD: Final = 0.005
"""Least share of a source that is told of."""

Hops = dict[MapHop, HopAmount]


@dataclass(frozen=True, eq=False)
class Scene:
    """What a map shows."""

    material: Shown
    hops: Hops
    window: MapExtent
    inset: MapExtent
    widest: float
    """GWh a year of the widest line, the same on all maps of a report."""

    def line_width(self, gwh: float, *, least: float) -> float:
        """Width of a line in points: in proportion to its energy, but that even the least is seen."""
        return max(least, _WIDEST * gwh / self.widest)


def years_of_interest(material: Shown) -> tuple[int, ...]:
    """The first full year, the one after the first switch, and the last full one."""
    calendar = material.calendar
    first, last = calendar.start.year + (calendar.start.timetuple().tm_yday > 1), calendar.end.year
    if calendar.end.month < 12 and last > first:  # noqa: PLR2004 - December
        last -= 1
    found = {first, last}
    switch = material.runs[material.arm].measure(FIRST_SWITCH, material.question)
    if math.isfinite(switch):
        found.add(min(last, max(first, math.floor(switch) + 1)))
    return tuple(sorted(year for year in found if year <= last)) or (last,)


def first_middle_last(material: Shown) -> tuple[int, ...]:
    """The first and the last full year, and the one in the middle."""
    years = years_of_interest(material)
    return tuple(sorted({years[0], (years[0] + years[-1]) // 2, years[-1]}))


def flow_map(material: Shown, year: int) -> Sketch:
    """The map of one calendar year of the representative replication."""
    hops = hops_of_year(material.tables[material.arm]["flows"], year)
    scene = Scene(material, hops, *windows(material), _widest(material))
    return Sketch(
        f"map-{year}",
        _title(material, year),
        (
            f"Map of {year}: cell plants as filled circles, vehicle plants as squares, flows of cells "
            "as lines as wide as their energy, on all maps alike, in the colour of the supplier; an inset enlarges "
            f"the buyer's country. Lines under {energy(_LEAST / _WIDEST * scene.widest)} a year (of {material.focus}: "
            f"under {energy(_LEAST_OWN / _WIDEST * scene.widest)}) are drawn at that width."
        ),
        (
            f"{material.one_run} Arm {material.arm}. Coast: Natural Earth. Lines join sites; they are "
            "not the roads."
        ),
        _table(material, hops, year),
        lambda figure: _draw(figure, scene),
    )


def _widest(material: Shown) -> float:
    """The most energy that passes a hop in one of the years shown."""
    flows = material.tables[material.arm]["flows"]
    found = (
        amount.gwh for year in years_of_interest(material) for amount in hops_of_year(flows, year).values()
    )
    return max(found, default=0.0) or 1.0


def windows(material: Shown) -> tuple[MapExtent, MapExtent]:
    """The whole, and the country of the programme in question."""
    entities = material.entities
    used = {
        site
        for arm in material.tables.values()
        for name in ("from_site", "to_site")
        for site in arm["flows"].columns[name]
    }
    ends = [each.site for each in entities.plants.values()] + [
        each.site for each in entities.programmes.values()
    ]
    whole = sites_between(entities.sites, [*used, *ends])
    home = entities.sites[entities.programmes[material.question].site].country
    near = [site for site in whole.values() if site.country == home]
    return window_of(whole.values()).shaped(_RATIO), window_of(near).shaped(_INSET)


def _title(material: Shown, year: int) -> str:
    """How far and from where the cells of the programme in question came that year."""
    focus = material.question
    sources = _received(material, focus, year)
    if not sources:
        return f"{year}: {material.focus} received no cells"
    total = sum(sources.values())
    shares = {plant: gwh / total for plant, gwh in sources.items() if gwh > _TOLD * total}
    told = ", ".join(
        f"{percent(share)} from {material.palette.name(plant)}" for plant, share in shares.items()
    )
    all_gwh = sum(_received_all(material, year).values())
    return (
        f"{year}: {material.focus} got {energy(total)} of cells, {told}; "
        f"all programmes together {energy(all_gwh)}"
    )


def _received(material: Shown, programme: str, year: int) -> dict[str, float]:
    return {
        plant: gwh
        for (plant, of), gwh in _received_all(material, year).items()
        if of == programme and gwh > 0
    }


def _received_all(material: Shown, year: int, arm: str = "") -> dict[tuple[str, str], float]:
    """GWh received in a year by (plant, programme)."""
    table = material.tables[arm or material.arm]["supply"]
    found: dict[tuple[str, str], float] = {}
    columns = (table.columns[name].tolist() for name in ("month", "plant", "programme", "received_gwh"))
    for month, plant, programme, gwh in zip(*columns, strict=True):
        if month.startswith(f"{year:04d}-"):
            found[plant, programme] = found.get((plant, programme), 0.0) + gwh
    return found


received_by_lane = _received_all


def _table(material: Shown, hops: Hops, year: int) -> DataTable:
    name = material.palette.name
    rows = [
        (
            name(hop.plant),
            name(hop.programme),
            name(hop.from_site),
            name(hop.to_site),
            hop.mode,
            amount.gwh,
            amount.loads,
            amount.t_co2e,
        )
        for hop, amount in hops.items()
    ]
    columns = ("Plant", "Programme", "From", "To", "Mode", "Energy [GWh]", "Loads", "Emissions [t CO2e]")
    return DataTable(f"Flows by leg in {year}", columns, rows)


def _draw(figure: Figure, scene: Scene) -> None:
    left, right = figure.subplots(1, 2, width_ratios=(_RATIO, _INSET))
    _panel(left, scene, scene.window, skip=scene.inset)
    _panel(right, scene, scene.inset, skip=None)
    west, south = scene.window.place(scene.inset.west, scene.inset.south)
    east, north = scene.window.place(scene.inset.east, scene.inset.north)
    left.add_patch(
        Rectangle((west, south), east - west, north - south, fill=False, edgecolor=GREY, linewidth=0.8)
    )
    right.set_title("framed part, enlarged", fontsize=9)
    figure.legend(handles=_legend(scene), loc="outside lower center", ncols=5, fontsize=8)


def _legend(scene: Scene) -> list[Line2D]:
    palette, scenario = scene.material.palette, scene.material.scenario
    suppliers = sorted({scenario.plants[hop.plant].supplier for hop in scene.hops})
    modes = sorted({hop.mode for hop in scene.hops})
    scale = Line2D(
        [], [], color=GREY, linewidth=_WIDEST, solid_capstyle="butt", label=f"{energy(scene.widest)} a year"
    )
    return [
        *(
            Line2D([], [], color=palette.suppliers[each], linewidth=4, label=short(palette.name(each), 28))
            for each in suppliers
        ),
        *(
            Line2D([], [], color=INK, linewidth=1.4, linestyle=MODES[mode], label=f"by {mode}")
            for mode in modes
        ),
        scale,
        Line2D([], [], color=INK, marker="o", linestyle="none", label="cell plant"),
        Line2D(
            [], [], color=INK, marker="s", markerfacecolor="white", linestyle="none", label="vehicle plant"
        ),
    ]


def _panel(axes: Axes, scene: Scene, window: MapExtent, skip: MapExtent | None) -> None:
    axes.set_facecolor(_SEA)
    for outline in outlines(scene.material.coast, window, window.height / 250):
        axes.fill(
            [x for x, _ in outline], [y for _, y in outline], facecolor=_LAND, edgecolor=_COAST, linewidth=0.5
        )
    for hop, amount in sorted(scene.hops.items(), key=lambda item: (-item[1].gwh, item[0])):
        _flow(axes, scene, window, hop, amount.gwh)
    used = {site for hop in scene.hops for site in (hop.from_site, hop.to_site)}
    draw_sites(axes, Marks(scene.material, used), window, skip)
    axes.set_xlim(0, window.width)
    axes.set_ylim(0, window.height)
    axes.set_aspect("equal")
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set_visible(True)


def _flow(axes: Axes, scene: Scene, window: MapExtent, hop: MapHop, gwh: float) -> None:
    sites = scene.material.scenario.sites
    start, end = sites[hop.from_site], sites[hop.to_site]
    mine = hop.programme == scene.material.question
    width = scene.line_width(gwh, least=_LEAST_OWN if mine else _LEAST)
    for line in drawn_lines(window, start, end):
        axes.plot(
            [x for x, _ in line], [y for _, y in line], color=scene.material.palette.plants[hop.plant],
            linestyle=MODES[hop.mode], linewidth=width, alpha=1.0 if mine else 0.45,
            solid_capstyle="round", zorder=3 if mine else 2,
        )  # fmt: skip
