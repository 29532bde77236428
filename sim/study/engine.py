"""The engine of all studies: what is missing is made and journalled, then all is collected in order."""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sim.core.errors import BrokenInvariant
from sim.execution.cluster import LOCAL, Cluster
from sim.execution.dask_executor import DaskExecutor
from sim.execution.executor import Executor, executor_for, is_childless
from sim.execution.interruption import StudyProgress
from sim.execution.schedule import work_through
from sim.execution.work import Failure, Worker
from sim.results.chunk import Chunk
from sim.results.journal import Header, Journal
from sim.study.asked import MOST_WORKERS, Asked
from sim.study.disk_space import DiskEstimate, OnNotice
from sim.study.observations import Observations
from sim.study.plan import Plan
from sim.study.precision import looks, reached, targets

OnProgress = Callable[[int, int], None]
"""Told the replications done and asked for, at the start and after each chunk."""


@dataclass(frozen=True, slots=True)
class Execution:
    """How a study is worked off, as a caller says it. Nothing here changes a result.

    `workers`: processes, None for all cores, 1 for none but this one. `chunk`: replications handed out at a
    time, None to size them by time.
    """

    workers: int | None = None
    chunk: int | None = None
    out: str | Path | None = None
    """Folder under which the results folder stands; None keeps nothing."""
    fresh: bool = False
    """Start over instead of going on."""
    progress: OnProgress | None = None
    notice: OnNotice | None = None
    cluster: str | Cluster | None = None
    """Where the work is done, or the address of that; None: by processes of this machine."""
    executor: Callable[[Worker, int | None], Executor] = executor_for

    @property
    def machines(self) -> Cluster | None:
        """The cluster that does the work. Raises WrongUse."""
        return Cluster(self.cluster) if isinstance(self.cluster, str) else self.cluster

    def checked(self, asked: Asked) -> "Execution":
        """The same with every part what it is to be; what is not is told to `asked`."""
        workers = asked.whole("workers", self.workers, least=1, most=MOST_WORKERS)
        return replace(
            self,
            workers=workers,
            cluster=asked.cluster(self.cluster, workers),
            out=asked.path("out", self.out),
            fresh=asked.flag("fresh", self.fresh),
            progress=asked.function("progress", self.progress),
        )


def missing(done: Sequence[range], replications: int) -> list[range]:
    """The batches of the replications below a number that are not among the finished ones (in order)."""
    starts = [0, *(batch.stop for batch in done)]
    stops = [*(batch.start for batch in done), replications]
    gaps = (range(start, min(stop, replications)) for start, stop in zip(starts, stops, strict=True))
    return [gap for gap in gaps if gap]


class WorkerPool:
    """The executor of a study: made when there is first something to do, and closed at the end."""

    def __init__(self, worker: Worker, execution: Execution) -> None:
        self._worker = worker
        self._execution = execution
        self._executor: Executor | None = None

    def make(
        self, journal: Journal, replications: int, commit: Callable[[Chunk], None]
    ) -> tuple[Failure, ...]:
        """Make the replications below a number that the journal lacks; returns those that were given up."""
        pending = missing(journal.done(), replications)
        if not pending:
            return ()
        if self._executor is None:
            self._executor = self._hired(sum(map(len, pending)))
        return work_through(self._executor, pending, commit, chunk=self._execution.chunk)

    def _hired(self, work: int) -> Executor:
        asked = self._execution
        cluster = asked.machines
        if cluster is not None and not (cluster.address == LOCAL and is_childless()):
            return DaskExecutor(self._worker, cluster, asked.workers)
        return asked.executor(self._worker, asked.workers if work > 1 else 1)

    def close(self) -> None:
        """Send everybody home."""
        if self._executor is not None:
            self._executor.close()


@contextlib.contextmanager
def journal_of(path: Path | None, header: Header, *, writable: bool = True) -> Iterator[Journal]:
    """The journal of a study, closed at the end; all in one file where nothing goes wrong."""
    journal = Journal(path, header, writable=writable)
    try:
        yield journal
        if writable and path is not None:
            journal.settle()
    finally:
        journal.close()


def observe(
    journal: Journal, worker: Worker, plan: Plan, execution: Execution, standing: StudyProgress
) -> Observations:
    """All replications of a study in order, made earlier or now; fewer where precision allows it.

    Whether it does is judged on complete beginnings alone, so the number does not depend on how the work is
    done. The standing is kept up. Raises WrongUse for a precision without sense, BrokenInvariant where no
    replication can be made, OutputFailed where the disk has too little room.
    """
    standing.done = plan.replications - sum(map(len, missing(journal.done(), plan.replications)))
    weighing = DiskEstimate(plan, standing, execution.notice)

    def commit(chunk: Chunk) -> None:
        journal.commit(chunk)
        tell(standing.done + chunk.count)
        weighing.weigh(chunk)

    def tell(done: int) -> None:
        standing.done = done
        if execution.progress is not None:
            execution.progress(done, standing.asked)

    targets(plan)
    with contextlib.closing(WorkerPool(worker, execution)) as crew:
        for look in looks(plan):
            tell(look - sum(map(len, missing(journal.done(), look))))
            failures = crew.make(journal, look, commit)
            observations = Observations(replace(plan, replications=look), journal.collect(look), failures)
            if not observations.n:
                message = f"no replication can be made: {failures[0].reason}\n{failures[0].details}"
                raise BrokenInvariant(message)
            if plan.precision and all(each.met for each in reached(observations)):
                break
    return observations
