"""Seeds: sourced reference data as CSV tables, one table a file, every row with its unit, date and source."""

import csv
import datetime as dt
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from sim.core.errors import Fault, FaultyInput, InputMissing
from sim.core.suggestion import did_you_mean
from sim.scenario.reading.document import decoded
from sim.scenario.reading.key_path import printable, shortened
from sim.scenario.seeds.tables import columns_of, from_german, header_of, row_faults

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


_MOST_UNKNOWN: Final = 9
_SEPARATORS: Final = {";": "semicolons", "\t": "tabs"}
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz_"


class SeedNotFoundError(LookupError):
    """A table, row, curve or column that was asked for does not exist; `known` holds the names that do."""

    def __init__(self, message: str, known: tuple[str, ...] = ()) -> None:
        self.known = known
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class SeedRow:
    """A row of a table as text by column, and the line on which it stands."""

    line: int
    values: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values[column]

    @property
    def id(self) -> str:
        """The row's name, unique in its table."""
        return self.values["id"]

    def number(self, column: str) -> float | None:
        """The figure in a column; None where the cell is empty or the table has no such column."""
        text = self.values.get(column, "")
        return float(text) if text else None


@dataclass(frozen=True, slots=True)
class SeedNumber:
    """A figure with its spread (`low == mode == high`: exact), unit and origin."""

    low: float
    mode: float
    high: float
    unit: str
    source: str
    as_of: str
    confidence: str
    kind: str
    note: str
    line: int

    @property
    def exact(self) -> bool:
        """Whether the figure has no spread."""
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class SeedPoint:
    """A dated point of a curve."""

    date: dt.date
    number: SeedNumber


class SeedsFolder:
    """The tables of a seeds folder, each read and checked when it is first asked for.

    Reading a table raises `FaultyInput` with every fault of that table; `check` does so for all together.
    """

    def __init__(self, path: Path) -> None:
        if not path.is_dir():
            message = f"{path}: no such seeds folder"
            raise InputMissing(message)
        self.path = path
        self._tables: dict[str, dict[str, SeedRow]] = {}

    def tables(self) -> tuple[str, ...]:
        """Names of the tables in the folder, sorted."""
        return tuple(sorted(file.stem for file in self.path.glob("*.csv")))

    def file(self, table: str) -> Path:
        """The file of a table."""
        return self.path / f"{table}.csv"

    def rows(self, table: str) -> list[SeedRow]:
        """All rows of a table, in the order of the file. Raises SeedNotFoundError, FaultyInput."""
        return list(self._table(table).values())

    def row(self, table: str, row: str) -> SeedRow:
        """A row by its id. Raises SeedNotFoundError, FaultyInput."""
        rows = self._table(table)
        if row not in rows:
            message = f"the seeds table {table} has no row {row}"
            raise SeedNotFoundError(message, tuple(rows))
        return rows[row]

    def number(self, table: str, row: str) -> SeedNumber:
        """The figure of a row with its origin. Raises SeedNotFoundError, also where the row holds none."""
        found = self.row(table, row)
        if table == "sources" or not columns_of(table).figures or not found["mode"]:
            message = f"the seeds row {table}/{row} holds no figure"
            raise SeedNotFoundError(message)
        return _number(found)

    def points(self, table: str, curve: str) -> list[SeedPoint]:
        """The points of a curve of a table such as `demand`, by date. Raises SeedNotFoundError."""
        rows = self.rows(table)
        points = [
            SeedPoint(dt.date.fromisoformat(row["date"]), _number(row))
            for row in rows
            if row.values.get("curve") == curve
        ]
        if not points:
            known = dict.fromkeys(row["curve"] for row in rows if "curve" in row.values)
            message = f"the seeds table {table} has no curve {curve}"
            raise SeedNotFoundError(message, tuple(known))
        return sorted(points, key=lambda point: point.date)

    def column(self, table: str, column: str, where: Mapping[str, str]) -> list[float]:
        """Figures of a column in rows with the given texts, without empty cells. Raises SeedNotFoundError."""
        header = header_of(table)
        for name in (column, *where):
            if name not in header:
                message = f"the seeds table {table} has no column {name}"
                raise SeedNotFoundError(message, header)
        rows = [row for row in self.rows(table) if all(row[name] == text for name, text in where.items())]
        return [figure for row in rows if (figure := row.number(column)) is not None]

    def check(self) -> None:
        """Read every table. Raises FaultyInput with the faults of all of them."""
        faults: set[Fault] = set()
        for table in self.tables():
            try:
                self._table(table)
            except FaultyInput as error:
                faults.update(error.faults)
        if faults:
            raise FaultyInput(sorted(faults))

    def _table(self, table: str) -> dict[str, SeedRow]:
        if table not in self._tables:
            self._tables[table] = self._read(table)
        return self._tables[table]

    def _read(self, table: str) -> dict[str, SeedRow]:
        if table not in self.tables():
            message = f"there is no seeds table {table}"
            raise SeedNotFoundError(message, self.tables())
        sources = {} if table == "sources" else self._table("sources")
        rows, faults = _parse(self.file(table), header_of(table))
        first: dict[str, int] = {}
        for row in rows:
            faults += [_fault(self.file(table), row, *wrong) for wrong in row_faults(table, row.values)]
            if table != "sources" and row["source"] and row["source"] not in sources:
                near = did_you_mean(row["source"], sources, listed=False)
                message = "stands in no row of sources.csv"
                faults.append(_fault(self.file(table), row, "source", message, near))
            if first.setdefault(row.id, row.line) != row.line:
                message = f"stands on line {first[row.id]} already"
                faults.append(_fault(self.file(table), row, "id", message))
        if faults:
            raise FaultyInput(faults)
        return {row.id: row for row in rows}


