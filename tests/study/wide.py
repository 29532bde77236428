"""A cheap worker with many measures."""

from dataclasses import dataclass

import numpy as np

from sim.rules.measures.key import MeasureKey
from sim.study.work import Outcome

ARMS = 2
MEASURES = tuple(MeasureKey("system", "", f"amount_{number}", "GWh", "none") for number in range(60))
PARAMETERS = tuple(f"input_{number}" for number in range(20))


@dataclass(frozen=True)
class Wide:
    """Numbers that follow from the replication's number, for 1,280 bytes a replication."""

    def __call__(self, replication: int) -> Outcome:
        spread = np.sin(replication * np.arange(1.0, len(MEASURES) + 1))
        return Outcome(
            np.stack([spread] * ARMS), np.full((ARMS, len(PARAMETERS)), replication % 101), ({}, {})
        )
