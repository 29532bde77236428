"""The course of a study: replications made or found, tables written, manifest sealed."""

import contextlib
import importlib.metadata
import os
import platform
import socket
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, TypeVar

from sim.study.engine import Execution, journal_of, observe
from sim.study.executor import all_cores
from sim.study.files import output_errors, sha256_of
from sim.study.monte_carlo_study import MonteCarloStudy, Status
from sim.study.observations import Observations
from sim.study.plan import Plan, code_digest, package_version
from sim.study.store import ResultsFolder, opened
from sim.study.work import Worker

Study = TypeVar("Study", bound=MonteCarloStudy)
_LIBRARIES = ("numpy", "scipy", "simpy", "networkx", "pydantic")
MANIFEST_FORMAT = 1


def carry_out(
    plan: Plan, worker: Worker, execution: Execution, conclude: Callable[[Observations], Study]
) -> Study:
    """Make what is missing of a study, draw the conclusions, and keep both where there is a folder for it.

    Raises CannotCreateOutput, OutputFailed, FolderInUse, FaultyInput (damaged results) and StudyInterrupted.
    """
    with contextlib.ExitStack() as stack:
        if execution.out is None:
            journal = stack.enter_context(journal_of(None, plan.header))
            return conclude(observe(journal, worker, plan, execution))
        folder = stack.enter_context(opened(execution.out, plan.folder_name, fresh=execution.fresh))
        return _kept(plan, worker, execution, folder, conclude)


def _kept(
    plan: Plan,
    worker: Worker,
    execution: Execution,
    folder: ResultsFolder,
    conclude: Callable[[Observations], Study],
) -> Study:
    began, started = time.perf_counter(), datetime.now(UTC)
    with journal_of(folder.journal, plan.header) as journal:
        found_any = bool(journal.done())
        study = conclude(observe(journal, worker, plan, execution))
    told = _told(study)
    with output_errors(folder.path):
        if folder.holds(told):
            return replace(study, folder=folder.path, status="complete")
        hashes = {"tables": folder.write_tables(study.files()), "journal_sha256": sha256_of(folder.journal)}
    run = _run(plan, execution, started, time.perf_counter() - began)
    folder.seal(told | hashes | {"run": run})
    status: Status = "resumed" if found_any else "made"
    return replace(study, folder=folder.path, status=status)


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
        "replications_done": len(study.replications),
        "failed": [{"replication": each.replication, "reason": each.reason} for each in study.failures],
        "versions": {
            "cellswitch": package_version(),
            "python": platform.python_version(),
            **{name: importlib.metadata.version(name) for name in _LIBRARIES},
        },
    }


def _run(plan: Plan, execution: Execution, started: datetime, seconds: float) -> dict[str, Any]:
    """Times, host and layout of this run: they stand in the manifest and nowhere else."""
    asked = f"--replications {plan.replications} --root-seed {plan.root_seed}"
    return {
        "command": f"cellswitch {plan.study} {plan.scenario}.toml {asked}",
        "started": started.isoformat(timespec="seconds"),
        "seconds": round(seconds, 3),
        "host": socket.gethostname(),
        "system": platform.platform(),
        "process": os.getpid(),
        "workers": all_cores() if execution.workers is None else execution.workers,
        "chunk": execution.chunk,
    }
