"""Monte Carlo: many replications of every arm of a scenario, each arm by itself."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from sim.scenario.load import LoadedScenario
from sim.study.cluster import Cluster
from sim.study.course import carry_out
from sim.study.disk import Notice
from sim.study.engine import Execution, Progress
from sim.study.keep import Keep
from sim.study.monte_carlo_study import MonteCarloStudy
from sim.study.planning import plan_of, worker_of


def monte_carlo(  # noqa: PLR0913 - one argument an option, all but the first by name
    loaded: LoadedScenario,
    *,
    replications: int | None = None,
    root_seed: int | None = None,
    workers: int | None = None,
    cluster: Cluster | None = None,
    out: Path | None = None,
    fresh: bool = False,
    progress: Progress | None = None,
    precision: Mapping[str, float] | None = None,
    keep: Mapping[str, str | int] | None = None,
    notice: Notice | None = None,
) -> MonteCarloStudy:
    """Estimate every measure of every arm of a loaded scenario over many replications.

    The arguments, what is kept where, and the errors are those of `compare`.
    """
    plan = plan_of(
        loaded, "monte-carlo", replications=replications, root_seed=root_seed, keep=Keep.of(keep or {})
    )
    plan = replace(plan, precision=precision or {})
    execution = Execution(
        workers=workers, cluster=cluster, out=out, fresh=fresh, progress=progress, notice=notice
    )
    return carry_out(plan, worker_of(loaded, plan), execution, MonteCarloStudy)
