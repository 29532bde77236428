"""What a call of the Python interface is asked for is checked as a whole, before anything is done."""

import datetime as dt
import enum
from functools import partial
from pathlib import Path

import numpy as np
import pytest

import sim
from tests.study.small_files import NEAREST, STAY, document, written


class Seven(enum.IntEnum):
    SEVEN = 7


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    folder = tmp_path_factory.mktemp("asked")
    return written(folder, document({"stay": STAY, "nearest": NEAREST}, baseline="stay", focus="car"))


@pytest.fixture(scope="module")
def loaded(path):
    return sim.load(path)


@pytest.fixture(scope="module")
def study(loaded):
    return sim.compare(loaded, workers=1, replications=2)


@pytest.fixture(scope="module")
def one(loaded):
    return sim.run(loaded)


def refused(call):
    with pytest.raises(sim.WrongUse) as error:
        call()
    return str(error.value)


@pytest.mark.parametrize("seven", [np.int64(7), np.uint8(7), Seven.SEVEN, np.array(7)])
def test_whole_numbers_of_any_kind_are_the_same_study(loaded, seven, tmp_path):
    plain = sim.compare(loaded, workers=1, replications=2, root_seed=7)
    found = sim.compare(
        loaded, workers=np.int8(1), replications=np.int32(2), root_seed=seven, out=tmp_path,
        keep={"reviews": np.int64(1)}, precision={"fill_rate": np.float32(0.5)},
    )  # fmt: skip

    assert np.array_equal(found.matrix, plain.matrix, equal_nan=True)
    assert type(found.plan.root_seed) is int
    assert sim.open_results(found.folder).plan == found.plan


@pytest.mark.parametrize("seed", [7.0, 7.5, True, np.True_, "7", np.float64(7), 1j, [7], -1, 2**63, "x"])
def test_what_is_no_whole_number_is_no_root_seed(loaded, seed):
    for call in (sim.run, sim.compare, sim.monte_carlo):
        assert refused(partial(call, loaded, root_seed=seed)).startswith("root_seed is a whole number from 0")


def test_a_number_that_could_be_meant_is_named(loaded):
    assert refused(partial(sim.run, loaded, root_seed=7.0)).endswith("did you mean 7?")
    assert refused(partial(sim.compare, loaded, replications="5")).endswith("did you mean 5?")
    assert "did you mean" not in refused(partial(sim.compare, loaded, workers=True))


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"workers": 0}, "workers is a whole number from 1"),
        ({"workers": -2}, "not -2"),
        ({"replications": 0}, "replications is a whole number from 1"),
        ({"replications": 10**30}, "not 10000"),
        ({"fresh": "no"}, "fresh is True or False, not 'no' (str)"),
        ({"fresh": 1}, "fresh is True or False, not 1 (int)"),
        ({"out": 3}, "out is a path, not 3 (int)"),
        ({"out": "a\0b"}, "out is a path"),
        ({"progress": "bar"}, "progress is a function"),
        ({"cluster": 8786}, "cluster is the address of a cluster, or a Cluster"),
        ({"cluster": "somewhere"}, "no address of a cluster"),
        ({"cluster": "tcp://127.0.0.1:8786", "workers": 2}, "workers is for this machine"),
        ({"keep": "all"}, "keep is a mapping"),
        ({"keep": {"review": "all"}}, "did you mean reviews?"),
        ({"keep": {"reviews": 2.5}}, "reviews are kept of `all`, `none` or a number"),
        ({"keep": {"reviews": True}}, "not True"),
        ({"precision": 0.1}, "precision is a mapping"),
        ({"precision": {"fil_rate": 0.1}}, "there is no measure 'fil_rate'; did you mean fill_rate?"),
        ({"precision": {"fill_rate": "0.1"}}, "fill_rate has to be a number above 0, not '0.1' (str)"),
        ({"precision": {"fill_rate": True}}, "fill_rate has to be a number above 0"),
        ({"precision": {"fill_rate": float("nan")}}, "not nan"),
        ({"precision": {3: 0.1}}, "a measure is named by a text, not 3"),
        ({"sets": "study.replications=2"}, "sets is a list of changes"),
        ({"sets": [3]}, "sets is a list of changes"),
    ],
)
def test_arguments_of_a_study_without_sense_are_told(loaded, wrong, told):
    for call in (sim.compare, sim.monte_carlo):
        assert told in refused(partial(call, loaded, **wrong))


