"""The corpus of faulty files: what stands in the folder beside, and what `cellswitch check` has to say of it.

`corpus/expected.csv` has a row for every fault of every file: the kind of fault, the exit code, its place (file and
line), its key path, message and remedy. A file of the kind `accepted` has none. Those under `corpus/seeds/` are tables of a
seeds folder; each is checked through the scenario `with-<table>.toml`, which refers to it.
"""

import csv
import shutil
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

CORPUS = Path(__file__).parent / "corpus"
SEEDS = "seeds/"
SOUND = "sound.toml"


class Expected(NamedTuple):
    """A row of `expected.csv`."""

    file: str
    kind: str
    code: str
    place: str
    key: str
    message: str
    remedy: str

    def is_told_by(self, line: str) -> bool:
        """Whether a line says this fault as FILE:LINE: key.path: value: message (remedy)."""
        start = f"{self.place}: {self.key}: " if self.key else f"{self.place}: "
        end = f" ({self.remedy})" if self.remedy else ""
        return line.startswith(start) and self.message in line and line.endswith(end)


@cache
def expected() -> Mapping[str, Sequence[Expected]]:
    """The rows by file."""
    rows: dict[str, list[Expected]] = defaultdict(list)
    with (CORPUS / "expected.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            rows[row["file"]].append(Expected(**row))
    return rows


def laid_out(file: str, folder: Path) -> Path:
    """The scenario to check for a file of the corpus; tables of seeds are laid out around it in an empty folder."""
    if not file.startswith(SEEDS):
        return CORPUS / file
    (folder / "seeds").mkdir()
    shutil.copy(CORPUS / "seeds" / "sources.csv", folder / "seeds")
    tables = sorted((CORPUS / file).glob("*.csv"))
    for table in tables:
        shutil.copy(table, folder / "seeds")
    (name,) = (table.stem for table in tables if table.stem != "sources")
    for needed in (SOUND, f"with-{name}.toml"):
        shutil.copy(CORPUS / needed, folder)
    return folder / f"with-{name}.toml"
