"""The report of a study: written into its folder, anew where there is one."""

import shutil
from pathlib import Path

from sim.core.errors import Fault, FaultyInput
from sim.report.evidence import evidence_of, kept
from sim.report.write import PAGE, WRITTEN, write_report
from sim.scenario.load import LoadedScenario
from sim.study.monte_carlo_study import MonteCarloStudy
from sim.study.store import add_files, verify
from sim.study.stored import stored


def page_of(folder: Path) -> Path:
    """Where the page of a results folder is."""
    return folder / PAGE


def write_page(study: MonteCarloStudy, folder: Path, loaded: LoadedScenario) -> Path:
    """Write the report of a study; returns the path of its page.

    `loaded` is the scenario as loaded from its own files, which know where its values come from.
    """
    return write_report(study, folder, evidence=evidence_of(loaded))


def rewrite_page(folder: Path) -> Path:
    """Write the report of stored results again, whatever became of the old one; returns the path of its page.

    Raises InputMissing where there is no study, FaultyInput where anything but the report is damaged.
    """
    if faults := [fault for fault in verify(folder) if not _is_of_report(fault, folder)]:
        raise FaultyInput(faults)
    evidence = kept(folder)
    _discard(folder)
    return write_report(stored(folder), folder, evidence=evidence)


def _is_of_report(fault: Fault, folder: Path) -> bool:
    path = Path(fault.file)
    return path.is_relative_to(folder) and path.relative_to(folder).parts[:1] in {(name,) for name in WRITTEN}


def _discard(folder: Path) -> None:
    for name in WRITTEN:
        path = folder / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    add_files(folder, {})
