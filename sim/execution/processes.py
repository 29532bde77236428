"""Processes of this machine: how many there may be, and the server that workers are forked from."""

import multiprocessing
import os
from multiprocessing.context import BaseContext
from typing import Final, Literal

StartMethod = Literal["fork", "forkserver", "spawn"]
_PRELOADED: Final = ["sim.study.replications", "sim.trade.ready"]


def start_method() -> StartMethod:
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
    method = start_method()
    if method == "forkserver" and (all_cores() if workers is None else workers) > 1:
        from multiprocessing import forkserver

        context_of(method)
        forkserver.ensure_running()
