"""A deliberate fault: one text of the project that is replaced by a wrong one."""

import tomllib
from pathlib import Path
from typing import NamedTuple

LIST = Path(__file__).with_name("faults.toml")
ROOT = LIST.parents[2]


class Fault(NamedTuple):
    """What is wrong with the new text, and where the old one stands: once in its file."""

    what: str
    file: str
    old: str
    new: str

    def planted(self, root: Path) -> str:
        """The text of the file with the fault in it. Raises ValueError where the old text does not stand there once."""
        text = (root / self.file).read_text(encoding="utf-8")
        if text.count(self.old) != 1:
            message = f"{self.file}: {self.old!r} occurs {text.count(self.old)} times, expected once"
            raise ValueError(message)
        return text.replace(self.old, self.new)


def faults() -> list[Fault]:
    """The list."""
    return [Fault(**entry) for entry in tomllib.loads(LIST.read_text(encoding="utf-8"))["fault"]]
