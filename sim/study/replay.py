"""Replay: a replication of a stored study made again, and compared with everything that is stored of it."""

import contextlib
import csv
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sim.core.errors import Fault, FaultyInput, WrongUse
from sim.results.chunk import Chunk, packed
from sim.results.folder import JOURNAL, MANIFEST, held_still, read_manifest
from sim.study.engine import journal_of
from sim.study.plan import Plan
from sim.study.planning import worker_of
from sim.study.result_differences import (
    Difference,
    amounts,
    as_table,
    first_difference,
    in_journal,
    in_table,
    not_kept,
    tables_of,
)
from sim.study.stored import planned


@dataclass(frozen=True, slots=True)
class Replay:
    """What was compared, in words, and every kind of it that differs with its first difference."""

    compared: tuple[str, ...]
    not_kept: tuple[str, ...]
    faults: tuple[Fault, ...]


def replay(folder: Path, replication: int) -> Replay:
    """Make a replication of a stored study again and compare it with all that is stored of it, to the last bit.

    That is in the journal measures, drawn inputs, and as far as they are kept monthly series, switches, reviews
    and shipments, and the rows of the last three in the tables. One that failed fails again, with the error that
    it failed with.

    Raises InputMissing, FaultyInput, and WrongUse for a replication that is not stored.
    """
    manifest = read_manifest(folder)
    loaded, plan = planned(folder, manifest)
    worker = worker_of(loaded, plan)
    if replication in {each["replication"] for each in manifest["failed"]}:
        worker(replication)
        message = f"replication {replication} failed when the study was made, and does not now"
        return Replay(
            (), (), (Fault(str(folder / MANIFEST), 0, "failed", "", message, "the same command makes it"),)
        )
    with held_still(folder):
        stored = _chunk(folder, plan, replication)
    again = packed(replication, [worker(replication)])
    faults = tuple(
        Fault(str(file), 0, f"replication {replication}", "", str(difference))
        for file, difference in _differences(folder, plan, (stored, again), replication)
    )
    compared = amounts(plan, in_journal(plan, again, replication))
    return Replay(tuple(compared), tuple(not_kept(plan, replication)), faults)


def _chunk(folder: Path, plan: Plan, replication: int) -> Chunk:
    """The stored chunk of a replication. Raises WrongUse where there is none."""
    with journal_of(folder / JOURNAL, plan.header, writable=False) as journal:
        stored = range(0)
        if 0 <= replication < plan.replications:
            for chunk in journal.chunks(replication + 1):
                stored = range(chunk.first, chunk.first + chunk.count)
                if replication in stored:
                    return chunk
        count = sum(min(done.stop, plan.replications) - done.start for done in journal.done())
    message = f"replication {replication} is not among the {count} that are stored"
    raise WrongUse(message)


def _differences(
    folder: Path, plan: Plan, chunks: tuple[Chunk, Chunk], replication: int
) -> Iterator[tuple[Path, Difference]]:
    """Where what is stored is not what came again, the first place of each kind and of each table."""
    journal, (stored_chunk, again_chunk) = folder / JOURNAL, chunks
    with _legible(journal):
        stored = in_journal(plan, stored_chunk, replication)
    again = in_journal(plan, again_chunk, replication)
    for kind in stored | again:
        found = first_difference(kind, stored.get(kind, {}), again.get(kind, {}))
        if found is not None:
            yield journal, found
    for table in tables_of(plan):
        file = folder / f"{table}.csv"
        with _legible(file):
            rows = in_table(file, replication)
        found = first_difference(f"rows of {table}", rows, as_table(plan, table, again_chunk, replication))
        if found is not None:
            yield file, found


@contextlib.contextmanager
def _legible(file: Path) -> Iterator[None]:
    """Tell of contents that nobody can read, though their hash is right: FaultyInput."""
    try:
        yield
    except (ValueError, LookupError, TypeError, struct.error, zlib.error, csv.Error) as error:
        message = f"does not hold what a study writes: {error}"
        raise FaultyInput(
            [Fault(str(file), 0, "", "", message, "run the study again with --fresh")]
        ) from error
