import datetime as dt
import math

import numpy as np

from sim.core.streams import Streams
from sim.sample.cancellation import announced, draw_cancellations, planned_sop
from tests.builders import START, phase, scenario

SOP = START + dt.timedelta(days=1_000)
PHASE = "near-plant", "p1"


def world(probability, sop=SOP, announced_day=None):
    changes = {} if announced_day is None else {"announced": START + dt.timedelta(days=announced_day)}
    return scenario(
        {"plants.near-plant.phases": {"p1": phase(9.0, sop, cancel_probability=probability, **changes)}}
    )


def cancelled_days(made, replications):
    drawn = [draw_cancellations(made, Streams(17, replication)) for replication in range(replications)]
    return [days.get(PHASE) for days in drawn]


def test_a_phase_without_a_chance_of_it_is_never_cancelled_and_a_certain_one_always():
    assert cancelled_days(world(0.0), 20) == [None] * 20
    assert None not in cancelled_days(world(1.0), 20)


def test_the_share_of_cancelled_phases_is_their_probability():
    # 4,000 draws at 0.3: sd 0.0072; limit 3.3 sd (0.1 %).
    days = cancelled_days(world(0.3), 4_000)
    assert abs(sum(day is not None for day in days) / 4_000 - 0.3) < 0.024


def test_a_higher_probability_keeps_the_cancellations_and_their_days():
    seldom, often = cancelled_days(world(0.2), 300), cancelled_days(world(0.5), 300)
    kept = [(one, other) for one, other in zip(seldom, often, strict=True) if one is not None]
    assert all(one == other for one, other in kept)
    assert 0 < len(kept) < sum(day is not None for day in often)


def test_the_day_is_uniform_between_announcement_and_planned_sop():
    # About 2,000 whole days out of 501: Kolmogorov's limit (error 0.1 %) holds for discrete draws too.
    # The day may not depend on the draw that made the phase fall, hence a probability of a half.
    drawn = cancelled_days(world(0.5, announced_day=500), 4_000)
    days = np.array([day for day in drawn if day is not None])
    assert (days.min() >= 500, days.max() <= 1_000) == (True, True)
    reached = [np.mean(days <= day) for day in range(500, 1_001)]
    assert np.max(np.abs(reached - np.arange(1, 502) / 501)) < 1.95 / math.sqrt(len(days))


def test_a_phase_announced_before_the_run_is_cancelled_in_the_run():
    days = cancelled_days(world(1.0, announced_day=-900), 500)
    assert 0 <= min(days) < 50


def test_a_phase_that_should_stand_already_is_not_cancelled():
    assert cancelled_days(world(1.0, sop=START - dt.timedelta(days=1), announced_day=-900), 5) == [None] * 5
    assert cancelled_days(world(1.0, sop=START, announced_day=-900), 5) == [0] * 5


def test_another_phase_leaves_the_others_alone():
    more = scenario(
        {
            "plants.near-plant.phases": {
                "p0": phase(5.0, SOP, cancel_probability=0.5),
                "p1": phase(9.0, SOP, cancel_probability=0.5),
            }
        }
    )
    both = [draw_cancellations(more, Streams(17, replication)) for replication in range(40)]
    assert [days.get(PHASE) for days in both] == cancelled_days(world(0.5), 40)
    assert [("near-plant", "p0") in days for days in both] != [PHASE in days for days in both]


def test_a_triggered_phase_has_its_planned_sop_and_the_announcement_of_its_plant():
    start = {"kind": "triggered", "planned_sop": SOP, "lead_time_months": 24.0}
    made = scenario({"plants.near-plant.phases": {"p1": {"nameplate_gwh": 9.0, "start": start}}})
    spec = made.plants["near-plant"].phases["p1"]
    assert (planned_sop(spec), announced(made.plants["near-plant"], spec)) == (SOP, dt.date(2021, 1, 1))
