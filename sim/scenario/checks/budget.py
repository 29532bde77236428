"""Budget: how many events a scenario asks for, so that the impossible is refused before it starts."""

import math
from collections.abc import Iterator
from typing import Final

from sim.scenario.parts import Parts
from sim.scenario.reading.findings import Finding
from sim.scenario.types.numbers import Gamma, Lognormal, Normal, Number, support
from sim.scenario.types.scenario import RunSpec, StudySpec

MOST_EVENTS: Final = 1e8
"""Events of a replication: some minutes of one core at a million a second."""
MOST_OUTAGE_EVENTS: Final = 2e6
"""Events of a disruption in a replication, each drawn ahead and kept: some seconds, and some hundred MB."""
MOST_STUDY_EVENTS: Final = 1e11
"""Events of a study: a day and more of one core."""

_DAYS_PER_YEAR: Final = 365.25
_SPREADS: Final = 3


def budget_findings(parts: Parts) -> Iterator[Finding]:
    """The cause of a replication that would be too long: its steps, or a disruption that comes too often."""
    if parts.run is None:
        return
    steps = _steps(parts.run) * _lines(parts)
    if steps > MOST_EVENTS:
        yield Finding(
            ("run", "end"),
            f"asks for about {steps:.1e} events a replication, at most {MOST_EVENTS:.0e} are run",
        )
    for id_, disruption in parts.disruptions.items():
        if disruption.occurs.kind == "poisson":
            events = 2 * _years(parts.run) * likely_most(disruption.occurs.per_year)
            if events > MOST_OUTAGE_EVENTS:
                message = f"asks for about {events:.1e} events a replication, at most {MOST_OUTAGE_EVENTS:.0e} are run"
                yield Finding(("disruptions", id_, "occurs", "per_year"), message)


def study_findings(parts: Parts, study: StudySpec, arms: int) -> Iterator[Finding]:
    """Replications that would take days."""
    if parts.run is None:
        return
    events = (
        study.replications
        * study.nested
        * arms
        * max(1.0, min(_steps(parts.run) * _lines(parts), MOST_EVENTS))
    )
    if events > MOST_STUDY_EVENTS:
        message = f"asks for about {events:.1e} events in all, at most {MOST_STUDY_EVENTS:.0e} are run"
        yield Finding(("study", "replications"), message)


def likely_most(number: Number) -> float:
    """A value that a number hardly exceeds: its greatest, or where it has none, three spreads out."""
    match number:
        case Lognormal(median=median, p95=p95):
            return median * (p95 / median) ** 2
        case Gamma(mean=mean, cv=cv):
            return mean * (1 + _SPREADS * cv)
        case Normal(mean=mean, sd=sd, high=None):
            return mean + _SPREADS * sd
        case _:
            return support(number)[1]


def likely_least(number: Number) -> float:
    """A value that a number hardly falls below: its least, or where it has none, three spreads down."""
    match number:
        case Lognormal(median=median, p95=p95):
            return median / (p95 / median) ** 2
        case Gamma(mean=mean, cv=cv):
            return max(support(number)[0], mean * (1 - _SPREADS * cv))
        case Normal(mean=mean, sd=sd, low=None):
            return mean - _SPREADS * sd
        case _:
            return support(number)[0]


def _steps(run: RunSpec) -> int:
    return max(0, math.ceil((run.end - run.start).days / run.step_days))


def _years(run: RunSpec) -> float:
    return max(0.0, (run.end - run.start).days / _DAYS_PER_YEAR)


def _lines(parts: Parts) -> int:
    """What has an event in a step: each plant makes, each programme builds, calls off and receives."""
    return len(parts.plants) + 3 * len(parts.programmes)
