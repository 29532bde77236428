import errno
import hashlib
import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass

import numpy as np
import pytest

from sim.core.errors import (
    BrokenInvariant,
    FaultyInput,
    FolderInUse,
    OutputFailed,
    WrongUse,
)
from sim.execution.executor import Pool
from sim.execution.interruption import StudyInterrupted
from sim.results.folder import (
    JOURNAL,
    LOCK,
    MANIFEST,
    add_files,
    has_added,
    locked,
    read_manifest,
    unsettled,
    verify,
)
from sim.results.journal import Journal
from sim.study.engine import missing
from sim.study.precision import reached
from tests.study.courses import REPLICATIONS, made, plan
from tests.study.fakes import KEYS, Raising, outcome


def digest_of(folder):
    """One digest over all final tables, the manifest's hashes of them, and nothing that tells of a layout."""
    tables = {
        file.name: file.read_bytes()
        for file in sorted(folder.iterdir())
        if file.name not in {MANIFEST, JOURNAL, LOCK}
    }
    told = {name: hashlib.sha256(blob).hexdigest() for name, blob in tables.items()}
    assert told == read_manifest(folder)["tables"]
    return hashlib.sha256(repr(sorted(told.items())).encode()).hexdigest()


@pytest.fixture(scope="session")
def uninterrupted(tmp_path_factory):
    return digest_of(made(tmp_path_factory.mktemp("whole")).folder)


@pytest.mark.parametrize("layout", [{"chunk": 1}, {"chunk": 7}, {"chunk": 64}, {"chunk": None}])
def test_every_layout_in_this_process_writes_the_same_bytes(tmp_path, uninterrupted, layout):
    assert digest_of(made(tmp_path, **layout).folder) == uninterrupted


@pytest.mark.parametrize(
    ("workers", "chunk", "method"),
    [(1, 5, "spawn"), (2, 1, "forkserver"), (2, 7, "fork"), (4, 3, "forkserver")],
)
def test_every_layout_of_processes_writes_the_same_bytes(tmp_path, uninterrupted, workers, chunk, method):
    study = made(tmp_path, chunk=chunk, executor=lambda worker, _: Pool(worker, workers, start_method=method))

    assert digest_of(study.folder) == uninterrupted


@dataclass(frozen=True)
class StoppedAt:
    """Is interrupted in one replication, as by Ctrl-C."""

    replication: int
    stop: type[BaseException] = KeyboardInterrupt

    def __call__(self, replication):
        if replication == self.replication:
            raise self.stop
        return outcome(1, replication)


@pytest.mark.parametrize("stopped_at", [0, 1, 11, 23])
def test_an_interrupted_study_goes_on_to_the_same_bytes(tmp_path, uninterrupted, stopped_at):
    with pytest.raises(StudyInterrupted) as raised:
        made(tmp_path, StoppedAt(stopped_at), chunk=1)
    assert (raised.value.done, raised.value.asked, raised.value.exit_code) == (stopped_at, REPLICATIONS, 130)

    told = []
    study = made(tmp_path, progress=lambda done, asked: told.append((done, asked)))

    assert told[0] == (stopped_at, REPLICATIONS)
    assert told[-1] == (REPLICATIONS, REPLICATIONS)
    assert study.status == ("resumed" if stopped_at else "made")
    assert digest_of(study.folder) == uninterrupted


def test_a_complete_study_says_so_and_makes_and_writes_nothing(tmp_path):
    folder = made(tmp_path).folder
    before = {
        file.name: (file.read_bytes(), file.stat().st_mtime_ns)
        for file in folder.iterdir()
        if file.name != LOCK
    }

    study = made(tmp_path, StoppedAt(0))

    after = {
        file.name: (file.read_bytes(), file.stat().st_mtime_ns)
        for file in folder.iterdir()
        if file.name != LOCK
    }
    assert study.status == "complete"
    assert after == before


def test_more_replications_build_on_those_there_and_fewer_are_their_beginning(tmp_path, uninterrupted):
    made(tmp_path, what=plan(replications=10))
    told = []

    study = made(tmp_path, progress=lambda done, _: told.append(done))
    assert told[0] == 10
    assert digest_of(study.folder) == uninterrupted

    fewer = made(tmp_path, StoppedAt(0), what=plan(replications=10))
    assert len(fewer.replications) == 10
    assert digest_of(fewer.folder) == digest_of(made(tmp_path / "alone", what=plan(replications=10)).folder)


PRECISE = {"cost_eur_per_kwh": 0.1}


@pytest.mark.parametrize("layout", [{"chunk": 1}, {"chunk": 7}])
def test_a_study_of_a_precision_stops_at_the_same_number_for_every_layout(tmp_path, layout):
    study = made(tmp_path, what=plan(replications=1_000, precision=PRECISE), **layout)

    n = len(study.replications)
    assert 30 < n < 1_000
    assert all(each.met and each.reached > 0 for each in study.precision)
    assert read_manifest(study.folder)["replications_asked"] == n
    alone = made(what=plan(replications=n))
    assert np.array_equal(alone.matrix, study.matrix, equal_nan=True)
    assert not all(
        each.reached <= 0.1
        for each in reached(made(what=plan(replications=30, precision=PRECISE)).observations)
    )


