"""What is shown of single runs: one of each arm, with names, colours, tables and geography."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sim.core.calendar import Calendar
from sim.core.records import Review
from sim.report.material.entities import Entities, entities_of
from sim.report.material.growth import CapacityCurve
from sim.report.material.palette import Palette, palette_of
from sim.rules.tables.table import Table
from sim.scenario.seeds.coast import Ring
from sim.scenario.types.scenario import Scenario
from sim.study.replications import RunResult


@dataclass(frozen=True, eq=False, kw_only=True)
class Shown:
    """Runs of one or more arms, and what pictures and tables of them need."""

    question: str
    """Id of the programme in question."""
    titles: Mapping[str, str]
    """Titles of the arms by id."""
    arm: str
    """The arm that pictures of one arm show."""
    reference: str
    """The arm beside it: the baseline, or the same where nothing is compared."""
    runs: Mapping[str, RunResult]
    """The replication shown, by arm."""
    one_run: str
    """Where a picture of one run comes from, in a sentence."""
    growth: Mapping[str, CapacityCurve]
    sample: int
    """Replications of which `growth` shows bands; 1: a single run."""
    coast: tuple[Ring, ...]

    @property
    def scenario(self) -> Scenario:
        """The world of the shown arm."""
        return self.runs[self.arm].scenario

    @property
    def worlds(self) -> Sequence[Scenario]:
        """The worlds of all arms shown, that of the shown arm first."""
        return (self.scenario, *(run.scenario for arm, run in self.runs.items() if arm != self.arm))

    @cached_property
    def entities(self) -> Entities:
        """What any of the arms shown has, as it stands in the shown arm where that has it."""
        return entities_of(self.worlds)

    @cached_property
    def calendar(self) -> Calendar:
        """Days and dates of the run."""
        return self.scenario.run.calendar()

    @cached_property
    def palette(self) -> Palette:
        """Colours and names."""
        return palette_of(self.entities)

    @property
    def focus(self) -> str:
        """Name of the programme in question."""
        return self.palette.name(self.question)

    @cached_property
    def tables(self) -> Mapping[str, Mapping[str, Table]]:
        """Tables of the replication shown by arm and name."""
        return {arm: run.tables() for arm, run in self.runs.items()}

    def reviews(self, arm: str) -> list[Review]:
        """Reviews of the programme in question that changed its supply, in the replication shown."""
        record = self.runs[arm].record
        return [each for each in record.reviews if each.programme == self.question and each.changed]

    def in_words(self, arm: str) -> str:
        """An arm's id with its title, if it has one."""
        title = self.titles[arm]
        return f"{arm}: {title}" if title else arm
