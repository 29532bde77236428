import os
import signal
import subprocess
import sys

import pytest
from portalocker.exceptions import LockException

from sim.core.errors import CannotCreateOutput, FolderInUse, OutputFailed
from sim.results.folder import HOLDER, held_still, locked

PROGRAM = """
import sys, pathlib, time
from sim.results.folder import locked
with locked(pathlib.Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def holder(tmp_path):
    with subprocess.Popen([sys.executable, "-c", PROGRAM, str(tmp_path)], stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"held\n"
        yield process
        process.kill()


def test_a_living_holder_is_named_by_its_process_id(tmp_path, holder):
    with pytest.raises(FolderInUse, match=rf"process {holder.pid}\b") as raised, locked(tmp_path):
        pass

    assert raised.value.exit_code == 75


def test_the_lock_of_a_killed_holder_is_taken_over(tmp_path, holder):
    holder.send_signal(signal.SIGKILL)
    holder.wait()

    with locked(tmp_path):
        assert (tmp_path / HOLDER).read_text() == f"{os.getpid()}\n"


def test_the_lock_ends_with_the_block_even_if_that_raises(tmp_path):
    with pytest.raises(ZeroDivisionError), locked(tmp_path):
        raise ZeroDivisionError

    with locked(tmp_path):
        pass


def test_a_lock_that_cannot_be_made_is_told(tmp_path):
    with pytest.raises(CannotCreateOutput), locked(tmp_path / "missing"):
        pass


def test_readers_are_there_together_and_keep_studies_out(tmp_path):
    with locked(tmp_path):
        pass

    with held_still(tmp_path), held_still(tmp_path), pytest.raises(FolderInUse), locked(tmp_path):
        pass
    with (
        locked(tmp_path),
        pytest.raises(FolderInUse, match=rf"process {os.getpid()}\b"),
        held_still(tmp_path),
    ):
        pass


def test_the_id_of_a_holder_is_gone_with_it(tmp_path):
    with locked(tmp_path):
        assert (tmp_path / HOLDER).is_file()

    assert not (tmp_path / HOLDER).exists()


def test_a_file_system_without_locks_is_told(tmp_path, monkeypatch):
    def refuse(_descriptor, _flags):
        raise LockException(OSError(37, "No locks available"))

    monkeypatch.setattr("sim.results.folder.lock", refuse)
    with pytest.raises(OutputFailed, match=r"cannot lock .*No locks available"), locked(tmp_path):
        pass
