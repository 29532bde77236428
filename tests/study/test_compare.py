import numpy as np
import pytest

from sim.api import compare, monte_carlo
from sim.core.errors import FaultyInput, FolderInUse, InputMissing, WrongUse
from sim.results.folder import JOURNAL, locked
from sim.scenario.load import load
from sim.study.comparison_study import ComparisonStudy
from sim.study.planning import plan_of, worker_of
from sim.study.replay import again, stored
from sim.study.run import run
from tests.study.small_files import NEAREST, STAY, backwards, document, written

ARMS = {"stay": STAY, "again": STAY, "nearest": NEAREST}


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    return load(written(tmp_path_factory.mktemp("scenario"), document(ARMS, baseline="stay", focus="car")))


@pytest.fixture(scope="module")
def kept(loaded, tmp_path_factory):
    return compare(loaded, workers=1, out=tmp_path_factory.mktemp("results"))


def test_processes_and_the_order_of_entities_change_no_byte(tmp_path, kept):
    other = load(written(tmp_path / "other", backwards(document(ARMS, baseline="stay", focus="car"))))

    study = compare(other, workers=2, out=tmp_path / "results")

    assert study.folder.name == kept.folder.name
    ours, theirs = (
        {file.name: file.read_bytes() for file in folder.glob("*.csv")}
        for folder in (study.folder, kept.folder)
    )
    assert ours == theirs
    assert len(ours) == 10


def test_identical_arms_differ_by_exactly_nothing(kept):
    differences = [each for each in kept.differences if each.arm == "again" and each.n]

    assert all(each.equal for each in differences)
    assert all(each.ties == each.n for each in differences if each.measure.better != "none")


def test_an_arm_that_switches_differs(kept):
    assert kept.difference("nearest", "logistics_distance_km").high < 0
    assert kept.estimate("nearest", "switched_by_end").mean == 1.0
    assert (
        kept.estimate("stay", "switched_by_end").high > 0.0 == kept.estimate("stay", "switched_by_end").mean
    )


def test_arms_share_their_draws(kept):
    drawn = kept.observations.collected.parameters.whole()

    assert np.array_equal(drawn[0], drawn[1])
    assert np.array_equal(drawn[0], drawn[2])
    assert (np.ptp(drawn[0], axis=0) > 0).all()


def test_common_random_numbers_narrow_the_difference(kept):
    assert kept.difference("nearest", "total_cost_eur_million").variance_ratio > 3


def test_a_longer_study_begins_with_the_shorter_one(loaded, kept):
    longer = compare(loaded, replications=9, workers=1)

    assert np.array_equal(longer.matrix[:, :6], kept.matrix, equal_nan=True)
    assert longer.plan.digest == kept.plan.digest


def test_another_root_seed_gives_other_draws_and_another_folder(loaded, kept):
    other = compare(loaded, root_seed=8, replications=2, workers=1)

    assert not np.array_equal(other.matrix[:, :2], kept.matrix[:, :2], equal_nan=True)
    assert other.plan.folder_name != kept.plan.folder_name


def test_a_single_replication_is_the_one_of_the_study(loaded, kept, tmp_path):
    made = run(loaded, replication=3, arm="nearest", out=tmp_path)

    row = kept.matrix[list(kept.arms).index("nearest"), 3]
    assert np.array_equal(made.result.values, row, equal_nan=True)
    switches = [row[2:] for row in kept.observations.rows("switches") if row[:2] == ("nearest", 3)]
    assert [row[0] for row in made.result.tables()["switches"].rows()] == [row[0] for row in switches]
    assert {file.stem for file in made.folder.iterdir()} == set(made.tables())


def test_the_reviews_of_the_focus_programme_are_kept(kept):
    frame = kept.to_frame("reviews")

    assert set(frame["programme"]) == {"car"}
    whole = list(again(kept.folder, replication=1, arm="nearest").result.tables()["reviews"].rows())
    ours = frame[(frame["arm"] == "nearest") & (frame["replication"] == 1)]
    assert list(ours["review"]) == [row[0] for row in whole if row[1] == "car"]
    assert {"arm", "replication", "trigger", "landed_cost_eur_per_kwh", "reason"} <= set(frame.columns)


def test_frames_have_one_row_a_fact(kept):
    assert len(kept.to_frame()) == len(kept.arms) * len(kept.measures)
    assert len(kept.to_frame("comparison")) == 2 * len(kept.measures)
    assert kept.to_frame("replications").shape == (3 * 6, 2 + len(kept.measures))


