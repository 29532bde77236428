"""One replication of one arm, and the worker that makes one of every arm on the same draws."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sim.core.records import RunRecord
from sim.core.streams import Streams
from sim.model.replication import replicate
from sim.network.graph import LogisticsNetwork
from sim.network.topology import Topology
from sim.rules.facts import RunFacts, run_facts
from sim.rules.landed_cost import CostBook
from sim.rules.ledger import shipment_ledger
from sim.rules.measures.key import MeasureKey
from sim.rules.measures.vector import measure_keys, measures_of
from sim.rules.tables.assembly import tables_of
from sim.rules.tables.table import Table
from sim.sample.design import Design, MonteCarlo
from sim.sample.path import SamplePath, Sampler
from sim.scenario.scenario import Scenario
from sim.study.facts import kept_facts
from sim.study.intervals import Floats
from sim.study.work import Outcome


@dataclass(frozen=True, eq=False)
class RunResult:
    """One replication: its records, the scenario as drawn, and what follows from them when asked for."""

    replication: int
    path: SamplePath
    record: RunRecord
    topology: Topology

    @property
    def scenario(self) -> Scenario:
        """The scenario with every uncertain number drawn."""
        return self.path.scenario

    @property
    def parameters(self) -> Mapping[str, float]:
        """Value drawn for each uncertain number, by its key path."""
        return self.path.parameters

    @cached_property
    def facts(self) -> RunFacts:
        """The records beside the scenario, prepared for measures and tables."""
        return run_facts(self.record, self.scenario)

    @cached_property
    def costs(self) -> CostBook:
        """What cells cost in the scenario as drawn."""
        return CostBook(self.scenario, self.scenario.run.calendar())

    @cached_property
    def keys(self) -> tuple[MeasureKey, ...]:
        """What `values` are of."""
        return measure_keys(self.scenario)

    @cached_property
    def values(self) -> Floats:
        """The measures, in the order of `keys`, NaN where one does not apply."""
        return measures_of(self.facts, shipment_ledger(self.facts, self.facts.delivered, self.costs))

    def tables(self) -> dict[str, Table]:
        """All tables of the run by name."""
        return tables_of(self.facts, self.costs, LogisticsNetwork(self.scenario, self.topology).legs)

    def measure(self, name: str, owner: str = "") -> float:
        """A measure by its name and owner (empty: the system). Raises KeyError."""
        for key, value in zip(self.keys, self.values, strict=True):
            if (key.owner, key.name) == (owner, name):
                return float(value)
        raise KeyError((name, owner))


class Arm:
    """A scenario made ready for many replications: what they share is worked out once."""

    def __init__(self, scenario: Scenario) -> None:
        self._sampler = Sampler(scenario)
        self._topology = Topology(scenario)

    def simulate(self, root_seed: int, replication: int, design: Design) -> RunResult:
        """Draw and run a replication, a function of the scenario, the design and the two numbers alone."""
        path = self._sampler.draw(Streams(root_seed, replication), design)
        return RunResult(replication, path, replicate(path, self._topology), self._topology)


def simulate(
    scenario: Scenario, root_seed: int, replication: int, *, design: Design | None = None
) -> RunResult:
    """Run one replication of a scenario.

    Without a design its uncertain numbers are drawn by plain Monte Carlo.

    Raises BrokenInvariant where a mass balance does not close.
    """
    return Arm(scenario).simulate(root_seed, replication, MonteCarlo() if design is None else design)


@dataclass(frozen=True, eq=False)
class ArmsWorker:
    """Makes a replication of every arm on common random numbers, for the process pool.

    `measures` and `parameters` name the columns of the outcome; an arm that lacks one has NaN there.
    """

    arms: tuple[Scenario, ...]
    measures: tuple[MeasureKey, ...]
    parameters: tuple[str, ...]
    root_seed: int
    design: Design
    focus: str

    @cached_property
    def _ready(self) -> tuple["_Columns", ...]:
        return tuple(_Columns.of(scenario, self.measures) for scenario in self.arms)

    def __call__(self, replication: int) -> Outcome:
        """The outcome of a replication for all arms."""
        runs = [ready.arm.simulate(self.root_seed, replication, self.design) for ready in self._ready]
        measures = np.full((len(runs), len(self.measures)), np.nan)
        parameters = np.full((len(runs), len(self.parameters)), np.nan)
        for row, (run, ready) in enumerate(zip(runs, self._ready, strict=True)):
            measures[row, ready.columns] = run.values
            parameters[row] = [run.parameters.get(path, np.nan) for path in self.parameters]
        facts = tuple(kept_facts(run.facts, replication, self.focus) for run in runs)
        return Outcome(measures, parameters, facts)


@dataclass(frozen=True, slots=True)
class _Columns:
    """An arm made ready, and the columns in which its measures stand."""

    arm: Arm
    columns: list[int]

    @classmethod
    def of(cls, scenario: Scenario, measures: tuple[MeasureKey, ...]) -> "_Columns":
        place = {key: column for column, key in enumerate(measures)}
        return cls(Arm(scenario), [place[key] for key in measure_keys(scenario)])
