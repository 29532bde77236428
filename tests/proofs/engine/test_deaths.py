"""Parent, workers and scheduler are killed while a study runs: the same bytes, nothing lost or made twice."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from sim.core.errors import ClusterLost
from sim.core.streams import Streams
from sim.execution.cluster import Cluster
from sim.execution.executor import Pool
from sim.results.folder import JOURNAL, verify
from sim.results.journal import Journal
from tests.execution.clusters import running
from tests.execution.logging_worker import Logging, begun
from tests.study.courses import made, plan
from tests.study.test_course import digest_of
from tests.verification import Proof

ROOT = Path(__file__).parents[3]
pytestmark = pytest.mark.timeout(2400)

PARENT = """
import sys
from pathlib import Path
from tests.study.courses import made, plan
from tests.execution.logging_worker import Logging
made(Path({out!r}), Logging(Path({log!r}), {seconds}), plan(replications={n}), workers=2, chunk={chunk})
"""
WORKERS, CHUNK, SECONDS, LONG = 2, 5, 0.1, 200
"""A study of some ten seconds: 200 replications of a tenth, five at a time, by two workers."""
KILLS = 100


def killed_at(share: float, delay_seconds: float, folder: Path) -> tuple[str, int, float]:
    """A study whose parent is killed a moment after a share of its replications was begun, and gone on with.

    Its digest, how many replications were begun twice, and what share was begun when it was killed.
    """
    folder.mkdir()
    out, log = folder / "out", folder / "log"
    script = PARENT.format(out=str(out), log=str(log), seconds=SECONDS, n=LONG, chunk=CHUNK)
    with subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stderr=subprocess.DEVNULL) as parent:
        while len(begun(log)) < share * LONG and parent.poll() is None:
            time.sleep(0.02)
        time.sleep(delay_seconds)
        parent.kill()
    early = len({replication for _, replication in begun(log)})
    resumed = made(out, Logging(log, 0.0), plan(replications=LONG))
    assert verify(resumed.folder) == ()
    counts = Counter(replication for _, replication in begun(log))
    assert sorted(counts) == list(range(LONG))
    return digest_of(resumed.folder), counts.total() - LONG, early / LONG


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The digest of the study that nobody killed."""
    folder = made(tmp_path_factory.mktemp("whole"), what=plan(replications=LONG)).folder
    return str(digest_of(folder))


@pytest.mark.verify
def test_a_parent_killed_at_a_hundred_random_moments(tmp_path: Path, whole: str, proof: Proof) -> None:
    draws = Streams(20210701, 0).uniforms("kill", "parent", 2 * KILLS).reshape(KILLS, 2)
    places = [
        (share, 2 * SECONDS * delay, tmp_path / str(at)) for at, (share, delay) in enumerate(draws.tolist())
    ]
    with ThreadPoolExecutor(4) as several:
        found = list(several.map(lambda place: killed_at(*place), places))
    digests, twice, early = zip(*found, strict=True)
    within = sum(0 < share < 1 for share in early)
    what = f"a parent killed at {KILLS} random moments ({within} while its workers were at work)"
    proof(f"{what}: digests that differ after it was gone on with", len(set(digests) - {whole}), "0")
    proof(f"{what}: chunks done again, at most", f"{max(twice) / CHUNK:g}", f"{WORKERS}, one a worker")
    assert set(digests) == {whole}
    assert within >= 90
    assert max(twice) <= WORKERS * CHUNK


class Killer:
    """Kills a worker that is at work each time the study has come so much further."""

    def __init__(self, log: Path, kills: int, replications: int) -> None:
        self._log = log
        self._at = [(k + 1) * replications // (kills + 2) for k in range(kills)]
        self.killed = 0

    def __call__(self, done: int, _: int) -> None:
        while self.killed < len(self._at) and done >= self._at[self.killed]:
            if not self._kill():
                return
            self.killed += 1

    def _kill(self) -> bool:
        """Kill the worker that began something last and is alive."""
        for process, _ in reversed(begun(self._log)[-20:]):
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
                return True
        return False


def killed_workers(tmp_path: Path, kills: int, replications: int, **execution: Any) -> tuple[str, int, int]:
    """A study with so many workers killed: its digest, the kills, and replications begun more than once."""
    log = tmp_path / "log"
    killer = Killer(log, kills, replications)
    what = plan(replications=replications)
    study = made(tmp_path / "out", Logging(log, 0.02), what, chunk=3, progress=killer, workers=2, **execution)
    assert study.failures == ()
    assert verify(study.folder) == ()
    journal = Journal(study.folder / JOURNAL, what.header, writable=False)
    assert sum(map(len, journal.done())) == replications
    journal.close()
    counts = Counter(replication for _, replication in begun(log))
    return digest_of(study.folder), killer.killed, counts.total() - replications


def unhurt(tmp_path: Path, replications: int) -> str:
    return str(digest_of(made(tmp_path / "unhurt", what=plan(replications=replications)).folder))


def test_three_workers_of_a_pool_killed(tmp_path: Path) -> None:
    digest, kills, _ = killed_workers(tmp_path, 3, 40)
    assert (digest, kills) == (unhurt(tmp_path, 40), 3)


@pytest.mark.verify
@pytest.mark.parametrize("where", ["pool", "Dask"])
def test_thirty_workers_killed_within_one_study(tmp_path: Path, where: str, proof: Proof) -> None:
    replications = 330
    with contextlib.ExitStack() as stack:
        execution: dict[str, Any] = {"executor": lambda worker, _: Pool(worker, 2)}
        if where == "Dask":
            found = stack.enter_context(running(tmp_path / "cluster", 2))
            execution = {"cluster": Cluster(found.address)}
        digest, kills, twice = killed_workers(tmp_path, 30, replications, **execution)
    differs = digest != unhurt(tmp_path, replications)
    what = f"{where}: {kills} workers killed within one study of {replications} replications"
    proof(f"{what}: tables that differ, replications lost or counted twice", int(differs), "0")
    proof(f"{what}: replications begun again", twice, "told, no limit")
    assert kills == 30
    assert not differs


@pytest.mark.verify
@pytest.mark.parametrize("stop", [signal.SIGKILL, signal.SIGTERM])
def test_the_scheduler_of_a_cluster_dies(tmp_path: Path, stop: signal.Signals, proof: Proof) -> None:
    safe: list[int] = []
    with running(tmp_path / "cluster", 2) as found:

        def stop_scheduler(done: int, _: int) -> None:
            safe.append(done)
            if done >= 60 and found.scheduler.poll() is None:
                found.scheduler.send_signal(stop)

        began = time.monotonic()
        worker, what = Logging(tmp_path / "log", 0.02), plan(replications=330)
        with pytest.raises(ClusterLost, match=r"\d+ of 330 replications are safe in .*goes on") as raised:
            made(
                tmp_path / "out",
                worker,
                what,
                chunk=3,
                progress=stop_scheduler,
                cluster=Cluster(found.address),
            )
        seconds = time.monotonic() - began
    told: list[int] = []
    resumed = made(tmp_path / "out", what=plan(replications=330), progress=lambda done, _: told.append(done))
    differs = digest_of(resumed.folder) != unhurt(tmp_path, 330)
    proof(
        f"scheduler of a cluster stopped by {stop.name}: exit code, replications that were safe and are not "
        "found again, tables that differ after going on without it",
        f"{raised.value.exit_code}, {safe[-1] - told[0]}, {int(differs)}",
        "74, 0, 0",
    )
    assert raised.value.exit_code == 74
    assert told[0] == safe[-1] >= 60
    assert not differs
    assert seconds < 120
