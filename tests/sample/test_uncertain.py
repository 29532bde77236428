from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.sample.uncertain import UncertainNumbers, realise, uncertain_numbers
from sim.scenario.types.numbers import Triangular, Uniform
from tests.builders import START, scenario
from tests.sample.worlds import DURATION, PERT, TRIANGULAR, UNIFORM, study_world

STUDY = study_world()


def leaves(dump, path=()):
    """Every plain value of a dumped scenario by its path."""
    children = (
        dump.items() if isinstance(dump, Mapping) else enumerate(dump) if isinstance(dump, tuple) else None
    )
    if children is None:
        return {".".join(map(str, path)): dump}
    return {name: leaf for key, child in children for name, leaf in leaves(child, (*path, key)).items()}


def test_paths_name_tables_and_positions_and_are_sorted():
    prices = [{"date": START, "eur_per_kwh": 90.0}, {"date": START.replace(year=2025), "eur_per_kwh": PERT}]
    world = scenario(
        {
            "programmes.car.demand.position": UNIFORM,
            "prices.europe-nmc.points": prices,
            "plants.near-plant.oee": TRIANGULAR,
        }
    )
    numbers = uncertain_numbers(world)
    assert list(numbers) == [
        "plants.near-plant.oee",
        "prices.europe-nmc.points.1.eur_per_kwh",
        "programmes.car.demand.position",
    ]
    assert isinstance(numbers["plants.near-plant.oee"], Triangular)
    assert isinstance(numbers["programmes.car.demand.position"], Uniform)


def test_durations_of_disruptions_are_left_to_each_occurrence():
    strike = {
        "plants": ["near-plant"],
        "occurs": {"kind": "poisson", "per_year": UNIFORM},
        "duration_days": DURATION,
    }
    world = scenario({"disruptions": {"strike": strike}})
    assert list(uncertain_numbers(world)) == ["disruptions.strike.occurs.per_year"]
    realised = realise(world, {"disruptions.strike.occurs.per_year": 0.5})
    assert realised.disruptions["strike"].duration_days == world.disruptions["strike"].duration_days


def rest(world, numbers):
    """The plain values of a scenario that are neither at nor inside one of the numbers."""
    return {
        path: leaf
        for path, leaf in leaves(world.model_dump()).items()
        if not any(f"{path}.".startswith(f"{number}.") for number in numbers)
    }


@given(st.lists(st.floats(-1e6, 1e6), min_size=60, max_size=60))
@settings(max_examples=10)
def test_realising_replaces_the_uncertain_numbers_and_nothing_else(drawn):
    numbers = UncertainNumbers(STUDY)
    values = dict(zip(numbers.paths, drawn, strict=True))
    realised = numbers.realise(values)
    assert uncertain_numbers(realised) == {}
    assert leaves(realised.model_dump()) == rest(STUDY, values) | values


def test_realising_leaves_the_original_alone_and_shares_what_is_certain():
    before = STUDY.model_dump()
    numbers = UncertainNumbers(STUDY)
    realised = numbers.realise(dict.fromkeys(numbers.paths, 1.0))
    assert STUDY.model_dump() == before
    assert realised.sites is STUDY.sites
    assert realised.plants["far-plant"] is STUDY.plants["far-plant"]


def test_a_certain_scenario_realises_to_its_equal():
    world = scenario()
    assert uncertain_numbers(world) == {}
    assert realise(world, {}) == world


@pytest.mark.parametrize("values", [{}, {"plants.near-plant.oee": 0.9, "plants.far-plant.oee": 0.9}])
def test_values_for_other_numbers_than_the_uncertain_ones_are_refused(values):
    world = scenario({"plants.near-plant.oee": TRIANGULAR})
    with pytest.raises(ValueError, match=r"plants\.(near|far)-plant\.oee"):
        realise(world, values)


def test_plain_numbers_are_known_by_path_too():
    certain = UncertainNumbers(scenario({"plants.near-plant.oee": TRIANGULAR})).certain_paths
    assert {"plants.far-plant.oee", "prices.europe-nmc.points.0.eur_per_kwh"} <= certain
    assert "plants.near-plant.oee" not in certain
