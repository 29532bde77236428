"""Whichever file operation of writing a report fails, on a full disk or with an I/O error: no torn file, results whole."""

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from sim.report import write
from sim.report.pictures import drawing
from sim.results.folder import HOLDER, JOURNAL, LOCK, MANIFEST, verify
from tests.cli.terminal import Said, cellswitch
from tests.results.file_faults import faults
from tests.results.sqlite_faults import library
from tests.study.small_files import NEAREST, STAY, document, written
from tests.verification import Proof

PICTURES = 2
"""Of a dozen, drawn once: they are made in memory, and each is written as the others are."""
pytestmark = [
    pytest.mark.timeout(1800),
    pytest.mark.skipif(library() is None, reason="SQLite is built into Python: its calls cannot be reached"),
]
EMPTY_LOG = f"{JOURNAL}-wal"
"""Nothing is in it: SQLite was done with it, and could not remove it."""
Contents = dict[str, bytes]


def contents_of(folder: Path) -> Contents:
    """All files of a folder by name."""
    files = (file for file in sorted(folder.rglob("*")) if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def restore(folder: Path, contents: Contents) -> None:
    """Make a folder hold these files and no other."""
    shutil.rmtree(folder, ignore_errors=True)
    for name, blob in contents.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(blob)


@dataclass(frozen=True)
class Case:
    """A study's folder before its report is written, and after it; and the command that writes it."""

    folder: Path
    before: Contents
    after: Contents
    command: tuple[object, ...]

    def faulty(self, failing: int, *, full: bool) -> tuple[Said, int]:
        """What the command says when a file operation fails, and how many it began."""
        restore(self.folder, self.before)
        with faults(failing, full=full) as counter:
            said = cellswitch(*self.command)
        return said, counter.begun

    @property
    def untouched(self) -> bool:
        """Whether the folder holds what it held: then the command does again what it did at first."""
        return contents_of(self.folder) | {LOCK: b""} == self.before | {LOCK: b""}

    def reads_its_scenario(self, said: Said) -> bool:
        """Whether the command could not read the file that it was given, which comes before the report."""
        return said.code == 66 and said.err.startswith(f"{self.command[1]}: cannot be read")

    def torn(self) -> list[str]:
        """Files that are neither as they were nor as they are to be, and those that nobody asked for."""
        found = contents_of(self.folder)
        for name in (MANIFEST, LOCK, HOLDER):
            found.pop(name, None)
        if found.get(EMPTY_LOG) == b"":
            del found[EMPTY_LOG]
        wrong = [
            name for name, blob in found.items() if blob not in {self.before.get(name), self.after.get(name)}
        ]
        results = [name for name in self.before if not _of_report(name) and name not in {MANIFEST, LOCK}]
        return wrong + [name for name in results if name not in found]


def _of_report(name: str) -> bool:
    return name.partition("/")[0] in write.WRITTEN


def some_files(page: write.Page) -> Contents:
    """The files of a report, of the pictures some alone."""
    files = _all_files(page)
    figures = [name for name in files if name.startswith(write.FIGURES)]
    return {name: blob for name, blob in files.items() if name not in figures[2 * PICTURES :]}


def older_files(page: write.Page) -> Contents:
    """The same of an older report, with another page and one picture more."""
    return some_files(page) | {
        write.PAGE: b"<html>an older page</html>",
        f"{write.FIGURES}/older.svg": b"<svg/>",
    }


_all_files = write.report_files


@pytest.fixture(scope="module", autouse=True)
def quick() -> Iterator[None]:
    """No picture is drawn twice, and some alone are written."""
    with pytest.MonkeyPatch.context() as patch:
        drawn: dict[str, object] = {}
        draw = drawing.picture
        patch.setattr(
            drawing,
            "picture",
            lambda sketch: drawn.get(sketch.id) or drawn.setdefault(sketch.id, draw(sketch)),
        )
        patch.setattr(write, "report_files", some_files)
        yield


@pytest.fixture(scope="module", params=["anew", "again"])
def case(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Case:
    """A first report, by the command that made the study; and one over an older one with a picture more."""
    contents = document({"stay": STAY, "nearest": NEAREST}, baseline="stay", focus="car")
    scenario, out = written(tmp_path_factory.mktemp("scenario"), contents), tmp_path_factory.mktemp("out")
    compare = ("compare", scenario, "--out", out, "--workers", 1, "--keep", "shipments=all", "--quiet")
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "anew":
            patch.setattr("sim.cli.reporting.write_report", lambda _study, folder, **_: folder / write.PAGE)
        else:
            patch.setattr(write, "report_files", older_files)
        assert cellswitch(*compare).code == 0
    (folder,) = out.iterdir()
    before = contents_of(folder)
    command = compare if request.param == "anew" else ("report", folder)
    said = cellswitch(*command)
    assert (said.code, verify(folder)) == (0, ()), said.err
    return Case(folder, before, contents_of(folder), command)


def assert_harmless(case: Case, operations: range, *, full: bool) -> Counter[int]:
    """Let each operation fail, then give the same command again; returns the exit codes."""
    codes: Counter[int] = Counter()
    for operation in operations:
        said, _ = case.faulty(operation, full=full)
        codes[said.code] += 1
        assert said.code in {0, 74} or case.reads_its_scenario(said), (operation, said)
        assert len(said.err.splitlines()) == (said.code != 0), (operation, said)
        assert case.torn() == [], (operation, said)
        assert verify(case.folder) == (), (operation, said)
        if not case.untouched:
            assert cellswitch(*case.command).code == 0, operation
            assert contents_of(case.folder) == case.after, operation
    return codes


Count = Callable[[bool], int]


@pytest.fixture
def operations(case: Case) -> Count:
    """Counts the file operations of writing the report."""
    return lambda full: case.faulty(10**9, full=full)[1]


@pytest.mark.parametrize("full", [True, False], ids=["disk full", "I/O error"])
def test_some_file_operations_of_a_report_fail(case: Case, operations: Count, full: bool) -> None:
    count = operations(full)
    assert count > 80
    codes = assert_harmless(case, range(3, count, 61), full=full)
    assert codes[74] >= 2


@pytest.mark.verify
@pytest.mark.parametrize("full", [True, False], ids=["disk full", "I/O error"])
def test_every_file_operation_of_a_report_fails(
    case: Case, operations: Count, full: bool, proof: Proof
) -> None:
    count = operations(full)
    codes = assert_harmless(case, range(count), full=full)
    which = "a first report" if case.command[0] == "compare" else "a report over an older one"
    what = "from here on, the disk is full" if full else "this one has an I/O error"
    proof(
        f"file operations of writing {which} of each of which {what}, and what came of it",
        f"{count}: {codes[74]} times exit code 74, {codes[0]} times done all the same"
        + (f", {codes[66]} times the scenario could not be read" if codes[66] else "")
        + "; completed to the same bytes",
        "no other exit code, no torn file, results that verify, all completed to the same bytes",
    )
    assert codes[74] > 50
