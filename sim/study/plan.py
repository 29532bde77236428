"""The plan of a study: what is to be simulated and compared, before a replication is made."""

import hashlib
import json
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from sim.core.calendar import Calendar
from sim.core.keys import MeasureKey, SeriesKey
from sim.core.known import listed
from sim.core.version import code_digest, versions
from sim.results.journal import Header
from sim.results.keep import AS_A_RULE, Keep

StudyKind = Literal["compare", "monte-carlo"]


@dataclass(frozen=True, slots=True)
class ResolvedInputs:
    """The resolved scenario of a study, and the hashes by which it is known."""

    scenario_sha256: str = ""
    seeds_sha256: str = ""
    resolved_toml: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    """Names of programmes by id."""
    sets: tuple[str, ...] = ()
    """Changes as `key.path=value` that were made on top of the scenario's file."""

    def __repr__(self) -> str:
        return f"<ResolvedInputs with scenario {self.scenario_sha256[:8]}>"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a study is about.

    `digest` names everything that its numbers follow from, but for how many replications are made.
    """

    study: StudyKind
    scenario: str
    """The scenario file's stem."""
    arms: Mapping[str, str]
    """Titles by id, in the order in which they are told: the baseline first, the others by id."""
    focus: str
    baseline: str | None
    measures: tuple[MeasureKey, ...]
    parameters: tuple[str, ...]
    """Key paths of the uncertain inputs, over all arms."""
    calendar: Calendar
    root_seed: int
    replications: int
    """How many are made; with `precision` the most that may be."""
    level: float
    digest: str
    inputs: ResolvedInputs = field(default_factory=ResolvedInputs)
    series: tuple[SeriesKey, ...] = ()
    """The monthly series that are kept of every replication, over all arms."""
    margins: Mapping[str, float] = field(default_factory=dict)
    """Differences that make no difference, by name of the measure and in its unit."""
    nested: int = 1
    """Runs of each replication's drawn numbers; the variance is split where there are several."""
    keep: Keep = AS_A_RULE
    precision: Mapping[str, float] = field(default_factory=dict)
    """Relative half-width by measure (`name` of the focus, or `owner.name`) at which the study may stop."""

    def __repr__(self) -> str:
        what = f"{self.replications} replications of {listed(self.arms)}"
        return f"<Plan of {self.study} {self.scenario}: {what}, root seed {self.root_seed}>"

    @property
    def header(self) -> Header:
        """What the journal's chunks belong to."""
        names = tuple(":".join((key.scope, key.owner, key.name)) for key in self.measures)
        if self.nested > 1:
            names += tuple(f"{name}:{part}" for part in ("mean", "variance") for name in names)
        return Header(self.digest, tuple(self.arms), names, self.parameters)

    def command(self, file: str, sets: Sequence[str] = ()) -> str:
        """The command line that makes the study from a scenario file, with changes on top of it."""
        precise = [f"--precision {name}={share:g}" for name, share in self.precision.items()]
        changes = [f"--set {shlex.quote(each)}" for each in sets]
        asked = [f"--replications {self.replications}", f"--root-seed {self.root_seed}", *changes, *precise]
        return f"cellswitch {self.study} {shlex.quote(file)} {' '.join(asked)}{self.keep.in_words}"

    @property
    def folder_name(self) -> str:
        """Name of the results folder."""
        return f"{self.scenario}-{self.study}-{self.digest[:8]}"


def study_digest(**facts: str | int) -> str:
    """SHA-256 (hexadecimal) of what a study's numbers follow from, with the code and the libraries that make them."""
    made_by = versions() | {"code": code_digest()}
    return hashlib.sha256(json.dumps(facts | made_by, sort_keys=True).encode()).hexdigest()
