"""Words for key paths: what an uncertain input is called on the page."""

from typing import Final

from sim.report.material.palette import Palette
from sim.report.material.text import inert

_KINDS: Final = {
    "duties": "duty",
    "modes": "mode",
    "prices": "price",
    "disruptions": "disruption",
    "agreements": "agreement",
    "legs": "leg",
    "demand": "demand",
}
_NAMED: Final = ("plants", "programmes", "suppliers", "sites")
_TOLD: Final = {
    "booked_share": "booked share that lets it decide",
    "delay_months": "delay of its start",
    "dwell_days": "days at the gateway",
    "dangerous_goods_factor": "surcharge for dangerous goods",
    "lead_time_months": "months from decision to start",
    "minimum_order_gwh": "least volume that it sells",
    "oee": "utilisation (OEE)",
    "position": "whole curve, from low to high",
    "ppap_months": "approval of the plant (PPAP)",
    "realised_ratio": "size, realised over announced",
    "safety_days": "safety stock in days",
    "span_months": "length",
    "switching_cost_eur": "cost of a switch",
    "switching_cost_known_eur": "cost of a switch to a known cell",
    "t50_months": "months to half of nameplate",
    "truck_mwh": "MWh in a truck",
    "validation_known_months": "validation of a known cell",
    "validation_months": "validation of a new cell",
    "weekly_cv": "variation from week to week",
}
"""What the last parts of key paths are called."""
_WRITTEN: Final = {
    "co2e": "CO2e", "eur": "EUR", "gwh": "GWh", "kwh": "kWh", "mwh": "MWh", "oee": "OEE", "tkm": "t-km",
    "lfp": "LFP", "nmc": "NMC", "cv": "variation",
}  # fmt: skip
_SILENT: Final = frozenset({"sourcing", "start", "qualification"})
_LEAST: Final = 3
"""Parts of a path that begins with a table and an id."""


def words(path: str, palette: Palette) -> str:
    """A key path in words, entities by their names.

    `plants.north.phases.p3.realised_ratio` becomes `North works, phase p3: size, realised over announced`.
    """
    table, *rest = path.split(".")
    if len(rest) + 1 < _LEAST:
        return inert(path.replace("_", " ").replace(".", ": "))
    owner, *rest = rest
    name = palette.name(owner) if table in _NAMED else f"{_KINDS.get(table, table)} {_part(owner)}"
    if rest[0] == "phases" and len(rest) >= _LEAST:
        name, rest = f"{name}, phase {rest[1]}", rest[2:]
    kept = [part for part in rest if part not in _SILENT] or rest
    return inert(f"{name}: {', '.join(map(_part, kept))}")


def _part(part: str) -> str:
    """A part of a key in words."""
    return _TOLD.get(part) or " ".join(_WRITTEN.get(word, word) for word in part.split("_"))
