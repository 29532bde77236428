"""The results folder of a study: found or made, locked while the study runs, and closed with a manifest."""

import contextlib
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.core.errors import Fault, FaultyInput, InputMissing
from sim.study.files import make_folder, output_errors, sha256_of, write_whole
from sim.study.lock import LOCK, locked

MANIFEST = "manifest.json"
JOURNAL = "journal.sqlite"
_UNFINISHED = f"{JOURNAL}-wal"
_SEAL = "manifest_sha256"
_ADDED = "added"

Tables = Mapping[str, Iterable[bytes]]
"""Contents of files by name, in blocks."""


@dataclass(frozen=True, slots=True)
class ResultsFolder:
    """A study's folder, to be used while its lock is held."""

    path: Path

    @property
    def journal(self) -> Path:
        """The file of finished replications."""
        return self.path / JOURNAL

    def clear(self) -> None:
        """Remove everything but the lock. Raises OutputFailed."""
        with output_errors(self.path):
            for path in sorted(self.path.rglob("*"), reverse=True):
                if path.is_dir():
                    path.rmdir()
                elif path.name != LOCK:
                    path.unlink()

    def holds(self, manifest: Mapping[str, Any]) -> bool:
        """Whether the folder is finished with what the manifest tells, journal and tables as they were written."""
        try:
            found = read_manifest(self.path)
        except (FaultyInput, InputMissing):
            return False
        told = {key: value for key, value in found.items() if key in manifest}
        hashes = found["tables"] | {JOURNAL: found["journal_sha256"]}
        return told == dict(manifest) and not damaged(self.path, hashes)

    def write_tables(self, tables: Tables) -> dict[str, str]:
        """Write tables, each whole or not at all; returns their SHA-256 by name. Raises OutputFailed."""
        return {name: write_whole(self.path / name, blocks) for name, blocks in tables.items()}

    def seal(self, manifest: Mapping[str, Any]) -> None:
        """Write the manifest, last of all, with a hash of itself. Raises OutputFailed."""
        write_whole(self.path / MANIFEST, [_text(manifest)])


@contextlib.contextmanager
def opened(root: Path, name: str, *, fresh: bool) -> Iterator[ResultsFolder]:
    """Make or find the folder `name` under `root` and hold its lock; `fresh` empties it first.

    Raises CannotCreateOutput, FolderInUse, OutputFailed.
    """
    folder = ResultsFolder(root / name)
    make_folder(folder.path)
    with locked(folder.path):
        if fresh:
            folder.clear()
        yield folder


def add_files(folder: Path, files: Tables) -> None:
    """Write further files (a report, its figures) into a finished study's folder and its manifest.

    Names may have a folder before them. They take the place of what was added before in the manifest. Raises
    InputMissing where there is no finished study, FaultyInput, FolderInUse and OutputFailed.
    """
    with locked(folder), output_errors(folder):
        manifest = read_manifest(folder)
        for name in files:
            make_folder((folder / name).parent)
        added = ResultsFolder(folder).write_tables(files)
        ResultsFolder(folder).seal(manifest | {_ADDED: added})


def _seal_of(manifest: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(dict(manifest), sort_keys=True).encode()).hexdigest()


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a finished study.

    Raises InputMissing where there is none, FaultyInput where it is not what was written.
    """
    path = folder / MANIFEST
    try:
        blob = path.read_bytes()
    except FileNotFoundError as error:
        message = f"{folder}: no finished study (there is no {MANIFEST})"
        raise InputMissing(message) from error
    try:
        manifest: dict[str, Any] = json.loads(blob)
        seal = manifest.pop(_SEAL)
    except (ValueError, AttributeError, KeyError, TypeError) as error:
        raise FaultyInput([_fault(path, f"is damaged: {error}")]) from error
    if seal != _seal_of(manifest) or blob != _text(manifest):
        raise FaultyInput([_fault(path, "is damaged: its SHA-256 does not match")])
    return manifest


def _text(manifest: Mapping[str, Any]) -> bytes:
    whole = dict(manifest) | {_SEAL: _seal_of(manifest)}
    return json.dumps(whole, indent=2, ensure_ascii=False).encode() + b"\n"


def damaged(folder: Path, hashes: Mapping[str, str]) -> list[Fault]:
    """Files that are missing, or whose SHA-256 is not the one told; nothing in them is read but for that."""
    faults = []
    for name, expected in sorted(hashes.items()):
        path = folder / name
        if not path.is_file():
            faults.append(_fault(path, "is missing"))
        elif sha256_of(path) != expected:
            faults.append(_fault(path, "is damaged or foreign: its SHA-256 does not match the manifest"))
    return faults


def _fault(path: Path, message: str) -> Fault:
    return Fault(str(path), 0, "", "", message, "run the study again with --fresh")


def verify(folder: Path) -> tuple[Fault, ...]:
    """Everything in a finished study's folder that is not as it was written; empty when all is well.

    Raises InputMissing where there is no manifest, OSError where a file cannot be read.
    """
    if (folder / _UNFINISHED).exists():
        message = "belongs to a study that was stopped while it ran"
        return (Fault(str(folder / _UNFINISHED), 0, "", "", message, "the same command goes on"),)
    try:
        manifest = read_manifest(folder)
    except FaultyInput as error:
        return error.faults
    hashes = manifest["tables"] | manifest.get(_ADDED, {}) | {JOURNAL: manifest["journal_sha256"]}
    known = {MANIFEST, LOCK, *hashes}
    foreign = [
        _fault(file, "does not belong to the study")
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file.relative_to(folder).as_posix() not in known
    ]
    return tuple(damaged(folder, hashes) + foreign)
