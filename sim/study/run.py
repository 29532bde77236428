"""Run: one replication of a scenario with all its tables."""

import html
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sim.core.known import Known
from sim.results.files import make_folder, write_whole
from sim.results.table import CellValue, StudyTable
from sim.rules.tables.table import Table
from sim.scenario.load import LoadedScenario
from sim.study.asked import LARGEST_ROOT_SEED, MOST_REPLICATIONS, Asked
from sim.study.plan import Plan
from sim.study.planning import design_of, plan_of
from sim.study.replications import RunResult, simulate
from sim.study.study_tables import measure_name


@dataclass(frozen=True, eq=False)
class Run:
    """One replication of one arm, the same as in a study of the scenario with the same root seed."""

    arm: str
    result: RunResult
    focus: str
    """The programme that the scenario's question is about."""
    folder: Path | None = None
    """Where its tables were written; None: nowhere."""

    def __repr__(self) -> str:
        where = "" if self.folder is None else f", in {self.folder}"
        return f"<Run of arm {self.arm}, replication {self.result.replication}: {self.focus}{where}>"

    def _repr_html_(self) -> str:
        """The measures of the programme in question as a table for notebooks."""
        keys, values = self.result.keys, self.result.values.tolist()
        rows = "".join(
            f"<tr><th>{html.escape(key.name)}</th><td>{'–' if math.isnan(value) else f'{value:,.6g}'}</td></tr>"
            for key, value in zip(keys, values, strict=True)
            if key.owner == self.focus
        )
        caption = f"{self.focus}: arm {self.arm}, replication {self.result.replication}"
        return f"<table><caption>{html.escape(caption)}</caption>{rows}</table>"

    @property
    def measures(self) -> dict[str, float]:
        """Measures by scope, owner and name, joined by dots; NaN where one does not apply."""
        names = map(measure_name, self.result.keys)
        return Known("measure", dict(zip(names, self.result.values.tolist(), strict=True)))

    def tables(self) -> dict[str, StudyTable]:
        """All tables of the run by name, its measures and its drawn inputs with them."""
        found = {name: _study_table(table) for name, table in self.result.tables().items()}
        own = {"measures": self._measures(), "parameters": self._parameters()}
        return Known("table", found | own)

    def _measures(self) -> StudyTable:
        keys, values = self.result.keys, self.result.values.tolist()
        rows = [
            (key.scope, key.owner, key.name, key.unit, value) for key, value in zip(keys, values, strict=True)
        ]
        return StudyTable("measures", ("scope", "owner", "measure", "unit", "value"), lambda: rows)

    def _parameters(self) -> StudyTable:
        rows = sorted(self.result.parameters.items())
        return StudyTable("parameters", ("key", "value"), lambda: rows)


def _study_table(table: Table) -> StudyTable:
    def rows() -> list[tuple[CellValue, ...]]:
        return [tuple(row) for row in table.rows()]  # type: ignore[arg-type]

    return StudyTable(table.spec.name, tuple(table.columns), rows)


def run(
    scenario: str | Path | LoadedScenario,
    *,
    sets: Sequence[str] = (),
    replication: int = 0,
    arm: str | None = None,
    root_seed: int | None = None,
    out: str | Path | None = None,
) -> Run:
    """Run one replication of an arm (None: the baseline), and with `out` write its tables under it.

    Raises WrongUse with every fault of the arguments, what `load` raises, CannotCreateOutput, OutputFailed, and
    BrokenInvariant.
    """
    asked = Asked()
    number = asked.whole("replication", replication, least=0, most=MOST_REPLICATIONS)
    seed = asked.whole("root_seed", root_seed, least=0, most=LARGEST_ROOT_SEED)
    where, loaded = asked.path("out", out), asked.loaded(scenario, sets)
    if loaded is not None:
        asked.named("arm", arm, loaded.arms)
    asked.given("replication", replication)
    asked.settle()
    assert loaded is not None and number is not None  # noqa: S101, PT018 - what is missing was told
    plan = plan_of(loaded, "monte-carlo", root_seed=seed)
    made = run_of(
        loaded, plan, number, (loaded.file.study.baseline or min(loaded.arms)) if arm is None else arm
    )
    if where is None:
        return made
    folder = where / f"{loaded.name}-run-{made.arm}-{number}-{plan.digest[:8]}"
    make_folder(folder)
    for name, table in made.tables().items():
        write_whole(folder / f"{name}.csv", table.csv())
    return replace(made, folder=folder)


def run_of(loaded: LoadedScenario, plan: Plan, replication: int, arm: str) -> Run:
    """A replication of an arm as the plan has it. Raises WrongUse for one that there is not."""
    asked = Asked()
    asked.named("arm", arm, loaded.arms)
    asked.whole("replication", replication, least=0, most=MOST_REPLICATIONS)
    asked.settle()
    result = simulate(loaded.arms[arm], plan.root_seed, replication, design=design_of(loaded, plan))
    return Run(arm, result, plan.focus)
