"""The answer to a study's question: which arm, by how much, how sure, and what it rests on."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from sim.core.keys import MeasureKey
from sim.rules.measures.catalogue import (
    DISTANCE,
    EMISSIONS_PER_KWH,
    FIRST_SWITCH,
    LANDED_COST,
    LOST_VEHICLES,
    SWITCHED,
)
from sim.statistics.digits import digits, ends, percent, percent_between, signed
from sim.statistics.dominance import Dominance, dominated
from sim.statistics.drivers import Driver
from sim.statistics.estimates import Estimate, by_key
from sim.statistics.paired import PairedDifference, Regret
from sim.statistics.selection import Selection

JUDGED_BY: Final = LANDED_COST
"""The measure of the focus programme that arms are ranked by."""
_NAMED_DRIVERS: Final = 3
_MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer in one sentence, and those that support it. Empty `arm`: nothing to compare."""

    arm: str
    """The arm with the least mean landed cost among those that are not the baseline."""
    headline: str
    supporting: tuple[str, ...]

    def __str__(self) -> str:
        return " ".join((self.headline, *self.supporting))


class StudyQuestion(NamedTuple):
    """What is asked: which of the arms, for which programme, against which baseline."""

    arms: Mapping[str, str]
    """Titles by id."""
    focus: str
    baseline: str | None
    measures: Sequence[MeasureKey]


@dataclass(frozen=True, slots=True)
class Findings:
    """What the answer is drawn from. `names` are those of programmes by id."""

    question: StudyQuestion
    estimates: Sequence[Estimate]
    differences: Sequence[PairedDifference]
    regrets: Sequence[Regret]
    names: Mapping[str, str]

    def focus(self, name: str) -> MeasureKey | None:
        """A measure of the focus programme by its name."""
        found = (
            key
            for key in self.question.measures
            if (key.scope, key.owner, key.name) == ("programme", self.question.focus, name)
        )
        return next(found, None)

    def estimate(self, arm: str, name: str) -> Estimate | None:
        """The estimate of a measure of the focus programme."""
        key = self.focus(name)
        return None if key is None else by_key(self.estimates).get((arm, key))

    def difference(self, arm: str, name: str) -> PairedDifference | None:
        """The paired difference of a measure of the focus programme, where it has a value."""
        key = self.focus(name)
        return next(
            (each for each in self.differences if (each.arm, each.measure) == (arm, key) and each.n), None
        )

    def title(self, arm: str) -> str:
        """An arm's title with its id, as it stands within a sentence."""
        return f"“{self.question.arms[arm]}” ({arm})"

    @property
    def programme(self) -> str:
        """Name of the focus programme."""
        return self.names.get(self.question.focus, self.question.focus)


@dataclass(frozen=True, slots=True)
class BestArm:
    """What several arms together say: the best in landed cost, and who dominates whom."""

    selection: Selection | None = None
    dominances: Sequence[Dominance] = ()


def best_alternative(findings: Findings) -> str:
    """The arm with the least mean landed cost but for the baseline; empty where no cost is known.

    Ties go by id.
    """
    others = [arm for arm in findings.question.arms if arm != findings.question.baseline]
    costs = {arm: found.mean for arm in others if (found := findings.estimate(arm, JUDGED_BY)) is not None}
    known = {arm: mean for arm, mean in costs.items() if not math.isnan(mean)}
    return min(sorted(known), key=known.__getitem__) if known else ""


def answer(
    findings: Findings, drivers: Mapping[str, Sequence[Driver]], choice: BestArm | None = None
) -> Answer:
    """Draw the answer from the findings; `drivers` of an arm are those of its difference in landed cost."""
    choice = BestArm() if choice is None else choice
    arm = best_alternative(findings)
    judged = findings.difference(arm, JUDGED_BY) if arm else None
    if judged is None:
        return Answer(
            "", f"No landed cost of {findings.programme} can be compared: no arm received cells.", ()
        )
    others = sorted(other for other in findings.question.arms if other != findings.question.baseline)
    supporting = (
        *(f"{findings.title(other)}: {'; '.join(_facts(findings, other))}." for other in others),
        *_hindsight(findings),
        *_selected(findings, choice.selection),
        *_dominated(findings, choice.dominances),
        *_drivers(judged, drivers.get(arm, ())),
    )
    return Answer(arm, _headline(findings, judged), supporting)


