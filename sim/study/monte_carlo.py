"""Monte Carlo: many replications of every arm of a scenario, each arm by itself."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from sim.execution.cluster import Cluster
from sim.scenario.load import LoadedScenario
from sim.study.disk_space import Notice
from sim.study.engine import Progress
from sim.study.monte_carlo_study import MonteCarloStudy
from sim.study.request import Request


def monte_carlo(  # noqa: PLR0913 - one argument an option, all but the first by name
    scenario: str | Path | LoadedScenario,
    *,
    sets: Sequence[str] = (),
    replications: int | None = None,
    root_seed: int | None = None,
    workers: int | None = None,
    cluster: str | Cluster | None = None,
    out: str | Path | None = None,
    fresh: bool = False,
    progress: Progress | None = None,
    precision: Mapping[str, float] | None = None,
    keep: Mapping[str, str | int] | None = None,
    notice: Notice | None = None,
) -> MonteCarloStudy:
    """Estimate every measure of every arm of a scenario over many replications.

    The arguments, what is kept where, and the errors are those of `compare`.
    """
    request = Request(
        scenario=scenario,
        sets=sets,
        replications=replications,
        root_seed=root_seed,
        workers=workers,
        cluster=cluster,
        out=out,
        fresh=fresh,
        progress=progress,
        precision=precision,
        keep=keep,
        notice=notice,
    )
    return request.carry_out("monte-carlo", MonteCarloStudy)
