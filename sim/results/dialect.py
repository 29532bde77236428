"""Dialects of CSV files: how a table is written for a reader that is not a program."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Dialect:
    """What stands between cells, in numbers, in dates, at the beginning of the file and at the end of a line."""

    separator: str = ","
    decimal: str = "."
    date: str = "%Y-%m-%d"
    mark: bytes = b""
    line_end: str = "\n"

    def number(self, value: float) -> str:
        """A number with all its digits."""
        return repr(value).replace(".", self.decimal)

    def day(self, value: dt.date) -> str:
        """A date."""
        return value.strftime(self.date)


STANDARD: Final = Dialect()
_BOM: Final = b"\xef\xbb\xbf"
DIALECTS: Final[Mapping[str, Dialect]] = {
    "standard": STANDARD,
    "excel": Dialect(mark=_BOM, line_end="\r\n"),
    "excel-de": Dialect(";", ",", "%d.%m.%Y", _BOM, "\r\n"),
}
"""By name: that of the results folders, and those that Excel opens with a double click in English and in German."""
