"""Disk: what a study will need of it, weighed by its first replications, and whether there is enough."""

import json
import math
import shutil
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Final

from sim.core.errors import OutputFailed
from sim.execution.interruption import StudyProgress
from sim.results.chunk import Chunk, unpacked_facts
from sim.study.plan import Plan

_NUMBER_BYTES: Final = 8
_COPIES: Final = 2
"""Journal, and the temporary file in which the conclusions are drawn."""
OnNotice = Callable[[str], None]
"""Told a sentence that is worth reading before the end."""
_UNITS: Final = ("kB", "MB", "GB", "TB")
_THOUSAND: Final = 1000


def least_bytes(plan: Plan, replications: int) -> int:
    """What so many replications need for their measures and drawn inputs alone, known before any is made."""
    header = plan.header
    numbers = len(header.arms) * (len(header.measures) + len(header.parameters))
    return _COPIES * _NUMBER_BYTES * numbers * replications


def needed_bytes(plan: Plan, sample: Chunk, replications: int) -> int:
    """What so many replications, counted from the first of the sample, need about, if all are like it."""
    ahead = range(sample.first, sample.first + replications)
    need = least_bytes(plan, replications) + len(sample.series) * _kept(plan, "series", ahead) / sample.count
    for table, text in _tables(sample).items():
        rows = _COPIES * len(zlib.compress(text, 1)) + len(text)
        need += rows * _kept(plan, table, ahead) / max(1, _kept(plan, table, ahead[: sample.count]))
    return round(need)


def _kept(plan: Plan, name: str, replications: range) -> int:
    """How many of the replications keep something."""
    number = plan.keep.number
    return number(name, replications.stop) - number(name, replications.start)


def _tables(sample: Chunk) -> dict[str, bytes]:
    """All rows of each table of facts as text, about as long as they are in a CSV file."""
    texts: dict[str, bytes] = {}
    for by_arm in unpacked_facts(sample):
        for facts in by_arm:
            for table, rows in facts.items():
                texts[table] = texts.get(table, b"") + json.dumps(rows).encode()
    return texts


def require(need_bytes: int, folder: Path, replications: int) -> str:
    """A sentence on what is needed and what there is. Raises OutputFailed where there is too little."""
    free = shutil.disk_usage(folder).free
    told = f"{replications} replications need about {in_words(need_bytes)} in {folder}, {in_words(free)} are free"
    if need_bytes > free:
        message = (
            f"not enough disk: {told}; make fewer (-n), keep less (--keep series=none) or take another --out"
        )
        raise OutputFailed(message)
    return told


def in_words(size_bytes: float) -> str:
    """A size in a unit of which there is at least one: `1.2 GB`."""
    at = max(0, min(len(_UNITS) - 1, int(math.log10(max(1.0, size_bytes)) // 3) - 1))
    return f"{size_bytes / _THOUSAND ** (at + 1):.1f} {_UNITS[at]}"


class DiskEstimate:
    """Weighs what a study needs of the disk: the least before it starts, all of it by its first chunk.

    Raises OutputFailed where there is too little.
    """

    def __init__(self, plan: Plan, standing: StudyProgress, notice: OnNotice | None) -> None:
        self._plan = plan
        self._folder = standing.folder
        self._missing = standing.asked - standing.done
        self._notice = notice
        self._weighed = not self._missing or self._folder is None
        if self._folder is not None:
            require(least_bytes(plan, self._missing), self._folder, self._missing)

    def weigh(self, chunk: Chunk) -> None:
        """Take the first chunk as a sample; others tell nothing new."""
        if self._weighed or self._folder is None:
            return
        self._weighed = True
        told = require(needed_bytes(self._plan, chunk, self._missing), self._folder, self._missing)
        if self._notice is not None:
            self._notice(told)
