"""Run: one replication of a scenario with all its tables."""

from dataclasses import dataclass, replace
from pathlib import Path

from sim.core.errors import WrongUse
from sim.rules.tables.table import Table
from sim.scenario.load import LoadedScenario
from sim.study.files import make_folder, write_whole
from sim.study.plan import Plan
from sim.study.planning import design_of, plan_of
from sim.study.replication import RunResult, simulate
from sim.study.study_table import StudyTable, Value
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

    @property
    def measures(self) -> dict[str, float]:
        """Measures by scope, owner and name, joined by dots; NaN where one does not apply."""
        return dict(zip(map(measure_name, self.result.keys), self.result.values.tolist(), strict=True))

    def tables(self) -> dict[str, StudyTable]:
        """All tables of the run by name, its measures and its drawn inputs with them."""
        found = {name: _study_table(table) for name, table in self.result.tables().items()}
        return found | {"measures": self._measures(), "parameters": self._parameters()}

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
    def rows() -> list[tuple[Value, ...]]:
        return [tuple(row) for row in table.rows()]  # type: ignore[arg-type]

    return StudyTable(table.spec.name, tuple(table.columns), rows)


def run(
    loaded: LoadedScenario,
    *,
    replication: int = 0,
    arm: str | None = None,
    root_seed: int | None = None,
    out: Path | None = None,
) -> Run:
    """Run one replication of an arm (None: the baseline), and with `out` write its tables under it.

    Raises WrongUse for an arm that there is not, CannotCreateOutput, OutputFailed, and BrokenInvariant.
    """
    plan = plan_of(loaded, "monte-carlo", root_seed=root_seed)
    made = run_of(
        loaded, plan, replication, (loaded.file.study.baseline or min(loaded.arms)) if arm is None else arm
    )
    if out is None:
        return made
    folder = out / f"{loaded.name}-run-{made.arm}-{replication}-{plan.digest[:8]}"
    make_folder(folder)
    for name, table in made.tables().items():
        write_whole(folder / f"{name}.csv", table.csv())
    return replace(made, folder=folder)


def run_of(loaded: LoadedScenario, plan: Plan, replication: int, arm: str) -> Run:
    """A replication of an arm as the plan has it. Raises WrongUse for one that there is not."""
    if arm not in loaded.arms:
        message = f"there is no arm {arm!r}; the arms are {', '.join(sorted(loaded.arms))}"
        raise WrongUse(message)
    if replication < 0:
        message = f"replications are counted from 0; there is no {replication}"
        raise WrongUse(message)
    result = simulate(loaded.arms[arm], plan.root_seed, replication, design=design_of(loaded, plan))
    return Run(arm, result, plan.focus)
