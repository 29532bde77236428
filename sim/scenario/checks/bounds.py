"""Bounds: values that no world has, whatever their key: they would break the arithmetic of dates and sums."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Final

from sim.scenario.key_units import unit_of
from sim.scenario.reading.findings import Finding
from sim.scenario.reading.key_path import KeyPath
from sim.scenario.reading.node import Node, walk

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2200
LARGEST: Final = 1e12
SMALLEST: Final = 1e-12
LARGEST_SEED: Final = 2**63 - 1

LONGEST_DAYS: Final = 36_525
_LONGEST: Final[Mapping[str, float]] = {"days": LONGEST_DAYS, "weeks": 5_218, "months": 1_200, "years": 100}
"""A hundred years in each unit of time."""
FARTHEST_KM: Final = 100_000.0
"""Two and a half times around the globe."""


def out_of_bounds(file: Node) -> Iterator[Finding]:
    """Dates, durations and magnitudes beyond what a scenario can mean."""
    for path, node in walk(file):
        match node.value:
            case bool():
                pass
            case dt.date() as date if not FIRST_YEAR <= date.year <= LAST_YEAR:
                yield Finding(path, f"needs a year from {FIRST_YEAR} to {LAST_YEAR}")
            case int() | float() as number:
                yield from _number(path, number)
            case _:
                pass


def _number(path: KeyPath, number: float) -> Iterator[Finding]:
    size = abs(number)
    world_path = path[3:] if path[:1] == ("arms",) else path
    unit = unit_of(world_path) if world_path and size > _LONGEST["years"] else ""
    longest = _LONGEST.get(unit)
    if path == ("study", "root_seed"):
        if LARGEST_SEED < number < float("inf"):
            yield Finding(path, f"needs a whole number of at most {LARGEST_SEED}")
    elif LARGEST < size < float("inf"):
        yield Finding(path, f"is larger than any quantity here may be: {LARGEST:.0e}")
    elif 0 < size < SMALLEST:
        yield Finding(path, f"is nearer to 0 than any quantity here may be: {SMALLEST:.0e}")
    elif longest is not None and longest < size < float("inf"):
        yield Finding(path, "is longer than a hundred years")
    elif unit == "km" and FARTHEST_KM < size < float("inf"):
        yield Finding(path, f"is farther than any two places are: at most {FARTHEST_KM:g} km")
