"""Sentences of the page's first section, built from the estimates."""

from typing import Final

from sim.report.labels import label
from sim.report.material import Material
from sim.study.answer import JUDGED_BY
from sim.study.comparison_study import ComparisonStudy
from sim.study.digits import percent
from sim.study.estimates import told

_NAMED: Final = 6


def headline(material: Material) -> str:
    """The answer; of a study without comparison, the landed cost of its first arm."""
    study = material.study
    if isinstance(study, ComparisonStudy):
        return study.answer.headline
    found = study.estimate(material.arm, JUDGED_BY)
    return (
        f"Over {len(study.replications)} replications, {material.focus} pays {told(found)} "
        "EUR/kWh landed, all costs included."
    )


def supporting(material: Material) -> list[str]:
    """What supports the answer, and what it rests on."""
    study = material.study
    if isinstance(study, ComparisonStudy):
        return list(study.answer.supporting)
    share = study.estimate(material.arm, "switched_by_end")
    return [
        (
            f"It has switched by the end in {percent(share.mean)} of replications "
            f"({percent(share.low)} to {percent(share.high)})."
        )
    ]


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
    warned = sorted(
        {
            label(found.measure)
            for found in study.estimates
            if found.measure.owner == study.focus and found.warning
        }
    )
    n = len(study.replications)
    if not warned:
        return [f"The intervals of the key figures have enough replications ({n}) for the skewness seen."]
    return [
        (
            f"With {n} replications the intervals of {len(warned)} measures of this programme may "
            f"promise too much, so skewed are their values: {_some(warned)}."
        )
    ]


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
