import shutil
from collections import namedtuple

import pytest

from sim.core.errors import OutputFailed
from sim.scenario.load import load
from sim.study.comparison_study import ComparisonStudy
from sim.study.disk_space import in_words
from sim.study.engine import Execution
from sim.study.studies import StudyOptions, make
from tests.study.courses import REPLICATIONS, made, plan
from tests.study.fakes import Raising, Steady
from tests.study.small_files import NEAREST, STAY, document, written

Usage = namedtuple("Usage", ["total", "used", "free"])


def free(monkeypatch, size_bytes):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**15, 0, size_bytes))


@pytest.mark.parametrize(
    ("size", "said"),
    [(0, "0.0 kB"), (999, "1.0 kB"), (1_500_000, "1.5 MB"), (2e9, "2.0 GB"), (3e15, "3000.0 TB")],
)
def test_sizes_are_told_in_a_unit_that_fits(size, said):
    assert in_words(size) == said


def test_what_the_numbers_alone_would_not_fit_is_refused_before_anything_is_made(tmp_path, monkeypatch):
    free(monkeypatch, 10**9)

    with pytest.raises(OutputFailed, match=r"1000000000 replications need about .*1.0 GB are free") as raised:
        made(tmp_path, Raising(range(10)), plan(replications=10**9))

    assert raised.value.exit_code == 74


def test_what_the_first_replications_say_is_too_much_is_refused_and_they_are_kept(tmp_path, monkeypatch):
    free(monkeypatch, 10_000)
    with pytest.raises(OutputFailed, match="not enough disk"):
        made(tmp_path, chunk=4)
    monkeypatch.undo()
    told = []

    made(tmp_path, progress=lambda done, _: told.append(done))

    assert told[0] == 4


def test_the_need_is_told_once_and_only_where_something_is_missing(tmp_path):
    told = []
    made(tmp_path, Steady(), notice=told.append, chunk=3)
    made(tmp_path, Steady(), notice=told.append)

    (sentence,) = told
    assert sentence.startswith(f"{REPLICATIONS} replications need about ")


def test_the_need_is_about_what_is_written(tmp_path):
    """Weighed by the first replication of forty, of which ten keep their shipments."""
    contents = document({"stay": STAY, "nearest": NEAREST}, baseline="stay", focus="car", replications=40)
    told = []

    study = make(
        load(written(tmp_path, contents)),
        ComparisonStudy,
        StudyOptions(keep={"shipments": 10, "reviews": "all"}),
        Execution(workers=1, out=tmp_path / "out", notice=told.append),
    )

    words = told[0].split("about ")[1].split(" in ")[0].split()
    need = float(words[0]) * {"kB": 1e3, "MB": 1e6}[words[1]]
    size = sum(file.stat().st_size for file in study.folder.iterdir())
    assert 0.5 < need / size < 3
