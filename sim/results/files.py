"""Files that are whole or not there: written beside, made durable, then renamed."""

import contextlib
import errno
import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from sim.core.errors import CannotCreateOutput, OutputFailed

PART = ".part"
"""Ends the name of a file that is not yet whole; a process that is killed leaves it behind."""
_DISK_FAILS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO})


def make_folder(path: Path) -> None:
    """Create a folder with its parents. Raises CannotCreateOutput, and OutputFailed where the disk fails."""
    with creation_errors(path):
        path.mkdir(parents=True, exist_ok=True)


def make_file(path: Path) -> None:
    """Create an empty file, leaving one that is there as it is. Raises what `make_folder` does."""
    with creation_errors(path):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o644))


@contextlib.contextmanager
def creation_errors(path: Path) -> Iterator[None]:
    """Turn an error in making a file or folder into CannotCreateOutput, or OutputFailed where the disk fails."""
    try:
        yield
    except OSError as error:
        message = f"cannot create {path}: {error.strerror or error}"
        kind = OutputFailed if error.errno in _DISK_FAILS else CannotCreateOutput
        raise kind(message) from error


@contextlib.contextmanager
def output_errors(path: Path) -> Iterator[None]:
    """Turn an I/O error on the way to a file into OutputFailed, which names it."""
    try:
        yield
    except OSError as error:
        message = f"writing {path} failed: {error.strerror or error}"
        raise OutputFailed(message) from error


def write_whole(path: Path, blocks: Iterable[bytes]) -> str:
    """Write a file of blocks and return its SHA-256 in hexadecimal.

    A file of that name stays as it was until the new one is complete on the disk. Raises OutputFailed on an
    I/O error.
    """
    part = path.with_name(path.name + PART)
    digest = hashlib.sha256()
    with output_errors(path):
        try:
            with part.open("wb") as file:
                for block in blocks:
                    digest.update(block)
                    file.write(block)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
            raise
        _sync_folder(path.parent)
    return digest.hexdigest()


def _sync_folder(folder: Path) -> None:
    """Make a rename durable, where the system can open a folder for that."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sha256_of(path: Path) -> str:
    """SHA-256 of a file in hexadecimal. Raises OSError when it cannot be read."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
