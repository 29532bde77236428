"""Writing a report: the page, its pictures, the workbook and the exports, each file whole or not at all."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

from sim.model.replication import uncollected
from sim.report.evidence import FILE, Evidence, kept, to_csv
from sim.report.exports import network_files
from sim.report.material import SEEDS, gather
from sim.report.page import Page, render, sketches
from sim.report.parquet import TABLES, parquet_files
from sim.report.picture import picture
from sim.report.workbook import workbook
from sim.study.files import make_folder, output_errors, write_whole
from sim.study.garbage import swept
from sim.study.monte_carlo_study import MonteCarloStudy
from sim.study.store import MANIFEST, add_files

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
    study: MonteCarloStudy, folder: Path, *, evidence: Sequence[Evidence] | None = None, seeds: Path = SEEDS
) -> Path:
    """Write the report of a study into a folder; returns the path of its page.

    `evidence` says where the scenario's values come from (`evidence_of` the scenario as loaded from its
    files); it is kept beside the page, so that a report made again from stored results has it too. `seeds`
    holds coastline and sources. The bytes depend on the study and these alone.

    In a study's own folder the files are entered in its manifest, so that it stays whole and can be read back, also
    where the writing is broken off. Pictures of an earlier report that this one does not have are removed.

    Raises CannotCreateOutput, OutputFailed, FolderInUse, and FaultyInput for a damaged manifest.
    """
    make_folder(folder / FIGURES)
    with output_errors(folder):
        evidence = kept(folder) if evidence is None else evidence
    with uncollected():  # there is much in use, and no garbage in it but what each picture leaves
        with output_errors(folder):
            material = gather(study, evidence, seeds)
        drawn = [swept(partial(picture, sketch)) for sketch in sketches(material)]
        files = report_files(Page(material, drawn))
    if (folder / MANIFEST).exists():
        add_files(folder, {name: [contents] for name, contents in files.items()})
        return folder / PAGE
    for name, contents in files.items():
        write_whole(folder / name, [contents])
    with output_errors(folder):
        for stale in sorted((folder / FIGURES).iterdir()):
            if f"{FIGURES}/{stale.name}" not in files and stale.suffix in {".svg", ".png"}:
                stale.unlink()
    return folder / PAGE


def report_files(page: Page) -> dict[str, bytes]:
    """Contents of the files of a report by name: the evidence, which cannot be made again, first, the page last."""
    figures = {f"{FIGURES}/{each.id}.svg": each.file_svg for each in page.drawn}
    figures |= {f"{FIGURES}/{each.id}.png": each.file_png for each in page.drawn}
    return (
        {FILE: to_csv(page.material.evidence)}
        | figures
        | network_files(page.material)
        | parquet_files(page.material.study)
        | {"report.xlsx": workbook(page), PAGE: render(page)}
    )
