"""The request for a study: a scenario and how it is to be studied, checked as a whole and carried out."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from sim.scenario.load import LoadedScenario
from sim.study.asked import LARGEST_ROOT_SEED, MOST_REPLICATIONS, MOST_WORKERS, Asked
from sim.study.disk_space import Notice
from sim.study.engine import Execution
from sim.study.monte_carlo_study import MonteCarloStudy
from sim.study.observations import Observations
from sim.study.plan import Plan, StudyKind
from sim.study.planning import plan_of, worker_of
from sim.study.precision import targets
from sim.study.studies import carry_out

Study = TypeVar("Study", bound=MonteCarloStudy)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a caller asks for, as it was said: nothing here is checked yet."""

    scenario: object
    sets: object = ()
    replications: object = None
    root_seed: object = None
    workers: object = None
    cluster: object = None
    out: object = None
    fresh: object = False
    progress: object = None
    precision: object = None
    keep: object = None
    notice: Notice | None = None

    def carry_out(self, kind: StudyKind, conclude: Callable[[Observations], Study]) -> Study:
        """Make the study.

        Raises WrongUse with every fault of the request, what loading a scenario raises, and what
        `sim.study.studies.carry_out` does.
        """
        loaded, plan, execution = self._checked(kind)
        return carry_out(plan, worker_of(loaded, plan), execution, conclude)

    def _checked(self, kind: StudyKind) -> tuple[LoadedScenario, Plan, Execution]:
        asked = Asked()
        count = asked.whole("replications", self.replications, least=1, most=MOST_REPLICATIONS)
        seed = asked.whole("root_seed", self.root_seed, least=0, most=LARGEST_ROOT_SEED)
        keep, precision = asked.keep(self.keep), asked.shares("precision", self.precision)
        execution = self._execution(asked)
        loaded, plan = asked.loaded(self.scenario, self.sets), None
        if loaded is not None:
            scenario = loaded
            plan = asked.made(lambda: plan_of(scenario, kind, replications=count, root_seed=seed, keep=keep))
        if plan is not None:
            plan = replace(plan, precision=precision)
            asked.made(lambda: targets(plan))
        asked.settle()
        assert loaded is not None and plan is not None  # noqa: S101, PT018 - what is missing was told
        return loaded, plan, execution

    def _execution(self, asked: Asked) -> Execution:
        workers = asked.whole("workers", self.workers, least=1, most=MOST_WORKERS)
        return Execution(
            workers=workers,
            cluster=asked.cluster(self.cluster, workers),
            out=asked.path("out", self.out),
            fresh=asked.flag("fresh", self.fresh),
            progress=asked.function("progress", self.progress),
            notice=self.notice,
        )
