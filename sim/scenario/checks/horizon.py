"""The horizon: what a world says of days that the run does not have. Warnings, never faults."""

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from sim.scenario.parts import Parts
from sim.scenario.reading.findings import Finding
from sim.scenario.reading.key_path import KeyPath
from sim.scenario.types.plants import PhaseSpec, PlantSpec, ScheduledStart
from sim.scenario.types.policies import AwardPolicy
from sim.scenario.types.programmes import AgreementSpec, ProgrammeSpec
from sim.scenario.types.scenario import RunSpec

FORECAST_YEARS: Final = 8
"""Reviews late in the run look this far beyond its end."""
_DAYS_PER_YEAR: Final = 365
_LONGER: Final = "end the run later, or leave it out"


def outside_the_run(parts: Parts) -> Iterator[Finding]:
    """Dates on which nothing comes about as it is written, since the run has not begun or is over."""
    run = parts.run
    if run is None or run.end <= run.start:
        return
    for path, date in _single_dates(parts, run):
        if not run.start <= date <= run.end:
            yield Finding(path, f"lies outside the run, {run.start} to {run.end}")
    for id_, plant in parts.plants.items():
        yield from _of_plant(("plants", id_), plant, run)
    for id_, agreement in parts.agreements.items():
        yield from _of_agreement(("agreements", id_), agreement, run)
    for id_, programme in parts.programmes.items():
        yield from _of_demand(("programmes", id_, "demand", "points"), programme, run)
    for id_, price in parts.prices.items():
        first = price.points[0].date
        if first > run.start:
            told = f"the price of this point holds from {run.start} on"
            yield _late(("prices", id_, "points", 0, "date"), "the run begins", run.start, told)


def _single_dates(parts: Parts, run: RunSpec) -> Iterator[tuple[KeyPath, dt.date]]:
    for id_, programme in parts.programmes.items():
        if programme.launch is not None and programme.launch > run.start:
            yield ("programmes", id_, "launch"), programme.launch
        if isinstance(programme.sourcing.policy, AwardPolicy):
            yield ("programmes", id_, "sourcing", "policy", "date"), programme.sourcing.policy.date
    for id_, disruption in parts.disruptions.items():
        if disruption.occurs.kind == "dates":
            for at, date in enumerate(disruption.occurs.dates):
                yield ("disruptions", id_, "occurs", "dates", at), date


def _of_plant(path: KeyPath, plant: PlantSpec, run: RunSpec) -> Iterator[Finding]:
    """Phases that no day of the run sees, or that nobody hears of in it; a plant's first bookings after its start."""
    if plant.announced > run.end:
        message = f"is after the end of the run, {run.end}: no review hears of the plant"
        yield Finding((*path, "announced"), message, _LONGER)
    for name, phase in plant.phases.items():
        yield from _of_phase((*path, "phases", name), phase, run)
    if plant.background is not None:
        point = plant.background.points[0]
        if point.date > run.start and point.gwh_per_year > 0:
            told = f"its {point.gwh_per_year:g} GWh a year are booked from {run.start} on"
            yield _late((*path, "background", "points", 0, "date"), "the run begins", run.start, told)


def _of_phase(path: KeyPath, phase: PhaseSpec, run: RunSpec) -> Iterator[Finding]:
    if phase.announced is not None and phase.announced > run.end:
        message = f"is after the end of the run, {run.end}: no review hears of the phase"
        yield Finding((*path, "announced"), message, _LONGER)
    start = phase.start
    key, date = (
        ("sop", start.sop) if isinstance(start, ScheduledStart) else ("planned_sop", start.planned_sop)
    )
    if date >= run.end:
        message = (
            f"is not before the end of the run, {run.end}: the phase makes nothing, reviews alone count on it"
        )
        yield Finding((*path, "start", key), message, _LONGER)


def _of_agreement(path: KeyPath, agreement: AgreementSpec, run: RunSpec) -> Iterator[Finding]:
    if agreement.start >= run.end:
        message = f"is not before the end of the run, {run.end}: nothing is delivered under the agreement"
        yield Finding((*path, "start"), message, _LONGER)
    if agreement.end is not None and agreement.end < run.start:
        message = (
            f"is before the run begins, {run.start}: the agreement runs on at short notice from the first day"
        )
        yield Finding((*path, "end"), message, "leave the agreement out where it is over")


def _of_demand(path: KeyPath, programme: ProgrammeSpec, run: RunSpec) -> Iterator[Finding]:
    """A curve that begins after building does, and points that no day of it can show."""
    points, launch = programme.demand.points, programme.launch
    begins = run.start if launch is None else max(run.start, launch)
    if points[0].date > begins and points[0].high > 0:
        told = f"its {points[0].mode:g} vehicles a year are wanted from {begins} on"
        yield _late((*path, 0, "date"), "building begins", begins, told)
    if programme.demand.waits_for is None and programme.demand.shift_months == 0.0:
        for at, (point, following) in enumerate(pairwise(points)):
            if following.date <= begins:
                message = f"changes nothing: the next point, {following.date}, is not after {begins} either"
                yield Finding(
                    (*path, at, "date"), message, f"building begins on {begins}", point.date.isoformat()
                )
    last = run.end + dt.timedelta(days=FORECAST_YEARS * _DAYS_PER_YEAR)
    for at, (before, point) in enumerate(pairwise(points), start=1):
        if before.date >= last:
            message = (
                f"changes nothing: the run ends on {run.end}, and forecasts {FORECAST_YEARS} years later"
            )
            yield Finding((*path, at, "date"), message, _LONGER, point.date.isoformat())


def _late(path: KeyPath, what: str, date: dt.date, told: str) -> Finding:
    """The finding about a curve's first point on a day after that on which the curve is first read."""
    message = f"is after {what}, {date}, and curves are constant before their first point: {told}"
    return Finding(path, message, f"add a point of {date} or earlier")
