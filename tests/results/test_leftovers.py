"""What other programs leave in a results folder is told apart from damage; a finished journal is anybody's to read."""

import signal
import sqlite3
import subprocess
import sys

import pytest

from sim.results.files import sha256_of
from sim.results.folder import JOURNAL, ResultsFolder, add_files, leftovers, read_manifest, verify
from sim.results.leftovers import is_leftover
from tests.study.courses import made, plan
from tests.study.test_course import digest_of

READER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
print(*connection.execute("SELECT count(*) FROM chunks"), flush=True)
input()
"""
OTHERS = (".DS_Store", "Thumbs.db", "~$report.xlsx", ".goutputstream-XY12Z0", "desktop.ini", "._summary.csv")
OTHERS += (".~lock.report.xlsx#", "summary.csv~", ".summary.csv.swp", ".nfs0000a1", "figures/.DS_Store")


def read_and_killed(journal):
    """A program that has read the journal, and is killed while it has it open."""
    with subprocess.Popen(
        [sys.executable, "-c", READER, str(journal)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as reader:
        assert reader.stdout.readline().startswith(b"(")
        reader.send_signal(signal.SIGKILL)


def log_of(journal):
    with sqlite3.connect(f"{journal.as_uri()}?mode=ro&immutable=1", uri=True) as connection:
        (mode,) = connection.execute("PRAGMA journal_mode").fetchone()
    connection.close()
    return mode


def contents_of(folder):
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_a_reader_of_a_finished_journal_leaves_nothing_behind(tmp_path):
    folder = made(tmp_path).folder
    before = contents_of(folder)

    read_and_killed(folder / JOURNAL)

    assert log_of(folder / JOURNAL) == "delete"
    assert contents_of(folder) == before


def test_a_journal_has_the_same_bytes_for_the_same_chunks(tmp_path):
    one, other = (made(tmp_path / name, chunk=5).folder / JOURNAL for name in ("one", "other"))

    assert one.read_bytes() == other.read_bytes()
    assert sha256_of(one) == read_manifest(one.parent)["journal_sha256"]


def test_a_study_that_grows_has_a_journal_for_any_reader_again(tmp_path):
    made(tmp_path, what=plan(replications=10))
    folder = made(tmp_path).folder

    assert log_of(folder / JOURNAL) == "delete"
    assert verify(folder) == ()


def older(folder):
    """A folder whose journal kept its write-ahead log, as all did once."""
    with sqlite3.connect(folder / JOURNAL) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    connection.close()
    manifest = read_manifest(folder)
    manifest["journal_sha256"] = sha256_of(folder / JOURNAL)
    ResultsFolder(folder).seal(manifest)
    return folder


def test_what_a_reader_leaves_beside_an_older_journal_is_harmless(tmp_path):
    folder = older(made(tmp_path).folder)
    read_and_killed(folder / JOURNAL)

    assert leftovers(folder) == [f"{JOURNAL}-shm", f"{JOURNAL}-wal"]
    assert verify(folder) == ()
    assert made(tmp_path).status == "resumed"
    assert (log_of(folder / JOURNAL), leftovers(folder), verify(folder)) == ("delete", [], ())


def test_an_empty_log_that_sqlite_could_not_remove_goes_the_next_time(tmp_path):
    folder = made(tmp_path).folder
    (folder / f"{JOURNAL}-wal").touch()

    assert made(tmp_path).status == "complete"
    assert leftovers(folder) == []


def test_a_journal_that_another_program_has_open_at_the_end_is_settled_all_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr(
        "sqlite3.connect", lambda *args, _c=sqlite3.connect, **named: _c(*args, timeout=0.1, **named)
    )
    readers = []

    def open_it(done, _asked):
        if done > 3 and not readers:
            (journal,) = tmp_path.rglob(JOURNAL)
            readers.append(sqlite3.connect(journal))
            readers[0].execute("SELECT count(*) FROM chunks").fetchone()

    study = made(tmp_path, chunk=2, progress=open_it)

    assert verify(study.folder) == ()
    readers[0].close()
    assert verify(study.folder) == ()
    assert made(tmp_path).status == "resumed"
    assert log_of(study.folder / JOURNAL) == "delete"


SETTLER = """
import os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from tests.study.courses import made
from sim.results.journal import Journal
settle = Journal.settle
def killed(journal):
    if sys.argv[3] == "before":
        os._exit(9)
    settle(journal)
    os._exit(9)
Journal.settle = killed
made(Path(sys.argv[2]), chunk=4)
"""


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("earlier", [None, 10])
def test_a_study_killed_around_the_settling_of_its_journal_goes_on(tmp_path, pytestconfig, moment, earlier):
    out = tmp_path / "out"
    whole = digest_of(made(tmp_path / "whole").folder)
    if earlier:
        made(out, what=plan(replications=earlier))
    command = [sys.executable, "-c", SETTLER, str(pytestconfig.rootpath), str(out), moment]
    assert subprocess.run(command, check=False).returncode == 9
    (folder,) = out.iterdir()
    if earlier:
        assert "the same command" in " ".join(fault.remedy for fault in verify(folder))

    study = made(out)

    assert (digest_of(study.folder), verify(study.folder)) == (whole, ())
    assert log_of(study.folder / JOURNAL) == "delete"


def test_files_of_editors_and_file_managers_are_harmless_and_those_of_nobody_are_not(tmp_path):
    folder = made(tmp_path).folder
    add_files(folder, {"report.html": [b"<html>"]})
    for name in (*OTHERS, "summary.csv.part"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(b"theirs")

    assert verify(folder) == ()
    assert leftovers(folder) == sorted([*OTHERS, "summary.csv.part"])

    (folder / "notes.txt").write_text("mine")
    (fault,) = verify(folder)
    assert (fault.message, fault.remedy) == (
        "does not belong to the study",
        "move it elsewhere, or delete it",
    )


@pytest.mark.parametrize("name", ["summary.csv", JOURNAL, "manifest.json"])
def test_damage_beside_leftovers_is_damage_and_nothing_is_to_be_thrown_away(tmp_path, name):
    folder = made(tmp_path).folder
    (folder / f"{JOURNAL}-shm").write_bytes(b"theirs")
    blob = (folder / name).read_bytes()
    (folder / name).write_bytes(blob[:-2] + bytes([blob[-2] ^ 1]) + blob[-1:])

    (fault,) = verify(folder)

    assert fault.file == str(folder / name)
    assert "--fresh" not in fault.remedy
    assert fault.remedy


def test_a_journal_into_which_sqlite_was_writing_says_that_the_study_was_stopped(tmp_path):
    folder = made(tmp_path).folder
    (folder / f"{JOURNAL}-journal").write_bytes(b"pages")
    assert verify(folder) == ()  # the file is as it was written: nothing has come of it
    (folder / JOURNAL).write_bytes((folder / JOURNAL).read_bytes() + b"a page")

    assert [(fault.message, fault.remedy) for fault in verify(folder)] == [
        ("belongs to a study that was stopped while it ran", "the same command goes on")
    ]


@pytest.mark.parametrize("name", ["notes.txt", "report (copy).html", "summary.csv.bak", "other.sqlite-wal"])
def test_what_somebody_may_have_meant_is_no_leftover(name):
    assert not is_leftover(name, JOURNAL, ["summary.csv"])
