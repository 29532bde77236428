"""Which phases are cancelled in one replication, and when the market learns of it."""

import datetime as dt
import math
from typing import assert_never

from sim.core.streams import Streams
from sim.scenario.types.plants import PhaseSpec, PlantSpec, ScheduledStart, TriggeredStart
from sim.scenario.types.scenario import Scenario


def draw_cancellations(scenario: Scenario, streams: Streams) -> dict[tuple[str, str], int]:
    """Day on which the market learns of the end of each cancelled phase, by (plant, phase), sorted.

    A phase falls when a draw of its own is under its probability; another one places the day uniformly on the
    days from its announcement (day 0 if that was before) to its planned SOP. A phase whose planned SOP lies
    before day 0 stands already.
    """
    calendar = scenario.run.calendar()
    days: dict[tuple[str, str], int] = {}
    for plant, phase, spec in _phases(scenario):
        last = calendar.day_of(planned_sop(spec))
        if spec.cancel_probability == 0 or last < 0:
            continue
        owner = f"{plant}/{phase}"
        if streams.uniform("phase-cancellation", owner) < spec.cancel_probability:
            first = max(0, calendar.day_of(announced(scenario.plants[plant], spec)))
            place = streams.uniform("phase-cancellation-day", owner)
            days[plant, phase] = first + math.floor(place * max(1, last - first + 1))
    return days


def planned_sop(phase: PhaseSpec) -> dt.date:
    """The start of production that was announced with the phase."""
    match phase.start:
        case ScheduledStart(sop=sop):
            return sop
        case TriggeredStart(planned_sop=sop):
            return sop
        case _ as never:
            assert_never(never)


def announced(plant: PlantSpec, phase: PhaseSpec) -> dt.date:
    """When the market hears of the phase: its own date, or else the plant's."""
    return plant.announced if phase.announced is None else phase.announced


def _phases(scenario: Scenario) -> list[tuple[str, str, PhaseSpec]]:
    plants = sorted(scenario.plants.items())
    return [
        (plant, phase, spec)
        for plant, plants_spec in plants
        for phase, spec in sorted(plants_spec.phases.items())
    ]
