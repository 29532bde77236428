"""Shares of supply and bookings of capacity by step, from the periods of the agreements."""

from bisect import bisect_left
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from sim.core.arrays import Floats
from sim.core.calendar import Calendar
from sim.core.records import RunRecord
from sim.core.units import WH_PER_GWH
from sim.scenario.types.numbers import certain
from sim.scenario.types.plants import BackgroundSpec
from sim.scenario.types.scenario import Scenario


def held_shares(record: RunRecord) -> dict[tuple[str, str], Floats]:
    """Share of supply on the last day of each step by (programme, plant), for all that ever held one.

    A period that reaches the horizon is taken to hold on the horizon as well.
    """
    edges = record.step_edges
    held: dict[tuple[str, str], Floats] = {}
    for period in record.periods:
        lane = (period.programme, period.plant)
        if lane not in held:
            held[lane] = np.zeros(len(edges))
        end = len(edges) if period.end_day >= edges[-1] else bisect_left(edges, period.end_day)
        held[lane][bisect_left(edges, period.first_day) : end] += period.share
    return dict(sorted(held.items()))


def booked_wh_per_year(
    held: Mapping[tuple[str, str], Floats], forecasts: Mapping[str, Floats], background: Mapping[str, Floats]
) -> dict[str, Floats]:
    """Yearly volume booked at each plant on the last day of each step, Wh a year.

    Shares in force times the programme's forecast, and the bookings of outside customers by plant.
    What pending switches have reserved is not in it.
    """
    booked = dict(background)
    for (programme, plant), share in held.items():
        booked[plant] = booked[plant] + share * forecasts[programme]
    return booked


def background_bookings(scenario: Scenario, days: NDArray[np.int64]) -> dict[str, Floats]:
    """Bookings of outside customers at each plant on the given days, Wh a year."""
    calendar = scenario.run.calendar()
    return {plant: _booked(spec.background, days, calendar) for plant, spec in scenario.plants.items()}


def _booked(background: BackgroundSpec | None, days: NDArray[np.int64], calendar: Calendar) -> Floats:
    """Straight between the points, constant beyond them."""
    if background is None:
        return np.zeros(len(days))
    known = [calendar.day_of(point.date) for point in background.points]
    gwh = [point.gwh_per_year for point in background.points]
    return np.interp(days, known, gwh) * (certain(background.factor) * WH_PER_GWH)
