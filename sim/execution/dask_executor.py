"""The work done by a Dask cluster: the same batches and reports as in a pool of processes."""

import contextlib
import itertools
import os
import pickle
import signal
import threading
import time
from concurrent.futures import CancelledError, Future
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Final

from sim.core.errors import CellswitchError, ClusterLost, WrongUse
from sim.core.version import code_digest, versions
from sim.execution.cluster import LOCAL, Cluster
from sim.execution.executor import BatchLost, all_cores, main_left_alone
from sim.execution.work import Report, Worker, work_off

if TYPE_CHECKING:
    import distributed

_CONNECT_SECONDS: Final = 10
_CLOSE_SECONDS: Final = 2
_COUNTED_EVERY_SECONDS: Final = 1.0
_LOCAL_CONFIGURATION: Final = {
    "distributed.scheduler.allowed-failures": 2,
    "distributed.worker.memory.terminate": False,
}
_QUIET: Final = ("distributed", "distributed.client", "distributed.worker", "tornado.application")
_LOGGING: Final = dict.fromkeys(_QUIET, "critical")
"""What goes wrong is told once, by the study."""
_GONE: Final = "the scheduler of the cluster is gone"
_KILL: Final = getattr(signal, "SIGKILL", signal.SIGTERM)
"""Where there is no SIGKILL the other ends a process as surely."""
_one_at_a_time = threading.Lock()
"""Threads of one process would only take turns, and what a worker keeps between replications is its own."""


class DaskExecutor:
    """Workers of a Dask cluster; the worker of the study is sent with every batch and kept there.

    Raises WrongUse where Dask is not installed or the workers run other code, ClusterLost when the scheduler
    cannot be reached or is gone.
    """

    def __init__(self, worker: Worker, cluster: Cluster, workers: int | None = None) -> None:
        self._numbers = itertools.count()
        self._work = (pickle.dumps(worker), made_by())
        self._flying: dict[Future[Report], distributed.Future[Report]] = {}
        self._counted = (-_COUNTED_EVERY_SECONDS, 1)
        self._stack = contextlib.ExitStack()
        try:
            self._client = self._connected(cluster, workers)
        except BaseException:
            self._stack.close()
            raise

    def _connected(self, cluster: Cluster, workers: int | None) -> "distributed.Client":
        try:
            import dask

            self._stack.enter_context(dask.config.set({"logging": _LOGGING}))
            import distributed
        except ImportError as error:
            message = "a cluster needs Dask: install cellswitch with its extra, `cellswitch[cluster]`"
            raise WrongUse(message) from error
        security = _security(cluster)
        local = None
        if cluster.address == LOCAL:
            # Workers are started again whenever one dies.
            self._stack.enter_context(main_left_alone())
            local = self._stack.enter_context(_local_cluster(all_cores() if workers is None else workers))
        try:
            client = distributed.Client(
                cluster.address if local is None else local,
                timeout=_CONNECT_SECONDS,
                set_as_default=False,
                security=security,
            )
        except (OSError, ValueError) as error:
            message = f"there is no cluster at {cluster.address}: {error}"
            raise ClusterLost(message) from error
        self._stack.callback(client.close, timeout=_CLOSE_SECONDS)
        self._stack.callback(self._drop if local is None else partial(_kill_workers, local))
        return client

    @property
    def width(self) -> int:
        """Processes of the cluster at this moment, at least one: they may come and go."""
        counted, width = self._counted
        if time.monotonic() - counted > _COUNTED_EVERY_SECONDS:
            with contextlib.suppress(OSError):
                width = max(1, len(self._client.scheduler_info()["workers"]))
            self._counted = (time.monotonic(), width)
        return width

    def submit(self, replications: range) -> Future[Report]:
        """Hand a batch out. Raises ClusterLost."""
        if self._client.status != "running":
            raise ClusterLost(_GONE)
        future: Future[Report] = Future()
        key = f"cellswitch-{id(self)}-{next(self._numbers)}"
        task = self._client.submit(_work_at_worker, *self._work, replications, key=key, pure=False)
        self._flying[future] = task
        task.add_done_callback(lambda done: self._settle(future, done))
        return future

    def _settle(self, future: Future[Report], task: "distributed.Future[Report]") -> None:
        """Bring a report home, or what happened instead of it."""
        from distributed import KilledWorker

        try:
            report = task.result()
        except KilledWorker as error:
            future.set_exception(BatchLost(error.allowed_failures + 1))
        except CellswitchError as error:
            future.set_exception(error)
        except CancelledError:
            future.set_exception(ClusterLost(_GONE))
        except Exception as error:  # noqa: BLE001 - whatever it is, the study cannot go on
            future.set_exception(
                ClusterLost(f"the cluster cannot do the work: {type(error).__name__}: {error}")
            )
        else:
            future.set_result(report)
        self._flying.pop(future, None)

    def close(self) -> None:
        """Drop what is in flight and leave; workers of a local cluster are gone, others finish their batch."""
        with contextlib.suppress(Exception):
            self._stack.close()

    def _drop(self) -> None:
        with contextlib.suppress(Exception):
            self._client.cancel(list(self._flying.values()), force=True)


def _local_cluster(workers: int) -> "distributed.LocalCluster":
    """A scheduler in this process and workers on loopback."""
    import dask
    import distributed

    with dask.config.set(_LOCAL_CONFIGURATION):
        return distributed.LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",
            worker_dashboard_address=None,
            memory_limit=0,
        )


def _kill_workers(cluster: "distributed.LocalCluster") -> None:
    """End the workers of this machine at once and for good: their last batch is not wanted any more."""
    for nanny in list(cluster.workers.values()):
        nanny.auto_restart = False
        if nanny.pid:
            with contextlib.suppress(ProcessLookupError):
                os.kill(nanny.pid, _KILL)


def _security(cluster: Cluster) -> "distributed.Security | None":
    """What TLS needs; where no files are named it is what Dask itself is configured with."""
    from distributed import Security

    if cluster.tls is None:
        return Security() if cluster.address.startswith("tls:") else None
    files = {
        "tls_ca_file": str(cluster.tls.authority),
        "tls_client_cert": str(cluster.tls.certificate),
        "tls_client_key": str(cluster.tls.key),
    }
    return Security(require_encryption=True, **files)


def made_by() -> dict[str, str]:
    """Code and libraries that make numbers here: they have to be the same wherever a study's work is done."""
    return {"code": code_digest()} | versions()


def _work_at_worker(worker: bytes, expected: dict[str, str], replications: range) -> Report:
    """Work a batch off at a worker of the cluster. Raises WrongUse where it runs other code."""
    here = made_by()
    if differing := sorted(name for name in expected if here[name] != expected[name]):
        message = f"the workers of the cluster have another {' and '.join(differing)} than this machine"
        raise WrongUse(message)
    with _one_at_a_time:
        return work_off(_unpickled(worker), replications)


@lru_cache(maxsize=2)
def _unpickled(worker: bytes) -> Worker:
    made: Worker = pickle.loads(worker)  # noqa: S301 - from the parent, over a connection that is trusted
    return made
