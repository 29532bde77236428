"""CSV of the seeds: the records of a file with their lines, whichever spreadsheet wrote it."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from sim.core.errors import Fault, FaultyInput
from sim.scenario.reading.document import decoded
from sim.scenario.reading.key_path import printable, shortened

LARGEST_BYTES: Final = 20_000_000
"""A thousand times what a table of one continent takes."""

_MOST_CELLS: Final = 12


STATEMENT: Final = "sep=;"
"""First line of a file as Excel writes it in German: semicolons, decimal commas, dates dd.mm.yyyy, Windows-1252 or UTF-8."""
HOW_TO_STATE: Final = (
    f"a first line {STATEMENT} says that it is as Excel writes it in German, with decimal commas"
)
NEEDS_COMMAS: Final = "separates its cells by semicolons, and needs commas"

_ANSI: Final = "cp1252"
_BOM: Final = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Records:
    """(line, cells) of every record of a file, and whether it is stated to be as Excel writes it in German."""

    lines: list[tuple[int, list[str]]]
    german: bool


def read_records(file: Path) -> Records:
    """The records of a file, blank lines left out; UTF-8 with or without a byte-order mark, any line ends.

    Raises FaultyInput where it is not CSV, OSError where it cannot be read.
    """
    with file.open("rb") as opened:
        content = opened.read(LARGEST_BYTES + 1)
    if len(content) > LARGEST_BYTES:
        raise FaultyInput([Fault(str(file), 0, "", "", f"is larger than {LARGEST_BYTES // 1_000_000} MB")])
    first, _, rest = content.removeprefix(_BOM).partition(b"\n")
    german = first.strip().strip(b'"').decode("latin-1").lower() == STATEMENT
    text = _german_text(str(file), rest) if german else _plain_text(str(file), content)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if german else ",", strict=True)
    records: list[tuple[int, list[str]]] = []
    before = 1 if german else 0
    line = 1 + before
    try:
        for cells in reader:
            if cells:
                records.append((line, cells))
            line = reader.line_num + 1 + before
    except csv.Error as error:
        raise FaultyInput([Fault(str(file), line, "", "", f"is not CSV: {error}")]) from error
    return Records(records, german)


def _german_text(file: str, content: bytes) -> str:
    """UTF-8, else Windows-1252. Raises FaultyInput where it is neither."""
    try:
        return content.decode()
    except UnicodeDecodeError:
        pass
    try:
        return content.decode(_ANSI)
    except UnicodeDecodeError as error:
        message = f"is neither UTF-8 nor Windows-1252 text: byte 0x{error.object[error.start]:02x}"
        raise FaultyInput([Fault(file, 0, "", "", message, "save it as UTF-8")]) from error


def _plain_text(file: str, content: bytes) -> str:
    try:
        return decoded(file, content)
    except FaultyInput:
        header = content.partition(b"\n")[0]
        if b";" in header and b"," not in header and b"\0" not in header:
            raise FaultyInput([Fault(file, 1, "", "", NEEDS_COMMAS, HOW_TO_STATE)]) from None
        raise


def cell_shown(text: str) -> str:
    """A cell as a fault shows it: shortened, safe to print."""
    return printable(shortened(text))


def cells_shown(cells: Sequence[str]) -> str:
    """A row of cells, shown likewise."""
    return printable(shortened(",".join(islice(cells, _MOST_CELLS))))
