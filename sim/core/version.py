"""Versions, and the digest of the sources that make the numbers."""

import hashlib
import importlib.metadata
import platform
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

_NO_NUMBER_MAKERS: Final = frozenset({"cli", "report", "__pycache__"})
"""Folders of which no file changes a number: what they make can be made again from the results."""


_LIBRARIES: Final = ("numpy", "scipy", "simpy", "networkx", "numba", "pydantic")


@cache
def versions() -> dict[str, str]:
    """Versions of what numbers are made with, by name."""
    libraries = {name: importlib.metadata.version(name) for name in _LIBRARIES}
    return {"cellswitch": package_version(), "python": platform.python_version(), **libraries}


def package_version() -> str:
    """Version of the installed package."""
    return importlib.metadata.version("cellswitch")


@cache
def code_digest() -> str:
    """SHA-256 of the code that makes the numbers: work never goes on from, and tables are never those, of other code."""
    return digest_of(Path(__file__).parents[1])


def digest_of(package: Path) -> str:
    """SHA-256 (hexadecimal) of every file of a copy of this package but for what only tells of the numbers.

    That is more than replications run through: statistics are numbers as well, and no list has to be kept.
    """
    digest = hashlib.sha256()
    for name, file in sorted(
        (file.relative_to(package).as_posix(), file) for file in _number_makers(package)
    ):
        content = file.read_bytes()
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _number_makers(package: Path) -> Iterator[Path]:
    for path in package.iterdir():
        if path.is_dir() and path.name not in _NO_NUMBER_MAKERS:
            yield from _number_makers(path)
        elif path.is_file() and not path.name.startswith("."):
            yield path
