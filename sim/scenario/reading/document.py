"""One scenario file as it was written: its values and the lines on which they stand."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sim.core.errors import Fault, FaultyInput, InputMissing
from sim.scenario.reading.key_path import KeyPath, quoted
from sim.scenario.reading.toml_lines import OutOfBoundsError, key_lines

LARGEST_BYTES: Final = 4_000_000
"""A resolved scenario with all legs of a continent takes some 200 kB."""

_BOM: Final = b"\xef\xbb\xbf"
_WIDE_BOMS: Final = (b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")
_FIRST_LETTERS: Final = 4
_PLACE: Final = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


@dataclass(frozen=True, slots=True)
class TomlDocument:
    """A parsed file. `file` is its path as the user gave it; `lines` has the line of each key path."""

    file: str
    data: Mapping[str, Any]
    lines: Mapping[KeyPath, int]


def read_document(path: Path) -> TomlDocument:
    """Read and parse a scenario file: UTF-8 with or without a byte-order mark, any line ends.

    Raises InputMissing where there is no such file, FaultyInput where it is not TOML or out of bounds.
    """
    return parse_document(str(path), _read(path))


def parse_document(file: str, content: bytes) -> TomlDocument:
    """Parse the bytes of a scenario file. Raises FaultyInput."""
    if len(content) > LARGEST_BYTES:
        raise _fault(file, 0, f"is larger than {LARGEST_BYTES // 1_000_000} MB")
    text = decoded(file, content).replace("\r\n", "\n")
    try:
        lines = key_lines(text)
        data = tomllib.loads(text)
    except OutOfBoundsError as error:
        raise _fault(file, error.line, str(error)) from error
    except tomllib.TOMLDecodeError as error:
        raise _fault(file, *_place_of(error, text)) from error
    except (ValueError, RecursionError) as error:
        raise _fault(file, 0, f"is not TOML: {error}") from error
    return TomlDocument(file, data, lines)


def _read(path: Path) -> bytes:
    try:
        if not path.is_file():
            message = f"{path}: {'is a folder' if path.is_dir() else 'no such file'}"
            raise InputMissing(message)
        with path.open("rb") as file:
            return file.read(LARGEST_BYTES + 1)
    except OSError as error:
        message = f"{path}: cannot be read: {error.strerror}"
        raise InputMissing(message) from error
    except ValueError as error:
        message = f"{quoted(str(path))}: is not the name of a file"
        raise InputMissing(message) from error


def decoded(file: str, content: bytes) -> str:
    """The text of a file in UTF-8, without its byte-order mark. Raises FaultyInput with the line that is not."""
    if content.startswith(_WIDE_BOMS) or b"\0" in content[:_FIRST_LETTERS]:
        raise _fault(file, 1, "is UTF-16 or UTF-32 text", "save it as UTF-8")
    try:
        return content.removeprefix(_BOM).decode()
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        message = f"is not UTF-8 text: byte 0x{error.object[error.start]:02x}"
        raise _fault(file, line, message, "save it as UTF-8") from error


def _place_of(error: tomllib.TOMLDecodeError, text: str) -> tuple[int, str]:
    place = _PLACE.search(str(error))
    if place is None:
        return 0, f"is not TOML: {error}"
    line = int(place[1]) if place[1] else text.count("\n") + 1
    column = f" at column {place[2]}" if place[2] else " at the end of the file"
    return line, f"is not TOML: {_PLACE.sub('', str(error))}{column}"


def _fault(file: str, line: int, message: str, remedy: str = "") -> FaultyInput:
    return FaultyInput([Fault(file, line, "", "", message, remedy)])
