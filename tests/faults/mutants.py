"""Mutants: every mutation of the files that decide who supplies whom, and of those that tell which arm is better."""

import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.faults.fault import ROOT
from tests.faults.operators import swaps

FILES = (
    *(f"sim/model/{name}.py" for name in ("commitment", "plant_life")),
    *(
        f"sim/model/sourcing/{name}.py"
        for name in ("board", "bookings", "capacities", "market", "supply", "switching", "terms")
    ),
    "sim/rules/sourcing/*.py",
    *(f"sim/statistics/{name}.py" for name in ("dominance", "paired", "selection")),
    "sim/study/precision.py",
)
HARMLESS = Path(__file__).with_name("harmless.toml")


class Mutant(NamedTuple):
    """A mutation, told by its place as text: a function, the line, what stands there and what takes its place."""

    file: str
    where: str
    """Function or class, dotted; empty: the module."""
    line: str
    """The line on which it starts, without the blanks around it."""
    old: str
    new: str
    nth: int
    """Of those that are alike in all of this, from 1."""
    start: int
    end: int

    @property
    def place(self) -> tuple[str, str, str, str, str, int]:
        """All but the position, which moves with every change to the file."""
        return self[:6]

    @property
    def what(self) -> str:
        """The mutation in one line."""
        again = f" ({self.nth})" if self.nth > 1 else ""
        return f"{self.where}: {' '.join(self.old.split())} -> {self.new or 'nothing'}{again} in: {self.line}"

    def planted(self, root: Path) -> str:
        """The text of the file with the mutation in it, which has as many lines as before."""
        text = (root / self.file).read_text(encoding="utf-8")
        lines = "\n" * (self.old.count("\n") - self.new.count("\n"))
        if self.new == "pass" or not lines:
            return text[: self.start] + self.new + lines + text[self.end :]
        return f"{text[: self.start]}({self.new}{lines}){text[self.end :]}"


class Harmless(NamedTuple):
    """A mutant that no test can tell from the sound code, and why."""

    file: str
    where: str
    line: str
    old: str
    new: str
    nth: int
    reason: str


def mutants(root: Path = ROOT, files: Sequence[str] = FILES) -> list[Mutant]:
    """All mutants, in order of file and place."""
    return [
        mutant
        for pattern in files
        for file in sorted(root.glob(pattern))
        for mutant in _of_file(file.relative_to(root).as_posix(), file.read_text(encoding="utf-8"))
    ]


def _of_file(file: str, text: str) -> Iterator[Mutant]:
    seen: Counter[tuple[str, ...]] = Counter()
    for where, start, end, new in swaps(text):
        first = text.rfind("\n", 0, start) + 1
        line = text[first : text.find("\n", start)].strip()
        alike = (where, line, text[start:end], new)
        seen[alike] += 1
        yield Mutant(file, *alike, seen[alike], start, end)


def harmless(listed: Path = HARMLESS) -> list[Harmless]:
    """The list of those that are known to change nothing."""
    entries = tomllib.loads(listed.read_text(encoding="utf-8")).get("harmless", [])
    return [Harmless(**{"nth": 1} | entry) for entry in entries]


def stale(known: Sequence[Harmless], made: Sequence[Mutant]) -> list[Harmless]:
    """Entries of the list whose mutant there is not."""
    places = {mutant.place for mutant in made}
    return [entry for entry in known if entry[:6] not in places]
