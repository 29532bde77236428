"""The month-by-month player of the map: one SVG, and the numbers that its script moves it by."""

import json
import math
from collections.abc import Sequence
from html import escape
from typing import Any, Final

from sim.report.material.flows import MapHop, hops_by_month
from sim.report.material.geography import MapExtent, drawn_lines, outlines
from sim.report.material.palette import INK
from sim.report.material.shown import Shown
from sim.report.material.text import inert, short
from sim.report.pictures.flow_map import windows
from sim.rules.tables.table import Table

_WIDTH: Final = 900.0
_DASHES: Final = {
    "road": "",
    "ferry": "8 5",
    "ro-ro": "8 5",
    "tunnel": "2 3",
    "rail": "10 3 2 3",
    "deep-sea": "12 4 3 4",
}
_MOST_ARMS: Final = 4
_YEAR: Final = 12
"""Months over which the player adds up."""


def scene(material: Shown) -> str:
    """The player's SVG: land, a line a hop, a circle a plant; the script gives them their size."""
    window = windows(material)[0]
    height = _WIDTH * window.height / window.width
    parts = [
        (
            f'<svg id="player-map" viewBox="0 0 {_WIDTH:g} {height:.0f}" role="img" aria-label="Map '
            'of flows by month" font-family="sans-serif">'
        ),
        f'<rect width="{_WIDTH:g}" height="{height:.0f}" fill="#eef3f7"/>',
    ]
    parts += [
        f'<path d="{_path(outline, window)}" fill="#fbfaf6" stroke="#b9b9b0" stroke-width="0.7"/>'
        for outline in outlines(material.coast, window, window.height / 200)
    ]
    parts += [_line(material, window, hop) for hop in _hops(material)]
    parts += [_circle(material, window, plant) for plant in sorted(material.entities.plants)]
    parts += _labels(material, window)
    return "".join([*parts, "</svg>"])


def _xy(window: MapExtent, longitude: float, latitude: float) -> tuple[float, float]:
    scale = _WIDTH / window.width
    x, y = window.place(longitude, latitude)
    return x * scale, (window.height - y) * scale


def _path(outline: Sequence[tuple[float, float]], window: MapExtent) -> str:
    return _piece(window, outline) + "Z"


def _hops(material: Shown) -> list[MapHop]:
    """Every hop of every arm, in order."""
    return sorted({hop for arm in _arms(material) for hop in hops_by_month(material.tables[arm]["flows"])})


def _arms(material: Shown) -> list[str]:
    """The arms that the player shows: the reference and the shown one among the first few."""
    wanted = [material.reference, material.arm, *material.titles]
    return list(dict.fromkeys(wanted))[:_MOST_ARMS]


def _line(material: Shown, window: MapExtent, hop: MapHop) -> str:
    sites = material.entities.sites
    lines = drawn_lines(window, sites[hop.from_site], sites[hop.to_site])
    colour = material.palette.plants[hop.plant]
    dash = f' stroke-dasharray="{_DASHES[hop.mode]}"' if _DASHES[hop.mode] else ""
    mine = 1 if hop.programme == material.question else 0.5
    title = escape(
        f"{material.palette.name(hop.plant)} to {material.palette.name(hop.programme)}, by {hop.mode}"
    )
    pieces = " ".join(_piece(window, line) for line in lines)
    return (
        f'<path class="hop" d="{pieces}" fill="none" stroke="{colour}" stroke-width="0" '
        f'stroke-opacity="{mine}"{dash}><title>{title}</title></path>'
    )


def _piece(window: MapExtent, line: Sequence[tuple[float, float]]) -> str:
    """A line of a path, both ends in the picture's units."""
    scale = _WIDTH / window.width
    return "M" + "L".join(f"{x * scale:.1f} {(window.height - y) * scale:.1f}" for x, y in line)


def _circle(material: Shown, window: MapExtent, plant: str) -> str:
    site = material.entities.sites[material.entities.plants[plant].site]
    x, y = _xy(window, site.longitude, site.latitude)
    title = escape(f"{material.palette.name(plant)}: nameplate capacity")
    return (
        f'<circle class="plant" cx="{x:.1f}" cy="{y:.1f}" r="0" '
        f'fill="{material.palette.plants[plant]}" fill-opacity="0.35" '
        f'stroke="{material.palette.plants[plant]}" '
        f'stroke-width="1.5"><title>{title}</title></circle>'
    )


