"""The scenario: the whole world of a run, resolved and valid."""

from typing import Annotated, Literal

from pydantic import Field

from sim.core.calendar import Calendar
from sim.scenario.types.disruptions import DisruptionSpec
from sim.scenario.types.logistics import (
    CorrelationSpec,
    DutySpec,
    EconomicsSpec,
    FreightSpec,
    LegSpec,
    Mode,
    ModeSpec,
    PriceSpec,
    SiteSpec,
)
from sim.scenario.types.plants import PlantSpec, SupplierSpec
from sim.scenario.types.programmes import AgreementSpec, OemSpec, ProgrammeSpec, RelationshipSpec
from sim.scenario.types.spec import Date, Id, LegId, Name, Spec, Text

SCHEMA_VERSION = 1
MOST_ARMS = 500
MOST_REMOVALS = 1_000


class RunSpec(Spec):
    """What is run: the days covered and the beat of the trade."""

    title: Name
    question: Text = ""
    start: Date
    end: Date
    step_days: Annotated[int, Field(ge=1, le=28)] = 7

    def calendar(self) -> Calendar:
        """The calendar of the run."""
        return Calendar(self.start, self.end, self.step_days)


class StudySpec(Spec):
    """How a study of the scenario is made, unless the command says otherwise."""

    focus: Id | None = None
    """The programme that the question is about; absent: the first by id."""
    baseline: Id | None = None
    """The arm that others are compared with; absent: the first by id."""
    replications: Annotated[int, Field(ge=1)] = 200
    root_seed: Annotated[int, Field(ge=0)] = 20210701
    level: Annotated[float, Field(gt=0.5, lt=1)] = 0.95
    sampling: Literal["monte-carlo", "latin-hypercube", "sobol"] = "monte-carlo"
    nested: Annotated[int, Field(ge=1, le=1_000)] = 1
    """Runs of each replication's drawn numbers, with other process variability each; 1: no split of the variance."""
    margins: dict[str, Annotated[float, Field(gt=0)]] = {}
    """Differences that make no difference, by measure and in its unit; of other measures 1 % of the mean."""


class Scenario(Spec):
    """One world: entities by id, every reference resolved, every number a value or a distribution."""

    run: RunSpec
    suppliers: Annotated[dict[Id, SupplierSpec], Field(min_length=1)]
    plants: Annotated[dict[Id, PlantSpec], Field(min_length=1)]
    oems: Annotated[dict[Id, OemSpec], Field(min_length=1)]
    programmes: Annotated[dict[Id, ProgrammeSpec], Field(min_length=1)]
    agreements: dict[Id, AgreementSpec] = {}
    relationships: dict[Id, RelationshipSpec] = {}
    sites: Annotated[dict[Id, SiteSpec], Field(min_length=1)]
    legs: dict[LegId, LegSpec] = {}
    """Legs by id; the id of a leg from the seeds is `origin~destination~mode`."""
    modes: dict[Mode, ModeSpec]
    freight: FreightSpec
    prices: dict[Id, PriceSpec]
    duties: dict[Id, DutySpec] = {}
    economics: EconomicsSpec = EconomicsSpec()
    disruptions: dict[Id, DisruptionSpec] = {}
    correlations: Annotated[tuple[CorrelationSpec, ...], Field(strict=False)] = ()

    def __repr__(self) -> str:
        what = f"{len(self.plants)} plants, {len(self.programmes)} programmes"
        return f"<{type(self).__name__} {self.run.title!r}: {self.run.start} to {self.run.end}, {what}>"

    __str__ = __repr__


class ArmSpec(Spec):
    """One alternative of a study: the scenario with some keys changed."""

    title: Name
    remove: Annotated[tuple[str, ...], Field(strict=False, max_length=MOST_REMOVALS)] = ()
    """Key paths of the scenario that this arm drops, before its change is merged in."""
    change: dict[str, object] = {}
    """Tables to merge over the scenario, as a scenario file would say them."""


class ScenarioFile(Scenario):
    """What a resolved scenario file says: the world, the arms and the study."""

    schema_version: Annotated[int, Field(ge=1, le=SCHEMA_VERSION)] = SCHEMA_VERSION
    """Format of the file; a later one than the program knows is refused."""
    study: StudySpec = StudySpec()
    arms: Annotated[dict[Id, ArmSpec], Field(max_length=MOST_ARMS)] = {}
