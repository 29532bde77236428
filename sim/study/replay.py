"""Replay: a replication of a stored study made again, and compared with everything that is stored of it."""

import contextlib
import csv
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sim.core.errors import Fault, FaultyInput, InputMissing, OutputFailed, WrongUse
from sim.execution.work import Failure
from sim.results.chunk import Chunk, packed
from sim.results.folder import JOURNAL, MANIFEST, damaged, held_still, read_manifest, verify
from sim.results.keep import Keep
from sim.scenario.load import LoadedScenario, load
from sim.study.comparison_study import ComparisonStudy
from sim.study.engine import journal_of
from sim.study.monte_carlo_study import MonteCarloStudy
from sim.study.observations import Observations
from sim.study.plan import Plan
from sim.study.planning import plan_of, worker_of
from sim.study.result_differences import (
    Mismatch,
    amounts,
    as_table,
    fact_tables_of,
    first_difference,
    in_journal,
    in_table,
    not_kept,
)
from sim.study.run import Run, run_of

RESOLVED = "scenario.resolved.toml"


def stored(folder: Path) -> MonteCarloStudy:
    """The finished study of a results folder, as it was returned when it was made.

    Raises InputMissing where there is none, FaultyInput where anything in the folder is not as it was
    written.
    """
    if folder.is_file():
        message = f"{folder}: is a file, not a results folder"
        raise InputMissing(message)
    manifest = read_manifest(folder)
    with held_still(folder):
        if faults := verify(folder):
            raise FaultyInput(faults)
    _, plan = planned(folder, manifest)
    with held_still(folder), journal_of(folder / JOURNAL, plan.header, writable=False) as journal:
        collected = journal.collect(plan.replications)
    failures = tuple(Failure(each["replication"], each["reason"]) for each in manifest["failed"])
    kind = ComparisonStudy if plan.study == ComparisonStudy.kind else MonteCarloStudy
    return kind(Observations(plan, collected, failures), folder, "complete")


def again(folder: Path, *, arm: str | None = None, replication: int = 0) -> Run:
    """A replication of a stored study made again, with all its records and tables.

    Without an arm it is that of the first alternative.

    Raises InputMissing, FaultyInput, and WrongUse for an arm or replication that there is not.
    """
    loaded, plan = planned(folder, read_manifest(folder))
    alternatives = [other for other in plan.arms if other != plan.baseline]
    return run_of(loaded, plan, replication, alternatives[0] if arm is None else arm)


@contextlib.contextmanager
def reading_back() -> Iterator[None]:
    """Of a scenario that a study wrote itself, one that cannot be read is no missing input: OutputFailed."""
    try:
        yield
    except InputMissing as error:
        raise OutputFailed(str(error)) from error


def planned(folder: Path, manifest: dict[str, Any]) -> tuple[LoadedScenario, Plan]:
    """The plan as it was, whatever code has changed since: its digest is the one in the manifest.

    Raises FaultyInput where the stored scenario is not as it was written, OutputFailed where it cannot be read.
    """
    if faults := damaged(folder, {RESOLVED: manifest["tables"][RESOLVED]}):
        raise FaultyInput(faults)
    with reading_back():
        loaded = replace(load(folder / RESOLVED), name=manifest["scenario"])
    asked, seed = manifest["replications_asked"], manifest["root_seed"]
    keep = Keep(**manifest["keep"])
    plan = plan_of(loaded, manifest["study"], replications=asked, root_seed=seed, keep=keep)
    return loaded, replace(plan, digest=manifest["study_sha256"], precision=manifest["precision"])


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
) -> Iterator[tuple[Path, Mismatch]]:
    """Where what is stored is not what came again, the first place of each kind and of each table."""
    journal, (stored_chunk, again_chunk) = folder / JOURNAL, chunks
    with _legible(journal):
        stored = in_journal(plan, stored_chunk, replication)
    again = in_journal(plan, again_chunk, replication)
    for kind in stored | again:
        found = first_difference(kind, stored.get(kind, {}), again.get(kind, {}))
        if found is not None:
            yield journal, found
    for table in fact_tables_of(plan):
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
