"""Studies whose numbers are drawn and not simulated, over small worlds of which one replication was made."""

import copy
import datetime as dt
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np

from sim.core.arrays import Floats
from sim.core.quantized import quantize
from sim.core.streams import Streams
from sim.execution.work import Failure
from sim.report.material.evidence import evidence_of
from sim.report.material.material import Material, gather
from sim.results.chunk import Outcome, packed
from sim.results.columns import ChunkSpool, ColumnFile
from sim.results.journal import Collected
from sim.scenario.load import LoadedScenario
from sim.study.comparison_study import ComparisonStudy
from sim.study.monte_carlo_study import MonteCarloStudy
from sim.study.observations import Observations
from sim.study.plan import Plan, StudyKind
from sim.study.planning import plan_of, worker_of
from tests.builders import leg, phase, plant, programme, site
from tests.report.studies import loaded

PRECISE: Final = {"landed_cost_eur_per_kwh": 0.01, "lost_vehicles": 0.1}
FOUND_BY: Final = ("varying", "constant", "rounding", "zero", "most", "absent", "sparse", "skewed")
"""What a measure of an arm may do over the replications."""
_BETWEEN: Final = {"share": (0.0, 1.0), "0/1": (0.0, 1.0), "year": (2021.6, 2027.9)}
"""What a measure can be, by its unit; others are of any size."""


def one_arm(found: dict[str, Any]) -> None:
    """No arms at all: the scenario as it stands."""
    del found["arms"], found["study"]["baseline"]


def two_arms(found: dict[str, Any]) -> None:
    """Two arms of the same things."""


def three_arms(found: dict[str, Any]) -> None:
    """A third arm, which is the second one again."""
    found["arms"]["again"] = copy.deepcopy(found["arms"]["nearest"])


def others_in_an_arm(found: dict[str, Any]) -> None:
    """The second arm has a supplier, a plant and a programme that the baseline has not."""
    other_things(found, "nearest")


def others_in_the_baseline(found: dict[str, Any]) -> None:
    """The baseline has a supplier, a plant and a programme that the other arm has not."""
    other_things(found, "stay")


def nothing_to_deliver(found: dict[str, Any]) -> None:
    """No agreement, and plants that open after the end."""
    found["agreements"] = {}
    for each in found["plants"].values():
        each["phases"]["p1"]["start"] = {"kind": "scheduled", "sop": dt.date(2031, 1, 1)}


def certain(found: dict[str, Any]) -> None:
    """No uncertain number: nothing can drive anything."""
    found["prices"]["europe-nmc"].pop("factor")
    found["plants"]["near-plant"]["phases"]["p1"]["start"].pop("delay_months")
    found["programmes"]["car"]["sourcing"].pop("switching_cost_eur")


WORLDS: Final[Mapping[str, Callable[[dict[str, Any]], None]]] = {
    each.__name__: each
    for each in (
        one_arm,
        two_arms,
        three_arms,
        others_in_an_arm,
        others_in_the_baseline,
        nothing_to_deliver,
        certain,
    )
}


def other_things(found: dict[str, Any], of: str) -> None:
    """Give an arm a third supplier with a plant of its own, which the arm takes, and a second programme."""
    car = copy.deepcopy(found["arms"][of]["change"]["programmes"]["car"])
    car["sourcing"]["policy"] = {"kind": "nearest"}
    found["arms"][of]["change"] = {
        "suppliers": {"third": {"name": "Third Cells"}},
        "sites": {
            "third-works": site("cell-plant", "uk", 52.5, -1.6) | {"name": "third works"},
            "bus-works": site("vehicle-plant", "uk", 51.5, -0.6) | {"name": "bus works"},
        },
        "legs": {
            "third-road": leg("third-works", "car-works", "road", 20.0),
            "bus-road": leg("car-works", "bus-works", "road", 150.0),
        },
        "plants": {"third-plant": plant("third", "third-works", phase(9.0, found["run"]["start"]))},
        "programmes": {"car": car, "bus": programme("maker", "bus-works", 2_000.0)},
    }


@dataclass(frozen=True)
class Generated:
    """What a study is to be: its world, what its measures do, and how many replications there are of it."""

    world: str
    behaviours: tuple[str, ...]
    """Each measure of each arm does one of them."""
    n: int
    kind: StudyKind = "compare"
    failed: int = 0
    """Replications that failed, at the end."""
    nested: int = 1
    precise: bool = False
    seed: int = 0


