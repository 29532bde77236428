"""Studies: a comparison or a Monte Carlo of a scenario, made and kept in its results folder."""

import contextlib
import os
import platform
import socket
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from sim.core.version import code_digest, versions
from sim.execution.executor import all_cores
from sim.execution.interruption import StudyProgress, interruptible
from sim.execution.work import Worker
from sim.results.files import output_errors, sha256_of
from sim.results.folder import ResultsFolder, opened
from sim.scenario.load import LoadedScenario
from sim.study.asked import LARGEST_ROOT_SEED, MOST_REPLICATIONS, Asked
from sim.study.engine import Execution, journal_of, observe
from sim.study.monte_carlo_study import MonteCarloStudy
from sim.study.observations import Observations
from sim.study.plan import Plan
from sim.study.planning import plan_of, worker_of
from sim.study.precision import targets

Study = TypeVar("Study", bound=MonteCarloStudy)
MANIFEST_FORMAT = 1


def carry_out(
    plan: Plan, worker: Worker, execution: Execution, conclude: Callable[[Observations], Study]
) -> Study:
    """Make what is missing of a study, draw the conclusions, and keep both where there is a folder for it.

    Raises CannotCreateOutput, OutputFailed, FolderInUse, FaultyInput (damaged results) and StudyInterrupted.
    """
    standing, started = StudyProgress(plan.replications, None), datetime.now(UTC)
    with contextlib.ExitStack() as stack:
        stack.enter_context(interruptible(standing))
        if execution.out is None:
            journal = stack.enter_context(journal_of(None, plan.header))
            return conclude(observe(journal, worker, plan, execution, standing))
        folder = stack.enter_context(opened(Path(execution.out), plan.folder_name, fresh=execution.fresh))
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
        "cluster": execution.machines.address if execution.machines else None,
        "chunk": execution.chunk,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyOptions:
    """What is asked of a study, as a caller says it; what is not given is the scenario's, or as in `Keep`."""

    sets: Sequence[str] = ()
    """Changes on top of the scenario."""
    replications: int | None = None
    root_seed: int | None = None
    precision: Mapping[str, float] | None = None
    """Relative half-widths by measure: the study stops as soon as the means of all arms are that well known."""
    keep: Mapping[str, str | int] | None = None
    """Of how many replications (`all`, `none`, a number) `series`, `shipments` and `reviews` are kept."""


def make(
    scenario: str | Path | LoadedScenario, study: type[Study], options: StudyOptions, execution: Execution
) -> Study:
    """Make a study of a scenario, which is a file or one that is loaded.

    With a folder to go to, a complete study is found there and an interrupted one gone on with.
    Raises WrongUse with every fault of what is asked at once, what `load` raises, CannotCreateOutput, OutputFailed,
    FolderInUse, FaultyInput (damaged results), ClusterLost, BrokenInvariant and StudyInterrupted.
    """
    loaded, plan, checked = _checked(scenario, study, options, execution)
    return carry_out(plan, worker_of(loaded, plan), checked, study)


def _checked(
    scenario: object, study: type[MonteCarloStudy], options: StudyOptions, execution: Execution
) -> tuple[LoadedScenario, Plan, Execution]:
    asked = Asked()
    count = asked.whole("replications", options.replications, least=1, most=MOST_REPLICATIONS)
    seed = asked.whole("root_seed", options.root_seed, least=0, most=LARGEST_ROOT_SEED)
    keep, precision = asked.keep(options.keep), asked.shares("precision", options.precision)
    checked = execution.checked(asked)
    loaded, plan = asked.loaded(scenario, options.sets), None
    if loaded is not None:
        found = loaded
        plan = asked.made(lambda: plan_of(found, study.kind, replications=count, root_seed=seed, keep=keep))
    if plan is not None:
        plan = replace(plan, precision=precision)
        asked.made(lambda: targets(plan))
    asked.settle()
    assert loaded is not None and plan is not None  # noqa: S101, PT018 - what is missing was told
    return loaded, plan, checked
