"""Compare: the arms of a scenario against its baseline on common random numbers."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from sim.execution.cluster import Cluster
from sim.scenario.load import LoadedScenario
from sim.study.comparison_study import ComparisonStudy
from sim.study.disk_space import Notice
from sim.study.engine import Progress
from sim.study.request import Request


def compare(  # noqa: PLR0913 - one argument an option, all but the first by name
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
) -> ComparisonStudy:
    """Compare the arms of a scenario over many replications.

    `scenario` is a file or one that is loaded, `sets` are changes on top of it.
    `replications` and `root_seed` are those of the scenario where they are not given. `workers` processes do
    the work (None: all cores, 1: this process), or those of a `cluster`; who does it changes no result. With `out` the results
    are kept in a folder under it, where an interrupted study goes on the next time and a complete one is
    found; `fresh` starts over. `progress` is told (done, asked). With `precision`, relative half-widths by
    measure, the study stops as soon as the means of all arms are that well known, at `replications` at the
    latest. `keep` says of how many replications (`all`, `none`, a number) `series`, `shipments` and `reviews`
    are kept, where it is not as in `Keep`. `notice` is told in a sentence what disk the study will need.

    Raises WrongUse with every fault of the arguments at once, what `load` raises, CannotCreateOutput, OutputFailed,
    FolderInUse, FaultyInput (damaged results), ClusterLost, BrokenInvariant and StudyInterrupted.
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
    return request.carry_out("compare", ComparisonStudy)
