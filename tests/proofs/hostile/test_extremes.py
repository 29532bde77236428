"""Extremes that `check` accepts: whatever a scenario may say can be run, and its tables can be written."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from sim.scenario.load import load
from sim.study.run import run
from tests.scenario.files import small

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
    "lorries that stand": {"modes.road.km_per_day": 0.01},
}  # fmt: skip
"""What is out of the ordinary, by what it comes to."""


def bytes_written(folder: Path, changes: dict[str, Any]) -> int:
    """Bytes of all tables of a run of the small world with changes; raises whatever the run raises."""
    scenario = load(small(folder, {"run.end": dt.date(2026, 6, 30), "run.step_days": 14} | changes))
    tables = run(scenario).tables()
    return sum(len(block) for table in tables.values() for block in table.csv())


@pytest.mark.parametrize("name", EXTREMES)
def test_an_extreme_that_check_accepts_can_be_run(name: str, tmp_path: Path, proof: Proof) -> None:
    size = bytes_written(tmp_path, EXTREMES[name])
    proof(f"tables of a run with {name}, written without an error", f"{size:,} bytes", "some")
    assert size > 0
