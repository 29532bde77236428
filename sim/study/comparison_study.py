"""A comparison that has been made: arms against the baseline on the same draws, and the answer."""

import html
import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from sim.answers.answer import JUDGED_BY, Answer, BestArm, Findings, StudyQuestion, answer
from sim.core.arrays import Floats
from sim.core.keys import MeasureKey
from sim.core.known import Known
from sim.results.table import StudyTable
from sim.rules.measures.catalogue import CRITERIA
from sim.statistics.digits import percent
from sim.statistics.dominance import Dominance, dominances
from sim.statistics.drivers import Driver, Effect
from sim.statistics.estimates import by_key
from sim.statistics.lookup import looked_up
from sim.statistics.noise import difference
from sim.statistics.paired import PairedDifference, Regret, margin_of, paired_difference, regrets, with_holm
from sim.statistics.selection import Selection, selection
from sim.study.monte_carlo_study import MonteCarloStudy
from sim.study.plan import StudyKind
from sim.study.study_tables import comparison, dominance, regret, selections


@dataclass(frozen=True, eq=False, repr=False)
class ComparisonStudy(MonteCarloStudy):
    """A Monte Carlo study whose arms share their draws and are compared replication by replication."""

    kind: ClassVar[StudyKind] = "compare"

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
        pairs = [(arm, key) for arm in self.alternatives for key in self.measures]
        return with_holm(
            [
                paired_difference(
                    key,
                    (arm, self.baseline),
                    (values(arm, key), values(self.baseline, key)),
                    level=level,
                    margins=self.plan.margins,
                )
                for arm, key in pairs
            ]
        )

    @cached_property
    def regrets(self) -> tuple[Regret, ...]:
        """Regret of every arm in the measures of focus programme and system that have a better end."""
        values = self.observations.values
        keys = [key for key in self._main_measures if key.better != "none"]
        return tuple(
            each
            for key in keys
            for each in regrets(key, {arm: values(arm, key) for arm in self.arms}, level=self.plan.level)
        )

    @cached_property
    def drivers(self) -> dict[str, tuple[Driver, ...]]:
        """By arm, how each uncertain input goes with its difference in the focus programme's landed cost."""
        key = self._judged_by
        return Known(
            "arm", {} if key is None else {arm: self.drivers_of(arm, key) for arm in self.alternatives}
        )

    @property
    def _judged_by(self) -> MeasureKey | None:
        return self._findings.focus(JUDGED_BY)

    def drivers_of(self, arm: str, measure: MeasureKey) -> tuple[Driver, ...]:
        """Uncertain inputs by rank correlation with an arm's difference from the baseline in a measure."""
        return self._inputs(arm, self.baseline).behind(self._effect(arm, measure))

    def _effect(self, arm: str, measure: MeasureKey) -> Floats:
        """What an arm has more of a measure than the baseline, by replication."""
        ours = self.observations.values(self.baseline, measure)
        return difference(self.observations.values(arm, measure), ours)

    def _effects(self) -> Iterator[Effect]:
        """The differences in landed cost with all inputs, other differences, then what each arm has."""
        if (judged := self._judged_by) is not None:
            yield from (Effect(arm, "difference", judged, found) for arm, found in self.drivers.items())
        for arm in self.alternatives:
            others = (key for key in self._main_measures if key != judged)
            values = ((key, self._effect(arm, key)) for key in others)
            yield from self._driven(arm, "difference", values, self._inputs(arm, self.baseline))
        yield from super()._effects()

    @cached_property
    def selections(self) -> tuple[Selection, ...]:
        """The best arm in each measure of focus programme and system that has a better end.

        The indifference zone is the margin of equivalence.
        """
        values, level = self.observations.values, self.plan.level
        found = (
            selection(key, {arm: values(arm, key) for arm in self.arms}, self._zone(key), level=level)
            for key in self._main_measures
            if key.better != "none"
        )
        return tuple(each for each in found if each is not None)

    def _zone(self, key: MeasureKey) -> float:
        return margin_of(key, by_key(self.estimates)[self.baseline, key].mean, self.plan.margins)

    @cached_property
    def dominances(self) -> tuple[Dominance, ...]:
        """Every ordered pair of arms in cost, CO2 and risk of the focus programme."""
        keys = [key for name in CRITERIA if (key := self._findings.focus(name)) is not None]
        if len(keys) < len(CRITERIA):
            return ()
        values = {arm: [self.observations.values(arm, key) for key in keys] for arm in self.arms}
        return dominances(keys, values, self.plan.margins, level=self.plan.level)

    @property
    def _findings(self) -> Findings:
        names = self.plan.inputs.names
        plan = self.plan
        question = StudyQuestion(plan.arms, plan.focus, plan.baseline, plan.measures)
        return Findings(question, self.estimates, self.differences, self.regrets, names)

    @property
    def _choice(self) -> BestArm:
        judged = next((each for each in self.selections if each.measure == self._judged_by), None)
        return BestArm(judged, self.dominances)

    @cached_property
    def answer(self) -> Answer:
        """The answer to the question in one sentence, with those that support it."""
        return answer(self._findings, self.drivers, self._choice)

    def difference(self, arm: str, measure: str, owner: str | None = None) -> PairedDifference:
        """The paired difference of a measure by its name; without owner that of the focus programme.

        Raises UnknownName (a KeyError) with every name that there is not; the baseline is no arm that differs.
        """
        owner = self.focus if owner is None else owner
        key, *_ = looked_up("measure", self.measures, (owner, measure), arm, self.alternatives)
        return next(each for each in self.differences if (each.arm, each.measure) == (arm, key))

    def tables(self) -> dict[str, StudyTable]:
        """The study's tables by name, as they are written to its folder."""
        found = (
            comparison(self.differences),
            regret(self.regrets),
            selections(self.selections),
            dominance(self.dominances),
        )
        return Known("table", super().tables() | {table.name: table for table in found})

    def document(self) -> dict[str, Any]:
        """What the study says, for a machine to read; the same for the same inputs."""
        found = {
            "answer": self.answer,
            "differences": self.differences,
            "regrets": self.regrets,
            "drivers": self.drivers,
            "selections": self.selections,
            "dominances": self.dominances,
        }
        return super().document() | found

    def _warnings(self) -> list[dict[str, Any]]:
        """Those of the differences as well, by the baseline that they name."""
        found = [each for each in self.differences if each.warning]
        return super()._warnings() + [
            {"arm": each.arm, "baseline": each.baseline, "measure": each.measure, "warning": each.warning}
            for each in found
        ]

    def _repr_html_(self) -> str:
        """The answer, the differences of the focus programme and its estimates for notebooks."""
        told = "".join(
            f"<p>{html.escape(sentence)}</p>" for sentence in (self.answer.headline, *self.answer.supporting)
        )
        return f"<div>{told}{self._html_differences()}{super()._repr_html_()}</div>"

    def _html_differences(self) -> str:
        head = "<tr><th>arm</th><th>measure</th><th>difference</th><th>better in</th></tr>"
        rows = (
            f"<tr><td>{html.escape(each.arm)}</td><td>{html.escape(each.measure.name)}</td><td>{html.escape(each.in_words)}</td>"
            f"<td>{'–' if math.isnan(each.p_better) else percent(each.strictly_better[0])}</td></tr>"
            for each in self.differences
            if each.measure.owner == self.focus and each.n
        )
        return f"<table>{head}{''.join(rows)}</table>"