def _labels(material: Shown, window: MapExtent) -> list[str]:
    scenario = material.entities
    ends = sorted(
        {each.site for each in scenario.programmes.values()}
        | {each.site for each in scenario.plants.values()}
    )
    focus = scenario.programmes[material.question].site
    marks = [_xy(window, scenario.sites[id_].longitude, scenario.sites[id_].latitude) for id_ in ends]
    placed = [(x - 3, y - 3, x + 3, y + 3) for x, y in marks]
    parts: list[str] = []
    for id_ in sorted(ends, key=lambda id_: (id_ != focus, id_)):
        site = scenario.sites[id_]
        x, y = _xy(window, site.longitude, site.latitude)
        parts.append(
            f'<rect x="{x - 3:.1f}" y="{y - 3:.1f}" width="6" height="6" fill="#fff" stroke="{INK}"/>'
        )
        text = short(site.name, 30)
        wide = 6.6 * len(text)
        for dx, dy in (
            (8, 4),
            (-8 - wide, 4),
            (8, 20),
            (8, -12),
            (-8 - wide, 20),
            (-8 - wide, -12),
            (8, 36),
            (-8 - wide, 36),
        ):
            box = (x + dx, y + dy - 12, x + dx + wide, y + dy + 3)
            if (
                box[0] > 0
                and box[2] < _WIDTH
                and _gap(box, (x, y)) <= min(_gap(box, mark) for mark in marks)
                and not any(
                    box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in placed
                )
            ):
                placed.append(box)
                weight = ' font-weight="bold"' if id_ == focus else ""
                parts.append(
                    f'<text x="{x + dx:.1f}" y="{y + dy:.1f}" font-size="12" fill="{INK}" stroke="#fff" '
                    f'stroke-width="3" paint-order="stroke"{weight}>{escape(text)}</text>'
                )
                break
    return parts


def _gap(box: tuple[float, float, float, float], mark: tuple[float, float]) -> float:
    """Distance of a mark from a label's box: a label next to another's mark would be read as that one's."""
    return math.hypot(
        max(box[0] - mark[0], 0.0, mark[0] - box[2]), max(box[1] - mark[1], 0.0, mark[1] - box[3])
    )


def data(material: Shown) -> str:
    """The player's numbers as JSON that cannot end a script element.

    `widest` is the energy of the widest line in GWh a year; `hops[arm][hop]` holds [month, GWh] where something left in a month,
    `plants[arm][plant]` [month, GWh a year] where the nameplate
    changes; `share[arm]` who supplies the programme in question from a month on, in words.
    """
    hops, months = _hops(material), _months(material.tables[material.arm]["plants"])
    at = {month: place for place, month in enumerate(months)}
    document: dict[str, Any] = {
        "months": months,
        "arms": {arm: inert(material.in_words(arm)) for arm in _arms(material)},
        "shown": material.arm,
        "focus": inert(material.focus),
        "widest": _widest(material),
        "hops": {},
        "plants": {},
        "share": {},
    }
    for arm in _arms(material):
        found = hops_by_month(material.tables[arm]["flows"])
        document["hops"][arm] = [
            [[at[month], round(gwh, 5)] for month, gwh in found.get(hop, {}).items()] for hop in hops
        ]
        document["plants"][arm] = _nameplates(material, arm, at)
        document["share"][arm] = _shares(material, arm, months)
    text = json.dumps(document, separators=(",", ":"), ensure_ascii=True)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _widest(material: Shown) -> float:
    """The most energy that leaves over a hop in any twelve months of any arm shown."""
    most = 0.0
    for arm in _arms(material):
        for by_month in hops_by_month(material.tables[arm]["flows"]).values():
            amounts = {12 * int(month[:4]) + int(month[5:]): gwh for month, gwh in by_month.items()}
            years = (sum(amounts.get(at - back, 0.0) for back in range(_YEAR)) for at in amounts)
            most = max(most, *years)
    return round(most, 5) or 1.0


def _months(plants: Table) -> list[str]:
    return sorted(set(plants.columns["month"].tolist()))


def _nameplates(material: Shown, arm: str, at: dict[str, int]) -> list[list[list[float]]]:
    """Changes of nameplate by plant, in order of id; none of a plant that the arm has not."""
    plants = material.tables[arm]["plants"]
    found: dict[str, list[list[float]]] = {plant: [] for plant in material.entities.plants}
    columns = (plants.columns[name].tolist() for name in ("month", "plant", "nameplate_gwh_per_year"))
    for month, plant, gwh in zip(*columns, strict=True):
        changes = found[plant]
        if not changes or changes[-1][1] != round(gwh, 3):
            changes.append([at[month], round(gwh, 3)])
    return [found[plant] for plant in sorted(found)]


def _shares(material: Shown, arm: str, months: list[str]) -> list[list[object]]:
    """Where the agreed shares of the programme in question change: [month, "plant 40 %, plant 60 %"]."""
    supply = material.tables[arm]["supply"]
    held: dict[str, dict[str, float]] = {month: {} for month in months}
    columns = (supply.columns[name].tolist() for name in ("month", "programme", "plant", "agreed_share"))
    for month, programme, plant, share in zip(*columns, strict=True):
        if programme == material.question and share > 0:
            held[month][plant] = share
    changes: list[list[object]] = []
    for place, month in enumerate(months):
        told = (
            ", ".join(
                f"{material.palette.name(plant)} {100 * share:.0f} %"
                for plant, share in sorted(held[month].items())
            )
            or "nobody"
        )
        if not changes or changes[-1][1] != told:
            changes.append([place, told])
    return changes
