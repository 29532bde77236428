"""Compare: the arms of a scenario against its baseline on common random numbers."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from sim.scenario.load import LoadedScenario
from sim.study.cluster import Cluster
from sim.study.comparison_study import ComparisonStudy
from sim.study.course import carry_out
from sim.study.disk import Notice
from sim.study.engine import Execution, Progress
from sim.study.keep import Keep
from sim.study.planning import plan_of, worker_of


def compare(  # noqa: PLR0913 - one argument an option, all but the first by name
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
) -> ComparisonStudy:
    """Compare the arms of a loaded scenario over many replications.

    `replications` and `root_seed` are those of the scenario where they are not given. `workers` processes do
    the work (None: all cores, 1: this process), or those of a `cluster`; who does it changes no result. With `out` the results
    are kept in a folder under it, where an interrupted study goes on the next time and a complete one is
    found; `fresh` starts over. `progress` is told (done, asked). With `precision`, relative half-widths by
    measure, the study stops as soon as the means of all arms are that well known, at `replications` at the
    latest. `keep` says of how many replications (`all`, `none`, a number) `series`, `shipments` and `reviews`
    are kept, where it is not as in `Keep`. `notice` is told in a sentence what disk the study will need.

    Raises WrongUse, CannotCreateOutput, OutputFailed, FolderInUse, FaultyInput (damaged results),
    ClusterLost, BrokenInvariant and StudyInterrupted.
    """
    plan = plan_of(
        loaded, "compare", replications=replications, root_seed=root_seed, keep=Keep.of(keep or {})
    )
    plan = replace(plan, precision=precision or {})
    execution = Execution(
        workers=workers, cluster=cluster, out=out, fresh=fresh, progress=progress, notice=notice
    )
    return carry_out(plan, worker_of(loaded, plan), execution, ComparisonStudy)
