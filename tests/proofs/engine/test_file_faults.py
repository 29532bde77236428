"""Whichever file operation of a study fails, on a full disk or with an I/O error: nothing torn, nothing lost."""

from collections import Counter
from pathlib import Path

import pytest

from sim.core.errors import CellswitchError
from sim.results.folder import JOURNAL, MANIFEST, verify
from tests.results.file_faults import faults
from tests.results.sqlite_faults import library
from tests.study.courses import made
from tests.study.test_course import digest_of
from tests.verification import Proof

CHUNK = 8
pytestmark = [
    pytest.mark.timeout(1200),
    pytest.mark.skipif(library() is None, reason="SQLite is built into Python: its calls cannot be reached"),
]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a study that nothing hindered."""
    folder: Path = made(tmp_path_factory.mktemp("whole"), chunk=CHUNK).folder
    return folder


def exit_code(out: Path, failing: int, *, full: bool) -> tuple[int, int]:
    """The exit code of a study of which a file operation fails (0: finished all the same), and operations begun."""
    with faults(failing, full=full) as counter:
        try:
            made(out, chunk=CHUNK)
        except CellswitchError as error:
            return error.exit_code, counter.begun
        except OSError:
            return 74, counter.begun
    return 0, counter.begun


def torn(out: Path, whole: Path) -> list[str]:
    """Final files that are there and are not what they are to be, and files that are no final ones."""
    files = [file for file in out.rglob("*") if file.is_file()]
    final = {file.name: file.read_bytes() for file in whole.iterdir()}
    told = {file for file in final if file not in {MANIFEST, "running.lock"} and not file.startswith(JOURNAL)}
    wrong = [file.name for file in files if file.name in told and file.read_bytes() != final[file.name]]
    return wrong + [file.name for file in files if file.suffix == ".part"]


def assert_harmless(tmp_path: Path, whole: Path, operations: range, *, full: bool) -> Counter[int]:
    """Let each operation fail in a study of its own, then go on with it; returns the exit codes."""
    codes: Counter[int] = Counter()
    for operation in operations:
        out = tmp_path / str(operation)
        code, _ = exit_code(out, operation, full=full)
        codes[code] += 1
        assert torn(out, whole) == [], operation
        assert code in {0, 74}, operation
        resumed = made(out, chunk=CHUNK)
        assert digest_of(resumed.folder) == digest_of(whole), operation
        assert verify(resumed.folder) == (), operation
    return codes


@pytest.mark.parametrize("full", [True, False], ids=["disk full", "I/O error"])
def test_some_file_operations_fail(tmp_path: Path, whole: Path, full: bool) -> None:
    _, operations = exit_code(tmp_path / "counted", 10**9, full=full)
    assert operations > 100
    codes = assert_harmless(tmp_path, whole, range(0, operations, 37), full=full)
    assert codes[74] >= 3


@pytest.mark.verify
@pytest.mark.parametrize("full", [True, False], ids=["disk full", "I/O error"])
def test_every_file_operation_fails(tmp_path: Path, whole: Path, full: bool, proof: Proof) -> None:
    _, operations = exit_code(tmp_path / "counted", 10**9, full=full)
    codes = assert_harmless(tmp_path, whole, range(operations), full=full)
    what = "from here on, the disk is full" if full else "this one has an I/O error"
    proof(
        f"file operations of a small study of each of which {what}, and what came of it",
        f"{operations}: {codes[74]} times exit code 74, {codes[0]} times done all the same; resumed to the same bytes",
        "no other exit code, none torn, all resumed to the same bytes",
    )
    assert codes[74] > 100
