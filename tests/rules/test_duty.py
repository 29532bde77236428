import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.core.errors import BrokenInvariant
from sim.rules.duty import DutyBook
from tests.builders import START, scenario


def row(day: int, rate: float, origin: str = "eu", destination: str = "uk") -> dict[str, object]:
    start = START + dt.timedelta(days=day)
    return {"origin_zone": origin, "destination_zone": destination, "start": start, "rate": rate}


def book(**rows: dict[str, object]) -> DutyBook:
    world = scenario({"duties": rows})
    return DutyBook(world, world.run.calendar())


STEPS = book(later=row(900, 0.1), first=row(-30, 0.013), middle=row(500, 0.0), back=row(0, 0.02, "uk", "eu"))


@given(st.lists(st.integers(-500, 5000), max_size=30), st.sampled_from(["eu", "uk", "asia"]))
def test_rates_of_many_days_are_the_rates_of_each(days, origin):
    rates = STEPS.duty_rates(origin, "uk", np.array(days, dtype=int))
    assert rates.tolist() == [STEPS.schedule(origin, "uk").rate(day) for day in days]


def test_the_latest_row_that_has_started_holds():
    days = (-31, -30, 499, 500, 899, 900, 9000)
    assert [STEPS.schedule("eu", "uk").rate(day) for day in days] == [0.0, 0.013, 0.013, 0.0, 0.0, 0.1, 0.1]
    assert STEPS.schedule("uk", "eu").rate(900) == 0.02


def test_there_is_no_duty_within_a_zone_nor_without_a_row():
    within = book(odd=row(0, 0.5, "uk", "uk"))
    assert within.schedule("uk", "uk").rate(100) == 0.0
    assert within.schedule("asia", "uk").rate(100) == 0.0


def test_two_rows_of_one_day_are_an_error():
    with pytest.raises(BrokenInvariant, match="duty b"):
        book(a=row(0, 0.1), b=row(0, 0.2))
