"""Volumes: energy that is too much or too little to be counted in whole watt-hours."""

from collections.abc import Iterator
from typing import Final

from sim.core.units import WH_PER_GWH, WH_PER_KWH, WH_PER_MWH
from sim.scenario.checks.budget import likely_least, likely_most
from sim.scenario.checks.plausibility import LARGEST
from sim.scenario.parts import Parts
from sim.scenario.reading.findings import Finding
from sim.scenario.reading.key_path import KeyPath
from sim.scenario.types.numbers import Number
from sim.scenario.types.plants import PlantSpec
from sim.scenario.types.programmes import ProgrammeSpec

MOST_GWH_PER_YEAR: Final = 1e6
"""A thousand times what all makers of cells sold in 2024; a hundred years of it are a hundredth of 2**63 Wh."""
LEAST_WH: Final = 1.0
MOST_LOAD_MWH: Final = 1e6
"""A thousand GWh, a quarter of a million lorries: a hundred years of such loads can be counted in whole Wh."""


def volume_findings(parts: Parts) -> Iterator[Finding]:
    """Programmes and plants beyond any volume, loads beyond any, and vehicles and loads of less than a watt-hour."""
    for id_, programme in parts.programmes.items():
        yield from _too_much(("programmes", id_, "demand"), _demand_gwh(programme))
        path = ("programmes", id_, "kwh_per_vehicle")
        yield from _too_little(path, programme.kwh_per_vehicle, WH_PER_KWH)
    for id_, plant in parts.plants.items():
        yield from _plant_findings(("plants", id_), plant)
    if parts.freight is not None:
        for table in ("truck_mwh", "container_mwh"):
            for chemistry, load in getattr(parts.freight, table).items():
                yield from _too_little(("freight", table, chemistry), load, WH_PER_MWH)
                if MOST_LOAD_MWH < likely_most(load) <= LARGEST:
                    message = f"is up to {likely_most(load):.1e} MWh, at most {MOST_LOAD_MWH:.0e} are run"
                    yield Finding(("freight", table, chemistry), message)


def _plant_findings(path: KeyPath, plant: PlantSpec) -> Iterator[Finding]:
    for name, phase in plant.phases.items():
        gwh = likely_most(phase.nameplate_gwh)
        # What is out of all bounds by itself is told so already.
        if gwh <= LARGEST:
            most = gwh * max(1.0, likely_most(phase.realised_ratio))
            yield from _too_much((*path, "phases", name, "nameplate_gwh"), most)
    if plant.background is not None:
        booked = max(point.gwh_per_year for point in plant.background.points)
        yield from _too_much((*path, "background"), booked * likely_most(plant.background.factor))


def _demand_gwh(programme: ProgrammeSpec) -> float:
    demand = programme.demand
    vehicles = max(point.high for point in demand.points) * likely_most(demand.scale)
    return vehicles * likely_most(programme.kwh_per_vehicle) * WH_PER_KWH / WH_PER_GWH


def _too_much(path: KeyPath, gwh: float) -> Iterator[Finding]:
    if gwh > MOST_GWH_PER_YEAR:
        message = f"is up to {gwh:.1e} GWh a year, at most {MOST_GWH_PER_YEAR:.0e} are run"
        yield Finding(path, message)


def _too_little(path: KeyPath, number: Number, wh_per_unit: int) -> Iterator[Finding]:
    if likely_least(number) * wh_per_unit < LEAST_WH:
        yield Finding(path, "is less than a watt-hour")
