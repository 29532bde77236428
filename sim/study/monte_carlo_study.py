"""A Monte Carlo study that has been made: estimates of every measure of every arm, and its tables."""

import datetime as dt
import html
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final, Literal

from sim.core.arrays import Floats
from sim.core.keys import MeasureKey
from sim.core.known import Known, listed
from sim.execution.work import Failure
from sim.results.summary import summary_document
from sim.results.table import StudyTable
from sim.rules.tables.fact_specs import SHIPMENTS
from sim.statistics.bands import Bands
from sim.statistics.drivers import MOST_REPLICATIONS, Effect, EffectKind, UncertainInputs
from sim.statistics.estimates import Estimate, ShareByDate, by_key, estimate, nature_of, shares_by_date, told
from sim.statistics.lookup import looked_up
from sim.statistics.variance import VarianceSplit, variance_split
from sim.study.asked import day_asked
from sim.study.kept_facts import FACT_TABLES
from sim.study.observations import Observations
from sim.study.plan import Plan, StudyKind
from sim.study.precision import Reached, reached
from sim.study.study_tables import band_table, driver_table, events, replication_table, summary, variance

if TYPE_CHECKING:
    import pandas as pd

MOST_DRIVERS: Final = 20
"""Inputs that are told of each effect."""
Status = Literal["made", "resumed", "complete"]
"""Made from nothing, gone on with from an earlier run, or found complete."""


