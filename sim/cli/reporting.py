"""The report of a study: written into its folder, anew where there is one."""

import shutil
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from sim.core.errors import Fault, FaultyInput
from sim.core.shortfalls import Shortfall, Shortfalls
from sim.report.material.evidence import FILE, Evidence, evidence_of, kept
from sim.report.write import FIGURES, PAGE, WRITTEN, write_report
from sim.results.dialect import DIALECTS
from sim.results.files import make_folder, output_errors, write_whole
from sim.results.folder import add_files, has_added, lacking, unsettle, verify
from sim.scenario.load import LoadedScenario
from sim.study.monte_carlo_study import MonteCarloStudy
from sim.study.replay import stored


def finished_page(folder: Path) -> Path | None:
    """The page of a results folder; None where the report was not written to its end, or lacks something."""
    return folder / PAGE if has_added(folder, PAGE) and not lacking(folder) else None


def write_page(
    study: MonteCarloStudy, folder: Path, loaded: LoadedScenario, shortfalls: Shortfalls
) -> Path | None:
    """Write the report of a study; returns the path of its page, None where there can be none at all.

    `loaded` is the scenario as loaded from its own files, which know where its values come from. What cannot be shown
    goes into `shortfalls`.
    """
    return _reported(folder, shortfalls, lambda: study, lambda: evidence_of(loaded))


def _reported(
    folder: Path,
    shortfalls: Shortfalls,
    study: Callable[[], MonteCarloStudy],
    evidence: Callable[[], Sequence[Evidence] | None],
) -> Path | None:
    """The path of the page that is written; where the report fails as a whole, the manifest says so."""

    def write() -> Path:
        return write_report(study(), folder, evidence=evidence(), shortfalls=shortfalls)

    def say(shortfall: Shortfall) -> None:
        add_files(folder, {}, lacking=[shortfall.in_words])

    return shortfalls.attempt("the report", write, say)


def rewrite_page(folder: Path, shortfalls: Shortfalls) -> Path | None:
    """Write the report of stored results again, whatever became of the old one; returns the path of its page.

    What cannot be shown goes into `shortfalls`; None: there is no page at all.
    The old one stays, file by file, until the new one is made. Raises InputMissing where there is no study,
    FaultyInput where anything but the report is damaged, CannotCreateOutput, FolderInUse and OutputFailed.
    """
    faults = verify(folder)
    if others := [fault for fault in faults if not _is_of_report(fault, folder)]:
        raise FaultyInput(others)
    evidence = None if str(folder / FILE) in {fault.file for fault in faults} else kept(folder)
    if faults:
        unsettle(folder)
        _make_way(folder, faults)
    return _reported(folder, shortfalls, lambda: stored(folder), lambda: evidence)


def write_csvs(folder: Path, dialect: str) -> Path:
    """Write the tables of stored results as CSV in a dialect, into a folder beside theirs; returns its path.

    Raises InputMissing, FaultyInput, CannotCreateOutput and OutputFailed.
    """
    study, real = stored(folder), folder.resolve()
    target = real.with_name(f"{real.name}-{dialect}")
    make_folder(target)
    for name, table in study.tables().items():
        write_whole(target / f"{name}.csv", table.csv(DIALECTS[dialect]))
    return target


def _is_of_report(fault: Fault, folder: Path) -> bool:
    path = Path(fault.file)
    return path.is_relative_to(folder) and path.relative_to(folder).parts[:1] in {(name,) for name in WRITTEN}


def _make_way(folder: Path, faults: Iterable[Fault]) -> None:
    """Remove what is not as a report was written: damaged files, foreign ones, and folders in the place of files."""
    with output_errors(folder):
        for path in (folder / name for name in WRITTEN):
            if path.is_dir() and path.name != FIGURES:
                shutil.rmtree(path)
        for path in (folder / FIGURES, *(Path(fault.file) for fault in faults)):
            if path.is_file():
                path.unlink()
