"""The lock on a results folder: one running study at a time, and none after it is dead."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from portalocker import LockFlags, lock
from portalocker.exceptions import AlreadyLocked, LockException

from sim.core.errors import FolderInUse, OutputFailed
from sim.results.files import creation_errors, output_errors

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
