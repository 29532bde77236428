"""Stored studies: read back from their results folder, and their replications made again."""

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from sim.core.errors import FaultyInput, InputMissing, OutputFailed
from sim.execution.work import Failure
from sim.results.folder import JOURNAL, damaged, held_still, read_manifest, verify
from sim.results.keep import Keep
from sim.scenario.load import LoadedScenario, load
from sim.study.comparison_study import ComparisonStudy
from sim.study.engine import journal_of
from sim.study.monte_carlo_study import MonteCarloStudy
from sim.study.observations import Observations
from sim.study.plan import Plan
from sim.study.planning import plan_of
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
    kind = ComparisonStudy if plan.study == "compare" else MonteCarloStudy
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
