import datetime as dt
import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from sim.core.records import Outage
from sim.core.streams import Streams
from sim.sample.disruptions import arrival_days, draw_outages
from tests.builders import START, scenario
from tests.sample.worlds import DURATION, study_world

STUDY = study_world()


def poisson(per_year, duration_days=1.0, **changes):
    return {
        "plants": ["near-plant"],
        "occurs": {"kind": "poisson", "per_year": per_year},
        "duration_days": duration_days,
    } | changes


def dated(*days, duration_days):
    dates = [START + dt.timedelta(days=day) for day in days]
    return poisson(0.0, duration_days) | {"occurs": {"kind": "dates", "dates": dates}}


def outages(days=3_650, replication=0, **disruptions):
    end = START + dt.timedelta(days=days)
    return draw_outages(scenario({"run.end": end, "disruptions": disruptions}), Streams(13, replication))


def test_days_hit_are_as_many_as_a_poisson_process_hits():
    # With durations of a day each day is hit on its own with p = 1 - exp(-rate / 365), however outages merge.
    # 100 runs of 3,650 days at 60 a year: 55,000 hit, sd 216; limit 3.3 sd (0.1 %): 3 % off fails.
    runs, days, rate = 100, 3_650, 60.0
    world = scenario({"run.end": START + dt.timedelta(days=days), "disruptions": {"strike": poisson(rate)}})
    drawn = [draw_outages(world, Streams(13, replication)) for replication in range(runs)]
    hit = sum(outage.end_day - outage.start_day for run in drawn for outage in run)
    p = 1 - math.exp(-rate / 365)
    assert abs(hit - runs * days * p) < 3.3 * math.sqrt(runs * days * p * (1 - p))


def test_gaps_between_arrivals_are_exponential():
    # Kolmogorov's distance of 20,000 gaps (error 0.1 %); a rate that is off by 4 % fails.
    days = arrival_days(Streams(13, 0).uniforms("disruption-gap", "any", 20_000), per_year=4.0)
    gaps = np.diff(days, prepend=0.0)
    assert stats.kstest(gaps, stats.expon(scale=365 / 4).cdf).statistic < 1.95 / math.sqrt(20_000)


@given(st.floats(0.01, 50), st.floats(1, 20))
def test_a_higher_rate_brings_every_arrival_forward(per_year, times):
    uniforms = Streams(13, 0).uniforms("disruption-gap", "any", 40)
    assert np.all(arrival_days(uniforms, per_year * times) <= arrival_days(uniforms, per_year))


@given(st.integers(0, 10**6))
@settings(max_examples=30)
def test_outages_are_sorted_apart_and_within_the_run(replication):
    drawn = draw_outages(STUDY, Streams(13, replication))
    horizon = STUDY.run.calendar().horizon_days
    assert [(each.start_day, each.disruption) for each in drawn] == sorted(
        (each.start_day, each.disruption) for each in drawn
    )
    assert all(0 <= each.start_day < each.end_day <= horizon + 1 for each in drawn)
    for name in STUDY.disruptions:
        own = [each for each in drawn if each.disruption == name]
        assert all(one.end_day < other.start_day for one, other in itertools.pairwise(own))


@pytest.mark.parametrize("rate", [0.5, 40.0], ids=["one block of gaps", "several blocks"])
def test_a_longer_run_keeps_the_outages_of_a_shorter_one(rate):
    short, long = outages(1_000, strike=poisson(rate)), outages(2_600, strike=poisson(rate))
    assert long[: len(short) - 1] == short[:-1]
    assert len(short) > 0


def test_another_disruption_leaves_the_others_alone():
    alone = outages(strike=poisson(2.0, DURATION))
    both = outages(fire=poisson(3.0, DURATION), strike=poisson(2.0, DURATION))
    assert tuple(each for each in both if each.disruption == "strike") == alone


def test_other_durations_leave_the_arrivals_alone():
    short, long = outages(strike=poisson(0.5, 1.0)), outages(strike=poisson(0.5, 20.0))
    assert [each.start_day for each in short] == [each.start_day for each in long]
    assert {each.end_day - each.start_day for each in long} == {20}


