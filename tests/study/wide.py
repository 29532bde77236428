"""A cheap worker whose replications are as wide as those of the LEVC study."""

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np

from sim.results.chunk import Facts, Outcome
from sim.results.keep import Keep
from sim.scenario.load import load
from sim.study.plan import Plan
from sim.study.planning import plan_of

LEVC = Path(__file__).parents[2] / "scenarios" / "levc-uk.toml"


def wide_plan(replications: int) -> Plan:
    """The plan of the LEVC comparison without monthly series and reviews: measures, inputs and switches alone."""
    kept = Keep.of({"series": "none", "reviews": "none"})
    return replace(plan_of(load(LEVC), "compare", replications=replications, keep=kept), series=())


@dataclass(frozen=True)
class Wide:
    """Numbers that follow from the replication's number: as many as the plan has, and of their natures.

    A tenth of the dates never come.
    """

    arms: int
    units: tuple[str, ...]
    """Of the measures."""
    inputs: int

    @classmethod
    def of(cls, plan: Plan) -> "Wide":
        """As the plan has it."""
        return cls(len(plan.arms), tuple(key.unit for key in plan.measures), len(plan.parameters))

    @property
    def bytes_a_replication(self) -> int:
        """What its numbers take."""
        return 8 * self.arms * (len(self.units) + self.inputs)

    @cached_property
    def _waves(self) -> np.ndarray:
        return np.arange(1.0, self.arms * len(self.units) + 1).reshape(self.arms, -1)

    @cached_property
    def _dates(self) -> np.ndarray:
        return np.array([unit == "year" for unit in self.units])

    @cached_property
    def _yes_or_no(self) -> np.ndarray:
        return np.array([unit == "0/1" for unit in self.units])

    def __call__(self, replication: int) -> Outcome:
        measures = 2 + np.sin(replication * self._waves)
        measures[(measures < 1.05) & self._dates] = np.nan
        measures[:, self._yes_or_no] = measures[:, self._yes_or_no] > 2
        inputs = np.sin(replication * np.sqrt(np.arange(2.0, self.inputs + 2)))
        switch: Facts = {
            "switches": [("levc-tx", "aesc", "lg", 1.0, "2023-07-01", "news", "", "", "", "started")]
        }
        return Outcome(measures, np.tile(inputs, (self.arms, 1)), (switch,) * self.arms)
