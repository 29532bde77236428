"""Failing file operations of SQLite: its own calls to the operating system, counted and made to fail."""

import contextlib
import ctypes
import sqlite3
from collections.abc import Callable, Iterator
from typing import Any, Final

Fails = Callable[[str], bool]
"""Asked before each operation by its name: `open`, `delete`, `read`, `write`, `truncate`, `sync`."""

_POINTER: Final = ctypes.c_void_p
_METHODS: Final = ("close", "read", "write", "truncate", "sync", *(f"other{k}" for k in range(13)))


class _File(ctypes.Structure):
    _fields_ = (("methods", _POINTER),)


class _Methods(ctypes.Structure):
    _fields_ = (("version", ctypes.c_int), *((name, _POINTER) for name in _METHODS))


class _System(ctypes.Structure):
    _fields_ = (
        ("version", ctypes.c_int),
        ("file_bytes", ctypes.c_int),
        ("longest_path", ctypes.c_int),
        ("next", _POINTER),
        ("name", ctypes.c_char_p),
        ("data", _POINTER),
        ("open", _POINTER),
        ("delete", _POINTER),
    )


_OFFSET: Final = ctypes.c_int64
_SIGNATURES: Final = {
    "open": (_POINTER, _POINTER, _POINTER, ctypes.c_int, _POINTER),
    "delete": (_POINTER, _POINTER, ctypes.c_int),
    "read": (_POINTER, _POINTER, ctypes.c_int, _OFFSET),
    "write": (_POINTER, _POINTER, ctypes.c_int, _OFFSET),
    "truncate": (_POINTER, _OFFSET),
    "sync": (_POINTER, ctypes.c_int),
}
_FULL: Final = 13
_READ_ONLY: Final = 1
_CODES: Final = {"open": 14, "delete": 2570, "read": 266, "write": 778, "truncate": 1546, "sync": 1034}
"""SQLite's codes of I/O errors."""


def library() -> ctypes.CDLL | None:
    """The library that Python's own module uses; None where it cannot be reached."""
    try:
        found = ctypes.CDLL("libsqlite3.so.0")
        found.sqlite3_libversion.restype = ctypes.c_char_p
        same = found.sqlite3_libversion().decode() == sqlite3.sqlite_version
    except (OSError, AttributeError):
        return None
    return found if same else None


@contextlib.contextmanager
def faults(fails: Fails, *, full: bool) -> Iterator[None]:
    """Have SQLite's file operations fail as told for a while, as on a full disk or with an I/O error."""
    found = library()
    assert found is not None
    found.sqlite3_vfs_find.restype = ctypes.POINTER(_System)
    system = found.sqlite3_vfs_find(None).contents
    before = system.open, system.delete
    kept: list[Any] = []

    def replaced(name: str, original: int) -> int:
        """The address of a function that asks first."""
        kind = ctypes.CFUNCTYPE(ctypes.c_int, *_SIGNATURES[name])
        call = kind(original)

        def asked(*arguments: Any) -> int:
            reads = name == "open" and arguments[3] & _READ_ONLY
            if fails("read" if reads else name):
                return _FULL if full and name == "write" else _CODES[name]
            code: int = call(*arguments)
            if name == "open" and code == 0:
                with_faults(ctypes.cast(arguments[2], ctypes.POINTER(_File)).contents)
            return code

        kept.append(kind(asked))
        return ctypes.cast(kept[-1], _POINTER).value or 0

    def with_faults(file: _File) -> None:
        if file.methods:
            methods = _Methods.from_buffer_copy(ctypes.string_at(file.methods, ctypes.sizeof(_Methods)))
            for name in ("read", "write", "truncate", "sync"):
                setattr(methods, name, replaced(name, getattr(methods, name)))
            kept.append(methods)
            file.methods = ctypes.addressof(methods)

    system.open, system.delete = replaced("open", before[0]), replaced("delete", before[1])
    try:
        yield
    finally:
        system.open, system.delete = before
        # A file that is still open goes on using what was put in its place.
        _immortal.append(kept)


_immortal: list[list[Any]] = []