def _headline(findings: Findings, judged: PairedDifference) -> str:
    arm, baseline = findings.title(judged.arm), findings.title(judged.baseline)
    over, cost = f"Over {judged.n} replications", f"the landed cost of {findings.programme}"
    if judged.equal:
        return f"{over}, {cost} is the same with {arm} as with {baseline}, in every one of them."
    if math.isnan(judged.low):
        return f"Nothing can be said yet of {cost}: one replication has no interval."
    amount = f"{_size(judged)} ({100 * judged.level:g} % interval {_ends(judged)})"
    share = _cheaper(judged)
    if _open(judged):
        told = f"{arm} differs by {amount} and is cheaper in {share}"
        return f"{over}, no alternative can be told from {baseline} in {cost}: {told}{_within(judged)}."
    if judged.mean < 0:
        return f"{over}, {arm} lowers {cost} by {amount} against {baseline} and is cheaper in {share}."
    told = f"{arm}, the next, costs {amount} more and is cheaper in {share}"
    return f"{over}, {cost} is least with {baseline}: {told}."


def _size(judged: PairedDifference) -> str:
    """The difference: with its sign where it may go either way, else without."""
    mean = judged.mean if _open(judged) else abs(judged.mean)
    return f"{signed(mean, judged.half_width, '+' if _open(judged) else '')} EUR/kWh"


def _ends(judged: PairedDifference) -> str:
    if _open(judged):
        return " to ".join(ends(judged.low, judged.high))
    low, high = sorted((abs(judged.low), abs(judged.high)))
    return " to ".join(ends(low, high, plus=""))


def _open(judged: PairedDifference) -> bool:
    """Whether the interval leaves the sign of the difference open."""
    return judged.low <= 0 <= judged.high


def _cheaper(judged: PairedDifference) -> str:
    share, interval = judged.strictly_better
    told = percent_between(share, interval.low, interval.high, of=" of them")
    return f"{told}, equal in {percent(judged.ties / judged.n)}" if judged.ties else told


def _facts(findings: Findings, arm: str) -> Iterator[str]:
    """What else an arm changes against the baseline, in clauses."""
    for name, label, unit in (
        (JUDGED_BY, "landed cost", "EUR/kWh"),
        (DISTANCE, "logistics distance", "km"),
        (LOST_VEHICLES, "vehicles lost", ""),
    ):
        if (found := findings.difference(arm, name)) is not None:
            yield f"{label} {_change(found, unit)}"
    yield from _emissions(findings, arm)
    yield from _switching(findings, arm)


def _change(found: PairedDifference, unit: str) -> str:
    if found.equal:
        return "the same in every replication"
    amount = " ".join(filter(None, (signed(found.mean, found.half_width), unit)))
    return amount if not found.half_width > 0 else f"{amount} ({' to '.join(ends(found.low, found.high))})"


def _emissions(findings: Findings, arm: str) -> Iterator[str]:
    name, baseline = EMISSIONS_PER_KWH, findings.question.baseline or ""
    theirs, ours = findings.estimate(arm, name), findings.estimate(baseline, name)
    if theirs is not None and ours is not None and ours.mean > 0 and not math.isnan(theirs.mean):
        change = round(100 * (theirs.mean / ours.mean - 1))
        yield f"freight CO2e per kWh {'unchanged' if change == 0 else f'{change:+d} %'.replace('-', '−')}"


