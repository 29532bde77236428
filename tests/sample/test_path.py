import datetime as dt
import math
from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.core.errors import FaultyInput
from sim.core.streams import Streams
from sim.sample.design import LatinHypercube, MonteCarlo, Sobol
from sim.sample.distributions import planning_value, quantile
from sim.sample.path import Sampler, draw
from sim.sample.uncertain import realise, uncertain_numbers
from sim.scenario.types.scenario import Scenario
from tests.builders import phase, plant, programme, scenario, world
from tests.sample.worlds import PERT, TRIANGULAR, UNIFORM, study_world

STUDY = study_world()
NUMBERS = uncertain_numbers(STUDY)
DESIGNS = [MonteCarlo(), LatinHypercube(64), Sobol(tuple(NUMBERS))]


def told(path):
    """All that a sample path says, in a form that compares."""
    return {
        "replication": path.replication,
        "parameters": path.parameters,
        "demand": {
            name: (each.wanted_vehicles.tolist(), each.outage_vehicles.tolist())
            for name, each in path.demand.items()
        },
        "outages": path.outages,
        "cancelled": path.cancelled,
        "transit": path.transit.leg_days("strait", 2.0, 0.3).tolist(),
    }


def reversed_tables(node):
    if isinstance(node, Mapping):
        return {key: reversed_tables(child) for key, child in reversed(node.items())}
    return node


def merged(extra):
    """The study's world with further entities."""
    document = STUDY.model_dump()
    return Scenario.model_validate(
        {**document, **{table: document[table] | rows for table, rows in extra.items()}}
    )


@pytest.mark.parametrize("design", DESIGNS, ids=lambda design: type(design).__name__)
@given(st.integers(0, 2**32), st.integers(0, 2_000))
@settings(max_examples=10)
def test_a_path_is_a_pure_function_of_scenario_root_seed_and_replication(design, root_seed, k):
    first = told(draw(STUDY, Streams(root_seed, k), design))
    draw(STUDY, Streams(root_seed, k + 1), design)
    assert told(Sampler(study_world()).draw(Streams(root_seed, k), design)) == first


@given(st.integers(0, 2_000))
@settings(max_examples=10)
def test_every_uncertain_number_is_drawn_within_its_support(k):
    path = draw(STUDY, Streams(3, k), MonteCarlo())
    assert path.parameters.keys() == NUMBERS.keys()
    for name, value in path.parameters.items():
        low, high = NUMBERS[name].support()
        assert low <= value <= high
    assert uncertain_numbers(path.scenario) == {}


def test_the_realised_scenario_holds_the_parameters():
    path = draw(STUDY, Streams(3, 0), MonteCarlo())
    assert path.scenario.plants["plant-1"].oee == path.parameters["plants.plant-1.oee"]
    assert (
        path.scenario.prices["europe-nmc"].points[3].eur_per_kwh
        == path.parameters["prices.europe-nmc.points.3.eur_per_kwh"]
    )


def test_parameters_are_the_quantiles_of_the_designs_uniforms():
    uniforms = LatinHypercube(64).uniforms(Streams(3, 5), tuple(NUMBERS))
    expected = {name: float(quantile(NUMBERS[name], u)) for name, u in uniforms.items()}
    assert draw(STUDY, Streams(3, 5), LatinHypercube(64)).parameters == expected


def test_the_order_of_entities_does_not_matter():
    turned = Scenario.model_validate(reversed_tables(STUDY.model_dump()))
    one, other = (draw(world, Streams(3, 1), MonteCarlo()) for world in (STUDY, turned))
    assert told(one) == told(other)
    assert list(one.demand) == list(other.demand) == sorted(STUDY.programmes)


NEWCOMERS = {
    "plants": {
        "a-plant": plant(
            "far", "far-works", phase(9.0, dt.date(2030, 1, 1), cancel_probability=0.5), oee=TRIANGULAR
        )
    },
    "programmes": {"a-van": programme("maker", "car-works", 900.0, kwh_per_vehicle=PERT)},
    "disruptions": {
        "a-flood": {
            "plants": ["far-plant"],
            "occurs": {"kind": "poisson", "per_year": UNIFORM},
            "duration_days": PERT,
        }
    },
}


@pytest.mark.parametrize("table", NEWCOMERS)
@pytest.mark.parametrize("design", DESIGNS[:2], ids=lambda design: type(design).__name__)
def test_another_entity_leaves_all_other_draws_alone(table, design):
    before, after = (
        told(draw(world, Streams(3, 1), design)) for world in (STUDY, merged({table: NEWCOMERS[table]}))
    )
    assert before["parameters"].items() < after["parameters"].items()
    assert before["demand"].items() <= after["demand"].items()
    assert before["outages"] == tuple(each for each in after["outages"] if each.disruption != "a-flood")
    assert before["cancelled"].items() <= after["cancelled"].items()
    assert before["transit"] == after["transit"]