def test_a_precision_out_of_reach_ends_with_all_replications(tmp_path):
    what = plan(replications=40, precision={"cost_eur_per_kwh": 1e-6, "car.first_switch_year": 0.5})

    study = made(tmp_path, what=what)

    assert len(study.replications) == 40
    assert not any(each.met for each in study.precision)
    assert {each.reached for each in study.precision if each.measure == KEYS[1]} == {np.inf}
    assert made(tmp_path, StoppedAt(0), what=what).status == "complete"


@pytest.mark.parametrize(
    "precision", [{"nonsense": 0.1}, {"cost_eur_per_kwh": 0.0}, {"bus.cost_eur_per_kwh": 0.1}]
)
def test_a_precision_without_sense_is_refused(precision):
    with pytest.raises(WrongUse):
        made(what=plan(precision=precision))


def test_a_study_of_which_nothing_could_be_made_is_a_bug():
    with pytest.raises(BrokenInvariant, match="no replication can be made: ValueError: replication 0 is bad"):
        made(worker=Raising((0, 1)), what=plan(replications=2))


def test_files_added_to_a_finished_study_are_verified_with_it(tmp_path):
    folder = made(tmp_path).folder

    add_files(folder, {"report.html": [b"<html>"], "figures/cost.svg": [b"<svg/>"]})
    assert verify(folder) == ()
    assert made(tmp_path).status == "complete"

    (folder / "figures" / "cost.svg").write_bytes(b"<svg />")
    assert [fault.file.rsplit("/", 1)[1] for fault in verify(folder)] == ["cost.svg"]
    assert made(tmp_path, fresh=True).folder == folder
    assert verify(folder) == ()


def test_what_is_added_takes_the_place_of_what_was_added_before(tmp_path):
    folder = made(tmp_path).folder
    add_files(folder, {"report.html": [b"old"], "figures/old.svg": [b"<svg/>"]})

    add_files(folder, {"report.html": [b"new"]})

    assert not (folder / "figures" / "old.svg").exists()
    assert (folder / "report.html").read_bytes() == b"new"
    assert verify(folder) == ()


def test_a_broken_off_addition_leaves_results_that_verify(tmp_path):
    folder = made(tmp_path).folder
    add_files(folder, {"a.csv": [b"old"], "report.html": [b"old"]})

    def broken():
        yield b"half of"
        raise OSError(errno.ENOSPC, "full")

    with pytest.raises(OutputFailed):
        add_files(folder, {"a.csv": [b"new"], "b.csv": [b"new"], "report.html": broken()})

    assert verify(folder) == ()
    assert unsettled(folder) == ["a.csv", "b.csv", "report.html"]
    assert not has_added(folder, "report.html")
    assert [(folder / name).read_bytes() for name in unsettled(folder)] == [b"new", b"new", b"old"]
    for name in ("b.csv.part", "report.html.part", f"{MANIFEST}.part"):
        (folder / name).write_bytes(b"what a killed process leaves")
    assert verify(folder) == ()
    add_files(folder, {"report.html": [b"new"]})
    assert (unsettled(folder), has_added(folder, "report.html")) == ([], True)
    assert not (folder / "b.csv").exists()
    assert list(folder.glob("*.part")) == []
    assert verify(folder) == ()


def test_a_study_that_grows_has_an_unsettled_report(tmp_path):
    folder = made(tmp_path).folder
    add_files(folder, {"report.html": [b"of 24"]})

    assert made(tmp_path, what=plan(replications=30)).folder == folder

    assert verify(folder) == ()
    assert unsettled(folder) == ["report.html"]


def test_fresh_starts_over(tmp_path):
    made(tmp_path)

    with pytest.raises(StudyInterrupted) as raised:
        made(tmp_path, StoppedAt(0), fresh=True)

    assert raised.value.done == 0


def test_another_study_has_another_folder(tmp_path):
    assert made(tmp_path).folder != made(tmp_path, what=plan(root_seed=2)).folder


