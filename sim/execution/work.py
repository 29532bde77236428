"""Work of a study: a batch of replications done for all arms at once, and what it brings home."""

import time
import traceback
from dataclasses import dataclass
from typing import Protocol

from sim.results.chunk import Chunk, Outcome, packed


class Worker(Protocol):
    """What makes a replication: a pure function of its number that can be sent to another process."""

    def __call__(self, replication: int) -> Outcome:
        """The outcome of a replication for all arms."""
        ...


@dataclass(frozen=True, slots=True)
class Failure:
    """A replication that could not be made, and why: the last line for people, the rest for a file."""

    replication: int
    reason: str
    details: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What comes back for a batch of replications.

    Chunks without gaps, failures, and the seconds that it took.
    """

    chunks: tuple[Chunk, ...]
    failures: tuple[Failure, ...]
    seconds: float


def work_off(worker: Worker, replications: range) -> Report:
    """Make the replications one after the other.

    One that raises is reported and does not hinder the others.
    """
    began = time.perf_counter()
    chunks: list[Chunk] = []
    failures: list[Failure] = []
    outcomes: list[Outcome] = []
    for replication in replications:
        try:
            outcomes.append(worker(replication))
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told by the replication's number
            failures.append(_failure(replication, error))
            _close(chunks, replication, outcomes)
    _close(chunks, replications.stop, outcomes)
    return Report(tuple(chunks), tuple(failures), time.perf_counter() - began)


def _failure(replication: int, error: Exception) -> Failure:
    return Failure(
        replication, f"{type(error).__name__}: {error}", "".join(traceback.format_exception(error))
    )


def _close(chunks: list[Chunk], end: int, outcomes: list[Outcome]) -> None:
    if outcomes:
        chunks.append(packed(end - len(outcomes), outcomes))
        outcomes.clear()
