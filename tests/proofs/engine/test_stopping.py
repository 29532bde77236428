"""A study that is told to stop: its workers are gone soon, and it says how to go on."""

import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.execution.clusters import children
from tests.study.small_files import NEAREST, STAY, document, written
from tests.verification import Proof

ROOT = Path(__file__).parents[3]
pytestmark = [pytest.mark.verify, pytest.mark.timeout(300)]


def alive(pid: int) -> bool:
    """Whether a process is there and not waiting to be buried."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


@pytest.mark.parametrize(("stop", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize("where", [[], ["--cluster", "local"]], ids=["pool", "Dask"])
def test_workers_are_gone_and_the_command_says_how_to_go_on(
    tmp_path: Path, stop: signal.Signals, code: int, where: list[str], proof: Proof
) -> None:
    contents = document({"stay": STAY, "nearest": NEAREST}, baseline="stay", focus="car")
    file, out = written(tmp_path, contents), str(tmp_path / "out")
    options = ["monte-carlo", str(file), "--out", out, "--workers", "2", "-n", "100000", *where]
    with subprocess.Popen(
        [sys.executable, "-m", "sim", *options], cwd=ROOT, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        while "need about" not in process.stderr.readline():
            assert process.poll() is None
        below = children(process.pid)
        below += [pid for child in below for pid in children(child)]
        process.send_signal(stop)
        began = time.monotonic()
        told = process.stderr.read()
        process.wait(30)
        while any(map(alive, below)):
            time.sleep(0.02)
        seconds = time.monotonic() - began
    name = "Dask" if where else "pool"
    proof(
        f"{stop.name} to a study on two workers ({name}): exit code, seconds until all processes are gone",
        f"{process.returncode}, {seconds:.1f} s",
        f"{code}, 5 s",
    )
    assert len(below) >= 2
    assert process.returncode == code
    assert seconds < 5
    assert re.search(r"\d+ of 100000 replications are safe in .*; the same command goes on from there", told)
