"""Whether the first replications of a longer study are the shorter study, by design of experiment."""

import datetime as dt

import pytest

from sim.api import compare
from sim.scenario.load import load
from sim.scenario.types.scenario import StudySpec
from tests.study.small_files import NEAREST, STAY, document, written

ARMS = {"stay": STAY, "nearest": NEAREST}
SHORT, LONG = 2, 5


def made(folder, sampling, replications):
    contents = document(ARMS, baseline="stay", focus="car", sampling=sampling)
    contents["run"]["end"] = dt.date(2023, 6, 30)
    return compare(load(written(folder, contents)), workers=1, replications=replications, out=folder / "r")


def beginning(study):
    """Measures and inputs of the first replications in bytes."""
    collected = study.observations.collected
    tables = collected.measures.whole(), collected.parameters.whole()
    return tuple(table[:, :SHORT].tobytes() for table in tables)


@pytest.mark.parametrize(
    ("sampling", "holds"), [("monte-carlo", True), ("sobol", True), ("latin-hypercube", False)]
)
def test_the_first_of_many_are_a_study_of_few(tmp_path, sampling, holds):
    short, long = (made(tmp_path / str(n), sampling, n) for n in (SHORT, LONG))

    assert (beginning(short) == beginning(long)) == holds
    # A design without the property gets another folder, so that the two are never mixed.
    assert (short.folder.name == long.folder.name) == holds


@pytest.mark.parametrize("sampling", ["monte-carlo", "sobol"])
def test_a_short_study_that_is_made_longer_writes_what_the_long_one_writes(tmp_path, sampling):
    made(tmp_path / "grown", sampling, SHORT)
    grown, whole = (made(tmp_path / name, sampling, LONG) for name in ("grown", "whole"))

    assert grown.status == "resumed"
    files = [{path.name: path.read_bytes() for path in each.folder.glob("*.csv")} for each in (grown, whole)]
    assert files[0] == files[1]


def test_the_default_design_is_one_that_may_be_gone_on_with():
    assert StudySpec().sampling == "monte-carlo"
