"""Extremes that `check` accepts: whatever a scenario may say can be run, and its tables can be written."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sim.core.errors import FaultyInput
from sim.scenario.load import LoadedScenario, load
from sim.scenario.reading.key_path import KeyPath
from sim.study.run import run
from tests.proofs.hostile.test_every_figure import FIGURES, WITHOUT_ARMS, key_of, value_at
from tests.scenario.files import changed, small, written
from tests.verification import Proof

STORM = {"legs": ["strait"], "occurs": {"kind": "poisson", "per_year": 3650.0}, "duration_days": 0.001}
EXTREMES: dict[str, dict[str, Any]] = {
    "loads of a watt-hour": {"freight.truck_mwh.nmc": 1e-6},
    "loads of more than all demand": {"freight.truck_mwh.nmc": 1e6},
    "vehicles of a watt-hour": {"programmes.car.kwh_per_vehicle": 0.001},
    "vehicles of a gigawatt-hour": {"programmes.car.kwh_per_vehicle": 1e6, "programmes.car.demand.scale": 1e-6},
    "no vehicles": {"programmes.car.demand.scale": 0.0},
    "a thousand times the demand that plants can meet": {"programmes.car.demand.scale": 1e3},
    "a million GWh a year": {"plants.far-plant.phases.p1.nameplate_gwh": 1e6},
    "plants without capacity": {
        "plants.far-plant.phases.p1.nameplate_gwh": 0.0, "plants.near-plant.phases.p1.nameplate_gwh": 0.0,
    },
    "plants that make nothing": {"plants.far-plant.oee": 0.0, "plants.near-plant.oee": 0.0},
    "plants that scrap all": {"plants.far-plant.quality": {"scrap_start": 1.0, "scrap_mature": 1.0}},
    "cells that cost nothing": {"prices.europe-nmc.points.0.eur_per_kwh": 1e-12, "economics": {"cost_of_capital": 0.0}},
    "roads without end": {"legs.uk-road.km": 1e5},
    "roads of a millimetre": {"legs.uk-road.km": 1e-6},
    "lorries like light": {"modes.road.km_per_day": 1e12},
    "a crossing that takes none of these goods": {"legs.strait.dangerous_goods": 0.0},
    "transit times that scatter wildly": {"modes.road.transit_cv": 100.0, "modes.ferry.transit_cv": 100.0},
    "a crossing shut ten times a day": {"disruptions.storm": STORM},
    "a fire for a century": {
        "disruptions.fire": {"plants": ["far-plant"], "occurs": {"kind": "poisson", "per_year": 1.0}, "duration_days": 36525.0},
    },
    "a plant that is ever later": {"plants.near-plant.phases.p1.start.delay_months": 1200.0},
    "a run of two days": {"run.end": dt.date(2021, 7, 2), "run.step_days": 28},
    "a switch that costs a billion": {"programmes.car.sourcing.switching_cost_eur": 1e9},
    "a minimum take of all": {"agreements.car-far.minimum_take": 1.0, "agreements.car-far.contracted_gwh_per_year": 1e6},
    "a yearly order that nobody has": {"plants.far-plant.minimum_order_gwh": 1e12, "plants.near-plant.minimum_order_gwh": 1e12},
    "stock for a century": {"programmes.car.safety_days": 36525.0},
    "a crossing of a century": {"legs.strait.transit_days": 36525.0},
    "customs of a century": {
        "freight.customs_days": 36525.0,
        "agreements.car-far.start": dt.date(2020, 1, 1),
    },
    "lorries that hardly move": {"modes.road.km_per_day": 0.01},
}  # fmt: skip
"""What is out of the ordinary, by what it comes to."""


SHORT = {"run.end": dt.date(2026, 6, 30), "run.step_days": 14}
VALUES = (0.0, 1e-12, 1e-6, 1e-3, 0.5, 1.0, 100.0, 1e3, 1e6, 1e9, 1e12)


def bytes_written(scenario: LoadedScenario) -> int:
    """Bytes of all tables of a run; raises whatever the run raises."""
    tables = run(scenario).tables()
    return sum(len(block) for table in tables.values() for block in table.csv())


@pytest.mark.parametrize("name", EXTREMES)
def test_an_extreme_that_check_accepts_can_be_run(name: str, tmp_path: Path) -> None:
    assert bytes_written(load(small(tmp_path, SHORT | EXTREMES[name]))) > 0


def accepted(folder: Path, path: KeyPath) -> Iterator[tuple[float, LoadedScenario]]:
    """The values of the list that `check` accepts for a figure of the full example, and the scenarios with them."""
    kind = type(value_at(path))
    for value in dict.fromkeys(map(kind, VALUES)):
        try:
            yield value, load(written(folder, changed(WITHOUT_ARMS, {key_of(path): value})))
        except FaultyInput:
            continue


@pytest.mark.verify
def test_any_extreme_of_any_figure_that_check_accepts_can_be_run(tmp_path: Path, proof: Proof) -> None:
    broken, ran = [], 0
    for path in FIGURES:
        for value, scenario in accepted(tmp_path, path):
            ran += 1
            try:
                bytes_written(scenario)
            except Exception as error:  # noqa: BLE001 - whatever it is, it is counted and shown
                broken.append(f"{key_of(path)} = {value}: {error!r}")
    what = f"of {ran:,} accepted scenarios, each with one figure of the full example at an extreme, those that cannot be run"
    proof(what, len(broken), "0")
    assert broken == []
