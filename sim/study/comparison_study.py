"""A comparison that has been made: arms against the baseline on the same draws, and the answer."""

import html
import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sim.rules.measures.key import MeasureKey
from sim.study.answer import JUDGED_BY, Answer, Findings, answer
from sim.study.comparison import PairedDifference, Regret, paired_difference, regrets, with_holm
from sim.study.digits import percent
from sim.study.drivers import Driver, drivers
from sim.study.monte_carlo_study import MonteCarloStudy
from sim.study.study_table import StudyTable
from sim.study.study_tables import comparison, driver_table, regret


@dataclass(frozen=True, eq=False)
class ComparisonStudy(MonteCarloStudy):
    """A Monte Carlo study whose arms share their draws and are compared replication by replication."""

    @property
    def baseline(self) -> str:
        """The arm that the others are compared with."""
        return self.plan.baseline or next(iter(self.arms))

    @property
    def alternatives(self) -> tuple[str, ...]:
        """The other arms."""
        return tuple(arm for arm in self.arms if arm != self.baseline)

    @cached_property
    def differences(self) -> tuple[PairedDifference, ...]:
        """Paired differences by arm, then measure, with Holm's correction over the measures of each arm."""
        values, level = self.observations.values, self.plan.level
        return with_holm(
            [
                paired_difference(
                    key, (arm, self.baseline), (values(arm, key), values(self.baseline, key)), level=level
                )
                for arm in self.alternatives
                for key in self.measures
            ]
        )

    @cached_property
    def regrets(self) -> tuple[Regret, ...]:
        """Regret of every arm in the measures of focus programme and system that have a better end."""
        values = self.observations.values
        keys = [
            key
            for key in self.measures
            if key.better != "none" and (key.owner == self.focus or key.scope == "system")
        ]
        return tuple(
            each
            for key in keys
            for each in regrets(key, {arm: values(arm, key) for arm in self.arms}, level=self.plan.level)
        )

    @cached_property
    def drivers(self) -> dict[str, tuple[Driver, ...]]:
        """By arm, how each uncertain input goes with its difference in the focus programme's landed cost."""
        key = self._judged_by
        return {} if key is None else {arm: self.drivers_of(arm, key) for arm in self.alternatives}

    @property
    def _judged_by(self) -> MeasureKey | None:
        return self._findings.focus(JUDGED_BY)

    def drivers_of(self, arm: str, measure: MeasureKey) -> tuple[Driver, ...]:
        """Uncertain inputs by rank correlation with an arm's difference from the baseline in a measure."""
        effect = self.observations.values(arm, measure) - self.observations.values(self.baseline, measure)
        draws = self.observations.draws(arm, self.baseline)
        return drivers(self.plan.parameters, draws, effect, level=self.plan.level)

    @property
    def _findings(self) -> Findings:
        names = self.plan.inputs.names
        return Findings(self.plan, self.estimates, self.differences, self.regrets, names)

    @cached_property
    def answer(self) -> Answer:
        """The answer to the question in one sentence, with those that support it."""
        return answer(self._findings, self.drivers)

    def difference(self, arm: str, measure: str, owner: str | None = None) -> PairedDifference:
        """The paired difference of a measure by its name; without owner that of the focus programme.

        Raises KeyError.
        """
        owner = self.focus if owner is None else owner
        for each in self.differences:
            if (each.arm, each.measure.owner, each.measure.name) == (arm, owner, measure):
                return each
        raise KeyError((arm, measure, owner))

    def tables(self) -> dict[str, StudyTable]:
        """The study's tables by name, as they are written to its folder."""
        found = (comparison(self.differences), regret(self.regrets), driver_table(self._driver_rows()))
        return super().tables() | {table.name: table for table in found}

    def _driver_rows(self) -> Iterator[tuple[str, MeasureKey, Driver]]:
        if (key := self._judged_by) is not None:
            for arm, found in self.drivers.items():
                for driver in found:
                    yield arm, key, driver

    def document(self) -> dict[str, Any]:
        """What the study says, for a machine to read; the same for the same inputs."""
        found = {
            "answer": self.answer,
            "differences": self.differences,
            "regrets": self.regrets,
            "drivers": self.drivers,
        }
        return super().document() | found

    def _repr_html_(self) -> str:
        """The answer, the differences of the focus programme and its estimates for notebooks."""
        told = "".join(
            f"<p>{html.escape(sentence)}</p>" for sentence in (self.answer.headline, *self.answer.supporting)
        )
        return f"<div>{told}{self._html_differences()}{super()._repr_html_()}</div>"

    def _html_differences(self) -> str:
        head = "<tr><th>arm</th><th>measure</th><th>difference</th><th>better in</th></tr>"
        rows = (
            f"<tr><td>{html.escape(each.arm)}</td><td>{html.escape(each.measure.name)}</td><td>{html.escape(each.told)}</td>"
            f"<td>{'–' if math.isnan(each.p_better) else percent(each.strictly_better[0])}</td></tr>"
            for each in self.differences
            if each.measure.owner == self.focus and each.n
        )
        return f"<table>{head}{''.join(rows)}</table>"
