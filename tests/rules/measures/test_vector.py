import numpy as np
import pytest

from sim.rules.measures import PLANT_MEASURES, PROGRAMME_MEASURES, SYSTEM_MEASURES, measure_keys, measures
from tests import builders
from tests.rules.run_records import costs_of, run_record, shipment, small_world
from tests.rules.tables.large_run import large_scenario

WORLD = builders.scenario()
UNIT_ENDINGS = {
    "GWh": "gwh",
    "GWh/year": "gwh_per_year",
    "GWh days": "gwh_days",
    "GWh km": "gwh_km",
    "km": "km",
    "days": "days",
    "share": ("share", "rate"),
    "EUR/kWh": "eur_per_kwh",
    "EUR million": "eur_million",
    "t CO2e": "t_co2e",
    "kg CO2e/kWh": "kg_co2e_per_kwh",
    "vehicles": "vehicles",
    "switches": "switches",
    "customers": "customers",
    "year": "year",
    "0/1": "by_end",
}


@pytest.mark.parametrize(
    "measure", [*PROGRAMME_MEASURES, *PLANT_MEASURES, *SYSTEM_MEASURES], ids=lambda m: m.name
)
def test_a_measures_name_ends_in_its_unit(measure):
    assert measure.name.endswith(UNIT_ENDINGS[measure.unit])
    assert measure.sentence.endswith(".")


def test_every_key_stands_once():
    keys = measure_keys(WORLD)
    assert len({(key.scope, key.owner, key.name) for key in keys}) == len(keys)


def test_keys_come_by_scope_and_owner():
    owners = list(dict.fromkeys((key.scope, key.owner) for key in measure_keys(large_scenario())))
    programmes = [("programme", f"car-{number}") for number in range(6)]
    plants = [("plant", f"plant-{number}") for number in range(4)]
    assert owners == [*programmes, *plants, ("system", "")]


def test_a_programme_has_a_share_from_every_plant():
    names = [key.name for key in measure_keys(WORLD) if key.owner == "car"]
    shares = [
        f"{name}_{plant}"
        for name in ("share_from", "final_share_from")
        for plant in ("far-plant", "near-plant")
    ]
    assert names[-4:] == shares


@pytest.mark.parametrize(
    "changes",
    [
        {"programmes.car.sourcing.policy": {"kind": "stay"}},
        {"plants.near-plant.oee": {"dist": "uniform", "low": 0.5, "high": 0.9}},
        {"agreements": {}, "run.step_days": 1},
        {"plants": dict(reversed(builders.world()["plants"].items()))},
    ],
)
def test_keys_depend_on_ids_alone(changes):
    assert measure_keys(builders.scenario(changes)) == measure_keys(WORLD)


def test_the_vector_is_aligned_with_its_keys():
    world = small_world()
    vector = measures(run_record([0, 7, 14, 21, 28], [shipment(0, 0, 7, 9)]), world, costs_of(world))
    assert vector.dtype == np.float64
    assert vector.shape == (len(measure_keys(world)),)
