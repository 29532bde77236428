"""The engine of all studies: what is missing is made and journalled, then all is collected in order."""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sim.core.errors import BrokenInvariant
from sim.study.executor import Executor, executor_for
from sim.study.interruption import StudyInterrupted, Terminated, sigterm_raises
from sim.study.journal import Header, Journal
from sim.study.observations import Observations
from sim.study.plan import Plan
from sim.study.precision import looks, reached, targets
from sim.study.schedule import work_through
from sim.study.work import Chunk, Failure, Worker

Progress = Callable[[int, int], None]
"""Told the replications done and asked for, at the start and after each chunk."""


@dataclass(frozen=True, slots=True)
class Execution:
    """How a study is worked off. Nothing here changes a result.

    `workers`: processes, None for all cores, 1 for none but this one. `chunk`: replications handed out at a
    time, None to size them by time.
    """

    workers: int | None = None
    chunk: int | None = None
    out: Path | None = None
    """Folder under which the results folder stands; None keeps nothing."""
    fresh: bool = False
    """Start over instead of going on."""
    progress: Progress | None = None
    executor: Callable[[Worker, int | None], Executor] = executor_for


def missing(done: Sequence[range], replications: int) -> list[range]:
    """The stretches of the replications below a number that are not among the finished ones (in order)."""
    starts = [0, *(stretch.stop for stretch in done)]
    stops = [*(stretch.start for stretch in done), replications]
    gaps = (range(start, min(stop, replications)) for start, stop in zip(starts, stops, strict=True))
    return [gap for gap in gaps if gap]


def make_missing(
    journal: Journal, worker: Worker, upto: tuple[int, int], execution: Execution
) -> tuple[Failure, ...]:
    """Make the replications that the journal lacks; returns those that were given up.

    `upto` are the number to be made now, and in the end. Raises StudyInterrupted on Ctrl-C and SIGTERM, with
    the workers gone and the finished chunks kept.
    """
    replications, asked = upto
    pending = missing(journal.done(), replications)
    counter = _Counter(journal, replications - sum(map(len, pending)), asked, execution.progress)
    with _interruptible(counter):
        counter.tell()
        if not pending:
            return ()
        width = execution.workers if sum(map(len, pending)) > 1 else 1
        executor = execution.executor(worker, width)
        return work_through(executor, pending, counter.commit, chunk=execution.chunk)


class _Counter:
    """Commits chunks and tells how many replications are done."""

    def __init__(self, journal: Journal, done: int, asked: int, progress: Progress | None) -> None:
        self.journal = journal
        self.done = done
        self.asked = asked
        self._progress = progress

    def commit(self, chunk: Chunk) -> None:
        self.journal.commit(chunk)
        self.done += chunk.count
        self.tell()

    def tell(self) -> None:
        if self._progress is not None:
            self._progress(self.done, self.asked)


@contextlib.contextmanager
def _interruptible(counter: _Counter) -> Iterator[None]:
    folder = counter.journal.path.parent if counter.journal.path is not None else None
    try:
        with sigterm_raises():
            yield
    except KeyboardInterrupt as error:
        terminated = isinstance(error, Terminated)
        raise StudyInterrupted(counter.done, counter.asked, folder, terminated=terminated) from None


@contextlib.contextmanager
def journal_of(path: Path | None, header: Header, *, writable: bool = True) -> Iterator[Journal]:
    """The journal of a study, closed at the end."""
    journal = Journal(path, header, writable=writable)
    try:
        yield journal
    finally:
        journal.close()


def observe(journal: Journal, worker: Worker, plan: Plan, execution: Execution) -> Observations:
    """All replications of a study in order, made earlier or now; fewer where precision allows it.

    Whether it does is judged on complete beginnings alone, so the number does not depend on how the work is
    done. Raises WrongUse for a precision without sense, BrokenInvariant where no replication can be made,
    StudyInterrupted.
    """
    targets(plan)
    for look in looks(plan):
        failures = make_missing(journal, worker, (look, plan.replications), execution)
        observations = Observations(replace(plan, replications=look), journal.collect(look), failures)
        if not observations.n:
            message = f"no replication can be made: {failures[0].reason}\n{failures[0].details}"
            raise BrokenInvariant(message)
        if plan.precision and all(each.met for each in reached(observations)):
            break
    return observations
