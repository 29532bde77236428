"""The schedule of a study: batches handed out, brought home in any order, and tried again."""

from collections import Counter, deque
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field

from sim.core.errors import BrokenInvariant
from sim.execution.executor import BatchLost, Executor
from sim.execution.work import Failure, Report
from sim.results.chunk import Chunk

TRIES = 3
"""A replication that raises, or kills its process when alone in it, so many times is given up."""
_HOPELESS = 5
"""So many replications given up and none finished: the study stops."""
_HOPELESS_DEATHS = 10
"""So many processes dead and no replication finished: the study stops."""
_TARGET_SECONDS = 1.0
_MOST = 500
"""Replications of a batch at most: what a batch brings home is in memory at once."""
_SMOOTHING = 0.5


class Pace:
    """Sizes batches by measured time: a second each, and the last ones end together."""

    def __init__(self, chunk: int | None) -> None:
        self._fixed = chunk
        self._seconds: float | None = None

    def learn(self, seconds_per_replication: float) -> None:
        """Take a measured time into account."""
        old = seconds_per_replication if self._seconds is None else self._seconds
        self._seconds = old + _SMOOTHING * (seconds_per_replication - old)

    def size(self, remaining: int, width: int) -> int:
        """Replications of the next batch where so many batches are done at a time."""
        if self._fixed is not None:
            return self._fixed
        if self._seconds is None:
            return 1
        fair = -(-remaining // (2 * width)) if width > 1 else remaining
        return max(1, min(fair, _MOST, int(_TARGET_SECONDS / max(self._seconds, 1e-6))))


@dataclass(slots=True)
class Dispatcher:
    """The state of a study's work.

    `commit` is called for each chunk as it arrives, in no particular order.
    """

    executor: Executor
    commit: Callable[[Chunk], None]
    pace: Pace
    waiting: deque[range]
    """Batches not handed out, to be cut to size."""
    again: deque[range] = field(default_factory=deque)
    """Batches that were lost with a process once, handed out whole."""
    alone: deque[int] = field(default_factory=deque)
    """Replications under suspicion, handed out with nothing beside them: a death has one possible cause."""
    flying: dict[Future[Report], range] = field(default_factory=dict)
    lost: Counter[int] = field(default_factory=Counter)
    """Times that a replication was in flight when a process died."""
    tries: Counter[int] = field(default_factory=Counter)
    """Times that a replication raised, or died alone."""
    failed: dict[int, Failure] = field(default_factory=dict)
    finished: int = 0
    deaths: int = 0

    def run(self) -> tuple[Failure, ...]:
        """Work everything off; returns the replications that were given up.

        Raises BrokenInvariant when all fail.
        """
        while self._hand_out():
            finished, _ = wait(self.flying, return_when=FIRST_COMPLETED)
            for future in sorted(finished, key=lambda each: self.flying[each].start):
                self._bring_home(future)
        return tuple(failure for _, failure in sorted(self.failed.items()))

    def _hand_out(self) -> bool:
        """Fill the executor up; whether anything is in flight after that."""
        if self.alone and not (self.waiting or self.again or self.flying):
            self._submit(range(self.alone[0], self.alone.popleft() + 1))
        while len(self.flying) < self.executor.width and (self.again or self.waiting):
            self._submit(self.again.popleft() if self.again else self._cut())
        return bool(self.flying)

    def _cut(self) -> range:
        batch = self.waiting.popleft()
        size = self.pace.size(len(batch) + sum(map(len, self.waiting)), self.executor.width)
        if size < len(batch):
            self.waiting.appendleft(batch[size:])
        return batch[:size]

    def _submit(self, batch: range) -> None:
        self.flying[self.executor.submit(batch)] = batch

    def _bring_home(self, future: Future[Report]) -> None:
        """Take a finished batch in, or hand it out again when the process that had it died."""
        batch = self.flying.pop(future)
        try:
            report = future.result()
        except BatchLost as error:
            self._lose(batch, error.deaths)
            return
        self.pace.learn(report.seconds / len(batch))
        for chunk in report.chunks:
            self.finished += chunk.count
            self.commit(chunk)
        for failure in report.failures:
            self._try_again(failure)

    def _try_again(self, failure: Failure, tries: int = 1) -> None:
        self.tries[failure.replication] += tries
        if self.tries[failure.replication] < TRIES:
            self.alone.append(failure.replication)
            return
        self.failed[failure.replication] = failure
        if not self.finished and len(self.failed) >= _HOPELESS:
            message = f"no replication can be made: {failure.reason}\n{failure.details}"
            raise BrokenInvariant(message)

    def _lose(self, batch: range, deaths: int) -> None:
        """A batch was lost: so many processes died while they had it."""
        self.deaths += deaths
        if not self.finished and self.deaths >= _HOPELESS_DEATHS:
            message = f"no replication can be made: {self.deaths} processes died before they had finished one"
            raise BrokenInvariant(message)
        if len(batch) == 1 and not self.flying:
            self._try_again(Failure(batch.start, "its process died"), deaths)
        else:
            self._requeue(batch, deaths)

    def _requeue(self, batch: range, deaths: int) -> None:
        """Hand a lost batch out again as it was.

        Lost for the second time, its replications come under suspicion.
        """
        for replication in batch:
            self.lost[replication] += deaths
        if max(self.lost[k] for k in batch) < TRIES - 1:
            self.again.append(batch)
        else:
            self.alone.extend(batch)


def work_through(
    executor: Executor, pending: Sequence[range], commit: Callable[[Chunk], None], *, chunk: int | None = None
) -> tuple[Failure, ...]:
    """Work batches of replications off and commit every chunk as it arrives.

    Returns the replications given up. `chunk` fixes the number of replications of a batch; None sizes them
    by measured time.
    """
    return Dispatcher(executor, commit, Pace(chunk), deque(pending)).run()
