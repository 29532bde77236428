"""The representative replication: the one that the pictures of a single run show."""

import math
from dataclasses import dataclass

import numpy as np

from sim.answers.answer import JUDGED_BY
from sim.report.material.labels import brief_label
from sim.study.comparison_study import ComparisonStudy
from sim.study.monte_carlo_study import MonteCarloStudy


@dataclass(frozen=True, slots=True)
class Representative:
    """The replication shown, and the rule by which it was chosen, in a sentence."""

    arm: str
    replication: int
    rule: str


def shown_arm(study: MonteCarloStudy) -> str:
    """The arm that pictures of one arm show: the answer's, else the first."""
    arm = study.answer.arm if isinstance(study, ComparisonStudy) else ""
    return arm or next(iter(study.arms))


def representative(study: MonteCarloStudy) -> Representative:
    """The median replication of the shown arm in the landed cost of the programme in question.

    Of an even number of replications the lower of the two in the middle; of equal ones the first; where no
    cost is known, the first replication.
    """
    arm = shown_arm(study)
    costs = study.observations.values(arm, study.estimate(arm, JUDGED_BY).measure)
    known = np.flatnonzero(~np.isnan(costs))
    if not len(known):
        return Representative(arm, study.replications[0], "the first replication: no landed cost is known")
    ordered = known[np.argsort(costs[known], kind="stable")]
    at = int(ordered[math.ceil(len(ordered) / 2) - 1])
    what = brief_label(JUDGED_BY)
    rule = f"the replication with the median {what} of arm {arm} (replication {study.replications[at]})"
    return Representative(arm, study.replications[at], rule)
