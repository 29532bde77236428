import copy
import datetime as dt
import json
import tomllib
from pathlib import Path

import jsonschema
import pytest

from sim.scenario.schema import schema
from sim.scenario.spec_keys import LOADER_KEYS, all_keys
from tests.scenario.files import changed
from tests.scenario.full_example import FULL

SCHEMA = schema()
VALIDATOR = jsonschema.Draft7Validator(SCHEMA)
SCENARIOS = sorted((Path(__file__).parents[2] / "scenarios").glob("*.toml"))


def as_json(value):
    """A TOML document as JSON, dates as editors see them."""
    if isinstance(value, dict):
        return {key: as_json(child) for key, child in value.items()}
    if isinstance(value, list):
        return [as_json(child) for child in value]
    return value.isoformat() if isinstance(value, dt.date) else value


FULL_JSON = as_json(tomllib.loads(FULL))


def test_the_schema_is_one():
    jsonschema.Draft7Validator.check_schema(SCHEMA)
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA


def test_the_full_example_fits():
    assert list(VALIDATOR.iter_errors(FULL_JSON)) == []


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_every_scenario_file_fits(path):
    document = as_json(tomllib.loads(path.read_text(encoding="utf-8")))
    assert [error.message for error in VALIDATOR.iter_errors(document)] == []


@pytest.mark.parametrize(
    "part",
    [
        {"extends": "base.toml"},
        {"extends": ["one.toml", "two.toml"], "seeds": "../seeds", "remove": ["agreements.x"]},
        {"network": {"leg_tables": ["road-legs"]}},
        {"plants": {"far-plant": {"oee": {"seed": "ramp/oee", "take": "mode"}}}},
        {"freight": {"truck_mwh": {"nmc": {"seed": "freight/truck"}}}},
        {"programmes": {"car": {"demand": {"points": {"seed": "demand/car"}}}}},
        {"arms": {"a": {"title": "A", "change": {"plants": {"far-plant": {"oee": 0.5}}}}}},
        {"disruptions": {"d": {"duration_days": {"median": {"seed": "a/b"}}}}},
    ],
    ids=str,
)
def test_a_difference_to_another_file_fits(part):
    assert list(VALIDATOR.iter_errors(part)) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"run.step_day": 7},
        {"run.step_days": "7"},
        {"plants.far-plant.oee": "high"},
        {"plants.far-plant.oee": {"sed": "ramp/oee"}},
        {"plants.far-plant.oee": {"seed": "ramp/oee", "take": "most"}},
        {"programmes.car-a.sourcing.policy.kind": "nearset"},
        {"arms.stay.change.plants": {"far-plant": {"oe": 1}}},
        {"arms.stay.change.study": {}},
        {"network": {"leg_table": []}},
        {"seed": "../seeds"},
    ],
    ids=str,
)
def test_what_check_would_refuse_an_editor_underlines(changes):
    assert list(VALIDATOR.iter_errors(changed(copy.deepcopy(FULL_JSON), changes))) != []


def test_every_key_of_the_loader_is_offered_and_none_is_required():
    assert set(LOADER_KEYS) <= SCHEMA["properties"].keys()
    assert '"required"' not in json.dumps({**SCHEMA, "$defs": {**SCHEMA["$defs"], "SeedReference": {}}})


def test_what_the_types_say_of_a_key_comes_out_as_its_description():
    leg = SCHEMA["$defs"]["LegSpec"]["properties"]
    assert leg["border"]["description"] == "A customs border is crossed on it."
    assert SCHEMA["$defs"]["FreightSpec"]["description"] == "How cells travel."


def test_every_key_of_the_types_is_offered():
    offered = json.dumps(SCHEMA)
    assert [key for key in all_keys() if f'"{key[-1]}"' not in offered and key[-1] != "*"] == []
