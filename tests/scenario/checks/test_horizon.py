"""What a world says of days that the run does not have is warned of: the run is 2021-07-01 to 2029-06-30."""

import datetime as dt

import pytest

from sim.scenario.load import load
from tests.builders import phase
from tests.scenario.files import small

QUIET = {"plants.far-plant.announced": dt.date(2018, 1, 1)}
POINTS = "programmes.car.demand.points"
PHASE = "plants.near-plant.phases.p1"


def date(year, month=1, day=1):
    return dt.date(year, month, day)


def points(*dates, vehicles=20_000.0):
    return [{"date": each, "low": vehicles, "mode": vehicles, "high": vehicles} for each in dates]


def bookings(*dates, gwh=2.0):
    return {"points": [{"date": each, "gwh_per_year": gwh} for each in dates]}


def warned(folder, changes):
    return load(small(folder, QUIET | changes)).warnings


@pytest.mark.parametrize(
    ("changes", "key", "message", "remedy"),
    [
        ({POINTS: points(date(2035))}, f"{POINTS}.0.date",
         "is after building begins, 2021-07-01, and curves are constant", "add a point of 2021-07-01 or earlier"),
        ({POINTS: points(date(2021, 7, 2), date(2025))}, f"{POINTS}.0.date", "is after building begins", "add a point"),
        ({POINTS: points(date(2025)), "programmes.car.launch": date(2024)}, f"{POINTS}.0.date",
         "its 20000 vehicles a year are wanted from 2024-01-01 on", "add a point of 2024-01-01 or earlier"),
        ({POINTS: points(date(2018), date(2021, 7, 1), date(2025))}, f"{POINTS}.0.date",
         "changes nothing: the next point, 2021-07-01, is not after 2021-07-01 either", "building begins"),
        ({POINTS: points(date(2021), date(2037, 6, 30), date(2038))}, f"{POINTS}.2.date",
         "changes nothing: the run ends on 2029-06-30, and forecasts 8 years later", "end the run later"),
        ({PHASE: phase(9.0, date(2029, 7, 1))}, f"{PHASE}.start.sop",
         "is not before the end of the run, 2029-06-30: the phase makes nothing", "end the run later"),
        ({f"{PHASE}.start": {"kind": "triggered", "planned_sop": date(2029, 6, 30), "lead_time_months": 24.0}},
         f"{PHASE}.start.planned_sop", "is not before the end of the run", "end the run later"),
        ({"agreements.car-far.start": date(2029, 6, 30)}, "agreements.car-far.start",
         "is not before the end of the run, 2029-06-30: nothing is delivered", "end the run later"),
        ({"agreements.car-far.end": date(2021, 6, 30)}, "agreements.car-far.end",
         "is before the run begins, 2021-07-01: the agreement runs on at short notice", "leave the agreement out"),
        ({"plants.far-plant.background": bookings(date(2023))}, "plants.far-plant.background.points.0.date",
         "its 2 GWh a year are booked from 2021-07-01 on", "add a point"),
        ({"prices.europe-nmc.points.0.date": date(2022)}, "prices.europe-nmc.points.0.date",
         "the price of this point holds from 2021-07-01 on", "add a point"),
    ],
)  # fmt: skip
def test_a_date_that_the_run_does_not_have_is_warned_of_with_what_becomes_of_it(
    tmp_path, changes, key, message, remedy
):
    (warning,) = warned(tmp_path, changes)
    assert (warning.file, warning.key) == (str(tmp_path / "world.toml"), key)
    assert warning.line > 0
    assert message in warning.message
    assert remedy in warning.remedy


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        (
            {"plants.near-plant.announced": date(2030), PHASE: phase(9.0, date(2031))},
            "plants.near-plant.announced",
        ),
        ({PHASE: phase(9.0, date(2031), announced=date(2030))}, f"{PHASE}.announced"),
    ],
)
def test_an_announcement_after_the_run_is_heard_by_no_review(tmp_path, changes, key):
    told = {each.key: each.message for each in warned(tmp_path, changes)}
    assert told.keys() == {key, f"{PHASE}.start.sop"}
    assert "is after the end of the run, 2029-06-30: no review hears of the" in told[key]


@pytest.mark.parametrize(
    "changes",
    [
        {POINTS: points(date(2019))},
        {POINTS: points(date(2019), date(2021, 7, 2))},
        {POINTS: points(date(2021, 7, 1), date(2029, 7, 1), date(2031))},
        {POINTS: points(date(2025), vehicles=0.0)},
        {POINTS: points(date(2024), date(2026)), "programmes.car.launch": date(2024)},
        {POINTS: points(date(2018), date(2021), date(2025)), "programmes.car.demand.shift_months": 24.0},
        {PHASE: phase(9.0, date(2029, 6, 29))},
        {"agreements.car-far.start": date(2029, 6, 29)},
        {"agreements.car-far.end": date(2021, 7, 1)},
        {"plants.far-plant.background": bookings(date(2023), gwh=0.0)},
        {"plants.far-plant.background": bookings(date(2020), date(2023))},
    ],
)
def test_history_and_what_comes_about_within_the_run_is_not_warned_of(tmp_path, changes):
    assert warned(tmp_path, changes) == ()