def test_without_a_folder_nothing_is_written(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    assert made().folder is None
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_use_is_left_alone(tmp_path):
    folder = made(tmp_path).folder

    with locked(folder), pytest.raises(FolderInUse):
        made(tmp_path)


def test_failed_replications_are_named_and_left_out_and_tried_again_the_next_time(tmp_path, uninterrupted):
    study = made(tmp_path, Raising((5, 6)), chunk=4)

    assert [failure.replication for failure in study.failures] == [5, 6]
    assert len(study.replications) == REPLICATIONS - 2
    assert [each["replication"] for each in read_manifest(study.folder)["failed"]] == [5, 6]
    assert digest_of(made(tmp_path).folder) == uninterrupted


def test_a_full_disk_keeps_what_was_committed(tmp_path, monkeypatch, uninterrupted):
    commit = Journal.commit

    def failing(self, chunk):
        if chunk.first >= 9:
            message = "database or disk is full"
            raise OutputFailed(message)
        commit(self, chunk)

    monkeypatch.setattr(Journal, "commit", failing)
    with pytest.raises(OutputFailed):
        made(tmp_path, chunk=3)
    monkeypatch.undo()
    told = []

    assert digest_of(made(tmp_path, progress=lambda done, _: told.append(done)).folder) == uninterrupted
    assert told[0] == 9


def test_every_flipped_bit_and_every_cut_is_found(tmp_path):
    """One bit somewhere in each of 20 batches of every file of the folder, and each file cut once."""
    folder = made(tmp_path).folder
    assert verify(folder) == ()
    for path in sorted(file for file in folder.iterdir() if file.name != LOCK):
        whole = path.read_bytes()
        for place in range(0, len(whole), max(1, len(whole) // 20)):
            path.write_bytes(whole[:place] + bytes([whole[place] ^ (1 << place % 8)]) + whole[place + 1 :])
            assert verify(folder) != (), f"{path.name}, byte {place}"
        path.write_bytes(whole[: len(whole) // 2])
        assert verify(folder) != (), f"{path.name}, cut"
        path.write_bytes(whole)
    assert verify(folder) == ()


def test_missing_and_foreign_files_are_found(tmp_path):
    folder = made(tmp_path).folder
    (folder / "summary.csv").rename(folder / "strange.csv")

    faults = verify(folder)

    assert [(fault.file.rsplit("/", 1)[1], fault.message) for fault in faults] == [
        ("summary.csv", "is missing"),
        ("strange.csv", "does not belong to the study"),
    ]


def test_a_finished_study_that_was_stopped_while_it_went_on_says_so(tmp_path):
    folder = made(tmp_path, what=plan(replications=10)).folder
    (folder / f"{JOURNAL}-wal").touch()
    assert verify(folder) == ()  # nothing is in it: SQLite was done with it and could not remove it
    (folder / f"{JOURNAL}-wal").write_bytes(b"a chunk")

    assert [(fault.message, fault.remedy) for fault in verify(folder)] == [
        ("belongs to a study that was stopped while it ran", "the same command goes on")
    ]


def test_a_damaged_table_is_written_again(tmp_path, uninterrupted):
    folder = made(tmp_path).folder
    (folder / "summary.csv").write_text("nonsense")

    assert made(tmp_path).status == "resumed"
    assert digest_of(folder) == uninterrupted


def test_a_damaged_journal_is_refused(tmp_path):
    folder = made(tmp_path).folder
    blob = bytearray((folder / JOURNAL).read_bytes())
    at = bytes(blob).index(outcome(1, 3).parameters[0].tobytes())
    blob[at] ^= 1
    (folder / JOURNAL).write_bytes(bytes(blob))

    with pytest.raises(FaultyInput, match="start over with --fresh"):
        made(tmp_path)


def test_times_host_and_layout_stand_in_the_manifest_alone(tmp_path):
    manifest = read_manifest(made(tmp_path).folder)

    assert set(manifest["run"]) == {
        "command",
        "started",
        "seconds",
        "host",
        "system",
        "process",
        "workers",
        "cluster",
        "chunk",
    }
    assert manifest["replications_done"] == REPLICATIONS
    assert json.dumps(manifest["versions"])


@pytest.mark.parametrize(
    ("done", "gaps"),
    [
        ([], [range(9)]),
        ([range(9)], []),
        ([range(2, 4), range(6, 20)], [range(2), range(4, 6)]),
        ([range(3)], [range(3, 9)]),
    ],
)
def test_what_is_missing_is_what_lies_between(done, gaps):
    assert missing(done, 9) == gaps


PARENT = """
import sys
sys.path.insert(0, {root!r})
from pathlib import Path
from sim.execution.executor import Pool
from tests.execution.sleepers import Sleeper
from tests.study.courses import made
pool = lambda worker, _: Pool(worker, 2)
tell = lambda done, _: print(done, flush=True)
made(Path({out!r}), Sleeper({folder!r}, 0.05), chunk=1, executor=pool, progress=tell)
"""


@pytest.mark.parametrize("stop", [signal.SIGKILL, signal.SIGTERM])
def test_a_study_killed_with_its_workers_goes_on_to_the_same_bytes(
    tmp_path, uninterrupted, pytestconfig, stop
):
    out, folder = tmp_path / "out", tmp_path / "pids"
    folder.mkdir()
    script = PARENT.format(root=str(pytestconfig.rootpath), out=str(out), folder=str(folder))
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as parent:
        while int(parent.stdout.readline()) < 8:
            pass
        os.kill(parent.pid, stop)
        parent.wait(timeout=5)
    told = []

    study = made(out, progress=lambda done, _: told.append(done))

    assert 8 <= told[0] < REPLICATIONS
    assert digest_of(study.folder) == uninterrupted


def test_the_answer_stands_in_the_summary(tmp_path):
    summary = json.loads((made(tmp_path).folder / "summary.json").read_text())

    assert summary["replications"] == REPLICATIONS
    assert "headline" in summary["answer"]
