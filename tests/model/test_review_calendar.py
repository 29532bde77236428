"""The calendar of reviews alone. A review is held 548 + 122 + 180 = 850 days before a need; the run has 2,922 days."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest

from sim.core.calendar import Calendar
from sim.core.records import Trigger
from sim.model.commitment import Commitment
from sim.model.sourcing.board import ReviewCalendar
from tests.builders import START
from tests.model.stage import SOURCING, Stage, held

CALENDAR = Calendar(START, dt.date(2029, 7, 1), 7)
LEAD_DAYS = 850


def reviews(
    *commitments: Commitment, board: Any = None, market: Any = None, **sourcing: Any
) -> tuple[Stage, ReviewCalendar]:
    changes = {f"{SOURCING}.triggers": {"interval_months": None}} | {
        f"{SOURCING}.{key.replace('__', '.')}": value for key, value in sourcing.items()
    }
    stage = Stage(*commitments, changes=changes)
    return stage, ReviewCalendar(stage.clock, board, market, stage.buyer, CALENDAR)


def planned(launch_day: int, *commitments: Commitment, **sourcing: Any) -> list[tuple[int, Trigger]]:
    return reviews(*commitments, **sourcing)[1].planned(launch_day)


def test_reviews_come_at_their_interval_up_to_the_last_day() -> None:
    """Two months are 60.875 days, 61 rounded: the 48th comes on day 2922."""
    every = planned(0, triggers__interval_months=2)
    assert (len(every), every[0], every[-1]) == (48, (61, Trigger.INTERVAL), (2922, Trigger.INTERVAL))


@pytest.mark.parametrize(
    ("launch_day", "first"),
    [
        (1, 0),
        (LEAD_DAYS, 0),
        (LEAD_DAYS + 1, 1),
        (LEAD_DAYS + 2922, 2922),
        (LEAD_DAYS + 2923, None),
        (0, None),
    ],
)
def test_a_launch_is_reviewed_a_lead_before_it_or_on_the_first_day(
    launch_day: int, first: int | None
) -> None:
    assert planned(launch_day) == ([] if first is None else [(first, Trigger.LAUNCH_AHEAD)])


def test_before_the_review_ahead_of_the_launch_no_interval_counts() -> None:
    days = planned(LEAD_DAYS + 365, triggers__interval_months=12)
    assert days[:2] == [(365, Trigger.LAUNCH_AHEAD), (730, Trigger.INTERVAL)]


@pytest.mark.parametrize(("end_day", "first"), [(0, None), (1, 0), (LEAD_DAYS + 5, 5), (None, None)])
def test_the_end_of_an_agreement_is_reviewed_a_lead_before_it(end_day: int | None, first: int | None) -> None:
    days = planned(0, held("car-a", "old", 1.0, term_end_day=end_day))
    assert days == ([] if first is None else [(first, Trigger.AGREEMENT_ENDS)])


@pytest.mark.parametrize(("days", "first"), [(-40, 0), (0, 0), (40, 40)])
def test_an_award_is_made_on_its_date_or_on_the_first_day(days: int, first: int) -> None:
    policy = {"kind": "award", "plant": "near-plant", "date": START + dt.timedelta(days)}
    assert planned(0, policy=policy) == [(first, Trigger.AWARD_DATE)]


def asked(covered_wh: float, *, refuses: bool = False, launch_day: int = 0) -> list[int]:
    """Days up to 1000 on which a programme that needs 1 MWh a year asks for a review as outgrown."""
    days: list[int] = []
    board: Any = SimpleNamespace(
        refuses=lambda *_asked: refuses, ask=lambda _buyer, _trigger: days.append(stage.clock.today)
    )
    market: Any = SimpleNamespace(covered_wh_per_year=lambda *_asked: covered_wh)
    stage, calendar = reviews(held("car-a", "old", 1.0), board=board, market=market)
    stage.buyer.supply.programme.forecast = SimpleNamespace(next_year_wh=lambda _day: 1e6)
    stage.clock.env.process(calendar.watch_growth(launch_day))
    stage.until(1000)
    return days


def test_what_is_outgrown_by_more_than_a_millionth_is_told_twice_a_year() -> None:
    assert asked(1e6 * (1 - 2e-6)) == [183, 365, 548, 730, 913]
    assert asked(1e6 * (1 - 1e-6)) == []
    assert asked(0.0, refuses=True) == []


def test_nothing_is_outgrown_for_a_need_before_the_launch() -> None:
    assert asked(0.0, launch_day=LEAD_DAYS + 365) == [548, 730, 913]
