"""Writing a report: the page, its pictures, the workbook and the exports, each file whole or not at all."""

from collections.abc import Callable, Sequence
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import Final

from sim.core.shortfalls import Shortfall, Shortfalls
from sim.model.replication import uncollected
from sim.report.files.exports import network_files
from sim.report.files.parquet import TABLES, parquet_files
from sim.report.files.workbook import workbook
from sim.report.material.evidence import FILE, Evidence, kept, to_csv
from sim.report.material.material import SEEDS, gather
from sim.report.page.page import Page, page_of, render
from sim.results.files import make_folder, output_errors, write_whole
from sim.results.folder import MANIFEST, add_files
from sim.study.monte_carlo_study import MonteCarloStudy

PAGE: Final = "report.html"
FIGURES: Final = "figures"
WRITTEN: Final = (
    PAGE,
    "report.xlsx",
    FIGURES,
    FILE,
    "sites.geojson",
    "flows.geojson",
    "network.graphml",
    "network.gexf",
    *(f"{name}.parquet" for name in TABLES),
)
"""Names of what a report adds to a study's folder (`comparison.parquet` where arms are compared)."""


def write_report(
    study: MonteCarloStudy,
    folder: Path,
    *,
    evidence: Sequence[Evidence] | None = None,
    seeds: Path = SEEDS,
    shortfalls: Shortfalls | None = None,
) -> Path:
    """Write the report of a study into a folder; returns the path of its page.

    `evidence` says where the scenario's values come from (`evidence_of` the scenario as loaded from its
    files); it is kept beside the page, so that a report made again from stored results has it too. `seeds`
    holds coastline and sources. The bytes depend on the study and these alone. What cannot be shown for a bug in it
    goes into `shortfalls`, onto the page and into the manifest, and costs nothing else.

    In a study's own folder the files are entered in its manifest, so that it stays whole and can be read back, also
    where the writing is broken off. Pictures of an earlier report that this one does not have are removed.

    Raises CannotCreateOutput, OutputFailed, FolderInUse, and FaultyInput for a damaged manifest.
    """
    shortfalls = Shortfalls() if shortfalls is None else shortfalls
    make_folder(folder / FIGURES)
    with output_errors(folder):
        evidence = kept(folder) if evidence is None else evidence
    with uncollected():  # there is much in use, and no garbage in it but what each picture leaves
        with output_errors(folder):
            material = gather(study, evidence, seeds)
        files = report_files(page_of(material, shortfalls))
    if (folder / MANIFEST).exists():
        told = [each.in_words for each in shortfalls.found]
        add_files(folder, {name: [contents] for name, contents in files.items()}, lacking=told)
        return folder / PAGE
    for name, contents in files.items():
        write_whole(folder / name, [contents])
    with output_errors(folder):
        for stale in sorted((folder / FIGURES).iterdir()):
            if f"{FIGURES}/{stale.name}" not in files and stale.suffix in {".svg", ".png"}:
                stale.unlink()
    return folder / PAGE


def report_files(page: Page) -> dict[str, bytes]:
    """Contents of the files of a report by name: the evidence, which cannot be made again, first, the page last.

    A file that cannot be made is not there; the page tells why.
    """
    pictures = page.drawn.pictures
    makers: dict[str, Callable[[], bytes]] = {
        FILE: lambda: to_csv(page.material.evidence),
        **{f"{FIGURES}/{each.id}.svg": partial(attrgetter("file_svg"), each) for each in pictures},
        **{f"{FIGURES}/{each.id}.png": partial(attrgetter("file_png"), each) for each in pictures},
        **network_files(page.material),
        **parquet_files(page.material.study),
        "report.xlsx": partial(workbook, page),
        PAGE: partial(render, page),
    }
    made = {name: page.shortfalls.attempt(f"file {name}", make, _nothing) for name, make in makers.items()}
    return {name: contents for name, contents in made.items() if contents is not None}


def _nothing(_: Shortfall) -> None:
    return None
