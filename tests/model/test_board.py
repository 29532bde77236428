"""The board of reviews alone: which of those asked for are held, once a day, and in which order."""

from types import SimpleNamespace
from typing import Any

import pytest

from sim.core.records import Trigger
from sim.model.sourcing.board import SourcingBoard
from tests.builders import scenario
from tests.model.stage import SOURCING, Stage


class Room:
    """A board whose programmes all stay with whom they have, so that a review is only written down."""

    def __init__(self, **needs: tuple[int, float]) -> None:
        """`needs`: launch day and requirement by programme."""
        self.stage = Stage()
        self.held: list[tuple[str, int, str]] = []
        self.meetings: list[int] = []
        views: Any = SimpleNamespace(
            snapshot=lambda: self.meetings.append(self.stage.clock.today),
            launch_day=lambda name: needs[name][0],
            requirement_wh_per_year=lambda buyer, _today: needs[buyer.id][1],
            standing=lambda _buyer, _today: SimpleNamespace(snapshot=lambda _kept: None),
        )
        log: Any = SimpleNamespace(add=lambda occasion, _tell: self.held.append(occasion))
        self.board = SourcingBoard(self.stage.clock, views, self.stage.switching, log)

    def ask(self, day: int, *asked: tuple[Any, Trigger]) -> None:
        """On a day, ask for reviews, and have the day end."""
        self.stage.until(day - 1)
        self.stage.clock.env.run(day)
        for buyer, trigger in asked:
            self.board.ask(buyer, trigger)
        self.stage.until(day)


def buyer(name: str = "car", **facts: Any) -> Any:
    spec = scenario({f"{SOURCING}.triggers.least_gap_days": 90}).programmes["car"].sourcing
    return SimpleNamespace(
        **({"id": name, "pending": 0, "stays": True, "last_review_day": None, "spec": spec} | facts)
    )


@pytest.mark.parametrize(
    ("first", "second", "name"),
    [
        (Trigger.PLANT_NEWS, Trigger.OUTGROWN, "plant news"),
        (Trigger.PLANT_NEWS, Trigger.INTERVAL, "interval"),
        (Trigger.INTERVAL, Trigger.PLANT_NEWS, "interval"),
    ],
)
def test_one_review_a_day_is_named_after_what_was_planned_or_came_first(
    first: Trigger, second: Trigger, name: str
) -> None:
    room, car = Room(car=(0, 1.0)), buyer()
    room.ask(10, (car, first), (car, second))
    assert room.held == [("car", 10, name)]
    assert car.last_review_day == 10


def test_all_who_ask_on_a_day_meet_once_by_need_then_size_then_id() -> None:
    room = Room(a=(500, 9.0), b=(0, 1.0), c=(5, 2.0), d=(10, 2.0))
    room.ask(10, *[(buyer(name), Trigger.INTERVAL) for name in "dcba"])
    assert [name for name, _, _ in room.held] == ["c", "d", "b", "a"]
    assert room.meetings == [10]


@pytest.mark.parametrize(
    ("trigger", "last_day", "is_held"),
    [
        (Trigger.PLANT_NEWS, None, True),
        (Trigger.PLANT_NEWS, 11, False),  # 89 days ago
        (Trigger.PLANT_NEWS, 10, True),
        (Trigger.INTERVAL, 99, True),
        (Trigger.SWITCH_ABANDONED, 99, True),
        (Trigger.SWITCH_ABANDONED, 100, False),
    ],
)
def test_an_unplanned_review_keeps_ninety_days_and_one_after_a_switch_was_given_up_a_day(
    trigger: Trigger, last_day: int | None, is_held: bool
) -> None:
    room = Room(car=(0, 1.0))
    room.ask(100, (buyer(last_review_day=last_day), trigger))
    assert bool(room.held) is is_held


def test_while_a_switch_is_under_way_none_is_held() -> None:
    room = Room(car=(0, 1.0))
    room.ask(100, (buyer(pending=1), Trigger.INTERVAL))
    assert room.held == []
