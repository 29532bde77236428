"""The corpus of faulty scenario and seeds files through `cellswitch check`: exit code, place, key path and message."""

import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.cli.terminal import Said, cellswitch
from tests.proofs.hostile.faulty_files import CORPUS, SEEDS, SOUND, Expected, expected, laid_out
from tests.verification import Proof

ACCEPTED = [file for file, rows in expected().items() if rows[0].kind == "accepted"]
FAULTY = [file for file in expected() if file not in ACCEPTED]
PLAIN = {SOUND, f"{SEEDS}sound"}
FORM = re.compile(r"(?P<file>[\w./-]+?)(:\d+)?: \S.*")
"""FILE:LINE: what; the line is left out where the whole file is meant."""


def checked(file: str, folder: Path, monkeypatch: pytest.MonkeyPatch, *options: str) -> Said:
    """What `cellswitch check` says of a file of the corpus, called in its folder."""
    path = laid_out(file, folder)
    monkeypatch.chdir(path.parent)
    return cellswitch("check", path.name, *options)


def differences(file: str, code: int, lines: Sequence[str]) -> list[str]:
    """What is not as expected: another exit code, faults that are not told, lines that are not expected."""
    rows = expected()[file]
    told = [] if code == 0 else list(lines)
    wrong = [] if str(code) == rows[0].code else [f"exit code {code}"]
    wrong += [f"badly formed: {line}" for line in told if FORM.fullmatch(line) is None]
    for row in rows:
        found = [line for line in told if row.is_told_by(line)]
        told = [line for line in told if line not in found]
        wrong += [] if len(found) == (row.kind != "accepted") else [f"told {len(found)} times: {row}"]
    return [*wrong, *(f"not expected: {line}" for line in told)]


@pytest.mark.parametrize("file", expected())
def test_a_file_of_the_corpus_has_the_faults_that_it_was_given_and_no_others(
    file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = checked(file, tmp_path, monkeypatch)
    assert differences(file, said.code, said.out.splitlines()) == []
    assert all(line.isprintable() for line in said.out.splitlines())
    assert said.err == ""


def test_the_corpus_has_every_kind_of_fault(proof: Proof) -> None:
    kinds = {rows[0].kind for rows in expected().values()} - {"accepted"}
    proof(f"faulty files on disk, of {len(kinds)} kinds", len(FAULTY), "at least 80")
    assert len(FAULTY) >= 80
    assert kinds >= {
        "encoding", "truncation", "form", "key", "type", "number", "share", "id", "reference", "reach", "layers",
        "date", "budget", "version", "seeds",
    }  # fmt: skip


def test_all_faults_of_a_file_are_told_at_once(proof: Proof, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CORPUS)
    said = cellswitch("check", "twenty-five-faults.toml")
    rows = expected()["twenty-five-faults.toml"]
    told = [row for row in rows if any(row.is_told_by(line) for line in said.out.splitlines())]
    others = len(said.out.splitlines()) - len(told)
    proof(
        "faults told of a file with 25 different ones",
        f"{len(told)}, and {others} others",
        "25, and 0 others",
    )
    assert len({row.message for row in rows}) >= 20
    assert (len(told), others) == (25, 0)


def test_every_file_of_the_corpus_is_expected() -> None:
    scenarios = {path.name for path in CORPUS.glob("*.toml") if not path.name.startswith("with-")}
    tables = {f"{SEEDS}{path.name}" for path in (CORPUS / "seeds").iterdir() if path.is_dir()}
    assert scenarios | tables == set(expected())


@pytest.mark.parametrize("file", [file for file in ACCEPTED if file not in PLAIN])
def test_what_is_only_written_otherwise_has_the_same_digest(
    file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = f"{SEEDS}sound" if file.startswith(SEEDS) else SOUND
    digests = []
    for each in (file, plain):
        folder = tmp_path / each.replace("/", "-")
        folder.mkdir()
        digests.append(checked(each, folder, monkeypatch, "--json").document["files"][0]["digest"])
    assert digests[0] == digests[1]


IN_A_PROCESS_OF_ITS_OWN = ["look-alike-id.toml", "bom-crlf.toml"]


def alone(file: str, folder: Path) -> list[str]:
    """What differs when the command is called as a user calls it."""
    path = laid_out(file, folder)
    command = [str(Path(sys.executable).with_name("cellswitch")), "check", path.name]
    done = subprocess.run(
        command, cwd=path.parent, capture_output=True, encoding="utf-8", timeout=30, check=False
    )
    assert "Traceback" not in done.stderr
    return differences(file, done.returncode, done.stdout.splitlines())


@pytest.mark.parametrize("file", IN_A_PROCESS_OF_ITS_OWN)
def test_the_installed_command_says_the_same(file: str, tmp_path: Path) -> None:
    assert alone(file, tmp_path) == []


@pytest.mark.verify
def test_the_installed_command_says_the_same_of_every_file(
    tmp_path_factory: pytest.TempPathFactory, proof: Proof
) -> None:
    wrong = {file: alone(file, tmp_path_factory.mktemp("corpus")) for file in expected()}
    what = f"of {len(wrong)} files, those whose exit code, place, key path or message is another"
    proof(what, sum(map(bool, wrong.values())), "0")
    assert {file: found for file, found in wrong.items() if found} == {}


def test_the_expectation_can_fail() -> None:
    row = Expected("a.toml", "key", "65", "a.toml:4", "run.x", "is not a known key", "did you mean y?")
    line = "a.toml:4: run.x: 7: is not a known key (did you mean y?)"
    assert row.is_told_by(line)
    assert not any(
        row.is_told_by(other)
        for other in (
            line.replace(":4:", ":5:"),
            line.replace("run.x", "run.z"),
            line.replace("known", "good"),
            line[:-1],
        )
    )