def test_every_fault_of_a_call_is_told_at_once(loaded, path):
    wrong = {"replications": "5", "root_seed": True, "workers": 0, "fresh": None, "out": 1, "progress": 2}
    mappings = {"precision": {"fill_rat": 0.1}, "keep": {"serie": 1, "reviews": -1}, "sets": "a"}

    faults = refused(partial(sim.compare, loaded, **wrong, **mappings)).splitlines()

    assert len(faults) == len({*wrong, *mappings}) + 2  # two in keep, and how a measure is named
    one = refused(partial(sim.run, str(path), arm="neares", replication=-1, root_seed=1.5, out=b"x"))
    assert "there is no arm 'neares'; did you mean nearest?" in one.splitlines()
    assert len(one.splitlines()) == 4
    missing = refused(partial(sim.compare, path.with_name("missing.toml"), workers=0))
    assert missing.startswith("workers is")


@pytest.mark.parametrize("scenario", [None, 3, b"small.toml", ""])
def test_what_is_no_scenario_is_told(scenario):
    for call in (sim.load, sim.run, sim.compare):
        assert refused(partial(call, scenario)).startswith("scenario ")


@pytest.mark.parametrize("folder", [None, 3, ["results"]])
def test_what_is_no_folder_is_told(folder):
    assert refused(partial(sim.open_results, folder)).startswith("folder ")


def test_a_file_is_no_results_folder(path):
    with pytest.raises(Exception, match="is a file, not a results folder") as error:
        sim.open_results(str(path))
    assert error.type.__name__ == "InputMissing"


def test_changes_to_a_loaded_scenario_act_as_if_all_had_been_made_at_once(path):
    first, second = "study.replications=2", "study.root_seed=9"
    at_once = sim.load(path, [first, second])

    again = sim.load(sim.load(path, [first]), [second])

    assert again == at_once
    assert again.digest == at_once.digest
    plan = sim.compare(sim.load(path, [first]), sets=[second], workers=1).plan
    assert (plan.replications, plan.root_seed) == (2, 9)
    assert plan == sim.compare(at_once, workers=1).plan
    ran = sim.run(sim.load(path), sets=["run.step_days=7"])
    assert ran.result.scenario.run.step_days == 7
    estimated = sim.monte_carlo(sim.load(path), sets=("study.replications=1",), workers=1)
    assert len(estimated.replications) == 1


def test_wrong_changes_to_a_loaded_scenario_are_faults(loaded):
    with pytest.raises(Exception, match=r"run\.step_day"):
        sim.run(loaded, sets=["run.step_day=7"])


def test_changes_are_refused_where_the_file_is_not_what_was_loaded_any_more(tmp_path):
    arms = {"stay": STAY, "nearest": NEAREST}
    path = written(tmp_path, document(arms, baseline="stay", focus="car"))
    loaded = sim.load(path)

    written(tmp_path, document(arms, baseline="stay", focus="car", replications=3))
    assert "not what was loaded any more" in refused(partial(sim.run, loaded, sets=["run.step_days=7"]))
    path.unlink()
    assert "cannot be loaded again" in refused(partial(sim.run, loaded, sets=["run.step_days=7"]))
    assert sim.run(loaded).arm == "stay"


