"""The report of a study: written into its folder, and told to its manifest."""

from pathlib import Path

from sim.scenario.load import LoadedScenario
from sim.study.monte_carlo_study import MonteCarloStudy
from sim.study.store import add_files


def page_of(folder: Path) -> Path:
    """Where the page of a results folder is."""
    return folder / "report.html"


def write_page(study: MonteCarloStudy, folder: Path, loaded: LoadedScenario | None = None) -> Path:
    """Write the report of a study; returns the path of its page.

    `loaded` is the scenario as loaded from its own files, which knows where its values come from; without it
    the report has what the folder keeps of that.
    """
    from sim.report.evidence import evidence_of
    from sim.report.write import WRITTEN, write_report

    page = write_report(study, folder, evidence=None if loaded is None else evidence_of(loaded))
    paths = [path for name in WRITTEN for path in _files(folder / name)]
    add_files(folder, {path.relative_to(folder).as_posix(): [path.read_bytes()] for path in paths})
    return page


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(each for each in path.rglob("*") if each.is_file())
    return [path] if path.is_file() else []