@cache
def world_of(name: str) -> LoadedScenario:
    """A world by its name."""
    with tempfile.TemporaryDirectory() as folder:
        return loaded(Path(folder), WORLDS[name])


@cache
def made(name: str, kind: StudyKind) -> tuple[Plan, Outcome]:
    """The plan of a study of a world, and its first replication."""
    scenario = world_of(name)
    plan = plan_of(scenario, kind, replications=1)
    return plan, worker_of(scenario, plan)(0)


def study_of(asked: Generated) -> MonteCarloStudy:
    """A study that holds the numbers that are asked for, and the facts of its one replication in each."""
    kind: StudyKind = asked.kind if len(world_of(asked.world).arms) > 1 else "monte-carlo"
    first, outcome = made(asked.world, kind)
    precision = PRECISE if asked.precise else {}
    plan = replace(first, replications=asked.n + asked.failed, nested=asked.nested, precision=precision)
    streams = Streams(asked.seed, 0)
    outcomes = [
        replace(outcome, measures=measures, parameters=parameters, series=series)
        for measures, parameters, series in zip(
            _measures(plan, asked, streams),
            _parameters(outcome, asked, streams),
            _series(outcome, asked),
            strict=True,
        )
    ]
    chunk, spool = packed(0, outcomes), ChunkSpool()
    spool.append(chunk)
    tables = (np.stack([getattr(each, name) for each in outcomes], 1) for name in ("measures", "parameters"))
    collected = Collected(tuple(range(asked.n)), *map(_cube, tables), spool, lambda: [chunk])
    failures = tuple(Failure(at, "ValueError: no") for at in range(asked.n, asked.n + asked.failed))
    made_of = Observations(plan, collected, failures)
    return ComparisonStudy(made_of) if kind == "compare" else MonteCarloStudy(made_of)


def material_of(asked: Generated) -> Material:
    """What the report of such a study is made of."""
    return gather(study_of(asked), evidence_of(world_of(asked.world)))


def _cube(table: Floats) -> ColumnFile:
    cube = ColumnFile(table.shape)
    cube.append(table)
    return cube


def _measures(plan: Plan, asked: Generated, streams: Streams) -> Floats:
    """Measures by replication, shape (n, arms, measures); with several runs their means and variances too."""
    found = np.empty((asked.n, len(plan.arms), len(plan.measures)))
    for at, arm in enumerate(plan.arms):
        for place, key in enumerate(plan.measures):
            size, one, which, *uniforms = streams.uniforms(arm, ":".join(key), 3 + asked.n)
            behaviour = asked.behaviours[int(which * len(asked.behaviours))]
            least, most = _BETWEEN.get(key.unit, (0.0, 10.0 ** (-6 + 15 * size)))
            values = least + (most - least) * _unit_values(behaviour, one, np.array(uniforms))
            found[:, at, place] = np.round(values) if key.unit == "0/1" else values
    return found if asked.nested == 1 else np.concatenate([found, found, 0.1 * np.abs(found)], axis=-1)


def _unit_values(behaviour: str, one: float, uniforms: Floats) -> Floats:
    """Values from 0 to 1 by replication, NaN where absent, from one uniform and one by replication, shape (n,)."""
    nowhere = np.full(len(uniforms), np.nan)
    return {
        "varying": uniforms,
        "constant": 0 * uniforms + one,
        "rounding": one * (1 + np.where(uniforms < 0.5, -2e-16, 3e-16)),
        "zero": 0 * uniforms,
        "most": 0 * uniforms + 1,
        "absent": nowhere,
        "sparse": np.where(uniforms < 0.7, nowhere, uniforms),
        "skewed": (uniforms < 0.1).astype(np.float64),
    }[behaviour]


def _parameters(outcome: Outcome, asked: Generated, streams: Streams) -> Floats:
    """Draws around those that were made, shape (n, arms, inputs), the same in every arm that has the input."""
    inputs = outcome.parameters.shape[1]
    factors = streams.uniforms("inputs", "all", asked.n * inputs).reshape(asked.n, 1, inputs)
    return outcome.parameters * (0.5 + factors)


def _series(outcome: Outcome, asked: Generated) -> list[Any]:
    """The series of the replication that was made, none where every measure is absent."""
    nothing = asked.behaviours == ("absent",)
    series = quantize(np.full(outcome.series.shape, np.nan)) if nothing else outcome.series
    return [series] * asked.n