def _number(row: SeedRow) -> SeedNumber:
    mode = float(row["mode"])
    low, high = row.number("low"), row.number("high")
    return SeedNumber(
        low=mode if low is None else low,
        mode=mode,
        high=mode if high is None else high,
        unit=row["unit"],
        source=row["source"],
        as_of=row["as_of"],
        confidence=row["confidence"],
        kind=row["kind"],
        note=row["note"],
        line=row.line,
    )


def _fault(file: Path, row: SeedRow, column: str, message: str, remedy: str = "") -> Fault:
    key = f"{file.stem}/{cell_shown(row.id)}.{column}"
    return Fault(str(file), row.line, key, cell_shown(row[column]), message, remedy)


def _parse(file: Path, header: tuple[str, ...]) -> tuple[list[SeedRow], list[Fault]]:
    """Rows of a CSV file and the faults of its form: encoding, quotes, header, number of cells."""
    try:
        read = read_records(file)
    except FaultyInput as error:
        return [], list(error.faults)
    (first, found), *records = read.lines or [(1, [])]
    if sorted(found) != sorted(header):
        message = _header_fault(found, header)
        remedy = HOW_TO_STATE if message == NEEDS_COMMAS else ""
        return [], [Fault(str(file), first, "", cells_shown(found), message, remedy)]
    rows = [
        SeedRow(line, {name: cell.strip() for name, cell in zip(found, cells, strict=True)})
        for line, cells in records
        if len(cells) == len(found)
    ]
    faults = [
        Fault(str(file), line, "", cells_shown(cells), f"has {len(cells)} cells under {len(found)} columns")
        for line, cells in records
        if len(cells) != len(found)
    ]
    if read.german:
        turned = [(row, *from_german(file.stem, row.values)) for row in rows]
        faults += [_fault(file, row, *wrong) for row, _, wrongs in turned for wrong in wrongs]
        rows = [SeedRow(row.line, values) for row, values, _ in turned]
    return rows, faults


def _header_fault(found: Sequence[str], header: Sequence[str]) -> str:
    other = _SEPARATORS.get(found[0].strip(_LETTERS)[:1]) if len(found) == 1 else None
    if other is not None:
        return f"separates its cells by {other}, and needs commas"
    missing = [f"needs the column {name}" for name in header if name not in found]
    unknown = [f"{cell_shown(name)} is no column of this table" for name in found if name not in header]
    return "; ".join(missing + unknown[:_MOST_UNKNOWN]) or "names a column twice"
