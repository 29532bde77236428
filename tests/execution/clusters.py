"""A real scheduler and real workers on loopback, each a process of its own."""

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 60.0


@dataclass(frozen=True)
class Running:
    """A scheduler at an address, and the process that keeps a worker alive, for each worker."""

    address: str
    scheduler: subprocess.Popen[bytes]
    nannies: tuple[subprocess.Popen[bytes], ...]


@contextlib.contextmanager
def running(folder: Path, workers: int, tls: Sequence[str] = ()) -> Iterator[Running]:
    """A cluster for a while; `tls` are the options that name certificates."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "scheduler.json"
    protocol = ["--protocol", "tls"] if tls else []
    with contextlib.ExitStack() as stack:
        options = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file)]
        scheduler = stack.enter_context(_started("scheduler", *options, *protocol, *tls))
        address = _address(file)
        options = [address, "--nthreads", "1", "--no-dashboard", "--local-directory", str(folder)]
        options += ["--death-timeout", "30", "--memory-limit", "0"]
        nannies = [stack.enter_context(_started("worker", *options, *tls)) for _ in range(workers)]
        yield Running(address, scheduler, tuple(nannies))


@contextlib.contextmanager
def _started(what: str, *options: str) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "distributed.cli.dask_" + what, *options]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment, cwd=ROOT
    ) as process:
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def _address(file: Path) -> str:
    """The address that the scheduler has written."""
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        with contextlib.suppress(OSError, ValueError):
            address: str = json.loads(file.read_text())["address"]
            return address
        time.sleep(0.05)
    message = "no scheduler came up"
    raise TimeoutError(message)


def children(pid: int) -> list[int]:
    """Processes that a process has started and that are alive."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = status.read_text().rpartition(")")[2].split()
            if int(fields[1]) == pid and fields[0] != "Z":
                found.append(int(status.parent.name))
    return found
