"""The results folder of a study: found or made, locked while the study runs, and closed with a manifest."""

import contextlib
import hashlib
import json
import os
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portalocker import LockFlags, lock
from portalocker.exceptions import AlreadyLocked, LockException

from sim.core.errors import Fault, FaultyInput, FolderInUse, InputMissing, OutputFailed
from sim.results.files import PART, creation_errors, make_folder, output_errors, sha256_of, write_whole
from sim.results.leftovers import is_leftover

LOCK = "running.lock"
HOLDER = "running.pid"
"""Beside the lock, for there are systems on which nobody else can read a file that is locked."""


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder's lock for a while; a file beside it tells the holder's process id.

    The lock belongs to the open file and ends with the process, however that ends: files left behind by a
    killed run lock nothing. Raises FolderInUse with the process id of a living holder, CannotCreateOutput
    when the file cannot be made, OutputFailed when it cannot be locked or the id not be written.
    """
    path, holder = folder / LOCK, folder / HOLDER
    descriptor = _opened(path)
    try:
        _take(descriptor, folder, LockFlags.EXCLUSIVE)
        with output_errors(holder), holder.open("w", encoding="ascii") as file:
            file.write(f"{os.getpid()}\n")
        yield
        with contextlib.suppress(OSError):  # what it tells of is over
            holder.unlink(missing_ok=True)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def held_still(folder: Path) -> Iterator[None]:
    """Keep studies from starting in a folder while it is read; others may read it too.

    Raises FolderInUse with the process id of a running study. A folder without a lock file is free.
    """
    try:
        descriptor = os.open(folder / LOCK, os.O_RDONLY)
    except OSError:
        yield
        return
    try:
        _take(descriptor, folder, LockFlags.SHARED)
        yield
    finally:
        os.close(descriptor)


def _opened(path: Path) -> int:
    with creation_errors(path):
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o644)


def _take(descriptor: int, folder: Path, kind: LockFlags) -> None:
    try:
        lock(descriptor, kind | LockFlags.NON_BLOCKING)
    except AlreadyLocked as error:
        message = f"{folder} is in use by a running study (process {_holder(folder)})"
        raise FolderInUse(message) from error
    except LockException as error:
        message = f"cannot lock {folder / LOCK}: {error}"
        raise OutputFailed(message) from error


def _holder(folder: Path) -> str:
    """Process id of who holds the lock, so far as it is told."""
    try:
        return (folder / HOLDER).read_text(encoding="ascii", errors="replace").strip() or "unknown"
    except OSError:
        return "unknown"


MANIFEST = "manifest.json"
JOURNAL = "journal.sqlite"
_UNFINISHED = f"{JOURNAL}-wal"
_SEAL = "manifest_sha256"
_ADDED = "added"
_UNSETTLED = "unsettled"
_LACKING = "could_not_be_shown"
_WRITES = "the same command writes it again"
_STOPPED = "belongs to a study that was stopped while it ran"
_GOES_ON = "the same command goes on"

TableFiles = Mapping[str, Iterable[bytes]]
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
        """Remove everything but the lock and the id of who holds it. Raises OutputFailed."""
        with output_errors(self.path):
            for path in sorted(self.path.rglob("*"), reverse=True):
                if path.is_dir():
                    path.rmdir()
                elif path.name not in {LOCK, HOLDER}:
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

    def write_tables(self, tables: TableFiles) -> dict[str, str]:
        """Write tables, each whole or not at all; returns their SHA-256 by name. Raises OutputFailed."""
        return {name: write_whole(self.path / name, blocks) for name, blocks in tables.items()}

    def conclude(self, manifest: Mapping[str, Any]) -> None:
        """Seal the manifest of results that have just been written; what was added to earlier ones is unsettled."""
        earlier: list[str] = []
        with output_errors(self.path), contextlib.suppress(FaultyInput, InputMissing):
            earlier = _additions(read_manifest(self.path))
        self.seal(dict(manifest) | ({_UNSETTLED: earlier} if earlier else {}))

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


def add_files(folder: Path, files: TableFiles, *, lacking: Sequence[str] = ()) -> None:
    """Write further files (a report, its figures) into a finished study's folder and its manifest.

    Names may have a folder before them. What was added before and is not among them is removed. While they are
    written the manifest says of all these names that they are unsettled: whatever breaks off the writing, the
    results are whole, and each file is the old one, the new one or not there. `lacking` tells what could not be made, a
    line each; the manifest keeps it. Raises InputMissing where there is no
    finished study, FaultyInput, CannotCreateOutput, FolderInUse and OutputFailed.
    """
    with locked(folder), output_errors(folder):
        results, manifest = ResultsFolder(folder), read_manifest(folder)
        earlier, settled = _additions(manifest), _results_alone(manifest)
        results.seal(settled | {_UNSETTLED: sorted({*earlier, *files})})
        for name in files:
            make_folder((folder / name).parent)
        added = results.write_tables(files)
        for name in earlier:
            if name not in files:
                (folder / name).unlink(missing_ok=True)
                (folder / f"{name}{PART}").unlink(missing_ok=True)
        results.seal(settled | {_ADDED: added} | ({_LACKING: list(lacking)} if lacking else {}))


def unsettle(folder: Path) -> None:
    """Say of everything that was added to a finished study that it is unsettled. Raises what `add_files` does."""
    with locked(folder), output_errors(folder):
        manifest = read_manifest(folder)
        ResultsFolder(folder).seal(_results_alone(manifest) | {_UNSETTLED: _additions(manifest)})


def has_added(folder: Path, name: str) -> bool:
    """Whether a file was added to a finished study, and all that was written with it. Raises what `read_manifest` does."""
    return name in read_manifest(folder).get(_ADDED, {}) and (folder / name).is_file()


def unsettled(folder: Path) -> list[str]:
    """Names of added files of which the writing was broken off. Raises what `read_manifest` does."""
    names: list[str] = read_manifest(folder).get(_UNSETTLED, [])
    return names


def lacking(folder: Path) -> list[str]:
    """What could not be made of what was added, a line each. Raises what `read_manifest` does."""
    told: list[str] = read_manifest(folder).get(_LACKING, [])
    return told


def _results_alone(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """A manifest without what was added to the results."""
    return {key: value for key, value in manifest.items() if key not in {_ADDED, _UNSETTLED, _LACKING}}


def _additions(manifest: Mapping[str, Any]) -> list[str]:
    """Names of everything that was added, or was to be."""
    return sorted({*manifest.get(_ADDED, {}), *manifest.get(_UNSETTLED, [])})


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
        raise FaultyInput([_fault(path, f"is damaged: {error}", _WRITES)]) from error
    if seal != _seal_of(manifest) or blob != _text(manifest):
        raise FaultyInput([_fault(path, "is damaged: its SHA-256 does not match", _WRITES)])
    return manifest


def _text(manifest: Mapping[str, Any]) -> bytes:
    whole = dict(manifest) | {_SEAL: _seal_of(manifest)}
    return json.dumps(whole, indent=2, ensure_ascii=False).encode() + b"\n"


def damaged(folder: Path, hashes: Mapping[str, str]) -> list[Fault]:
    """Files that are missing, or whose SHA-256 is not the one told; nothing in them is read but for that."""
    faults = []
    for name, expected in sorted(hashes.items()):
        path, remedy = folder / name, _remedy(folder, name)
        if not path.is_file():
            faults.append(_fault(path, "is missing", remedy))
        elif sha256_of(path) != expected:
            message = "is damaged or foreign: its SHA-256 does not match the manifest"
            faults.append(_fault(path, message, remedy))
    return faults


def _remedy(folder: Path, name: str) -> str:
    """What brings a file back. Nothing here throws a study away: its command does what can be done, and says what cannot."""
    if name == JOURNAL:
        return "the same command looks what is whole in it, and goes on or says why not"
    with contextlib.suppress(FaultyInput, InputMissing):
        if name in read_manifest(folder).get(_ADDED, {}):
            return f"cellswitch report {shlex.quote(str(folder))} writes it again"
    return _WRITES


def _fault(path: Path, message: str, remedy: str) -> Fault:
    return Fault(str(path), 0, "", "", message, remedy)


def verify(folder: Path) -> tuple[Fault, ...]:
    """Everything in a finished study's folder that is not as it was written; empty when all is well.

    Of files that are unsettled (see `add_files`) nothing is said, nor of leftovers.

    Raises InputMissing where there is no manifest, OSError where a file cannot be read.
    """
    if (folder / _UNFINISHED).exists() and (folder / _UNFINISHED).stat().st_size:
        return (_fault(folder / _UNFINISHED, _STOPPED, _GOES_ON),)
    try:
        manifest = read_manifest(folder)
    except FaultyInput as error:
        return error.faults
    faults = damaged(folder, _hashes(manifest))
    if any(fault.file == str(folder / JOURNAL) for fault in faults) and _hot(folder):
        return (_fault(folder / JOURNAL, _STOPPED, _GOES_ON),)
    foreign = [
        _fault(folder / name, "does not belong to the study", "move it elsewhere, or delete it")
        for name in _strange(folder, manifest)
        if not is_leftover(name, JOURNAL, _hashes(manifest))
    ]
    return tuple(faults + foreign)


def leftovers(folder: Path) -> list[str]:
    """Names of files in a finished study's folder that other programs left there: harmless, and to be deleted.

    Raises what `read_manifest` does.
    """
    manifest = read_manifest(folder)
    return [name for name in _strange(folder, manifest) if is_leftover(name, JOURNAL, _hashes(manifest))]


def _hashes(manifest: Mapping[str, Any]) -> dict[str, str]:
    """SHA-256 of every file that the manifest tells of, by name."""
    return {**manifest["tables"], **manifest.get(_ADDED, {}), JOURNAL: manifest["journal_sha256"]}


def _strange(folder: Path, manifest: Mapping[str, Any]) -> list[str]:
    """Names of the files in a folder of which its manifest does not tell."""
    open_ends = manifest.get(_UNSETTLED, [])
    beside = {f"{name}{PART}" for name in (MANIFEST, *open_ends)}
    known = {MANIFEST, LOCK, HOLDER, *_hashes(manifest), *open_ends, *beside}
    files = (file.relative_to(folder).as_posix() for file in sorted(folder.rglob("*")) if file.is_file())
    return [name for name in files if name not in known]


def _hot(folder: Path) -> bool:
    """Whether SQLite was stopped while it wrote into the journal."""
    rollback = folder / f"{JOURNAL}-journal"
    return rollback.exists() and rollback.stat().st_size > 0
