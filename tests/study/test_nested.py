"""Nested studies: several runs of each replication's drawn numbers."""

import numpy as np
import pytest

from sim.api import compare
from sim.scenario.load import load
from sim.study.planning import plan_of, worker_of
from tests.study.small_files import NEAREST, STAY, document, written

ARMS = {"stay": STAY, "nearest": NEAREST}


def loaded(folder, **study):
    return load(written(folder, document(ARMS, baseline="stay", focus="car", **study)))


@pytest.fixture(scope="module")
def nested(tmp_path_factory):
    return compare(loaded(tmp_path_factory.mktemp("nested"), nested=3), workers=1, replications=8)


def test_every_other_table_is_that_of_the_study_that_is_not_nested(nested, tmp_path):
    plain = compare(loaded(tmp_path), workers=1, replications=8)

    ours, theirs = nested.tables(), plain.tables()
    assert set(ours) - set(theirs) == {"variance"}
    assert all(list(ours[name].csv()) == list(table.csv()) for name, table in theirs.items())
    assert np.array_equal(nested.matrix, plain.matrix, equal_nan=True)


def test_runs_of_a_replication_share_its_drawn_numbers_and_nothing_else(tmp_path):
    scenario = loaded(tmp_path, nested=3)
    worker = worker_of(scenario, plan_of(scenario, "compare"))
    (arm, _) = (ready.arm for ready in worker._ready)

    runs = [arm.simulate(7, 2, worker.design), *(arm.simulate_again(7, 2, worker.design, k) for k in (1, 2))]

    assert runs[0].parameters == runs[1].parameters == runs[2].parameters
    assert arm.simulate(7, 3, worker.design).parameters != runs[0].parameters
    wanted = [tuple(run.record.programmes["car"].wanted_vehicles) for run in runs]
    assert len(set(wanted)) == 3


def test_the_first_run_is_the_replication_and_the_split_is_over_all_runs(tmp_path):
    scenario = loaded(tmp_path, nested=3)
    plan = plan_of(scenario, "compare")
    worker = worker_of(scenario, plan)
    (arm, _) = (ready.arm for ready in worker._ready)
    runs = [
        arm.simulate(plan.root_seed, 2, worker.design).values,
        *(arm.simulate_again(plan.root_seed, 2, worker.design, run).values for run in (1, 2)),
    ]

    found = worker(2).measures[0].reshape(3, -1)

    expected = [runs[0], np.mean(runs, axis=0), np.var(runs, axis=0, ddof=1)]
    assert np.array_equal(found, expected, equal_nan=True)


def test_the_split_names_measures_of_all_arms(nested):
    frame = nested.to_frame("variance")

    assert len(frame) == 2 * len(nested.measures)
    assert (frame["runs"] == 3).all()
    price = next(
        each for each in nested.variance if each.measure.name == "price_eur_per_kwh" and each.arm == "nearest"
    )
    assert price.parameter_share > 0.5


def test_the_first_replications_of_a_longer_nested_study_are_the_shorter_one(nested, tmp_path):
    shorter = compare(loaded(tmp_path, nested=3), workers=1, replications=5)

    whole, beginning = (study.observations.collected.measures.whole() for study in (nested, shorter))
    assert np.array_equal(whole[:, :5], beginning, equal_nan=True)