@dataclass(frozen=True, eq=False, repr=False)
class MonteCarloStudy:
    """The replications of a study's arms and what they say.

    Everything derived is worked out when first asked for.

    `folder` is where the results are kept (None: nowhere).
    """

    kind: ClassVar[StudyKind] = "monte-carlo"

    observations: Observations
    folder: Path | None = None
    status: Status = "made"

    @property
    def plan(self) -> Plan:
        """What was asked."""
        return self.observations.plan

    @property
    def arms(self) -> Mapping[str, str]:
        """Titles of the arms by id, the baseline first."""
        return Known("arm", self.plan.arms)

    @property
    def measures(self) -> tuple[MeasureKey, ...]:
        """What stands along the last axis of `matrix`."""
        return self.plan.measures

    @property
    def matrix(self) -> Floats:
        """Measures of shape (arms, replications, measures), NaN where one does not apply, all in memory."""
        return self.observations.collected.measures.whole()[..., : len(self.measures)]

    @property
    def replications(self) -> tuple[int, ...]:
        """Numbers of the replications along the second axis of `matrix`; those that failed are left out."""
        return self.observations.collected.replications

    @property
    def failures(self) -> tuple[Failure, ...]:
        """Replications that could not be made."""
        return self.observations.failures

    @property
    def focus(self) -> str:
        """The programme that the question is about."""
        return self.plan.focus

    @cached_property
    def precision(self) -> tuple[Reached, ...]:
        """What was asked of precision and what was reached; empty where nothing was asked."""
        return reached(self.observations)

    @cached_property
    def estimates(self) -> tuple[Estimate, ...]:
        """By arm, then measure."""
        values, level = self.observations.values, self.plan.level
        keys = [(arm, key) for arm in self.arms for key in self.measures]
        return tuple(estimate(arm, key, values(arm, key), level=level) for arm, key in keys)

    @cached_property
    def events(self) -> tuple[ShareByDate, ...]:
        """Share of replications in which each event had come, at each new year and at the end of the run."""
        keys = [(arm, key) for arm in self.arms for key in self.measures if nature_of(key) == "event"]
        return tuple(share for arm, key in keys for share in self._shares(arm, key, self._dates()))

    def share_by(self, date: dt.date, arm: str, event: str, owner: str | None = None) -> ShareByDate:
        """Share of replications in which an event (say `first_switch_year`) had come by the end of a date.

        Without owner that of the focus programme. Raises UnknownName, and WrongUse for what is no date.
        """
        day = day_asked("date", date)
        (found,) = self._shares(arm, self.estimate(arm, event, owner).measure, [day])
        return found

    def _shares(self, arm: str, key: MeasureKey, dates: Iterable[dt.date]) -> tuple[ShareByDate, ...]:
        calendar = self.plan.calendar
        years = {date: calendar.year_fraction(calendar.day_of(date)) for date in dates}
        return shares_by_date(arm, key, self.observations.values(arm, key), years, level=self.plan.level)

    @cached_property
    def bands(self) -> Bands:
        """Percentiles and mean of every monthly series by arm and month."""
        return self.observations.bands()

    @cached_property
    def effects(self) -> tuple[Effect, ...]:
        """What drives each measure of the focus programme and the system, by arm: the strongest inputs."""
        return tuple(self._effects())

    def _effects(self) -> Iterator[Effect]:
        for arm in self.arms:
            values = ((key, self.observations.values(arm, key)) for key in self._main_measures)
            yield from self._driven(arm, "value", values, self._inputs(arm))

    @staticmethod
    def _driven(
        arm: str, kind: EffectKind, values: Iterable[tuple[MeasureKey, Floats]], inputs: UncertainInputs
    ) -> Iterator[Effect]:
        """The strongest inputs behind values by replication; the inputs are let go at the end, for they are large."""
        for key, effect in values:
            yield Effect(arm, kind, key, inputs.behind(effect, most=MOST_DRIVERS))

    def _inputs(self, *arms: str) -> UncertainInputs:
        draws = self.observations.draws(*arms, most=MOST_REPLICATIONS)
        return UncertainInputs(self.plan.parameters, draws, level=self.plan.level)

    @property
    def _main_measures(self) -> tuple[MeasureKey, ...]:
        return tuple(key for key in self.measures if key.owner == self.focus or key.scope == "system")

    @cached_property
    def variance(self) -> tuple[VarianceSplit, ...]:
        """By arm, then measure, what its variance comes from; empty but in a nested study."""
        if self.plan.nested == 1:
            return ()
        keys = [(arm, key) for arm in self.arms for key in self.measures]
        runs, nested, level = self.observations.runs, self.plan.nested, self.plan.level
        return tuple(variance_split(arm, key, runs(arm, key), nested, level=level) for arm, key in keys)

    def _dates(self) -> Iterator[dt.date]:
        calendar = self.plan.calendar
        for year in range(calendar.start.year + 1, calendar.end.year + 1):
            yield dt.date(year, 1, 1)
        yield calendar.end

    def estimate(self, arm: str, measure: str, owner: str | None = None) -> Estimate:
        """The estimate of a measure by its name; without owner that of the focus programme.

        Raises UnknownName (a KeyError) with every name that there is not.
        """
        owner = self.focus if owner is None else owner
        key, *_ = looked_up("measure", self.measures, (owner, measure), arm, self.arms)
        return by_key(self.estimates)[arm, key]

    def tables(self) -> dict[str, StudyTable]:
        """The study's tables by name, as they are written to its folder."""
        facts = [
            table.of(self.observations)
            for table in FACT_TABLES
            if table.name != SHIPMENTS.name or self.plan.keep.shipments != 0
        ]
        lazy = (band_table(lambda: self.bands), driver_table(lambda: self.effects))
        found = (summary(self.estimates), events(self.events), *lazy, *facts)
        nested = (variance(self.variance),) if self.plan.nested > 1 else ()
        return Known("table", {table.name: table for table in (*found, *nested)})

    def to_frame(self, table: str = "summary") -> "pd.DataFrame":
        """A table of the study as a pandas data frame.

        `replications` has one row for each replication and arm and one column for each measure; the others
        are those of `tables()`. Raises UnknownName (a KeyError) for a table that there is not.
        """
        replications = replication_table(self.observations)
        return Known("table", self.tables() | {replications.name: replications})[table].frame()

    def files(self) -> dict[str, Iterable[bytes]]:
        """Contents of the files of the results folder by name, but for journal and manifest."""
        return {
            "scenario.resolved.toml": [self.plan.inputs.resolved_toml.encode()],
            "summary.json": [summary_document(self.document())],
            **{f"{name}.csv": table.csv() for name, table in self.tables().items()},
        }

    def document(self) -> dict[str, Any]:
        """What the study says, for a machine to read; the same for the same inputs."""
        return {
            "study": self.plan.study,
            "scenario": self.plan.scenario,
            "focus": self.focus,
            "baseline": self.plan.baseline,
            "arms": dict(self.arms),
            "root_seed": self.plan.root_seed,
            "replications": len(self.replications),
            "failed": [failure.replication for failure in self.failures],
            "level": self.plan.level,
            "precision": self.precision,
            "estimates": self.estimates,
            "warnings": self._warnings(),
            "events": self.events,
            "variance": self.variance,
        }

    def _warnings(self) -> list[dict[str, Any]]:
        """Estimates whose interval may promise too much, and why."""
        found = [each for each in self.estimates if each.warning]
        return [{"arm": each.arm, "measure": each.measure, "warning": each.warning} for each in found]

    def __repr__(self) -> str:
        what = f"{len(self.replications)} replications of {listed(self.arms)}"
        where = "" if self.folder is None else f", in {self.folder}"
        return f"<{type(self).__name__} of {self.plan.scenario}: {what}{where}>"

    def _repr_html_(self) -> str:
        """The focus programme's estimates as a table for notebooks."""
        head = "".join(f"<th>{html.escape(arm)}</th>" for arm in self.arms)
        keys = [key for key in self.measures if key.owner == self.focus]
        found = by_key(self.estimates)
        rows = "".join(
            f"<tr><th>{html.escape(key.name)}</th>"
            + "".join(f"<td>{html.escape(told(found[arm, key]))}</td>" for arm in self.arms)
            + "</tr>"
            for key in keys
        )
        caption = f"{self.plan.scenario}: {self.focus}, {len(self.replications)} replications"
        return f"<table><caption>{html.escape(caption)}</caption><tr><th></th>{head}</tr>{rows}</table>"
