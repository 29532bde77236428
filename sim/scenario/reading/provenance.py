"""Provenance: which file and line, or which row of the seeds, set a value."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SeedMark:
    """The seeds row that a value was taken from; `row` is `table/row`."""

    row: str
    unit: str
    source: str
    as_of: str
    confidence: str
    note: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value comes from: a line of a file, and for figures taken from the seeds their row and source.

    `seed` is `table/row`, empty for values that the scenario itself states; `line` 0 is the command line.
    """

    file: str
    line: int
    seed: str = ""
    unit: str = ""
    source: str = ""
    as_of: str = ""
    confidence: str = ""
    note: str = ""
