"""Which lines of the project each test goes through, kept from one time to the next, and which tests a fault is held against."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.faults.fault import ROOT

KEPT = ROOT / ".cache" / "faults-reach.json"
_READ = ("sim", "seeds", "scenarios", "tests")


@dataclass
class Reach:
    """By test file, and there by test: seconds of a processor, and the lines of each file of the project as bits of a number."""

    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    """With the `key` of what the test file depends on, `seconds` and `lines`."""

    @classmethod
    def kept(cls, kept: Path = KEPT) -> "Reach":
        """As measured before; empty where nothing was."""
        return cls(json.loads(kept.read_text(encoding="utf-8"))) if kept.exists() else cls()

    def keep(self, kept: Path = KEPT) -> None:
        """Write it down."""
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(json.dumps(self.files), encoding="utf-8")

    def seconds(self, tests: Iterable[str]) -> float:
        """How long tests take together."""
        return sum(self.files[file_of(test)]["seconds"][test] for test in tests)

    def tests(self, file: str, lines: range | None) -> list[str]:
        """The tests that go through a file's lines (None: any of them), the likeliest to notice something first.

        First those of the test files that have the file's name, then those of its room, then those whose tests are the shortest:
        in the same time more of them are asked. At the end come the other tests of the same test files: one may look at what
        another had worked out.
        """
        mask = -1 if lines is None else sum(1 << line for line in lines)
        through = {
            test_file: [test for test, own in each["lines"].items() if own.get(file, 0) & mask]
            for test_file, each in self.files.items()
        }
        _, room, *_, name = file.split("/")
        stem = name.removesuffix(".py")

        def unlikely(test_file: str) -> tuple[bool, bool, float]:
            beside = Path(test_file).stem.startswith(
                (f"test_{stem}", f"test_{Path(file).parent.name}_{stem}")
            )
            mean_s = self.seconds(through[test_file]) / len(through[test_file])
            return not beside, not test_file.startswith(f"tests/{room}/"), mean_s

        order = sorted((each for each, tests in through.items() if tests), key=unlikely)
        first = [test for each in order for test in through[each]]
        seen = set(first)
        return first + [test for each in order for test in self.files[each]["lines"] if test not in seen]


def file_of(test: str) -> str:
    """The test file of a test."""
    return test.partition("::")[0]


def by_file(tests: Sequence[str]) -> dict[str, list[str]]:
    """Tests by their file, in order."""
    found: dict[str, list[str]] = defaultdict(list)
    for test in tests:
        found[file_of(test)].append(test)
    return dict(found)


def keys(test_files: Iterable[str], root: Path = ROOT) -> dict[str, str]:
    """For each test file a digest of it and of all that is no test: another one means that it is to be measured anew."""
    shared = hashlib.sha256()
    for file in sorted(each for part in _READ for each in (root / part).rglob("*.*")):
        own = file.relative_to(root)
        passing = "__pycache__" in own.parts or own.parts[:2] == ("tests", "faults")
        if file.is_file() and not passing and not file.name.startswith("test_"):
            shared.update(str(own).encode() + file.read_bytes())
    return {
        each: hashlib.sha256(shared.digest() + (root / each).read_bytes()).hexdigest()[:16]
        for each in test_files
    }