def test_durations_do_not_depend_on_arrivals():
    # Correlation of a first day with its duration over 1,000 replications: sd 0.032, limit 3.3 of it (0.1 %).
    world = scenario({"disruptions": {"strike": poisson(2.0, {"dist": "uniform", "low": 1.0, "high": 31.0})}})
    firsts = [draw_outages(world, Streams(13, replication))[0] for replication in range(1_000)]
    days = [(each.start_day, each.end_day - each.start_day) for each in firsts]
    assert abs(np.corrcoef(np.array(days).T)[0, 1]) < 3.3 / math.sqrt(1_000)


def test_ceaseless_arrivals_strike_from_day_1_to_the_horizon():
    assert outages(40, strike=poisson(365.0 * 50)) == (Outage("strike", 1, 41),)


@given(st.integers(0, 10**6))
@settings(max_examples=20)
def test_a_further_occurrence_never_ends_an_outage_sooner(replication):
    lasting = {"dist": "uniform", "low": 1.0, "high": 40.0}
    one = outages(replication=replication, strike=dated(10, duration_days=lasting))[0]
    both = outages(replication=replication, strike=dated(10, 11, duration_days=lasting))[0]
    assert (one.start_day, both.start_day) == (10, 10)
    assert one.end_day <= both.end_day


def test_a_rate_of_nothing_never_strikes():
    assert outages(strike=poisson(0.0)) == ()


def test_dated_occurrences_strike_on_their_dates():
    assert outages(strike=dated(30, 10, duration_days=3.0)) == (
        Outage("strike", 10, 13),
        Outage("strike", 30, 33),
    )


def test_durations_are_rounded_up_to_whole_days():
    assert outages(strike=dated(10, duration_days=0.2)) == (Outage("strike", 10, 11),)
    assert outages(strike=dated(10, duration_days=2.1)) == (Outage("strike", 10, 13),)


def test_overlapping_and_touching_occurrences_are_one_outage():
    assert outages(strike=dated(10, 14, 15, duration_days=5.0)) == (Outage("strike", 10, 20),)
    assert outages(strike=dated(10, 15, duration_days=5.0)) == (Outage("strike", 10, 20),)
    assert len(outages(strike=dated(10, 16, duration_days=5.0))) == 2


def test_outages_are_clipped_to_the_run():
    clipped = outages(100, strike=dated(-10, -3, 99, 100, 101, duration_days=5.0))
    assert clipped == (Outage("strike", 0, 2), Outage("strike", 99, 101))


def test_durations_have_the_distribution_asked_for():
    # Kolmogorov's distance of 1,000 durations, error 0.1 %: whole days, rounded up, reach day d as often as a
    # uniform on 1 .. 301 does.
    days = range(0, 400_000, 400)
    drawn = outages(
        410_000, strike=dated(*days, duration_days={"dist": "uniform", "low": 1.0, "high": 301.0})
    )
    durations = np.array([each.end_day - each.start_day for each in drawn])
    reached = [np.mean(durations <= day) for day in range(1, 302)]
    assert len(durations) == 1_000
    assert np.max(np.abs(reached - np.arange(301) / 300)) < 1.95 / math.sqrt(1_000)


def test_each_occurrence_has_its_own_duration_and_another_replication_other_ones():
    drawn = outages(strike=dated(0, 1_000, 2_000, duration_days=DURATION))
    other = outages(replication=1, strike=dated(0, 1_000, 2_000, duration_days=DURATION))
    lengths = [each.end_day - each.start_day for each in drawn]
    assert len(set(lengths)) > 1
    assert lengths != [each.end_day - each.start_day for each in other]


def test_a_year_of_a_poisson_process_has_365_days():
    # A uniform of 1 - 1/e makes a gap of exactly one mean.
    assert arrival_days(np.array([1 - math.exp(-1)] * 2), 1.0) == pytest.approx([365.0, 730.0], rel=1e-12)


@pytest.mark.parametrize("days", [2.2, 2.8])
def test_an_outage_of_a_part_of_a_day_takes_the_whole_day(days):
    assert outages(strike=dated(10, duration_days=days)) == (Outage("strike", 10, 13),)


def test_a_drawn_outage_takes_its_last_day_whole_too():
    duration = {"dist": "uniform", "low": 2.0001, "high": 2.9999}
    drawn = outages(strike=dated(*range(100, 1_000, 100), duration_days=duration))
    assert {outage.end_day - outage.start_day for outage in drawn} == {3}
