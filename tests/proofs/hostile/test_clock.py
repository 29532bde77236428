"""The clock always moves on: worlds in which nothing takes time end, and a process that never waits is a named error."""

import time
from collections import Counter
from collections.abc import Generator
from typing import Any

import pytest
from simpy.events import Event

from sim.core.errors import BrokenInvariant
from sim.model.clock import DayOrder
from sim.model.sourcing.board import ReviewCalendar
from sim.study.replications import RunResult, simulate
from tests.builders import scenario
from tests.verification import Proof

AT_ONCE: dict[str, Any] = {
    "run.step_days": 1,
    "run.end": None,
    "programmes.car.safety_days": 0.0,
    "programmes.car.sourcing.notice_days": 0,
    "programmes.car.sourcing.phase_in_months": 0,
    "programmes.car.sourcing.patience_months": 0,
    "programmes.car.sourcing.bridge_months": 0,
    "programmes.car.sourcing.least_change": 0.0,
    "programmes.car.sourcing.window_months": 1,
    "programmes.car.sourcing.qualification.validation_months": 0.0,
    "programmes.car.sourcing.qualification.validation_known_months": 0.0,
    "programmes.car.sourcing.qualification.ppap_months": 0.0,
    "programmes.car.sourcing.triggers": {
        "interval_months": 1, "least_gap_days": 1, "service_weeks": 1, "service_fill_rate": 1.0, "service_exclusion_months": 0,
        "disruption_days": 1,
    },
    "agreements.car-far.notice_days": 0,
    "agreements.car-far.run_on_notice_days": 0,
    "modes.ferry.dwell_days": 0.0,
    "modes.road.km_per_day": 1e9,
    "modes.ferry.km_per_day": 1e9,
    "plants.near-plant.slip_months": 1,
    "plants.near-plant.phases.p1.start.delay_months": 30.0,
}  # fmt: skip
"""Every duration of the small world at its least, reviews as often as can be, and a plant that is ever later."""
POLICIES = {
    "nearest": {"kind": "nearest"},
    "landed-cost": {"kind": "landed-cost"},
    "weighted": {"kind": "weighted", "distance": 1.0, "lead_time_spread": 1.0},
    "dual": {"kind": "dual", "first_share": 0.6},
}


def ended(policy: str) -> RunResult:
    """The run of the small world in which nothing takes time, but for the plant that is late."""
    changes = {key: value for key, value in AT_ONCE.items() if key != "run.end"}
    flaky = {"occurs": {"kind": "poisson", "per_year": 50.0}, "duration_days": 1.0}
    fire = {"occurs": {"kind": "poisson", "per_year": 20.0}, "duration_days": 3.0}
    disruptions = {"storm": flaky | {"legs": ["strait"]}, "fire": fire | {"plants": ["far-plant"]}}
    world = scenario(
        changes | {"programmes.car.sourcing.policy": POLICIES[policy], "disruptions": disruptions}
    )
    return simulate(world, root_seed=7, replication=0)


@pytest.mark.parametrize("policy", POLICIES)
def test_a_world_in_which_nothing_takes_time_ends_with_one_review_a_day(policy: str, proof: Proof) -> None:
    record = ended(policy).record
    reviews = Counter((review.programme, review.day) for review in record.reviews)
    most = max(reviews.values())
    what = f"most reviews of a programme on one day, of {len(reviews)}, where nothing takes time (policy {policy})"
    proof(what, most, "1")
    assert len(reviews) > 30
    assert most == 1


def restless(agenda: ReviewCalendar, _launch_day: int) -> Generator[Event, None, None]:
    """An agenda that goes on at once, again and again, from day 100 on."""
    yield agenda.clock.at(100, DayOrder.AGREEMENTS)
    while True:
        yield agenda.clock.at(agenda.clock.today, DayOrder.AGREEMENTS)


def backwards(agenda: ReviewCalendar, _launch_day: int) -> Generator[Event, None, None]:
    """An agenda that asks for yesterday."""
    yield agenda.clock.at(100, DayOrder.AGREEMENTS)
    yield agenda.clock.at(99, DayOrder.AGREEMENTS)


def test_a_process_that_never_waits_is_a_named_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.model.clock.MOST_MOMENTS_A_DAY", 10_000)
    monkeypatch.setattr(ReviewCalendar, "keep", restless)
    with pytest.raises(BrokenInvariant, match=r"day 100 does not end: .* agreements"):
        simulate(scenario(), root_seed=7, replication=0)


def test_a_process_that_turns_the_clock_back_is_a_named_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ReviewCalendar, "keep", backwards)
    with pytest.raises(BrokenInvariant, match=r"agreements .* of day 99 asked for on day 100"):
        simulate(scenario(), root_seed=7, replication=0)


@pytest.mark.verify
def test_a_process_that_never_waits_ends_within_seconds(
    monkeypatch: pytest.MonkeyPatch, proof: Proof
) -> None:
    monkeypatch.setattr(ReviewCalendar, "keep", restless)
    began = time.process_time()
    with pytest.raises(BrokenInvariant, match=r"day 100 does not end"):
        simulate(scenario(), root_seed=7, replication=0)
    seconds = time.process_time() - began
    proof("time until a process that never waits ends the run, processor time", f"{seconds:.1f} s", "30 s")
    assert seconds < 30
