"""The course of a study: replications made or found, tables written, manifest sealed."""

import contextlib
import os
import platform
import socket
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Any, TypeVar

from sim.core.version import code_digest, versions
from sim.execution.executor import all_cores
from sim.execution.interruption import Standing, interruptible
from sim.execution.work import Worker
from sim.results.files import output_errors, sha256_of
from sim.results.folder import ResultsFolder, opened
from sim.study.engine import Execution, journal_of, observe
from sim.study.monte_carlo_study import MonteCarloStudy
from sim.study.observations import Observations
from sim.study.plan import Plan

Study = TypeVar("Study", bound=MonteCarloStudy)
MANIFEST_FORMAT = 1


def carry_out(
    plan: Plan, worker: Worker, execution: Execution, conclude: Callable[[Observations], Study]
) -> Study:
    """Make what is missing of a study, draw the conclusions, and keep both where there is a folder for it.

    Raises CannotCreateOutput, OutputFailed, FolderInUse, FaultyInput (damaged results) and StudyInterrupted.
    """
    standing, started = Standing(plan.replications, None), datetime.now(UTC)
    with contextlib.ExitStack() as stack:
        stack.enter_context(interruptible(standing))
        if execution.out is None:
            journal = stack.enter_context(journal_of(None, plan.header))
            return conclude(observe(journal, worker, plan, execution, standing))
        folder = stack.enter_context(opened(execution.out, plan.folder_name, fresh=execution.fresh))
        standing.folder = folder.path
        with journal_of(folder.journal, plan.header) as journal:
            found_any = bool(journal.done())
            study = conclude(observe(journal, worker, plan, execution, standing))
        study = replace(study, folder=folder.path, status="resumed" if found_any else "made")
        return _kept(study, folder, lambda: _run(plan, execution, started))


def _kept(study: Study, folder: ResultsFolder, run: Callable[[], dict[str, Any]]) -> Study:
    """Write a study's tables and its manifest, unless its folder holds them already."""
    told = _told(study)
    with output_errors(folder.path):
        if folder.holds(told):
            return replace(study, status="complete")
        hashes = {"tables": folder.write_tables(study.files()), "journal_sha256": sha256_of(folder.journal)}
    folder.conclude(told | hashes | {"run": run()})
    return study


def _told(study: MonteCarloStudy) -> dict[str, Any]:
    """What made the numbers: the part of the manifest that the same inputs repeat."""
    plan = study.plan
    return {
        "format": MANIFEST_FORMAT,
        "study": plan.study,
        "scenario": plan.scenario,
        "study_sha256": plan.digest,
        "scenario_sha256": plan.inputs.scenario_sha256,
        "seeds_sha256": plan.inputs.seeds_sha256,
        "code_sha256": code_digest(),
        "root_seed": plan.root_seed,
        "level": plan.level,
        "replications_asked": plan.replications,
        "precision": dict(plan.precision),
        "keep": asdict(plan.keep),
        "replications_done": len(study.replications),
        "failed": [{"replication": each.replication, "reason": each.reason} for each in study.failures],
        "versions": versions(),
    }


def _run(plan: Plan, execution: Execution, started: datetime) -> dict[str, Any]:
    """Times, host and layout of this run: they stand in the manifest and nowhere else."""
    return {
        "command": plan.command(f"{plan.scenario}.toml", plan.inputs.sets),
        "started": started.isoformat(timespec="seconds"),
        "seconds": round((datetime.now(UTC) - started).total_seconds(), 3),
        "host": socket.gethostname(),
        "system": platform.platform(),
        "process": os.getpid(),
        "workers": execution.workers or (None if execution.cluster else all_cores()),
        "cluster": execution.cluster.address if execution.cluster else None,
        "chunk": execution.chunk,
    }