@pytest.mark.parametrize(
    ("look_up", "told"),
    [
        (lambda study, _: study.estimate("neares", "fill_rate"), "no arm 'neares'; did you mean nearest?"),
        (lambda study, _: study.estimate("nearest", "fil_rate"), "no measure 'fil_rate'; did you mean fill_rate?"),
        (lambda study, _: study.estimate("nearest", "fill_rate", "cra"), "no owner 'cra'; did you mean car?"),
        (lambda study, _: study.estimate("nearest", 3), "no measure 3"),
        (lambda study, _: study.estimate(["nearest"], "fill_rate"), "no arm ['nearest']"),
        (lambda study, _: study.difference("nearst", "fill_rate"), "did you mean nearest?"),
        (lambda study, _: study.difference("stay", "fill_rate"), "no arm 'stay'; known: nearest"),
        (lambda study, _: study.difference("nearest", "fil_rate"), "did you mean fill_rate?"),
        (lambda study, _: study.share_by(dt.date(2025, 1, 1), "nearest", "first_switch"), "no measure"),
        (lambda study, _: study.to_frame("comparisons"), "no table 'comparisons'; did you mean comparison?"),
        (lambda study, _: study.to_frame("replication"), "did you mean replications?"),
        (lambda study, _: study.tables()["sumary"], "did you mean summary?"),
        (lambda study, _: study.arms["sty"], "did you mean stay?"),
        (lambda study, _: study.drivers["nearst"], "did you mean nearest?"),
        (lambda study, _: study.drivers_of("nearst", study.measures[0]), "did you mean nearest?"),
        (lambda study, _: study.bands.of("nearst", "car", "stock_gwh"), "did you mean nearest?"),
        (lambda study, _: study.bands.of("nearest", "ca", "made_gwh_per_year"), "no owner 'ca'; did you mean car?"),
        (lambda study, _: study.bands.of("nearest", "near-plant", "made_gwh_year"), "did you mean made_gwh_per_year?"),
        (lambda study, _: study.bands.of("nearest", "car", "supply_share", "near-plan"), "did you mean near-plant?"),
        (lambda _, one: one.tables()["switch"], "did you mean switches?"),
        (lambda _, one: one.measures["programme.car.fil_rate"], "did you mean programme.car.fill_rate?"),
        (lambda _, one: one.result.measure("fil_rate", "car"), "did you mean fill_rate?"),
    ],
)  # fmt: skip
def test_a_misspelt_name_is_told_with_the_nearest_and_is_a_key_error_still(study, one, look_up, told):
    with pytest.raises(KeyError) as error:
        look_up(study, one)

    assert isinstance(error.value, sim.UnknownName)
    assert isinstance(error.value, ValueError)
    assert told in str(error.value)
    assert not str(error.value).startswith(("'", '"'))


def test_every_name_that_is_wrong_is_told_at_once(study):
    told = refused(lambda: study.estimate("neares", "fil_rate", "cra")).splitlines()

    assert ["arm" in told[0], "owner" in told[1], "measure" in told[2]] == [True, True, True]


def test_a_measure_of_others_is_told_with_them(study):
    assert "it is of ''" in refused(lambda: study.estimate("stay", "emissions_t_co2e", "near-plant"))


def test_names_that_there_are_are_found(study, loaded):
    assert study.estimate("nearest", "fill_rate", "car") == study.estimate("nearest", "fill_rate")
    assert study.share_by(
        dt.datetime(2025, 1, 1, tzinfo=dt.UTC), "nearest", "first_switch_year"
    ) == study.share_by(dt.date(2025, 1, 1), "nearest", "first_switch_year")
    assert study.tables().get("nothing") is None
    assert "nothing" not in study.tables()
    assert loaded.arms["stay"] is dict(loaded.arms)["stay"]


def test_what_is_no_date_is_told(study):
    assert "date is a datetime.date" in refused(
        lambda: study.share_by("2025-01-01", "stay", "first_switch_year")
    )


@pytest.mark.parametrize(
    "make",
    [
        lambda: sim.Cluster(8786),
        lambda: sim.Cluster("local", insecure="no"),
        lambda: sim.Cluster("local", tls=("ca", "cert", "key")),
        lambda: sim.Cluster("local", tls=sim.execution.cluster.Tls(1, Path(), Path())),
    ],
)
def test_a_cluster_of_other_types_is_refused(make):
    assert refused(make)
