"""Runs whose trade asks Python for all that it may ask for, and a digest of all that each leaves.

    python -m tests.model.plain_runs

Tells the digests; with NUMBA_DISABLE_JIT=1 those of runs whose trade is not compiled.
"""

import datetime as dt
import hashlib
import sys

import numpy as np

from sim.core.records import RunRecord
from tests.builders import START, programme
from tests.model.worlds import run
from tests.trade import hand_over

_SHORT = {
    "run.end": dt.date(2025, 6, 30),
    "plants.far-plant.phases.p1.nameplate_gwh": 2.0,
    "plants.far-plant.background": {"points": [{"date": START, "gwh_per_year": 0.4}]},
    "programmes.van": programme("maker", "car-works", 25_000.0),
    "agreements.van-far": {"programme": "van", "plant": "far-plant", "start": START, "priority": 2},
    "disruptions.storm": {
        "legs": ["strait"],
        "occurs": {"kind": "dates", "dates": [dt.date(2022, 3, 1), dt.date(2023, 2, 1)]},
        "duration_days": 40.0,
    },
}
"""Two buyers and outside customers want more than there is, a crossing closes, a plant opens, services fail."""
RULES = ("priority", "pro-rata-call-offs", "pro-rata-contract")
WORLDS = ({}, *(_SHORT | {"plants.far-plant.allocation": rule} for rule in RULES))


def digests() -> list[str]:
    """Of each run, in order."""
    return [_digest(run(changes)) for changes in WORLDS]


def _digest(record: RunRecord) -> str:
    with np.printoptions(threshold=sys.maxsize, floatmode="unique"):
        return hashlib.sha256(repr(record.__getstate__()).encode()).hexdigest()


if __name__ == "__main__":
    hand_over.take_over()
    sys.stdout.write("\n".join(digests()))
