import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.core.streams import Streams
from sim.sample.transit import TransitDraws

distribution = pytest.mark.parametrize("distribution", ["lognormal", "gamma"])


def transit(distribution="lognormal", steps=52, replication=0):
    return TransitDraws(Streams(19, replication), steps, distribution)


@distribution
def test_times_have_the_mean_and_the_spread_asked_for(distribution):
    # 40,000 draws of cv 0.3: the mean has relative sd 0.0015, the cv about 0.0013; limits are 3.5 of each.
    days = transit(distribution, 39_999).leg_days("far-road", 2.0, 0.3)
    assert abs(days.mean() / 2 - 1) < 0.0053
    assert abs(days.std() / days.mean() - 0.3) < 0.0046


@distribution
@given(st.floats(0.05, 60), st.floats(0.01, 1.5))
def test_arms_with_other_means_stay_coupled(distribution, mean, cv):
    days = transit(distribution).leg_days("far-road", mean, cv)
    assert (
        np.argsort(days).tolist() == np.argsort(transit(distribution).leg_days("far-road", 1.0, 0.2)).tolist()
    )
    np.testing.assert_allclose(transit(distribution).leg_days("far-road", 2 * mean, cv), 2 * days, rtol=1e-14)


@distribution
def test_a_leg_without_spread_always_takes_its_mean(distribution):
    assert transit(distribution, 3).leg_days("far-road", 1.5, 0.0).tolist() == [1.5] * 4
    assert transit(distribution, 3).customs_days("strait", 0.0, 0.4).tolist() == [0.0] * 4


def test_a_longer_run_begins_with_the_times_of_a_shorter_one():
    short, long = (
        transit(steps=30).leg_days("far-road", 2.0, 0.3),
        transit(steps=80).leg_days("far-road", 2.0, 0.3),
    )
    assert (len(short), long[:31].tolist()) == (31, short.tolist())


def test_legs_their_customs_and_replications_have_times_of_their_own():
    draws = transit()
    blocks = [
        draws.leg_days("strait", 2.0, 0.3),
        draws.customs_days("strait", 2.0, 0.3),
        draws.leg_days("far-road", 2.0, 0.3),
        transit(replication=1).leg_days("strait", 2.0, 0.3),
    ]
    assert len(set(np.concatenate(blocks).tolist())) == 4 * 53


def test_the_order_of_asking_does_not_matter_and_an_answer_is_kept():
    one, other = transit(), transit()
    first = one.leg_days("far-road", 2.0, 0.3)
    one.customs_days("strait", 1.0, 0.5)
    other.customs_days("strait", 1.0, 0.5)
    assert first.tolist() == other.leg_days("far-road", 2.0, 0.3).tolist()
    assert one.leg_days("far-road", 2.0, 0.3) is first


def test_times_cannot_be_changed_by_those_who_read_them():
    days = transit().leg_days("far-road", 2.0, 0.3)
    with pytest.raises(ValueError, match="read-only"):
        days[0] = 9.0


@pytest.mark.parametrize(("mean", "cv"), [(-1.0, 0.2), (1.0, -0.2), (float("nan"), 0.2), (1.0, float("inf"))])
def test_impossible_means_and_spreads_are_refused(mean, cv):
    with pytest.raises(ValueError, match="far-road"):
        transit().leg_days("far-road", mean, cv)
