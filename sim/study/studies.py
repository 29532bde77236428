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
from sim.execution.cluster import Cluster
from sim.execution.executor import all_cores
from sim.execution.interruption import StudyProgress, interruptible
from sim.execution.work import Worker
from sim.results.files import output_errors, sha256_of
from sim.results.folder import ResultsFolder, opened
from sim.scenario.load import LoadedScenario
from sim.study.asked import LARGEST_ROOT_SEED, MOST_REPLICATIONS, MOST_WORKERS, Asked
from sim.study.comparison_study import ComparisonStudy
from sim.study.disk_space import OnNotice
from sim.study.engine import Execution, OnProgress, journal_of, observe
from sim.study.monte_carlo_study import MonteCarloStudy
from sim.study.observations import Observations
from sim.study.plan import Plan, StudyKind
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a caller asks for, as it was said: nothing here is checked yet."""

    scenario: object
    sets: object = ()
    replications: object = None
    root_seed: object = None
    workers: object = None
    cluster: object = None
    out: object = None
    fresh: object = False
    progress: object = None
    precision: object = None
    keep: object = None
    notice: OnNotice | None = None

    def carry_out(self, kind: StudyKind, conclude: Callable[[Observations], Study]) -> Study:
        """Make the study.

        Raises WrongUse with every fault of the request, what loading a scenario raises, and what
        `sim.study.studies.carry_out` does.
        """
        loaded, plan, execution = self._checked(kind)
        return carry_out(plan, worker_of(loaded, plan), execution, conclude)

    def _checked(self, kind: StudyKind) -> tuple[LoadedScenario, Plan, Execution]:
        asked = Asked()
        count = asked.whole("replications", self.replications, least=1, most=MOST_REPLICATIONS)
        seed = asked.whole("root_seed", self.root_seed, least=0, most=LARGEST_ROOT_SEED)
        keep, precision = asked.keep(self.keep), asked.shares("precision", self.precision)
        execution = self._execution(asked)
        loaded, plan = asked.loaded(self.scenario, self.sets), None
        if loaded is not None:
            scenario = loaded
            plan = asked.made(lambda: plan_of(scenario, kind, replications=count, root_seed=seed, keep=keep))
        if plan is not None:
            plan = replace(plan, precision=precision)
            asked.made(lambda: targets(plan))
        asked.settle()
        assert loaded is not None and plan is not None  # noqa: S101, PT018 - what is missing was told
        return loaded, plan, execution

    def _execution(self, asked: Asked) -> Execution:
        workers = asked.whole("workers", self.workers, least=1, most=MOST_WORKERS)
        return Execution(
            workers=workers,
            cluster=asked.cluster(self.cluster, workers),
            out=asked.path("out", self.out),
            fresh=asked.flag("fresh", self.fresh),
            progress=asked.function("progress", self.progress),
            notice=self.notice,
        )


def compare(  # noqa: PLR0913 - one argument an option, all but the first by name
    scenario: str | Path | LoadedScenario,
    *,
    sets: Sequence[str] = (),
    replications: int | None = None,
    root_seed: int | None = None,
    workers: int | None = None,
    cluster: str | Cluster | None = None,
    out: str | Path | None = None,
    fresh: bool = False,
    progress: OnProgress | None = None,
    precision: Mapping[str, float] | None = None,
    keep: Mapping[str, str | int] | None = None,
    notice: OnNotice | None = None,
) -> ComparisonStudy:
    """Compare the arms of a scenario over many replications.

    `scenario` is a file or one that is loaded, `sets` are changes on top of it.
    `replications` and `root_seed` are those of the scenario where they are not given. `workers` processes do
    the work (None: all cores, 1: this process), or those of a `cluster`; who does it changes no result. With `out` the results
    are kept in a folder under it, where an interrupted study goes on the next time and a complete one is
    found; `fresh` starts over. `progress` is told (done, asked). With `precision`, relative half-widths by
    measure, the study stops as soon as the means of all arms are that well known, at `replications` at the
    latest. `keep` says of how many replications (`all`, `none`, a number) `series`, `shipments` and `reviews`
    are kept, where it is not as in `Keep`. `notice` is told in a sentence what disk the study will need.

    Raises WrongUse with every fault of the arguments at once, what `load` raises, CannotCreateOutput, OutputFailed,
    FolderInUse, FaultyInput (damaged results), ClusterLost, BrokenInvariant and StudyInterrupted.
    """
    request = Request(
        scenario=scenario,
        sets=sets,
        replications=replications,
        root_seed=root_seed,
        workers=workers,
        cluster=cluster,
        out=out,
        fresh=fresh,
        progress=progress,
        precision=precision,
        keep=keep,
        notice=notice,
    )
    return request.carry_out("compare", ComparisonStudy)


def monte_carlo(  # noqa: PLR0913 - one argument an option, all but the first by name
    scenario: str | Path | LoadedScenario,
    *,
    sets: Sequence[str] = (),
    replications: int | None = None,
    root_seed: int | None = None,
    workers: int | None = None,
    cluster: str | Cluster | None = None,
    out: str | Path | None = None,
    fresh: bool = False,
    progress: OnProgress | None = None,
    precision: Mapping[str, float] | None = None,
    keep: Mapping[str, str | int] | None = None,
    notice: OnNotice | None = None,
) -> MonteCarloStudy:
    """Estimate every measure of every arm of a scenario over many replications.

    The arguments, what is kept where, and the errors are those of `compare`.
    """
    request = Request(
        scenario=scenario,
        sets=sets,
        replications=replications,
        root_seed=root_seed,
        workers=workers,
        cluster=cluster,
        out=out,
        fresh=fresh,
        progress=progress,
        precision=precision,
        keep=keep,
        notice=notice,
    )
    return request.carry_out("monte-carlo", MonteCarloStudy)
