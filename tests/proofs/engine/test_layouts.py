"""One digest of all tables, however the work of a study is laid out."""

import hashlib
import os
import subprocess
import sys
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from sim.core.streams import Streams
from sim.execution.cluster import Cluster
from sim.execution.executor import Executor, Pool, StartMethod
from sim.execution.work import Report, Worker, work_off
from sim.results.folder import JOURNAL, MANIFEST, verify
from sim.scenario.load import LoadedScenario, load
from sim.study.comparison_study import ComparisonStudy
from sim.study.engine import Execution
from sim.study.planning import plan_of, worker_of
from sim.study.studies import carry_out
from tests.execution.clusters import running
from tests.study.small_files import NEAREST, STAY, document, written
from tests.verification import Proof

ROOT = Path(__file__).parents[3]
REPLICATIONS = 66
CHUNKS = (1, 7, 64)
METHODS: tuple[StartMethod, ...] = ("fork", "forkserver", "spawn")
pytestmark = [pytest.mark.verify, pytest.mark.timeout(1800)]


class Shuffled:
    """Four batches in flight, brought home in an order that has nothing to do with theirs."""

    width = 4

    def __init__(self, worker: Worker, order: int) -> None:
        self._worker = worker
        self._flying: deque[tuple[Future[Report], range]] = deque()
        self._draws = iter(Streams(order, 0).uniforms("order", "shuffled", 10_000))
        self._handed_out = 0

    def submit(self, replications: range) -> Future[Report]:
        future: Future[Report] = Future()
        self._flying.append((future, replications))
        self._handed_out += len(replications)
        while len(self._flying) == self.width or (self._flying and self._handed_out == REPLICATIONS):
            self._flying.rotate(int(4 * next(self._draws)))
            done, batch = self._flying.popleft()
            done.set_result(work_off(self._worker, batch))
        return future

    def close(self) -> None:
        """Nothing is in flight."""


def digest_of(out: Path) -> str:
    """One digest over names and contents of all files that do not tell of the run itself."""
    (folder,) = out.iterdir()
    assert verify(folder) == ()
    told = {MANIFEST, JOURNAL, "running.lock"}
    files = {file.name: file.read_bytes() for file in folder.iterdir() if file.name not in told}
    assert {
        "summary.csv",
        "summary.json",
        "comparison.csv",
        "bands.csv",
        "switches.csv",
        "reviews.csv",
    } < set(files)
    return hashlib.sha256(repr(sorted(files.items())).encode()).hexdigest()


@pytest.fixture(scope="module")
def scenario(tmp_path_factory: pytest.TempPathFactory) -> Path:
    contents = document({"stay": STAY, "nearest": NEAREST}, baseline="stay", focus="car", sampling="sobol")
    return written(tmp_path_factory.mktemp("scenario"), contents)


@pytest.fixture(scope="module")
def loaded(scenario: Path) -> LoadedScenario:
    return load(scenario)


def digest(loaded: LoadedScenario, out: Path, **execution: Any) -> str:
    plan = plan_of(loaded, "compare", replications=REPLICATIONS)
    carry_out(plan, worker_of(loaded, plan), Execution(out=out, **execution), ComparisonStudy)
    return digest_of(out)


def pool(workers: int, method: StartMethod) -> Callable[[Worker, int | None], Executor]:
    return lambda worker, _: Pool(worker, workers, start_method=method)


def shuffled(order: int) -> Callable[[Worker, int | None], Executor]:
    return lambda worker, _: Shuffled(worker, order)


def test_one_digest_over_all_layouts(
    loaded: LoadedScenario, scenario: Path, tmp_path: Path, proof: Proof
) -> None:
    layouts: dict[str, dict[str, Any]] = {f"in-process {c}": {"workers": 1, "chunk": c} for c in CHUNKS}
    layouts |= {
        f"{workers} {method} {chunk}": {"executor": pool(workers, method), "chunk": chunk}
        for workers in (1, 2, 4)
        for method in METHODS
        for chunk in CHUNKS
    }
    layouts |= {f"order {k}": {"executor": shuffled(k), "chunk": chunk} for k, chunk in enumerate(CHUNKS)}
    layouts |= {"sized by time": {"workers": 2, "chunk": None}}
    digests = {name: digest(loaded, tmp_path / name, **layout) for name, layout in layouts.items()}
    for workers in (1, 2):
        with running(tmp_path / f"cluster {workers}", workers) as found:
            for chunk in (1, 7):
                name = f"Dask {workers} {chunk}"
                where = Cluster(found.address)
                digests[name] = digest(loaded, tmp_path / name, cluster=where, chunk=chunk)
    for hash_seed in ("0", "1", "7"):
        name = f"hash seed {hash_seed}"
        digests[name] = in_a_process(scenario, tmp_path / name, hash_seed)
    proof(
        "layouts of the work on a small comparison (processes, chunks, start methods, Dask, hash seeds, orders "
        "of completion), and digests of all their tables",
        f"{len(digests)} layouts, {len(set(digests.values()))} digest",
        "at least 24 layouts, 1 digest",
    )
    assert len(digests) >= 24
    assert len(set(digests.values())) == 1, digests


def in_a_process(scenario: Path, out: Path, hash_seed: str) -> str:
    """The digest of a study made by the public interface in a process of its own."""
    arguments = f"{str(scenario)!r}, replications={REPLICATIONS}, workers=2, out={str(out)!r}"
    subprocess.run(
        [sys.executable, "-c", f"import sim; sim.compare({arguments})"],
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": hash_seed},
        check=True,
        timeout=300,
    )
    return digest_of(out)
