"""One replication of one arm, and the worker that makes one of every arm on the same draws."""

import gc
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Final, NamedTuple, TypeVar

import numpy as np

from sim.core.arrays import Floats
from sim.core.keys import MeasureKey, SeriesKey
from sim.core.quantized import quantize
from sim.core.records import RunRecord
from sim.core.streams import Streams
from sim.model.replication import replicate, uncollected
from sim.network.graph import LogisticsNetwork
from sim.network.topology import Topology
from sim.results.chunk import Facts, Outcome
from sim.rules.facts import RunFacts, run_facts
from sim.rules.landed_cost import CostBook
from sim.rules.ledger import shipment_ledger
from sim.rules.measures.vector import measure_keys, measures_of
from sim.rules.monthly_series import monthly_series, series_keys
from sim.rules.tables.assembly import tables_of
from sim.rules.tables.table import Table
from sim.sample.design import Design, MonteCarlo
from sim.sample.path import SamplePath, Sampler
from sim.scenario.types.scenario import Scenario
from sim.statistics.lookup import looked_up
from sim.study.kept_facts import KeptFacts

Swept = TypeVar("Swept")


def swept(make: Callable[[], Swept]) -> Swept:
    """What is made, and nothing left of what it was made with.

    A run's world, like a picture's figure, is ten thousands of objects, many of them in circles. The collector
    looks at them once, when only the result is still in use, and what comes next finds their memory; by itself it
    would look at them several times while they are needed.
    """
    with uncollected():
        made = make()
        gc.collect(0)
    return made


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
        """A measure by its name and owner (empty: the system). Raises UnknownName."""
        key, *_ = looked_up("measure", self.keys, (owner, name), "", ("",))
        return float(self.values[self.keys.index(key)])

    def __repr__(self) -> str:
        return f"<RunResult of replication {self.replication}>"


_RUNS_APART: Final = 2**40
"""The streams of a replication's further runs are those of replications so far beyond that no study comes there."""


class Arm:
    """A scenario made ready for many replications: what they share is worked out once."""

    def __init__(self, scenario: Scenario) -> None:
        self._sampler = Sampler(scenario)
        self._topology = Topology(scenario)

    def simulate(self, root_seed: int, replication: int, design: Design) -> RunResult:
        """Draw and run a replication, a function of the scenario, the design and the two numbers alone."""
        return self.simulate_again(root_seed, replication, design, 0)

    def simulate_again(self, root_seed: int, replication: int, design: Design, run: int) -> RunResult:
        """The run-th further run of a replication: its lot drawn once, with process variability of its own."""
        streams = Streams(root_seed, replication + run * _RUNS_APART)
        path = self._sampler.draw(streams, design, once=Streams(root_seed, replication))
        return RunResult(replication, path, replicate(path, self._topology), self._topology)


def simulate(
    scenario: Scenario, root_seed: int, replication: int, *, design: Design | None = None
) -> RunResult:
    """Run one replication of a scenario.

    Without a design its uncertain numbers are drawn by plain Monte Carlo.

    Raises BrokenInvariant where a mass balance does not close.
    """
    return Arm(scenario).simulate(root_seed, replication, MonteCarlo() if design is None else design)


@dataclass(frozen=True, slots=True)
class ResultColumns:
    """What stands along the last axes of a study's outcomes: measures, uncertain inputs, series by month.

    Where each replication has several runs (`nested`), the measures of the first are followed by the means of
    them all and then by their variances within the replication.
    """

    measures: tuple[MeasureKey, ...]
    parameters: tuple[str, ...]
    series: tuple[SeriesKey, ...]
    months: int
    nested: int = 1


@dataclass(frozen=True, eq=False)
class ArmsWorker:
    """Makes a replication of every arm on common random numbers, for the process pool.

    An arm that lacks one of the `columns` has NaN there.
    """

    arms: tuple[Scenario, ...]
    columns: ResultColumns
    root_seed: int
    design: Design
    wanted: KeptFacts

    def __repr__(self) -> str:
        return f"<ArmsWorker of {len(self.arms)} arms, root seed {self.root_seed}>"

    @cached_property
    def _ready(self) -> tuple["_ReadyArm", ...]:
        return tuple(_ReadyArm.of(scenario, self.columns) for scenario in self.arms)

    def __call__(self, replication: int) -> Outcome:
        """The outcome of a replication for all arms."""
        left = [swept(partial(self._left_by, ready, replication)) for ready in self._ready]
        measures = np.array([each.measures for each in left])
        series = np.array([each.series for each in left])
        if self.columns.nested > 1:
            further = [self._further(ready, replication) for ready in self._ready]
            measures = np.array([_split(*each) for each in zip(measures, further, strict=True)])
        if not self.wanted.keep.keeps("series", replication):
            series[:] = np.nan
        parameters = np.array([each.parameters for each in left])
        return Outcome(measures, parameters, tuple(each.facts for each in left), quantize(series))

    def _left_by(self, ready: "_ReadyArm", replication: int) -> "_Left":
        """What an arm's run of a replication leaves; nothing else of the run remains."""
        run = ready.arm.simulate(self.root_seed, replication, self.design)
        facts = self.wanted.facts(run.facts, run.costs, replication)
        return _Left(*ready.filled(run, self.columns), facts)

    def _further(self, ready: "_ReadyArm", replication: int) -> Floats:
        """Measures of an arm's further runs of a replication, shape (nested - 1, measures)."""
        runs = range(1, self.columns.nested)
        return np.array([swept(partial(self._again, ready, replication, run)) for run in runs])

    def _again(self, ready: "_ReadyArm", replication: int, run: int) -> Floats:
        """Measures of an arm's run-th further run of a replication."""
        made = ready.arm.simulate_again(self.root_seed, replication, self.design, run)
        return ready.measures_of(made, self.columns)


class _Left(NamedTuple):
    """What a run of an arm leaves when it is gone, in the places of the study's columns."""

    measures: Floats
    parameters: Floats
    series: Floats
    facts: Facts


def _split(first: Floats, further: Floats) -> Floats:
    """A replication's measures, then the means of all its runs, then their variances; NaN where one lacks it."""
    runs = np.vstack([first, further])
    return np.concatenate([first, runs.mean(axis=0), runs.var(axis=0, ddof=1)])


@dataclass(frozen=True, slots=True)
class _ReadyArm:
    """An arm made ready, and where its measures and series stand among those of all arms."""

    arm: Arm
    measures: list[int]
    series: list[int]

    @classmethod
    def of(cls, scenario: Scenario, columns: ResultColumns) -> "_ReadyArm":
        measure = {key: column for column, key in enumerate(columns.measures)}
        row = {key: place for place, key in enumerate(columns.series)}
        return cls(
            Arm(scenario),
            [measure[key] for key in measure_keys(scenario)],
            [row[key] for key in series_keys(scenario)],
        )

    def filled(self, run: RunResult, columns: ResultColumns) -> tuple[Floats, Floats, Floats]:
        """Measures, inputs and series of a run in their places."""
        series = np.full((len(columns.series), columns.months), np.nan)
        series[self.series] = monthly_series(run.facts)
        parameters = np.array([run.parameters.get(path, np.nan) for path in columns.parameters])
        return self.measures_of(run, columns), parameters, series

    def measures_of(self, run: RunResult, columns: ResultColumns) -> Floats:
        """Measures of a run in their places."""
        measures = np.full(len(columns.measures), np.nan)
        measures[self.measures] = run.values
        return measures
