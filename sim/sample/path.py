"""The sample path: everything exogenous of one replication, drawn before the clock starts."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from sim.core.records import Outage
from sim.core.streams import Streams
from sim.sample.cancellation import draw_cancellations
from sim.sample.copula import GaussianCopula
from sim.sample.demand import DemandPath, DemandShapes, step_factors
from sim.sample.design import Design
from sim.sample.disruptions import draw_outages
from sim.sample.distributions import planning_value
from sim.sample.quantiles import Quantiles
from sim.sample.transit import TransitDraws
from sim.sample.uncertain import UncertainNumbers
from sim.sample.windows import windows_of
from sim.scenario.types.numbers import certain
from sim.scenario.types.programmes import DemandSpec
from sim.scenario.types.scenario import Scenario


@dataclass(frozen=True, slots=True, eq=False)
class SamplePath:
    """What chance gives to one replication; no decision of the model can change it."""

    replication: int
    parameters: dict[str, float]
    """Value drawn for each uncertain number, by path."""
    scenario: Scenario
    """The scenario with these values; only the durations of disruptions may still be distributions."""
    planned: Scenario
    """The scenario with the value that everyone expects (the median) of each uncertain number."""
    demand: dict[str, DemandPath]
    """By programme, sorted."""
    outages: tuple[Outage, ...]
    """Sorted by first day, then disruption."""
    cancelled: dict[tuple[str, str], int]
    """Day on which the market learns that a (plant, phase) is cancelled."""
    transit: TransitDraws

    def __repr__(self) -> str:
        return f"<SamplePath of replication {self.replication}: {len(self.parameters)} inputs drawn>"


class Sampler:
    """Draws the sample paths of one scenario; what does not change between replications is worked out once.

    Raises FaultyInput when the scenario's correlations are not possible.
    """

    __slots__ = ("_copula", "_edges", "_numbers", "_planned", "_quantiles", "_shapes", "_steps")

    def __init__(self, scenario: Scenario) -> None:
        self._numbers = UncertainNumbers(scenario)
        self._planned = self._numbers.realise(
            {path: planning_value(number) for path, number in self._numbers.distributions.items()}
        )
        self._quantiles = Quantiles(tuple(self._numbers.distributions.values()))
        self._copula = GaussianCopula.of(scenario.correlations, self._numbers)
        calendar = scenario.run.calendar()
        self._edges = np.asarray(calendar.step_edges(), dtype=np.int64)
        self._steps = len(self._edges) - 1
        demands = {id_: (spec.demand, spec.launch) for id_, spec in sorted(scenario.programmes.items())}
        self._shapes = DemandShapes(demands, calendar)

    def draw(self, streams: Streams, design: Design, *, once: Streams | None = None) -> SamplePath:
        """The sample path of the streams' replication, a function of scenario, design and streams alone.

        `once` are the streams of what is drawn once a replication, uncertain numbers and cancellations, where
        they are not the same: so one replication's lot can be held while the course of events varies.
        """
        once = streams if once is None else once
        parameters = self._parameters(self._copula.couple(design.uniforms(once, self._numbers.paths)))
        scenario = self._numbers.realise(parameters)
        outages = draw_outages(scenario, streams)
        return SamplePath(
            replication=streams.replication,
            parameters=parameters,
            scenario=scenario,
            planned=self._planned,
            demand=self._demand(scenario, outages, streams),
            outages=outages,
            cancelled=draw_cancellations(scenario, once),
            transit=TransitDraws(streams, self._steps, scenario.freight.transit_distribution),
        )

    def _parameters(self, uniforms: Mapping[str, float]) -> dict[str, float]:
        values = self._quantiles.at(np.fromiter(map(uniforms.__getitem__, self._numbers.paths), np.float64))
        return dict(zip(self._numbers.paths, values.tolist(), strict=True))

    def _demand(
        self, scenario: Scenario, outages: tuple[Outage, ...], streams: Streams
    ) -> dict[str, DemandPath]:
        programmes = scenario.programmes
        curves = self._shapes.curves(
            {id_: (spec.demand, late_months(spec.demand, scenario)) for id_, spec in programmes.items()}
        )
        return {
            programme: DemandPath.of(
                curve,
                self._edges,
                step_factors(
                    programme, certain(programmes[programme].demand.weekly_cv), self._steps, streams
                ),
                windows_of(scenario, outages, programme=programme),
            )
            for programme, curve in curves.items()
        }


def late_months(demand: DemandSpec, scenario: Scenario) -> float:
    """Delay of the scheduled phase that a programme waits for, in months; 0 where it waits for none."""
    if demand.waits_for is None:
        return 0.0
    start = scenario.plants[demand.waits_for.plant].phases[demand.waits_for.phase].start
    return certain(start.delay_months)


def draw(scenario: Scenario, streams: Streams, design: Design) -> SamplePath:
    """The sample path of one replication; repeated calls for the last few scenarios share their samplers."""
    return _sampler(_Same(scenario)).draw(streams, design)


class _Same:
    """A scenario as a key, equal to itself alone: it is too large to compare and has no hash by value."""

    __slots__ = ("scenario",)

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario

    def __hash__(self) -> int:
        return id(self.scenario)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.scenario is other.scenario


@lru_cache(maxsize=16)
def _sampler(key: _Same) -> Sampler:
    return Sampler(key.scenario)
