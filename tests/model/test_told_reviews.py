"""Reviews that leave everything as it is are told when somebody reads them, of the day on which they were held."""

import datetime as dt

import pytest

from sim.rules.sourcing.log import ReviewLog
from tests.builders import programme
from tests.model.worlds import run

CHANGING = {
    "programmes.car.sourcing.policy": {"kind": "stay"},
    "programmes.car.sourcing.triggers.interval_months": 3,
    "programmes.van": programme("maker", "car-works", 9_000.0),
    "plants.far-plant.phases.p1.nameplate_gwh": 2.5,
    "agreements.car-far.end": dt.date(2024, 6, 30),
    "agreements.car-near": {"programme": "car", "plant": "near-plant", "start": dt.date(2024, 9, 1), "share": 0.4},
    "agreements.van-far": {"programme": "van", "plant": "far-plant", "start": dt.date(2020, 1, 1)},
    "plants.near-plant.phases.p1.start.delay_months": 6.0,
    "disruptions.storm": {
        "occurs": {"kind": "dates", "dates": [dt.date(2023, 1, 1)]}, "duration_days": 200.0, "legs": ["strait"],
    },
}  # fmt: skip
"""Shares, plans, openings, routes, qualified plants and what has failed all change between the reviews of `car`."""


def test_a_review_tells_of_its_own_day_whenever_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    told_at_the_end = list(run(CHANGING).reviews)
    add = ReviewLog.add

    def add_and_tell(log: ReviewLog, *held: object) -> None:
        add(log, *held)  # type: ignore[arg-type]
        assert log[-1] is not None

    monkeypatch.setattr(ReviewLog, "add", add_and_tell)
    told_at_once = list(run(CHANGING).reviews)
    assert len({repr(review.ranking) for review in told_at_once if review.programme == "car"}) > 12
    assert list(map(repr, told_at_once)) == list(map(repr, told_at_the_end))
