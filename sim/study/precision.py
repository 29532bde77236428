"""Precision: how far a study goes on until the intervals of its measures are narrow enough."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sim.core.errors import WrongUse
from sim.core.keys import MeasureKey
from sim.core.known import unknown
from sim.statistics.estimates import Estimate, estimate
from sim.study.observations import Observations
from sim.study.plan import Plan

_FIRST_LOOK: Final = 30
_GROWTH: Final = 1.5


@dataclass(frozen=True, slots=True)
class Target:
    """Half-width of a measure's mean that is asked for in every arm, as a share of the mean."""

    measure: MeasureKey
    relative_half_width: float


@dataclass(frozen=True, slots=True)
class Reached:
    """The relative half-width that was asked for and the one of an arm's estimate (infinite: no interval)."""

    arm: str
    measure: MeasureKey
    asked: float
    reached: float

    @property
    def met(self) -> bool:
        """Whether it is narrow enough."""
        return self.reached <= self.asked


def targets(plan: Plan) -> tuple[Target, ...]:
    """What the plan's precision asks for, by measure.

    Raises WrongUse for a measure that there is not, and for a half-width that is not above 0.
    """
    asked, known = sorted(plan.precision.items()), named_measures(plan)
    faults = [fault for name, _ in asked if (fault := unknown("measure", name, known)) is not None]
    if faults:
        faults.append(f"say NAME for the focus programme {plan.focus}, or OWNER.NAME")
    faults += [
        f"the relative half-width of {name} has to be above 0, not {share}"
        for name, share in asked
        if not (math.isfinite(share) and share > 0)
    ]
    if faults:
        raise WrongUse("\n".join(faults))
    return tuple(Target(known[name], share) for name, share in asked)


def named_measures(plan: Plan) -> dict[str, MeasureKey]:
    """The measures that a precision may name: those of the focus by name, and all by owner and name."""
    owned = {f"{key.owner}.{key.name}": key for key in plan.measures if key.owner}
    return owned | {key.name: key for key in plan.measures if key.owner == plan.focus}


def reached(observations: Observations) -> tuple[Reached, ...]:
    """What the observations reach of their plan's precision, by measure, then arm."""
    plan = observations.plan
    return tuple(
        Reached(
            arm,
            target.measure,
            target.relative_half_width,
            _relative(estimate(arm, target.measure, values, level=plan.level)),
        )
        for target in targets(plan)
        for arm in plan.arms
        for values in [observations.values(arm, target.measure)]
    )


def _relative(found: Estimate) -> float:
    if math.isnan(found.half_width):
        return math.inf
    if found.half_width == 0:
        return 0.0
    return found.half_width / abs(found.mean) if found.mean else math.inf


def looks(plan: Plan) -> Iterator[int]:
    """Replications at which a study may stop: 30, then half as many again each time, at last all.

    They do not depend on how the work is done, so neither does the number at which a study stops.
    """
    look = _FIRST_LOOK
    while plan.precision and look < plan.replications:
        yield look
        look = math.ceil(look * _GROWTH)
    yield plan.replications
