"""Material: everything that a report is made of, gathered once from a finished study."""

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from sim.report.material.evidence import Evidence, Source, evidence_of, sources_of
from sim.report.material.growth import growth_of_run, growth_of_study
from sim.report.material.representative import Representative, representative
from sim.report.material.shown import Shown
from sim.sample.uncertain import uncertain_numbers
from sim.scenario.load import LoadedScenario, load
from sim.scenario.seeds.coast import FILE_NAME, Ring
from sim.scenario.types.scenario import Scenario
from sim.study.comparison_study import ComparisonStudy
from sim.study.monte_carlo_study import MonteCarloStudy
from sim.study.planning import design_of
from sim.study.replay import reading_back
from sim.study.replications import Arm

SEEDS: Final = Path(__file__).parents[3] / "seeds"


@dataclass(frozen=True, eq=False, kw_only=True)
class Material(Shown):
    """A study, and what is made again or read for its report."""

    study: MonteCarloStudy
    loaded: LoadedScenario
    """The resolved scenario of the study."""
    representative: Representative
    evidence: tuple[Evidence, ...]
    sources: Mapping[str, Source]

    @property
    def scenario(self) -> Scenario:
        """The world of the shown arm, its uncertain numbers as distributions."""
        return self.loaded.arms[self.arm]

    @property
    def worlds(self) -> Sequence[Scenario]:
        """The worlds of all arms, that of the shown arm first, their uncertain numbers as distributions."""
        return (self.scenario, *(self.loaded.arms[arm] for arm in self.titles if arm != self.arm))

    @cached_property
    def uncertain(self) -> Sequence[str]:
        """Paths of the uncertain numbers of all arms, sorted."""
        return sorted({path for world in self.worlds for path in uncertain_numbers(world)})

    @property
    def all_runs(self) -> str:
        """Where a picture of all replications comes from."""
        return (
            f"Source: {len(self.study.replications)} simulated replications, root seed "
            f"{self.study.plan.root_seed}."
        )


def resolved(study: MonteCarloStudy) -> LoadedScenario:
    """The scenario of a study, read from what the study itself keeps."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scenario.resolved.toml"
        path.write_text(study.plan.inputs.resolved_toml, encoding="utf-8")
        with reading_back():
            return load(path)


def gather(
    study: MonteCarloStudy, evidence: Sequence[Evidence] | None = None, seeds: Path = SEEDS
) -> Material:
    """Gather the material of a report: one replication of each arm is made again, the same as in the study."""
    loaded, chosen = resolved(study), representative(study)
    design, seed = design_of(loaded, study.plan), study.plan.root_seed
    ready = {arm: Arm(loaded.arms[arm]) for arm in study.arms}
    runs = {arm: made.simulate(seed, chosen.replication, design) for arm, made in ready.items()}
    growth, sample = growth_of_study(study, chosen.arm, loaded.arms[chosen.arm])
    return Material(
        question=study.focus,
        titles=study.arms,
        arm=chosen.arm,
        reference=study.baseline if isinstance(study, ComparisonStudy) else chosen.arm,
        runs=runs,
        one_run=(
            f"Source: one simulated replication, number {chosen.replication}, chosen as the median; "
            "see Method."
        ),
        growth=growth if sample else growth_of_run(runs[chosen.arm]),
        sample=max(sample, 1),
        coast=coast_of(seeds),
        study=study,
        loaded=loaded,
        representative=chosen,
        evidence=tuple(evidence_of(loaded) if evidence is None else evidence),
        sources=sources_of(seeds),
    )


def coast_of(seeds: Path) -> tuple[Ring, ...]:
    """Outlines of land, (longitude, latitude); none where the seeds hold no coastline."""
    try:
        document: dict[str, Any] = json.loads((seeds / FILE_NAME).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ()
    rings = []
    for feature in document["features"]:
        geometry = feature["geometry"]
        polygons = (
            geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
        )
        rings += [tuple((float(x), float(y)) for x, y in polygon[0]) for polygon in polygons]
    return tuple(rings)
