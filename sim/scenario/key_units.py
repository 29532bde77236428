"""Units of keys: which unit a key's name promises, and which units of the seeds fit it."""

from collections.abc import Mapping
from functools import cache
from typing import Final

from sim.scenario.reading.key_path import KeyPath
from sim.scenario.spec_keys import all_keys

DIMENSIONLESS: Final = frozenset({"share", "factor", "ratio", "probability", "cv", "1", "-"})
"""Units of numbers without one, as the seeds write them."""

_PARTS: Final = frozenset({"low", "mode", "high", "mean", "sd", "median", "p95", "values"})
"""Keys of distributions that stand for the number as a whole."""

_SUFFIXES: Final[Mapping[str, tuple[str, ...]]] = {
    "gwh_per_year": ("GWh/year",),
    "eur_per_t_co2e": ("EUR/t CO2e", "EUR/t"),
    "kg_co2e_per_tkm": ("kg CO2e/t-km", "kg/tkm"),
    "eur_per_kwh": ("EUR/kWh",),
    "eur_per_load": ("EUR/load",),
    "eur_per_km": ("EUR/km",),
    "km_per_day": ("km/day",),
    "kwh_per_vehicle": ("kWh/vehicle", "kWh"),
    "per_year": ("1/year",),
    "gwh": ("GWh",),
    "mwh": ("MWh",),
    "months": ("months",),
    "days": ("days",),
    "weeks": ("weeks",),
    "years": ("years",),
    "tonnes": ("t",),
    "km": ("km",),
    "eur": ("EUR",),
    "latitude": ("degrees",),
    "longitude": ("degrees",),
    "demand.points": ("vehicles/year",),
    "prices.points": ("EUR/kWh",),
    "background.points": ("GWh/year",),
}


def unit_of(path: KeyPath) -> str:
    """The unit that a key promises, empty for none; parts of a distribution have that of the whole."""
    return next(iter(_promised(path) or ("",)))


def fits(unit: str, path: KeyPath) -> bool:
    """Whether a figure in this unit may stand at the key."""
    promised = _promised(path)
    return unit in (DIMENSIONLESS if promised is None else promised)


def suffix_of(name: str) -> str:
    """The ending of a name that states its unit, empty where it states none."""
    return next((suffix for suffix in _SUFFIXES if _ends(name, suffix)), "")


def _promised(path: KeyPath) -> tuple[str, ...] | None:
    for at in range(len(path) - 1, -1, -1):
        name = str(path[at])
        suffix = suffix_of(name)
        if suffix:
            return _SUFFIXES[suffix]
        if name == "points":
            return _SUFFIXES.get(f"{path[0] if path[0] == 'prices' else path[at - 1]}.points")
        if name in _figures():
            return None
    return None


@cache
def _figures() -> frozenset[str]:
    """Keys that name a figure of their own, rather than a part of one or the id of an entity."""
    return frozenset(path[-1] for path in all_keys()) - _PARTS


def _ends(name: str, suffix: str) -> bool:
    return name == suffix or name.endswith(f"_{suffix}")