def test_a_notebook_shows_the_answer(kept):
    shown = kept._repr_html_()

    assert "programme at car-works" in shown
    assert "<script" not in shown
    assert shown.count("<table>") == 2


def test_a_stored_study_is_the_one_that_was_made(kept):
    found = stored(kept.folder)

    assert isinstance(found, ComparisonStudy)
    assert np.array_equal(found.matrix, kept.matrix, equal_nan=True)
    assert found.answer == kept.answer
    assert {name: b"".join(blocks) for name, blocks in found.files().items()} == {
        name: b"".join(blocks) for name, blocks in kept.files().items()
    }


def test_a_stored_replication_can_be_made_again_with_all_its_records(kept):
    made = again(kept.folder, replication=4, arm="nearest")

    row = kept.matrix[list(kept.arms).index("nearest"), 4]
    assert np.array_equal(made.result.values, row, equal_nan=True)
    assert again(kept.folder).arm == "again"
    assert made.focus == "car"


def test_reading_a_study_changes_no_file_and_not_while_it_runs(kept):
    before = {file.name: file.read_bytes() for file in kept.folder.iterdir()}

    with locked(kept.folder), pytest.raises(FolderInUse):
        stored(kept.folder)

    stored(kept.folder)
    assert {file.name: file.read_bytes() for file in kept.folder.iterdir()} == before


def test_a_folder_without_a_study_and_one_that_is_damaged_are_told(tmp_path, loaded):
    with pytest.raises(InputMissing):
        stored(tmp_path)
    folder = compare(loaded, replications=1, workers=1, out=tmp_path).folder
    blob = (folder / JOURNAL).read_bytes()
    (folder / JOURNAL).write_bytes(blob[:-1] + bytes([blob[-1] ^ 1]))

    with pytest.raises(FaultyInput):
        stored(folder)


def test_without_arms_there_is_one_and_nothing_to_compare(tmp_path):
    alone = load(written(tmp_path, document({})))

    study = monte_carlo(alone, replications=2, workers=1)

    assert list(study.arms) == ["base"]
    assert study.estimate("base", "fill_rate").mean == 1.0
    with pytest.raises(WrongUse, match="nothing to compare"):
        compare(alone)


@pytest.mark.parametrize("sampling", ["latin-hypercube", "sobol"])
def test_other_designs_are_in_the_digest_and_a_function_of_the_replication_alone(tmp_path, loaded, sampling):
    other = load(written(tmp_path, document(ARMS, baseline="stay", focus="car", sampling=sampling)))
    plan, beginning = (plan_of(other, "compare", replications=count) for count in (4, 2))

    first, *_, again = (worker_of(other, plan)(k) for k in (3, 0, 3))

    assert np.array_equal(first.measures, again.measures, equal_nan=True)
    assert plan.digest != plan_of(loaded, "compare").digest
    assert (plan.digest == beginning.digest) == (sampling == "sobol")


@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        ({"replications": 0}, "replications is a whole number from 1 to .*, not 0"),
        ({"root_seed": -1}, "whole number from 0"),
        ({"root_seed": 2**63}, "to 9223372036854775807, not 9223372036854775808"),
    ],
)
def test_numbers_without_sense_are_refused(loaded, asked, fault):
    with pytest.raises(WrongUse, match=fault):
        plan_of(loaded, "compare", **asked)


def test_a_run_of_nothing_there_is_refused(loaded):
    with pytest.raises(WrongUse, match="no arm 'elsewhere'"):
        run(loaded, arm="elsewhere")
    with pytest.raises(WrongUse, match="replication is a whole number from 0"):
        run(loaded, replication=-1)


def test_an_arm_that_lacks_a_plant_has_no_measures_of_it(tmp_path):
    contents = document(ARMS, baseline="stay")
    contents["arms"]["nearest"]["change"]["suppliers"] = {"third": {"name": "Third"}}
    contents["arms"]["nearest"]["change"]["plants"] = {
        "third-plant": contents["plants"]["near-plant"] | {"supplier": "third"}
    }
    loaded = load(written(tmp_path, contents))
    plan = plan_of(loaded, "compare", replications=1)

    outcome = worker_of(loaded, plan)(0)

    columns = [at for at, key in enumerate(plan.measures) if key.owner == "third-plant"]
    assert columns
    assert np.isnan(outcome.measures[list(plan.arms).index("stay"), columns]).all()
    assert not np.isnan(outcome.measures[list(plan.arms).index("nearest"), columns]).all()