def _switching(findings: Findings, arm: str) -> Iterator[str]:
    share, year = findings.estimate(arm, SWITCHED), findings.estimate(arm, FIRST_SWITCH)
    if share is None or year is None or not share.n:
        return
    if share.mean == 0:
        yield _none(share)
        return
    yield f"switches in {percent_between(share.mean, share.low, share.high, of=' of replications')}"
    median = year.quantiles[len(year.quantiles) // 2].value
    if math.isfinite(median):
        yield f"first deliveries from the new plant in {_month(median)} (median)"


def _none(share: Estimate) -> str:
    """That there was no switch, with the greatest share that there may be; one replication shows none."""
    if share.n == 1:
        return "no switch in its one replication"
    return f"no switch in any of {share.n} replications (so in at most {percent(share.high)})"


def _month(year: float) -> str:
    """A date given as a year with its fraction, as `2025-11`."""
    whole = math.floor(year)
    return f"{whole}-{min(_MONTHS, math.floor((year - whole) * _MONTHS) + 1):02d}"


def _hindsight(findings: Findings) -> Iterator[str]:
    """How often each arm was the best one, where there is a choice of more than two."""
    key = findings.focus(JUDGED_BY)
    known = [regret for regret in findings.regrets if regret.measure == key and regret.n]
    if len(known) > 2:  # noqa: PLR2004 - with two arms the headline has said it
        told = ", ".join(f"{regret.arm} in {percent(regret.p_best)}" for regret in known)
        yield f"Least landed cost on the same draws (ties shared): {told}."


def _within(judged: PairedDifference) -> str:
    """That two arms are equivalent is said where it is shown, and only within its margin."""
    margin = digits(judged.margin, judged.margin)
    return f"; the two are equivalent within ±{margin} EUR/kWh" if judged.equivalent else ""


def _selected(findings: Findings, found: Selection | None) -> Iterator[str]:
    """The arm with the least landed cost among three or more, and how sure that is."""
    if found is None or len(findings.question.arms) < 3:  # noqa: PLR2004 - of two the headline has told it
        return
    zone = digits(found.zone, found.zone)
    told = f"Least landed cost of {len(findings.question.arms)} arms: {found.arm}"
    if found.zone_reached == 0:
        yield f"{told}, the best at a confidence of {percent(found.level)}."
        return
    sure = f"at a confidence of {percent(found.p_correct)} the best or within {zone} EUR/kWh of it"
    reached = digits(found.zone_reached, found.zone_reached)
    wider = f"{percent(found.level)} are reached within {reached} EUR/kWh"
    more = f", and {zone} after some {found.needed:,} replications" if found.needed > found.n else ""
    yield f"{told}, {sure}." if found.sure else f"{told}, {sure}; {wider}{more}."


def _dominated(findings: Findings, found: Sequence[Dominance]) -> Iterator[str]:
    """Which arms need not be considered where cost, CO2 and line stops all count."""
    if not any(each.n for each in found):
        return
    worse = dict(dominated(found))
    free = [arm for arm in findings.question.arms if arm not in worse]
    together = "In landed cost, freight CO2e and line stops together"
    if not worse:
        yield f"{together}, no arm dominates another."
        return
    told = [f"{arm} by {by.arm}{' (surely)' if by.surely else ''}" for arm, by in worse.items()]
    tail = f"dominated {_is_are(len(told))} {', '.join(told)}"
    yield f"{together}, {_listed(free)} {_is_are(len(free))} not dominated; {tail}."


def _is_are(count: int) -> str:
    return "is" if count == 1 else "are"


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _drivers(judged: PairedDifference, drivers: Sequence[Driver]) -> Iterator[str]:
    if judged.equal:
        return
    strong = [driver for driver in drivers if driver.stands_out][:_NAMED_DRIVERS]
    cost = f"the difference of {judged.arm} in landed cost"
    if strong:
        named = ", ".join(f"{driver.path} ({driver.rank_correlation:+.2f})" for driver in strong)
        yield f"What goes most with {cost} (rank correlation): {named.replace('(-', '(−')}."
    else:
        yield f"No single uncertain input stands out behind {cost}."
