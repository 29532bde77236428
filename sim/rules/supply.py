"""Shares of supply and bookings of capacity by step, from the periods of the agreements."""

from bisect import bisect_left
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from sim.core.calendar import Calendar
from sim.core.records import RunRecord
from sim.core.units import WH_PER_GWH
from sim.scenario.numbers import certain
from sim.scenario.plants import BackgroundSpec, PlantSpec

Series = NDArray[np.float64]
"""One number per step, shape (steps + 1,); index 0 is the opening."""


def shares(record: RunRecord) -> dict[tuple[str, str], Series]:
    """Share of supply on the last day of each step by (programme, plant), for all that ever held one.

    A period that reaches the horizon is taken to hold on the horizon as well.
    """
    edges = record.step_edges
    held: dict[tuple[str, str], Series] = {}
    for period in record.periods:
        lane = (period.programme, period.plant)
        if lane not in held:
            held[lane] = np.zeros(len(edges))
        end = len(edges) if period.end_day >= edges[-1] else bisect_left(edges, period.end_day)
        held[lane][bisect_left(edges, period.first_day) : end] += period.share
    return dict(sorted(held.items()))


def booked_wh_per_year(
    record: RunRecord,
    held: Mapping[tuple[str, str], Series],
    plants: Mapping[str, PlantSpec],
    calendar: Calendar,
) -> dict[str, Series]:
    """Yearly volume booked at each plant on the last day of each step, Wh a year.

    Shares in force times the programme's forecast, and the bookings of customers outside the scenario. What pending switches have
    reserved is not in it.
    """
    booked = {
        plant: background_wh_per_year(spec.background, record.step_edges, calendar)
        for plant, spec in plants.items()
    }
    for (programme, plant), share in held.items():
        booked[plant] = booked[plant] + share * np.asarray(record.programmes[programme].forecast_wh_per_year)
    return booked


def background_wh_per_year(background: BackgroundSpec | None, days: list[int], calendar: Calendar) -> Series:
    """Bookings of outside customers on the given days, Wh a year; straight between the points, constant beyond them."""
    if background is None:
        return np.zeros(len(days))
    known = [calendar.day_of(point.date) for point in background.points]
    gwh = [point.gwh_per_year for point in background.points]
    return np.interp(days, known, gwh) * (certain(background.factor) * WH_PER_GWH)


def planned_capacity_wh_per_year(record: RunRecord, plant: str, spec: PlantSpec) -> Series:
    """Nameplate in place times the utilisation that buyers count on, Wh a year by step."""
    return np.asarray(record.plants[plant].nameplate_wh_per_year, dtype=np.float64) * spec.planned_oee
