"""CSV of the seeds: the records of a file with their lines, whichever spreadsheet wrote it."""

import csv
import io
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Final

from sim.core.errors import Fault, FaultyInput
from sim.scenario.document import decoded
from sim.scenario.key_path import printable, shortened

LARGEST_BYTES: Final = 20_000_000
"""A thousand times what a table of one continent takes."""

_MOST_CELLS: Final = 12


def read_records(file: Path) -> list[tuple[int, list[str]]]:
    """(line, cells) of every record, blank lines left out; UTF-8 with or without a byte-order mark, any line ends.

    Raises FaultyInput where it is not CSV, OSError where it cannot be read.
    """
    with file.open("rb") as opened:
        content = opened.read(LARGEST_BYTES + 1)
    if len(content) > LARGEST_BYTES:
        raise FaultyInput([Fault(str(file), 0, "", "", f"is larger than {LARGEST_BYTES // 1_000_000} MB")])
    reader = csv.reader(io.StringIO(decoded(str(file), content), newline=""), strict=True)
    records: list[tuple[int, list[str]]] = []
    line = 1
    try:
        for cells in reader:
            if cells:
                records.append((line, cells))
            line = reader.line_num + 1
    except csv.Error as error:
        raise FaultyInput([Fault(str(file), line, "", "", f"is not CSV: {error}")]) from error
    return records


def cell_shown(text: str) -> str:
    """A cell as a fault shows it: shortened, safe to print."""
    return printable(shortened(text))


def cells_shown(cells: Sequence[str]) -> str:
    """A row of cells, shown likewise."""
    return printable(shortened(",".join(islice(cells, _MOST_CELLS))))
