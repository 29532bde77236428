"""Whole studies as a user makes them: every question that ships and the handed worlds, from the command to page and tables."""

import re
import shutil
import tomllib
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import sim
from docs.generate.samples import saved
from tests.cli.terminal import Said, cellswitch

ROOT = Path(__file__).parents[1]
SHOWN = "shown"
QUESTIONS = (
    *sorted(f"scenarios/{path.name}" for path in (ROOT / "scenarios").glob("*.toml")),
    *sorted(f"tests/cases/{path.name}" for path in (ROOT / "tests" / "cases").glob("*.toml")),
    SHOWN,
)
"""Files of scenarios from the root, and the one that the documents show first."""
LATER = ("explain", "explain --json", "report", "verify")
"""What is asked of a study that is made."""

_NO_NUMBER = re.compile(r"(?<![\w/.-])[-−+]?(?:nan|inf|infinity)(?![\w/.-])", re.IGNORECASE)


class Study(NamedTuple):
    """What a command said, the folder of its study, if it made one, and what the commands said that go on from there."""

    said: Said
    folder: Path | None
    later: Mapping[str, Said] = {}


def copied(folder: Path) -> Path:
    """Scenarios, cases and seeds in a folder of their own, the documents' example among them."""
    for name in ("scenarios", "seeds", "tests/cases"):
        shutil.copytree(ROOT / name, folder / name)
    (folder / "scenarios" / f"{SHOWN}.toml").write_text(
        saved()["scenarios/my-question.toml"], encoding="utf-8"
    )
    return folder


def file_of(question: str, folder: Path) -> Path:
    """Where a question stands in a folder of copies."""
    return folder / (f"scenarios/{SHOWN}.toml" if question == SHOWN else question)


def command_of(question: str, folder: Path) -> str:
    """The command that a question asks for: to compare, where it has several arms."""
    return "compare" if _has_arms(file_of(question, folder)) else "monte-carlo"


def _has_arms(path: Path) -> bool:
    """Whether a file or what it extends states arms."""
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    return "arms" in document or ("extends" in document and _has_arms(path.parent / document["extends"]))


def made(
    question: str, folder: Path, command: str, n: int, *more: object, then: Iterable[str] = LATER
) -> Study:
    """A study of a question, and what is asked of it afterwards."""
    out = folder / "results" / f"{Path(question).stem}-{command}-{n}"
    said = cellswitch(command, file_of(question, folder), "--out", out, "--workers", 1, "-n", n, *more)
    found = list(out.iterdir()) if out.exists() else []
    if said.code != 0 or len(found) != 1:
        return Study(said, None)
    return Study(said, found[0], {line: cellswitch(*line.split(), found[0]) for line in then})


def faults(study: Study) -> list[str]:
    """What keeps a study from being whole: told by its command and those after it, or missing in its folder."""
    if study.folder is None:
        return [f"exit code {study.said.code}: {study.said.err[-400:]}"]
    said = {"the study": study.said, **study.later}
    files = (
        "report.html",
        "report.xlsx",
        "evidence.csv",
        "sites.geojson",
        "network.graphml",
        "summary.parquet",
    )
    return [
        *(f"{what}: exit code {told.code}: {told.err[-400:]}" for what, told in said.items() if told.code),
        *(
            f"{what}: {told.err[-400:]}"
            for what, told in said.items()
            if "ould not be shown" in told.err + told.out
        ),
        *(f"no {name}" for name in files if not (study.folder / name).is_file()),
    ]


def no_numbers(study: Study) -> list[str]:
    """Where a text of a study holds "nan" or "inf", with what stands around it."""
    return [
        f"{where}: {text[max(0, found.start() - 60) : found.end() + 20]!r}"
        for where, text in _texts(study)
        for found in _NO_NUMBER.finditer(text)
    ]


def _texts(study: Study) -> Iterator[tuple[str, str]]:
    """All that people read of a study, and where: terminal, page, workbook, notebook and JSON."""
    assert study.folder is not None
    for what, said in {"the study": study.said, **study.later}.items():
        yield what, said.out + said.err
    yield "notebook", sim.open_results(study.folder)._repr_html_()
    with zipfile.ZipFile(study.folder / "report.xlsx") as book:
        yield from ((name, book.read(name).decode()) for name in book.namelist() if name.endswith(".xml"))
    for path in sorted(study.folder.rglob("*")):
        if path.suffix in {".html", ".json", ".geojson", ".svg", ".graphml", ".gexf"}:
            yield path.name, path.read_text(encoding="utf-8")
