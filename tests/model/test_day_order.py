"""The order within a day."""

import datetime as dt

import pytest
from simpy import Environment

from sim.core.errors import BrokenInvariant
from sim.model.clock import Clock, DayOrder
from tests.model.worlds import run


def test_order_within_a_day_is_the_stated_one_whatever_was_asked_first() -> None:
    env = Environment()
    clock = Clock(env)
    seen: list[str] = []

    def act(day: int, order: DayOrder) -> object:
        yield clock.at(day, order)
        seen.append(f"{env.now}:{order.name}")

    for day in (3, 1):
        for order in sorted(DayOrder, reverse=True):
            env.process(act(day, order))  # type: ignore[arg-type]
    env.run()
    assert seen == [f"{day}:{order.name}" for day in (1, 3) for order in DayOrder]


def test_order_among_equals_is_by_rank() -> None:
    env = Environment()
    clock = Clock(env)
    seen: list[int] = []

    def act(rank: int) -> object:
        yield clock.at(5, DayOrder.BUILDING, rank)
        seen.append(rank)

    for rank in (4, 0, 3, 1, 2):
        env.process(act(rank))  # type: ignore[arg-type]
    env.run()
    assert seen == [0, 1, 2, 3, 4]


def test_names_of_the_day_follow_the_model() -> None:
    assert [order.name.lower() for order in DayOrder] == [
        "disruption_ends", "disruption_starts", "receipts", "phase_changes", "production", "building",
        "agreements", "reviews", "call_offs", "departures",
    ]  # fmt: skip


def test_phase_announced_after_its_start_does_not_turn_time_back() -> None:
    record = run({"plants.near-plant.phases.p1.announced": dt.date(2025, 1, 1)})
    days = [event.day for event in record.phase_events]
    assert days == sorted(days)


def test_processes_that_wake_each_other_without_end_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.model.clock.MOST_MOMENTS_A_DAY", 1_000)
    clock = Clock(Environment())

    def restless():
        while True:
            yield clock.at(max(5, clock.today), DayOrder.REVIEWS, 3)

    clock.env.process(restless())
    with pytest.raises(BrokenInvariant, match=r"day 5 does not end: 1,000 moments.*reviews \(rank 3\)"):
        clock.env.run(until=10)


def test_clock_that_would_turn_back_is_named() -> None:
    clock = Clock(Environment())

    def nostalgic():
        yield clock.at(5, DayOrder.AGREEMENTS)
        yield clock.at(4, DayOrder.AGREEMENTS)

    clock.env.process(nostalgic())
    with pytest.raises(BrokenInvariant, match=r"agreements .rank 0. of day 4 asked for on day 5"):
        clock.env.run(until=10)
