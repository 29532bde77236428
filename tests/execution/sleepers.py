"""Workers that take their time."""

import os
import time
from dataclasses import dataclass
from pathlib import Path

from sim.results.chunk import Outcome
from tests.study.fakes import outcome


@dataclass(frozen=True)
class Sleeper:
    """Writes its process id into a folder, then sleeps a while before each outcome."""

    folder: str
    seconds: float = 30.0

    def __call__(self, replication: int) -> Outcome:
        (Path(self.folder) / f"pid-{os.getpid()}").touch()
        time.sleep(self.seconds)
        return outcome(1, replication)
