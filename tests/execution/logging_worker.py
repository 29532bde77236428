"""A worker that writes down what it begins, and takes its time."""

import os
import time
from dataclasses import dataclass
from pathlib import Path

from sim.results.chunk import Outcome
from tests.study.fakes import outcome


@dataclass(frozen=True)
class Logging:
    """Adds a line `process replication` to a file before each outcome, then sleeps a while."""

    log: Path
    seconds: float

    def __call__(self, replication: int) -> Outcome:
        descriptor = os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        os.write(descriptor, f"{os.getpid()} {replication}\n".encode())
        os.close(descriptor)
        time.sleep(self.seconds)
        return outcome(1, replication)


def begun(log: Path) -> list[tuple[int, int]]:
    """Process and replication of every beginning, in order."""
    lines = log.read_text().splitlines() if log.exists() else []
    return [(int(process), int(replication)) for process, replication in (line.split() for line in lines)]
