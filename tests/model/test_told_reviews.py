"""Reviews are told when somebody reads them, of the moment at which they were held."""

import datetime as dt

import pytest

from sim.model.sourcing import board as sourcing
from sim.rules.sourcing.award import Award
from sim.rules.sourcing.decide import decide
from sim.rules.sourcing.log import ReviewLog
from sim.rules.sourcing.view import SourcingView
from sim.scenario.types.policies import Policy
from tests.builders import phase, plant, programme
from tests.model.worlds import run

CHANGING = {
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


@pytest.mark.parametrize("policy", ["stay", "nearest", "landed-cost"])
def test_a_review_tells_of_its_own_day_whenever_it_is_read(
    monkeypatch: pytest.MonkeyPatch, policy: str
) -> None:
    changing = CHANGING | {"programmes.car.sourcing.policy": {"kind": policy}}
    told_at_the_end = list(run(changing).reviews)
    add = ReviewLog.add

    def add_and_tell(log: ReviewLog, *held: object) -> None:
        add(log, *held)  # type: ignore[arg-type]
        assert log[-1] is not None

    monkeypatch.setattr(ReviewLog, "add", add_and_tell)
    told_at_once = list(run(changing).reviews)
    assert len({repr(review.ranking) for review in told_at_once if review.programme == "car"}) > 12
    assert list(map(repr, told_at_once)) == list(map(repr, told_at_the_end))


@pytest.mark.parametrize("policy", ["nearest", "landed-cost"])
def test_the_award_that_is_told_is_the_one_that_was_carried_out(
    monkeypatch: pytest.MonkeyPatch, policy: str
) -> None:
    awards: list[tuple[tuple[str, int], Award]] = []

    def watched(policy: Policy, view: SourcingView) -> Award:
        awards.append(((view.programme, view.day), decide(policy, view)))
        return awards[-1][1]

    monkeypatch.setattr(sourcing, "decide", watched)
    choosy = plant("near", "near-works", phase(9.0, dt.date(2019, 1, 1)), minimum_order_gwh=9.0)
    changes = {"plants.choosy-plant": choosy, "programmes.car.sourcing.policy": {"kind": policy}}
    reviews = run(CHANGING | changes).reviews
    carried_out = dict(awards)
    awards.clear()
    assert len(reviews[:]) == len(awards) > 12
    assert carried_out == {review: award for review, award in awards if review in carried_out}
    assert any(award.changed for award in carried_out.values())
    for review in reviews:
        if (review.programme, review.day) not in carried_out:  # nobody could gain
            assert all(c.awarded_share <= c.incumbent_share for c in review.ranking)
