"""Failing file operations of a study: one by one, those of Python's and of SQLite's."""

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from unittest import mock

from tests.results.sqlite_faults import faults as sqlite_faults

_CALLS: Final = ("open", "fsync", "replace", "mkdir", "rmdir", "unlink")
_NEED_NO_ROOM: Final = frozenset({"rmdir", "unlink", "delete", "read", "truncate"})
"""Operations that a full disk does not hinder."""


class Counter:
    """Counts file operations and makes one fail: number `failing`, from 0.

    A disk that is full stays full: later operations that need room fail too. An I/O error comes once.
    """

    def __init__(self, failing: int, *, full: bool) -> None:
        self.failing = failing
        self.full = full
        self.begun = 0
        self.failed: list[str] = []

    def fails(self, name: str) -> bool:
        """Whether this operation fails."""
        if self.full and name in _NEED_NO_ROOM:
            return False
        number, self.begun = self.begun, self.begun + 1
        hit = number >= self.failing if self.full else number == self.failing
        if hit:
            self.failed.append(name)
        return hit

    def check(self, name: str) -> None:
        """Raise where this operation fails."""
        if self.fails(name):
            number = errno.ENOSPC if self.full else errno.EIO
            raise OSError(number, os.strerror(number))


class _File:
    """An open file whose writes are counted."""

    def __init__(self, file: Any, counter: Counter) -> None:
        self._file, self._counter = file, counter

    def __enter__(self) -> "_File":
        return self

    def __exit__(self, *error: object) -> None:
        self._file.close()

    def write(self, block: bytes) -> int:
        self._counter.check("write")
        written: int = self._file.write(block)
        return written

    def flush(self) -> None:
        self._counter.check("write")
        self._file.flush()

    def fileno(self) -> int:
        number: int = self._file.fileno()
        return number


@contextlib.contextmanager
def faults(failing: int, *, full: bool) -> Iterator[Counter]:
    """Have file operation number `failing` fail, on a full disk or with an I/O error."""
    counter = Counter(failing, full=full)

    def counted(name: str) -> Any:
        original = getattr(os, name)

        def call(*arguments: Any, **named: Any) -> Any:
            reads = name == "open" and not arguments[1] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
            counter.check("read" if reads else name)
            return original(*arguments, **named)

        return call

    path_open = Path.open

    def opened(path: Path, mode: str = "r", *arguments: Any, **named: Any) -> Any:
        writes = "w" in mode
        counter.check("open" if writes else "read")
        file = path_open(path, mode, *arguments, **named)
        return _File(file, counter) if writes else file

    with contextlib.ExitStack() as stack:
        for name in _CALLS:
            stack.enter_context(mock.patch.object(os, name, counted(name)))
        stack.enter_context(mock.patch.object(Path, "open", opened))
        stack.enter_context(sqlite_faults(counter.fails, full=full))
        yield counter
