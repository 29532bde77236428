"""Material: everything that a report is made of, gathered once from a finished study."""

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from sim.core.records import Review
from sim.report.evidence import Evidence, Source, evidence_of, sources_of
from sim.report.growth import SAMPLE, Growth, growth_of
from sim.report.palette import Palette, palette_of
from sim.report.representative import Representative, representative
from sim.rules.tables.table import Table
from sim.scenario.coast import FILE_NAME
from sim.scenario.load import LoadedScenario, load
from sim.scenario.scenario import Scenario
from sim.study.comparison_study import ComparisonStudy
from sim.study.monte_carlo_study import MonteCarloStudy
from sim.study.planning import design_of
from sim.study.replication import Arm, RunResult

SEEDS: Final = Path(__file__).parents[2] / "seeds"
Ring = Sequence[tuple[float, float]]


@dataclass(frozen=True, eq=False)
class Material:
    """A study, and what is made again or read for its report."""

    study: MonteCarloStudy
    loaded: LoadedScenario
    """The resolved scenario of the study."""
    representative: Representative
    runs: Mapping[str, RunResult]
    """The representative replication by arm."""
    sample: int
    """Replications of which `growth` shows bands."""
    growth: Mapping[str, Growth]
    evidence: tuple[Evidence, ...]
    sources: Mapping[str, Source]
    coast: tuple[Ring, ...]

    @property
    def arm(self) -> str:
        """The arm that pictures of one arm show."""
        return self.representative.arm

    @property
    def reference(self) -> str:
        """The arm beside it: the baseline, or the same where nothing is compared."""
        return self.study.baseline if isinstance(self.study, ComparisonStudy) else self.arm

    @property
    def scenario(self) -> Scenario:
        """The world of the shown arm."""
        return self.loaded.arms[self.arm]

    @cached_property
    def palette(self) -> Palette:
        """Colours and names."""
        return palette_of(self.scenario)

    @property
    def focus(self) -> str:
        """Name of the programme in question."""
        return self.palette.name(self.study.focus)

    @cached_property
    def tables(self) -> Mapping[str, Mapping[str, Table]]:
        """Tables of the representative replication by arm and name."""
        return {arm: run.tables() for arm, run in self.runs.items()}

    def reviews(self, arm: str) -> list[Review]:
        """Reviews of the programme in question that changed its supply, in the representative replication."""
        record = self.runs[arm].record
        return [each for each in record.reviews if each.programme == self.study.focus and each.changed]

    @property
    def one_run(self) -> str:
        """Where a picture of one run comes from."""
        return (
            f"Source: one simulated replication, number {self.representative.replication}, chosen as "
            "the median; see Method."
        )

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
        return load(path)


def gather(
    study: MonteCarloStudy, evidence: Sequence[Evidence] | None = None, seeds: Path = SEEDS
) -> Material:
    """Gather the material of a report: a few replications are made again, the same as in the study."""
    loaded, chosen = resolved(study), representative(study)
    design, seed = design_of(loaded, study.plan), study.plan.root_seed
    ready = {arm: Arm(loaded.arms[arm]) for arm in study.arms}
    runs = {arm: made.simulate(seed, chosen.replication, design) for arm, made in ready.items()}
    numbers = study.replications[:SAMPLE]
    sample = [ready[chosen.arm].simulate(seed, number, design) for number in numbers]
    return Material(
        study, loaded, chosen, runs, len(sample), growth_of(loaded.arms[chosen.arm], sample),
        tuple(evidence_of(loaded) if evidence is None else evidence), sources_of(seeds), coast_of(seeds),
    )  # fmt: skip


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
