import datetime as dt
import itertools
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sim.core.calendar import Calendar
from sim.core.streams import Streams
from sim.core.windows import OutageWindow
from sim.sample.demand import (
    DemandCurve,
    DemandPath,
    DemandShapes,
    outage_vehicles,
    step_factors,
    wanted_vehicles,
)
from sim.scenario.types.programmes import DemandSpec
from tests.builders import START

CALENDAR = Calendar(START, START + dt.timedelta(days=730), 7)

points = st.lists(
    st.tuples(st.integers(-900, 1_500), st.integers(0, 300_000)),
    min_size=1,
    max_size=6,
    unique_by=lambda point: point[0],
).map(sorted)
launches = st.just(-math.inf) | st.integers(-400, 900).map(float)


def curve(dated, launch_day=-math.inf):
    days, rates = np.array(dated, dtype=float).T
    return DemandCurve(days, rates, launch_day)


def specified(*dated, **keys):
    rows = [{"date": date, "low": low, "mode": mode, "high": high} for date, low, mode, high in dated]
    return DemandSpec.model_validate({"points": rows} | keys)


def made_of(demand, launch=None, late_months=0.0):
    (made,) = (
        DemandShapes({"car": (demand, launch)}, CALENDAR).curves({"car": (demand, late_months)}).values()
    )
    return made


def exact_rate(dated, day):
    """Rate of the curve on a day, worked in fractions."""
    if day <= dated[0][0]:
        return Fraction(dated[0][1])
    for (d0, r0), (d1, r1) in itertools.pairwise(dated):
        if day <= d1:
            return r0 + Fraction(r1 - r0) * (day - d0) / (d1 - d0)
    return Fraction(dated[-1][1])


def exact_vehicles(dated, launch_day, day):
    """Area from day 0 to a day of 0 or more, by trapezia between whole days, worked in fractions."""
    first = 0 if launch_day == -math.inf else max(0, int(launch_day))
    knots = sorted({first, day, *(d for d, _ in dated if first < d < day)}) if day > first else [first]
    trapezia = (
        (exact_rate(dated, a) + exact_rate(dated, b)) / 2 * (b - a) for a, b in itertools.pairwise(knots)
    )
    return sum(trapezia) / Fraction(365)


@given(points, launches, st.integers(0, 2_000))
def test_the_cumulative_curve_is_the_exact_area(dated, launch_day, day):
    # Areas reach 2e6 vehicles and 6e8 vehicle-days, where a double resolves 1e-7 vehicle-days.
    exact = exact_vehicles(dated, launch_day, day)
    assert float(curve(dated, launch_day).cumulative(day)) == pytest.approx(float(exact), rel=1e-12, abs=1e-9)


@given(points, launches)
def test_the_plan_sums_to_the_floor_of_the_exact_area(dated, launch_day):
    exact = exact_vehicles(dated, launch_day, 730)
    assume(exact.denominator > 1)  # a whole number of vehicles may fall on either side of its floor
    wanted = wanted_vehicles(curve(dated, launch_day).cumulative(CALENDAR.step_edges()), None)
    assert (wanted[0], wanted.min() >= 0, wanted.sum()) == (0, True, math.floor(exact))


