"""Sentences of the page's first section, built from the estimates."""

import re
from typing import Final

from sim.answers.answer import JUDGED_BY
from sim.report.material.labels import brief_label
from sim.report.material.material import Material
from sim.report.material.text import number
from sim.report.material.words import words
from sim.report.page.key_figures import amount
from sim.rules.measures.catalogue import DISTANCE, KEY_FIGURES, LOST_VEHICLES, SWITCHED
from sim.statistics.digits import percent_between
from sim.statistics.estimates import Estimate, nature_of
from sim.study.comparison_study import ComparisonStudy

_NAMED: Final = 6


def headline(material: Material) -> str:
    """The answer; of a study without comparison, the landed cost of its first arm."""
    study = material.study
    if isinstance(study, ComparisonStudy):
        return study.answer.headline
    found = study.estimate(material.arm, JUDGED_BY)
    if not found.n:
        return f"No landed cost of {material.focus} is known: it received no cells."
    return (
        f"Over {len(study.replications)} replications, {material.focus} pays {_paid(material, found)} "
        "for its cells, all costs to its gate included."
    )


def _paid(material: Material, found: Estimate) -> str:
    """The landed cost with its interval."""
    if found.n == 1:
        return f"{number(found.mean)} EUR/kWh (a single value, so no interval)"
    mean, _, interval = amount(found).partition(" (")
    return f"{mean} EUR/kWh on average ({100 * material.study.plan.level:g} % interval {interval}"


def supporting(material: Material) -> list[str]:
    """What supports the answer, and what it rests on."""
    study = material.study
    if isinstance(study, ComparisonStudy):
        return [_worded(material, sentence) for sentence in study.answer.supporting]
    return [sentence for arm in study.arms for sentence in _facts(material, arm)]


def _facts(material: Material, arm: str) -> list[str]:
    """What an arm comes to in what has a value, where nothing is compared."""
    study, of = material.study, f" ({arm})" if len(material.study.arms) > 1 else ""
    share, distance, lost = (study.estimate(arm, name) for name in (SWITCHED, DISTANCE, LOST_VEHICLES))
    switched = percent_between(share.mean, share.low, share.high, of=" of replications")
    told = (
        (share, f"The programme has switched its supplier by the end in {switched}{of}."),
        (distance, f"Mean distance that its cells travel: {amount(distance)} km{of}."),
        (lost, f"Mean number of vehicles that it loses: {amount(lost)}{of}."),
    )
    return [sentence for found, sentence in told if found.n]


def _worded(material: Material, sentence: str) -> str:
    """A sentence with the inputs that it names by key path in words."""
    paths = sorted(material.study.plan.parameters, key=len, reverse=True)
    found = "|".join(re.escape(path) for path in paths)
    return (
        re.sub(f"({found}) \\(", lambda match: f"{words(match[1], material.palette)} (", sentence)
        if found
        else sentence
    )


def lead(material: Material) -> str:
    """What the supporting sentences compare with; empty where nothing is compared."""
    study = material.study
    if not isinstance(study, ComparisonStudy):
        return ""
    return (
        f"Each arm against “{study.arms[study.baseline]}” ({study.baseline}), replication by replication on "
        f"the same draws; in brackets {100 * study.plan.level:g} % intervals:"
    )


def limits(material: Material) -> list[str]:
    """What stands against taking the answer further than it goes."""
    return [
        *_few(material),
        *_failed(material),
        *_assumed(material),
        (
            "Intervals say how well the simulation's own mean is known. They do not cover errors of "
            "the model or of its data."
        ),
    ]


def _few(material: Material) -> list[str]:
    """Which key figures have too few replications for their intervals, in one sentence."""
    study = material.study
    warned = [
        brief_label(name)
        for name in KEY_FIGURES
        if any(_is_doubtful(study.estimate(arm, name)) for arm in study.arms)
    ]
    n = len(study.replications)
    if not warned:
        return [f"The intervals of the key figures have enough replications ({n}) for the skewness seen."]
    return [
        (
            f"With {n} replications the intervals of {len(warned)} of the {len(KEY_FIGURES)} key figures may "
            f"promise too much, for their values are skewed: {_some(warned)}."
        )
    ]


def _is_doubtful(found: Estimate) -> bool:
    return bool(found.warning) and nature_of(found.measure) == "amount"


def _some(labels: list[str]) -> str:
    named = ", ".join(labels[:_NAMED])
    return named if len(labels) <= _NAMED else f"{named} and others"


def _failed(material: Material) -> list[str]:
    failed = material.study.failures
    return [f"{len(failed)} replications failed and are left out of everything."] if failed else []


def _assumed(material: Material) -> list[str]:
    rows = [row for row in material.evidence if row.seed and not row.key.startswith(("legs.", "sites."))]
    assumed = sum(row.standing == "assumption" for row in rows)
    if not rows:
        return [
            (
                "Where the figures come from is not recorded beside these results, so their sources "
                "cannot be shown."
            )
        ]
    return [
        (
            f"Of {len(rows)} figures taken from the seeds (sites and legs apart), {assumed} are "
            "assumptions, marked in section 9."
        )
    ]