def test_arms_share_the_draws_of_what_they_have_in_common():
    changed = STUDY.model_copy(update={"programmes": {"car": STUDY.programmes["car"]}})
    one, other = (draw(world, Streams(3, 1), MonteCarlo()) for world in (STUDY, changed))
    assert other.parameters.items() <= one.parameters.items()
    assert (one.outages, one.cancelled) == (other.outages, other.cancelled)


def test_outages_of_the_vehicle_plant_are_taken_from_the_plan():
    closed = {
        "programmes": ["car"],
        "occurs": {"kind": "dates", "dates": [dt.date(2021, 7, 9)]},
        "duration_days": 7.0,
    }
    path = draw(scenario({"disruptions": {"attack": closed}}), Streams(3, 0), MonteCarlo()).demand["car"]
    assert path.outage_vehicles[2] == path.wanted_vehicles[2] > 0
    assert sum(path.outage_vehicles) == path.outage_vehicles[2]


def test_a_certain_scenario_is_its_own_realisation():
    world = scenario()
    path = draw(world, Streams(3, 0), MonteCarlo())
    assert (path.scenario, path.parameters, path.outages, path.cancelled) == (world, {}, (), {})
    assert sum(path.demand["car"].wanted_vehicles) == math.floor(
        20_000 * world.run.calendar().horizon_days / 365
    )


def test_the_plan_holds_the_median_of_every_uncertain_number():
    planned = draw(STUDY, Streams(3, 0), MonteCarlo()).planned
    assert planned == realise(STUDY, {name: planning_value(number) for name, number in NUMBERS.items()})
    assert planned.plants["plant-0"].oee == pytest.approx(0.9, rel=1e-15)


def test_correlated_numbers_are_drawn_together():
    # 200 pairs at a rank correlation of 0.9: the share on the same side of both medians is 0.86, sd 0.025.
    oee, scale = "plants.near-plant.oee", "programmes.car.demand.position"
    pair = {"first": oee, "second": scale, "rank_correlation": 0.9}
    sampler = Sampler(scenario({oee: UNIFORM, scale: UNIFORM, "correlations": [pair]}))
    drawn = [sampler.draw(Streams(3, k), MonteCarlo()).parameters for k in range(200)]
    assert sum((each[oee] > 0.5) == (each[scale] > 0.5) for each in drawn) > 0.86 * 200 - 3.3 * 0.025 * 200


def test_impossible_correlations_are_found_before_the_first_draw():
    with pytest.raises(FaultyInput, match="no number"):
        Sampler(scenario({"correlations": [{"first": "a", "second": "b", "rank_correlation": 0.5}]}))


@pytest.mark.parametrize("design", DESIGNS, ids=lambda design: type(design).__name__)
def test_what_is_drawn_once_can_be_held_while_the_course_of_events_varies(design):
    sampler, runs = Sampler(STUDY), range(100, 140)
    held = sampler.draw(Streams(7, 3), design)

    paths = [sampler.draw(Streams(7, run), design, once=Streams(7, 3)) for run in runs]

    assert {tuple(path.parameters.items()) for path in paths} == {tuple(held.parameters.items())}
    assert [path.cancelled for path in paths] == [held.cancelled] * len(runs)
    assert len({path.outages for path in paths}) > 1
    assert len({tuple(path.transit.leg_days("strait", 2.0, 0.3)) for path in paths}) == len(runs)


def test_entities_that_are_alike_draw_each_for_itself():
    """Streams that two owners or two purposes share would move together: step demand, legs, customs, disruptions."""
    document = world()
    document["programmes"]["car"]["demand"]["weekly_cv"] = 0.3
    document["programmes"]["cart"] = document["programmes"]["car"]
    often = {
        "occurs": {"kind": "poisson", "per_year": 2.0},
        "duration_days": {"dist": "uniform", "low": 1.0, "high": 99.0},
    }
    document["disruptions"] = {name: {"plants": ["far-plant"], **often} for name in ("flood", "strike")}
    path = draw(Scenario.model_validate(document), Streams(1, 0), MonteCarlo())
    car, cart = (path.demand[name].wanted_vehicles[1:] for name in ("car", "cart"))
    days = [path.transit.leg_days(leg, 2.0, 0.3) for leg in ("strait", "far-road")]
    days.append(path.transit.customs_days("strait", 2.0, 0.3))
    for one, other in ((car, cart), (days[0], days[1]), (days[0], days[2])):
        # Some 400 independent pairs: a correlation of 0.25 is five standard deviations away.
        assert abs(np.corrcoef(one, other)[0, 1]) < 0.25
    struck = {name: [o[1:] for o in path.outages if o.disruption == name] for name in ("flood", "strike")}
    assert not set(struck["flood"]) & set(struck["strike"])
