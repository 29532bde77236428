"""Executors: who does the work of a study, in this process or in many, behind one face."""

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
import warnings
from collections import deque
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait
from multiprocessing.context import BaseContext
from typing import Final, Literal, Protocol

from sim.core.errors import OneProcessAlone
from sim.execution.work import Report, Worker, work_off

StartMethod = Literal["fork", "forkserver", "spawn"]
_PRELOADED: Final = ["sim.study.replications", "sim.trade.ready"]


def best_start_method() -> StartMethod:
    """How workers are started here: from a fork server, each as a new program where there can be none."""
    return "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"


def all_cores() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def is_childless() -> bool:
    """Whether this process may start no others, since it is a worker of a `multiprocessing.Pool`, say."""
    return multiprocessing.current_process().daemon


def context_of(method: StartMethod) -> BaseContext:
    """Ways to start processes; a fork server imports first what every worker needs."""
    context = multiprocessing.get_context(method)
    if method == "forkserver":
        context.set_forkserver_preload(_PRELOADED)
    return context


def start_server(workers: int | None) -> None:
    """Start the fork server ahead of its use by so many workers (None: all cores); for one there is none.

    It imports on one core what this process is about to import on another. Nothing where there can be no such server.
    """
    method = best_start_method()
    if method == "forkserver" and (all_cores() if workers is None else workers) > 1:
        from multiprocessing import forkserver

        context_of(method)
        forkserver.ensure_running()


_PATIENCE_SECONDS = 3.0


class BatchLost(BrokenExecutor):
    """A batch was lost with the processes that had it; all else goes on."""

    def __init__(self, deaths: int) -> None:
        self.deaths = deaths
        super().__init__(f"{deaths} processes died while they had it")


class Executor(Protocol):
    """Somebody who works off batches of replications, several at a time."""

    @property
    def width(self) -> int:
        """Batches done at the same time.

        No more are handed out at once: a worker gets its next batch when its last one is safe, so whatever
        is killed, at most one batch of each worker has to be done again.
        """
        ...

    def submit(self, replications: range) -> Future[Report]:
        """Have a batch worked off. The future raises BatchLost when the process that had it died."""
        ...

    def close(self) -> None:
        """Stop at once, dropping what is in flight."""
        ...


class InProcess:
    """The work done here and now, one batch at a time."""

    width = 1

    def __init__(self, worker: Worker) -> None:
        self._worker = worker

    def submit(self, replications: range) -> Future[Report]:
        """Work a batch off; the future is done when it is returned."""
        future: Future[Report] = Future()
        future.set_result(work_off(self._worker, replications))
        return future

    def close(self) -> None:
        """Nothing is in flight."""


class Pool:
    """The work done by processes of this machine, each of which gets the worker once.

    Each is a pool of its own, so that one that dies takes nothing with it but the batch that it had.
    """

    def __init__(self, worker: Worker, workers: int, *, start_method: StartMethod | None = None) -> None:
        self.width = workers
        self._worker = worker
        self._context = context_of(start_method or best_start_method())
        self._idle = deque(self._fresh() for _ in range(workers))
        self._busy: dict[Future[Report], ProcessPoolExecutor] = {}

    def _fresh(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(1, self._context, initializer=_begin, initargs=(self._worker,))

    def submit(self, replications: range) -> Future[Report]:
        """Hand a batch out to an idle process, of which there has to be one."""
        process = self._idle.popleft()
        try:
            with main_left_alone():
                task = process.submit(_work, replications)
        except BrokenProcessPool:  # it died while it was idle
            self._idle.append(self._fresh())
            return self.submit(replications)
        future: Future[Report] = Future()
        self._busy[future] = process
        task.add_done_callback(lambda done: self._settle(future, done))
        return future

    def _settle(self, future: Future[Report], task: Future[Report]) -> None:
        """Bring a report home, or what happened instead of it; the process is idle again, or replaced."""
        process = self._busy.pop(future)
        error = None if task.cancelled() else task.exception()
        if isinstance(error, BrokenExecutor):
            self._idle.append(self._fresh())
            future.set_exception(BatchLost(1))
            return
        self._idle.append(process)
        if error is not None:
            future.set_exception(error)
        elif not task.cancelled():
            future.set_result(task.result())

    def close(self) -> None:
        """Kill the processes and wait until they are gone, a few seconds at the most."""
        pools = [*self._idle, *self._busy.values()]
        # Before Python 3.14 a pool has no public way to its process; None once it has broken.
        processes = [process for pool in pools for process in (pool._processes or {}).values()]
        for process in processes:
            process.kill()
        for process in processes:
            process.join(_PATIENCE_SECONDS)
        for pool in pools:
            pool.shutdown(wait=True, cancel_futures=True)


@contextlib.contextmanager
def main_left_alone() -> Iterator[None]:
    """Hide the main module's file while processes start.

    Otherwise each would run it anew, and a script that calls a study without `if __name__ == "__main__"`
    would start itself without end.
    """
    main = vars(sys.modules["__main__"])
    hidden: dict[str, object] = {name: main.pop(name) for name in ("__file__", "__spec__") if name in main}
    main["__spec__"] = None
    try:
        yield
    finally:
        main.update(hidden)


_worker: Worker | None = None
"""The worker of this process, if it belongs to a pool.

A process has one, and sending it with every batch would cost more than the work.
"""


def _begin(worker: Worker) -> None:
    """Make this process ready: take the worker, leave Ctrl-C to the parent, and end when the parent does."""
    global _worker  # noqa: PLW0603 - see above
    _worker = worker
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _work(replications: range) -> Report:
    if _worker is None:
        message = "this process was not made ready for a study"
        raise RuntimeError(message)
    return work_off(_worker, replications)


def executor_for(worker: Worker, workers: int | None) -> Executor:
    """In this process for one worker, else a pool; all cores for None."""
    count = all_cores() if workers is None else workers
    if count > 1 and is_childless():
        message = (
            "a worker of a multiprocessing.Pool may start no processes; the study is made in this one alone"
        )
        warnings.warn(message, OneProcessAlone, stacklevel=2)
        count = 1
    return InProcess(worker) if count == 1 else Pool(worker, count)