@given(st.integers(0, 10**6), st.integers(1, 28))
def test_a_constant_whole_rate_is_planned_exactly_for_any_step(rate, step_days):
    edges = Calendar(START, START + dt.timedelta(days=1_000), step_days).step_edges()
    wanted = wanted_vehicles(curve([(0, rate)]).cumulative(edges), None)
    assert np.cumsum(wanted).tolist() == [rate * day // 365 for day in edges]


@given(points, launches, st.integers(1, 3_000))
def test_the_cumulative_curve_by_day_is_the_cumulative_curve_to_the_last_bit(dated, launch_day, last_day):
    made = curve(dated, launch_day)
    assert made.cumulative_by_day(last_day).tolist() == made.cumulative(np.arange(last_day + 1)).tolist()


@given(points, launches, st.integers(-1_000, 2_500))
def test_the_rate_is_the_slope_of_the_area(dated, launch_day, day):
    # Within a day no corner can lie, and the slope between two points of a parabola is that at their middle.
    # Areas of 1e9 vehicle-days are known to 1e-7, which makes less than 1e-6 vehicles a year over half a day.
    made = curve(dated, launch_day)
    slope = float(made.cumulative(day + 0.75) - made.cumulative(day + 0.25)) * 365 / 0.5
    assert made.vehicles_per_year(day + 0.5) == pytest.approx(slope, rel=1e-9, abs=1e-5)


def test_a_vehicle_a_day_is_seven_a_week():
    path = DemandPath.of(curve([(0, 365)]), np.array([0, 7, 14, 16]), None, ())
    assert path.wanted_vehicles.tolist() == [0, 7, 7, 2]
    assert path.outage_vehicles.tolist() == [0, 0, 0, 0]


def test_a_ramp_from_nothing_to_730_a_year_makes_365_vehicles_in_its_year():
    ramp = curve([(0, 0), (365, 730)])
    assert ramp.cumulative([0, 73, 365, 730]).tolist() == [0, 73**2 / 365, 365, 365 + 730]
    assert [ramp.vehicles_per_year(day) for day in (-5, 0, 73, 365, 9_999)] == [0, 0, 146, 730, 730]


def test_nothing_is_wanted_before_the_launch():
    launched = curve([(0, 365)], launch_day=10.0)
    assert launched.cumulative([0, 9, 10, 17]).tolist() == [0, 0, 0, 7]
    assert [launched.vehicles_per_year(day) for day in (9, 10)] == [0, 365]


def test_days_before_the_start_have_a_negative_area():
    assert curve([(0, 365)]).cumulative([-10, -1, 0]).tolist() == [-10, -1, 0]
    assert curve([(0, 365)], launch_day=-4.0).cumulative([-10, -4, 0, 3]).tolist() == [-4, -4, 0, 3]


@pytest.mark.parametrize(("position", "rate"), [(0.0, 100.0), (0.125, 150.0), (0.5, 200.0), (1.0, 300.0)])
def test_position_places_the_curve_between_low_and_high(position, rate):
    made = made_of(specified((START, 100.0, 200.0, 300.0), position=position))
    assert made.vehicles_per_year(0) == pytest.approx(rate, rel=1e-15)


@given(st.floats(0, 1), st.floats(0, 1e6))
def test_a_certain_point_stays_where_it_is_at_any_position(position, vehicles):
    made = made_of(specified((START, vehicles, vehicles, vehicles), position=position))
    assert made.vehicles_per_year(0) == vehicles


def test_scale_shift_and_launch_of_a_specification():
    later = START + dt.timedelta(days=365)
    demand = specified((START, 0.0, 0.0, 0.0), (later, 730.0, 730.0, 730.0), scale=2.0, shift_months=12.0)
    made = made_of(demand, START + dt.timedelta(days=400))
    assert [made.vehicles_per_year(day) for day in (365, 399, 400, 730)] == [0, 0, 4.0 * 35, 1_460]


@given(st.integers(0, 2**32), st.floats(0.01, 1.0))
def test_step_factors_of_a_short_run_begin_those_of_a_long_one(root_seed, cv):
    long = step_factors("car", cv, 40, Streams(root_seed, 1))
    assert step_factors("car", cv, 30, Streams(root_seed, 1)).tolist() == long[:30].tolist()
    assert long.min() > 0


def test_step_factors_have_mean_1_and_the_spread_asked_for():
    # 40,000 factors of cv 0.2: the mean has sd 0.001, the sample cv about 0.0009; limits are 3.5 of each.
    factors = step_factors("car", 0.2, 40_000, Streams(5, 0))
    assert abs(factors.mean() - 1) < 0.0035
    assert abs(factors.std() - 0.2) < 0.0032


def test_factors_multiply_the_area_of_their_own_step():
    assert wanted_vehicles(np.array([0.0, 7.0, 14.0, 21.0]), np.array([1.0, 0.5, 2.0])).tolist() == [
        0,
        7,
        3,
        14,
    ]
    assert step_factors("car", 0.0, 3, Streams(5, 0)) is None


lots = st.lists(
    st.tuples(st.integers(0, 500), st.sampled_from([0.0, 1 / 7, 0.5, 6 / 7, 1.0])), max_size=40
).map(lambda pairs: [(0, 1.0), *pairs])


@given(lots)
def test_outages_take_no_more_than_the_plan_and_only_where_they_are(pairs):
    wanted, available = np.array([lot for lot, _ in pairs]), np.array([share for _, share in pairs])
    lost = outage_vehicles(wanted, available)
    assert np.all((lost >= 0) & (lost <= wanted))
    assert np.all(lost[available == 1] == 0)
    assert np.all(lost[available == 0] == wanted[available == 0])
    assert abs(lost.sum() - (wanted * (1 - available)).sum()) <= 1


def test_an_outage_worked_by_hand():
    # 10 vehicles a week: 3 of 7 days lost, then all, then none, then 3 of 7 days at half rate.
    windows = [OutageWindow(5, 15, 0.0), OutageWindow(22, 25, 0.5)]
    path = DemandPath.of(curve([(0, 3_650 / 7)]), np.array([0, 7, 14, 21, 28]), None, windows)
    assert path.wanted_vehicles.tolist() == [0, 10, 10, 10, 10]
    assert path.outage_vehicles.tolist() == [0, 4, 10, 0, 2]


def test_a_plan_that_its_record_shares_cannot_be_changed():
    path = DemandPath.of(curve([(0, 365)]), np.array([0, 7, 14]), None, [OutageWindow(0, 7, 0.0)])
    for series in (path.wanted_vehicles, path.outage_vehicles):
        with pytest.raises(ValueError, match="read-only"):
            series[1] = 0
