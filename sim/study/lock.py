"""The lock on a results folder: one running study at a time, and none after it is dead."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from sim.core.errors import FolderInUse
from sim.study.files import creation_errors, output_errors

LOCK = "running.lock"


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder's lock for a while; the lock file tells the holder's process id.

    The lock belongs to the open file and ends with the process, however that ends: a file left behind by a
    killed run locks nothing. Raises FolderInUse with the process id of a living holder, CannotCreateOutput
    when the file cannot be made, OutputFailed when it cannot be written.
    """
    path = folder / LOCK
    descriptor = _opened(path)
    try:
        _take(descriptor, folder, fcntl.LOCK_EX)
        with output_errors(path):
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        yield
        with contextlib.suppress(OSError):  # what it tells of is over
            os.ftruncate(descriptor, 0)
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
        _take(descriptor, folder, fcntl.LOCK_SH)
        yield
    finally:
        os.close(descriptor)


def _opened(path: Path) -> int:
    with creation_errors(path):
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o644)


def _take(descriptor: int, folder: Path, kind: int) -> None:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError as error:
        holder = os.pread(descriptor, 32, 0).decode(errors="replace").strip() or "unknown"
        message = f"{folder} is in use by a running study (process {holder})"
        raise FolderInUse(message) from error
