import datetime as dt
import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.core.records import Outage
from sim.core.windows import OutageWindow
from sim.sample.windows import availability, windows_of
from tests.builders import scenario

windows = st.lists(
    st.builds(
        lambda start, days, eighths: OutageWindow(start, start + days, eighths / 8),
        st.integers(-20, 60),
        st.integers(1, 30),
        st.integers(0, 8),
    ),
    max_size=5,
)
edges = st.lists(st.integers(1, 9), min_size=1, max_size=8).map(lambda steps: np.cumsum([0, *steps]).tolist())


def available_on(day, among):
    return min([1.0, *(share for start, end, share in among if start <= day < end)])


@given(windows, edges)
def test_availability_is_the_mean_over_the_days_of_a_step(among, at):
    # Shares are eighths, so that sums over days are exact and only the division rounds.
    expected = [
        sum(available_on(day, among) for day in range(before + 1, after + 1)) / (after - before)
        for before, after in itertools.pairwise(at)
    ]
    assert availability(among, at).tolist() == [1.0, *expected]


@given(windows, edges)
def test_the_order_of_windows_does_not_matter(among, at):
    assert availability(among[::-1], at).tolist() == availability(among, at).tolist()


def test_a_standstill_of_three_days_in_a_week():
    assert availability([OutageWindow(8, 11, 0.0)], [0, 7, 14, 21]).tolist() == [1, 1, 4 / 7, 1]


def test_where_windows_overlap_the_least_share_rules():
    overlapping = [OutageWindow(1, 8, 0.5), OutageWindow(4, 15, 0.25)]
    assert availability(overlapping, [0, 7, 14]).tolist() == [1, (3 * 0.5 + 4 * 0.25) / 7, 0.25]


def disruption(effect, **hits):
    occurs = {"kind": "dates", "dates": [dt.date(2022, 1, 1)]}
    return {"occurs": occurs, "duration_days": 5.0, "effect": effect} | hits


WORLD = scenario(
    {
        "disruptions": {
            "fire": disruption({"kind": "closed"}, plants=["far-plant"], programmes=["car"]),
            "chips": disruption({"kind": "cut", "remaining_share": 0.4}, programmes=["car"]),
            "storm": disruption({"kind": "delay", "days": 2.0}, legs=["strait"]),
        }
    }
)
OUTAGES = [Outage("storm", 1, 4), Outage("chips", 2, 9), Outage("fire", 3, 5)]


def test_windows_of_a_plant_and_of_a_vehicle_plant():
    assert windows_of(WORLD, OUTAGES, plant="far-plant") == (OutageWindow(3, 5, 0.0),)
    assert windows_of(WORLD, OUTAGES, programme="car") == (OutageWindow(2, 9, 0.4), OutageWindow(3, 5, 0.0))
    assert windows_of(WORLD, OUTAGES, plant="near-plant") == ()
