"""A run gives back the memory that it took."""

import gc
from pathlib import Path

from sim.core.streams import Streams
from sim.model.replication import replicate
from sim.sample.design import MonteCarlo
from sim.sample.path import Sampler
from tests.builders import scenario

PAGE_KB = 4


def resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * PAGE_KB / 1024


def test_tables_of_past_runs_are_freed() -> None:
    sampler = Sampler(scenario())

    def run(replications: range) -> None:
        for replication in replications:
            replicate(sampler.draw(Streams(1, replication), MonteCarlo()))
        gc.collect()

    run(range(20))
    before = resident_mb()
    run(range(20, 120))
    # The tables of a run are a megabyte and more: a hundred that are kept would be a hundred.
    assert resident_mb() - before < 20
