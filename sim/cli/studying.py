"""Carrying out a study for a command: scenario loaded, progress shown, results told, report written."""

import shlex
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sim.cli.bugs import tell_shortfalls
from sim.cli.channels import tell
from sim.cli.outcome import exit_code, show_document, show_study
from sim.cli.progress import Watch, progress_of
from sim.cli.texts.words import plural
from sim.core.shortfalls import Shortfalls
from sim.execution.cluster import Cluster, Tls
from sim.execution.interruption import sigterm_raises
from sim.scenario.load import LoadedScenario, load
from sim.study.comparison_study import ComparisonStudy
from sim.study.engine import Execution
from sim.study.monte_carlo_study import MonteCarloStudy
from sim.study.studies import StudyOptions, make


@dataclass(frozen=True, slots=True)
class StudyArguments:
    """What a study command was asked for."""

    file: Path
    sets: tuple[str, ...]
    replications: int | None
    root_seed: int | None
    precision: Mapping[str, float]
    keep: Mapping[str, str]
    workers: int | None
    cluster: str | None
    cluster_tls: tuple[Path, Path, Path] | None
    cluster_insecure: bool
    out: Path
    fresh: bool
    as_json: bool
    quiet: bool
    verbose: bool
    nested: int | None = None
    margins: Mapping[str, float] = field(default_factory=dict)

    @property
    def changes(self) -> tuple[str, ...]:
        """Keys set over the file, those that have an option of their own last."""
        nested = () if self.nested is None else (f"study.nested={self.nested}",)
        margins = (f"study.margins.{name}={margin!r}" for name, margin in self.margins.items())
        return (*self.sets, *nested, *margins)

    @property
    def options(self) -> StudyOptions:
        """What is asked of the scenario as it is loaded, with all changes."""
        return StudyOptions(
            replications=self.replications,
            root_seed=self.root_seed,
            precision=self.precision,
            keep=self.keep,
        )

    def execution(self, watch: Watch) -> Execution:
        """How the study is worked off. Raises WrongUse."""
        tls = Tls(*self.cluster_tls) if self.cluster_tls else None
        return Execution(
            workers=self.workers,
            cluster=None if self.cluster is None else Cluster(self.cluster, tls, self.cluster_insecure),
            out=self.out,
            fresh=self.fresh,
            progress=watch.progress,
            notice=watch.notice,
        )


def run_study(kind: type[MonteCarloStudy], asked: StudyArguments) -> int:
    """Make a study, show it, and write its report; returns the exit code."""
    with sigterm_raises():
        return _carried_out(kind, load(asked.file, asked.changes), asked)


def _carried_out(kind: type[MonteCarloStudy], loaded: LoadedScenario, asked: StudyArguments) -> int:
    _warn(loaded, asked)
    study = _made(kind, loaded, asked)
    shortfalls = Shortfalls()
    if not asked.as_json:
        show_study(study, loaded.file.run.title, shortfalls, verbose=asked.verbose)
    page = _page(study, loaded, asked, shortfalls)
    if asked.as_json:
        show_document(study, page, shortfalls)
    _say_where(study, page, quiet=asked.quiet)
    return tell_shortfalls(shortfalls.found) or exit_code(study)


def _warn(loaded: LoadedScenario, asked: StudyArguments) -> None:
    shown = loaded.warnings if asked.verbose else ()
    for warning in shown:
        tell(f"warning: {warning}", quiet=asked.quiet)
    if loaded.warnings and not shown:
        count = plural(len(loaded.warnings), "warning")
        tell(f"{count}; `cellswitch check {asked.file}` shows them", quiet=asked.quiet)


def _made(kind: type[MonteCarloStudy], loaded: LoadedScenario, asked: StudyArguments) -> MonteCarloStudy:
    started = time.perf_counter()
    with progress_of(loaded.name, quiet=asked.quiet) as watch:
        study = make(loaded, kind, asked.options, asked.execution(watch))
    seconds, count = time.perf_counter() - started, len(study.replications)
    what = f"{loaded.name}: {count} replications of {plural(len(study.arms), 'arm')}"
    told = {
        "made": f"{what} made in {seconds:.1f} s",
        "resumed": f"{what}, begun earlier, finished in {seconds:.1f} s",
        "complete": f"{what} were complete already; nothing had to be made (--fresh starts over)",
    }
    tell(told[study.status], quiet=asked.quiet)
    return study


def _page(
    study: MonteCarloStudy, loaded: LoadedScenario, asked: StudyArguments, shortfalls: Shortfalls
) -> Path | None:
    """The report's page, written unless it is there already; what draws it is imported after the work."""
    from sim.cli.reporting import finished_page, write_page

    assert study.folder is not None  # noqa: S101 - a command always names a folder
    if study.status == "complete" and (page := finished_page(study.folder)) is not None:
        return page
    tell("writing the report …", quiet=asked.quiet)
    return write_page(study, study.folder, loaded, shortfalls)


def _say_where(study: MonteCarloStudy, page: Path | None, *, quiet: bool) -> None:
    folder = shlex.quote(str(study.folder))
    if isinstance(study, ComparisonStudy) and study.alternatives:
        arm = study.answer.arm or study.alternatives[0]
        tell(f"\nwhy       cellswitch explain {folder} --arm {arm}", quiet=quiet)
    tell(f"tables    {study.folder}  (see docs/reference/results.md)", quiet=quiet)
    tell(f"report    {page or 'could not be made'}", quiet=quiet)
