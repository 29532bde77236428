"""The order within a day."""

import datetime as dt

from simpy import Environment

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
