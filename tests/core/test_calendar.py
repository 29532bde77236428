import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.core.calendar import Calendar

dates = st.dates(dt.date(1990, 1, 1), dt.date(2090, 12, 31))
calendars = st.builds(
    lambda start, days, step: Calendar(start, start + dt.timedelta(days=days), step),
    dates,
    st.integers(1, 6_000),
    st.integers(1, 28),
)


@given(calendars, st.integers(-5_000, 20_000))
def test_days_and_dates_turn_into_each_other(calendar, day):
    assert calendar.day_of(calendar.date_of(day)) == day


@given(calendars)
def test_the_run_begins_on_day_0_and_ends_on_its_horizon(calendar):
    assert (calendar.day_of(calendar.start), calendar.day_of(calendar.end)) == (0, calendar.horizon_days)


@given(calendars)
def test_steps_cover_the_run_and_only_the_last_may_be_short(calendar):
    edges = calendar.step_edges()
    lengths = [after - before for before, after in itertools.pairwise(edges)]
    assert (edges[0], edges[-1]) == (0, calendar.horizon_days)
    assert set(lengths[:-1]) <= {calendar.step_days}
    assert 1 <= lengths[-1] <= calendar.step_days


@given(calendars, st.integers(0, 5_000))
def test_a_longer_run_keeps_the_whole_steps_of_a_shorter_one(calendar, more):
    longer = Calendar(calendar.start, calendar.end + dt.timedelta(days=more), calendar.step_days)
    assert longer.step_edges()[: len(calendar.step_edges()) - 1] == calendar.step_edges()[:-1]


def test_step_edges_of_a_run_of_sixteen_days():
    assert Calendar(dt.date(2021, 7, 1), dt.date(2021, 7, 17), 7).step_edges() == [0, 7, 14, 16]


def test_step_edges_of_whole_weeks_end_on_the_horizon():
    assert Calendar(dt.date(2021, 7, 1), dt.date(2021, 7, 15), 7).step_edges() == [0, 7, 14]


@pytest.mark.parametrize(
    ("day", "month"), [(0, "2021-07"), (30, "2021-07"), (31, "2021-08"), (-1, "2021-06")]
)
def test_month_of_a_day(day, month):
    assert Calendar(dt.date(2021, 7, 1), dt.date(2022, 7, 1), 7).month_of(day) == month


def test_year_fraction_knows_leap_years():
    calendar = Calendar(dt.date(2024, 1, 1), dt.date(2026, 1, 1), 7)
    assert [calendar.year_fraction(day) for day in (0, 183, 366, 366 + 73)] == [
        2024.0,
        2024.5,
        2025.0,
        2025.2,
    ]


@given(calendars, st.integers(-3_000, 9_000))
def test_year_fraction_rises_with_the_days(calendar, day):
    year = calendar.year_fraction(day)
    assert int(year) == calendar.date_of(day).year
    assert year < calendar.year_fraction(day + 1)
