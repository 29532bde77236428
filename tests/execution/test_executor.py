import os
import signal
import subprocess
import sys
import textwrap
import time
from contextlib import closing

import pytest

from sim.execution.executor import InProcess, Pool
from sim.execution.schedule import work_through
from tests.study.fakes import Dying, Steady


def ran(executor, replications=12, chunk=3):
    chunks = []
    with closing(executor):
        failures = work_through(executor, [range(replications)], chunks.append, chunk=chunk)
    return sorted(chunks, key=lambda each: each.first), failures


@pytest.mark.parametrize("start_method", ["fork", "forkserver", "spawn"])
def test_processes_make_the_same_bytes_as_this_one(start_method):
    assert ran(Pool(Steady(), 2, start_method=start_method)) == ran(InProcess(Steady()))


def test_a_process_that_dies_once_costs_its_chunk_only(tmp_path):
    chunks, failures = ran(Pool(Dying((4,), tmp_path, 1), 2))

    assert failures == ()
    assert chunks == ran(InProcess(Steady()))[0]


def test_a_replication_that_always_kills_its_process_is_named_and_the_others_are_done(tmp_path):
    chunks, failures = ran(Pool(Dying((4,), tmp_path, 99), 2))

    assert [(failure.replication, failure.reason) for failure in failures] == [(4, "its process died")]
    assert [k for each in chunks for k in range(each.first, each.first + each.count)] == [
        0,
        1,
        2,
        3,
        *range(5, 12),
    ]


SCRIPT = """
import contextlib, os, sys, time
sys.path.insert(0, {root!r})
from sim.execution.executor import Pool
from sim.execution.schedule import work_through
from tests.execution.sleepers import Sleeper
print("started", flush=True)
with contextlib.closing(Pool(Sleeper({folder!r}), 2)) as pool:
    work_through(pool, [range(40)], lambda chunk: None, chunk=1)
"""


@pytest.fixture
def script(tmp_path, pytestconfig):
    """A script without `if __name__ == "__main__"`, whose workers write their process ids into a folder and
    sleep.
    """
    path = tmp_path / "script.py"
    path.write_text(textwrap.dedent(SCRIPT.format(root=str(pytestconfig.rootpath), folder=str(tmp_path))))
    with subprocess.Popen(
        [sys.executable, str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        yield process
        process.kill()


def workers_of(folder, count, patience=20.0):
    end = time.monotonic() + patience
    while time.monotonic() < end:
        found = [int(path.name[4:]) for path in folder.glob("pid-*")]
        if len(found) >= count:
            return found
        time.sleep(0.02)
    message = f"fewer than {count} workers came up"
    raise AssertionError(message)


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGKILL])
def test_workers_are_gone_soon_after_the_study_is_stopped(tmp_path, script, stop):
    pids = workers_of(tmp_path, 2)

    script.send_signal(stop)
    script.wait(timeout=5)

    end = time.monotonic() + 5
    while any(map(alive, pids)) and time.monotonic() < end:
        time.sleep(0.02)
    assert not any(map(alive, pids))


def test_a_script_without_a_main_guard_is_not_started_again_by_its_workers(tmp_path, script):
    workers_of(tmp_path, 2)

    script.kill()

    assert script.stdout.read() == b"started\n"
