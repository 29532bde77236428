import numpy as np
import pytest

from sim.api import compare
from sim.core.errors import WrongUse
from sim.results.folder import read_manifest
from sim.results.keep import Keep
from sim.scenario.load import load
from sim.study.replay import stored
from tests.study.small_files import NEAREST, STAY, document, written


def test_what_is_not_named_is_kept_as_a_rule():
    keep = Keep.of({"shipments": "all", "reviews": "none", "series": "3"})

    assert (keep.shipments, keep.reviews, keep.series) == (None, 0, 3)
    assert Keep.of({}) == Keep()
    assert keep.in_words == " --keep series=3 --keep shipments=all --keep reviews=none"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"review": "all"}, "did you mean reviews"),
        ({"reviews": "-1"}, "not '-1'"),
        ({"series": "some"}, "not 'some'"),
    ],
)
def test_what_cannot_be_kept_is_refused(asked, said):
    with pytest.raises(WrongUse, match=said):
        Keep.of(asked)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    contents = document({"stay": STAY, "nearest": NEAREST}, baseline="stay", focus="car")
    return load(written(tmp_path_factory.mktemp("scenario"), contents))


@pytest.fixture(scope="module")
def few(loaded, tmp_path_factory):
    """Six replications of which some keep something."""
    keep = {"series": 2, "shipments": 3, "reviews": 1}
    return compare(loaded, workers=1, keep=keep, out=tmp_path_factory.mktemp("few"))


@pytest.fixture(scope="module")
def rule(loaded, tmp_path_factory):
    """Six replications that keep what they do as a rule."""
    return compare(loaded, workers=1, out=tmp_path_factory.mktemp("rule"))


def replications(study, table):
    return {row[1] for row in study.tables()[table].rows()}


def test_so_many_replications_keep_what_is_asked_for(few, rule):
    assert replications(few, "shipments") == {0, 1, 2}
    assert replications(few, "reviews") == {0}
    assert replications(few, "switches") == replications(rule, "switches")
    assert few.bands.n.max() == 2
    assert rule.bands.n.max() == 6
    assert "shipments" not in rule.tables()


def test_what_is_kept_changes_no_number_but_the_folder(few, rule):
    assert np.array_equal(few.matrix, rule.matrix, equal_nan=True)
    assert few.folder.name != rule.folder.name
    for name in ("summary.csv", "comparison.csv", "switches.csv"):
        assert (few.folder / name).read_bytes() == (rule.folder / name).read_bytes()
    assert "--keep shipments=3" in read_manifest(few.folder)["run"]["command"]


def test_a_stored_study_knows_what_it_keeps(few):
    again = stored(few.folder)

    assert again.plan.keep == few.plan.keep
    assert replications(again, "shipments") == {0, 1, 2}
