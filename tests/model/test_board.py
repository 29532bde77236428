"""The board of reviews alone: which of those asked for are held, once a day, and in which order."""

from types import SimpleNamespace
from typing import Any

import pytest

from sim.core.records import Trigger
from sim.model.sourcing.board import SourcingBoard
from sim.rules.sourcing.view import SourcingView
from tests.builders import scenario
from tests.model.stage import SOURCING, Stage, held
from tests.rules.sourcing.sourcing_views import candidate, incumbent, view


class Room:
    """A board alone: reviews that are held, with the contest that each sees, and moves that are started."""

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
        views.contest = lambda *_asked: self.contest
        switching: Any = SimpleNamespace(start=lambda _buyer, moves: self.started.append(moves))
        self.contest: SourcingView | None = None
        self.started: list[Any] = []
        self.board = SourcingBoard(self.stage.clock, views, switching, log)

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


def chooser(failed_until: dict[str, int]) -> Any:
    """A buyer that takes the nearest; the far plant supplies it."""
    programme = SimpleNamespace(commitments=[held("car-a", "far-plant", 1.0)])
    return buyer(stays=False, failed_until=failed_until, supply=SimpleNamespace(programme=programme))


FAR, NEAR = incumbent("far-plant", 1530.0), candidate("near-plant", 321.0)


@pytest.mark.parametrize(
    ("failed_until", "for_cause"), [({}, False), ({"far-plant": 99}, False), ({"far-plant": 100}, True)]
)
def test_a_failure_of_service_counts_up_to_its_last_day(
    failed_until: dict[str, int], for_cause: bool
) -> None:
    room = Room(car=(0, 1.0))
    room.contest = view(FAR, NEAR)
    room.ask(100, (chooser(failed_until), Trigger.INTERVAL))
    assert [[(each.plant, each.for_cause) for each in moves] for moves in room.started] == [
        [("near-plant", for_cause)]
    ]
    assert room.meetings == [100, 100]  # things have changed


@pytest.mark.parametrize("contest", [None, view(FAR)])
def test_a_review_that_changes_nothing_starts_nothing(contest: SourcingView | None) -> None:
    room = Room(car=(0, 1.0))
    room.contest = contest
    room.ask(100, (chooser({}), Trigger.INTERVAL))
    assert (room.started, room.meetings) == ([], [100])


def test_who_stays_is_reviewed_and_moves_nothing_whatever_is_nearer() -> None:
    room, car = Room(car=(0, 1.0)), chooser({})
    car.stays = True
    room.contest = view(FAR, NEAR)
    room.ask(100, (car, Trigger.INTERVAL))
    assert (room.held, room.started) == ([("car", 100, "interval")], [])
