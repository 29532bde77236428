"""The public interface: load a scenario, run it, and study it.

>>> import sim
>>> study = sim.compare("scenarios/my-question.toml", replications=200)
>>> print(study.answer.headline)
>>> study.to_frame("comparison")

Everything returned is typed and immutable. Nothing is written to disk unless a folder is named with `out`.

Arguments are checked before anything is done: `WrongUse` (a ValueError) says in a line each what is wrong with them, and a
name that there is not, of an arm or measure, say, raises `UnknownName` (a KeyError as well) with the nearest that there is.
Whole numbers may be Python's or numpy's.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from sim.core.errors import OneProcessAlone, UnknownName, WrongUse
from sim.execution.cluster import Cluster
from sim.scenario.load import LoadedScenario
from sim.study.asked import Asked
from sim.study.comparison_study import ComparisonStudy
from sim.study.engine import Execution, OnProgress
from sim.study.monte_carlo_study import MonteCarloStudy
from sim.study.replay import stored as _stored
from sim.study.run import Run
from sim.study.run import run as _run
from sim.study.studies import StudyOptions, make

__all__ = [
    "Cluster",
    "ComparisonStudy",
    "LoadedScenario",
    "MonteCarloStudy",
    "OneProcessAlone",
    "Run",
    "UnknownName",
    "WrongUse",
    "compare",
    "load",
    "monte_carlo",
    "open_results",
    "run",
]

ScenarioLike: TypeAlias = str | Path | LoadedScenario
"""A scenario file's path, or a scenario already loaded."""


def load(scenario: ScenarioLike, sets: Sequence[str] = ()) -> LoadedScenario:
    """Load and check a scenario file; `sets` are changes as `key.path=value`, the last word over the file.

    One that is loaded is loaded again with its own changes and these. Raises WrongUse, FaultyInput
    with every fault at once, and InputMissing.

    >>> loaded = sim.load("scenarios/my-question.toml", ["study.replications=50"])
    >>> loaded.arm_titles
    """
    asked = Asked()
    loaded = asked.loaded(scenario, sets)
    asked.settle()
    assert loaded is not None  # noqa: S101 - what is missing was told
    return loaded


def compare(  # noqa: PLR0913 - one argument an option, all but the first by name
    scenario: ScenarioLike,
    *,
    replications: int | None = None,
    root_seed: int | None = None,
    workers: int | None = None,
    cluster: str | Cluster | None = None,
    out: str | Path | None = None,
    fresh: bool = False,
    progress: OnProgress | None = None,
    precision: Mapping[str, float] | None = None,
    keep: Mapping[str, str | int] | None = None,
    sets: Sequence[str] = (),
) -> ComparisonStudy:
    """Compare the arms of a scenario with its baseline on common random numbers.

    `replications` and `root_seed` are those of the scenario where they are not given. `workers` processes do
    the work (None: all cores, 1: this process alone), or those of a Dask `cluster` (its address, or a
    `Cluster` with certificates); who does it changes no result. With `out` the results
    are kept in a folder under it: an interrupted study goes on there the next time, `fresh` starts over.
    `progress(done, asked)` is called as replications come in. With `precision`, relative half-widths by
    measure, the study stops as soon as the means of all arms are that well known. `keep` says of how many
    replications monthly `series`, `shipments` and `reviews` are kept: `all`, `none` or a number. `sets` are
    changes as `key.path=value`: `study.nested=3` splits the variance of each measure,
    `study.margins.fill_rate=0.002` says what makes no difference.

    >>> study = sim.compare("scenarios/my-question.toml", replications=200)
    >>> study.answer.headline
    >>> study.difference("nearest", "landed_cost_eur_per_kwh").in_words
    >>> study.bands.of("nearest", "plant-a", "made_gwh_per_year").percentiles
    >>> study.to_frame("replications")
    >>> study.to_frame("drivers")
    """
    options = StudyOptions(
        sets=sets, replications=replications, root_seed=root_seed, precision=precision, keep=keep
    )
    execution = Execution(workers=workers, cluster=cluster, out=out, fresh=fresh, progress=progress)
    return make(scenario, ComparisonStudy, options, execution)


def monte_carlo(  # noqa: PLR0913 - as above
    scenario: ScenarioLike,
    *,
    replications: int | None = None,
    root_seed: int | None = None,
    workers: int | None = None,
    cluster: str | Cluster | None = None,
    out: str | Path | None = None,
    fresh: bool = False,
    progress: OnProgress | None = None,
    precision: Mapping[str, float] | None = None,
    keep: Mapping[str, str | int] | None = None,
    sets: Sequence[str] = (),
) -> MonteCarloStudy:
    """Estimate every measure of every arm of a scenario over many replications; arguments as for `compare`.

    >>> study = sim.monte_carlo("scenarios/my-question.toml", replications=100)
    >>> study.estimate("nearest", "fill_rate").mean
    >>> sim.monte_carlo("scenarios/my-question.toml", replications=5000, precision={"fill_rate": 0.01})
    """
    options = StudyOptions(
        sets=sets, replications=replications, root_seed=root_seed, precision=precision, keep=keep
    )
    execution = Execution(workers=workers, cluster=cluster, out=out, fresh=fresh, progress=progress)
    return make(scenario, MonteCarloStudy, options, execution)


def run(
    scenario: ScenarioLike,
    *,
    replication: int = 0,
    arm: str | None = None,
    root_seed: int | None = None,
    out: str | Path | None = None,
    sets: Sequence[str] = (),
) -> Run:
    """Run one replication of an arm (None: the baseline): the same that a study with this root seed makes.

    >>> one = sim.run("scenarios/my-question.toml", replication=17, arm="nearest")
    >>> one.measures["system.landed_cost_eur_per_kwh"]
    >>> one.tables()["switches"].frame()
    """
    return _run(scenario, sets=sets, replication=replication, arm=arm, root_seed=root_seed, out=out)


def open_results(folder: str | Path) -> MonteCarloStudy:
    """Read a finished study back from its results folder, checked against its hashes.

    Raises WrongUse, InputMissing and FaultyInput.
    """
    asked = Asked()
    where = asked.path("folder", folder)
    asked.given("folder", folder)
    asked.settle()
    assert where is not None  # noqa: S101 - what is missing was told
    return _stored(where)
