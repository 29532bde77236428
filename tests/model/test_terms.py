"""The processes of a stated agreement alone, without a trade."""

import datetime as dt
from typing import Any

import pytest

from sim.core.calendar import Calendar
from sim.core.records import Payment
from sim.model.commitment import Commitment
from sim.model.sourcing.terms import Terms, stated_commitment
from tests.builders import START, scenario
from tests.model.stage import RUNS, Stage, held


def coming(**facts: Any) -> Commitment:
    """An agreement for half of the supply from day 100 on."""
    return held("car-b", "new", 0.0, **({"planned_share": 0.5, "planned_day": 100} | facts))


def terms(stage: Stage, called_wh: int = 0, price: float = 90.0) -> Terms:
    return Terms(
        stage.clock, stage.market, stage.desk, stage.record,
        price_of=lambda _plant, _programme, _day: price, called_wh=lambda _commitment: called_wh,
    )  # fmt: skip


def begun(stage: Stage, agreement: Commitment) -> None:
    stage.clock.env.process(terms(stage).begin(stage.buyer, agreement))


def test_a_later_agreement_makes_its_plant_a_qualified_one_on_the_day_on_which_it_starts() -> None:
    old, agreement = held("car-a", "old", 1.0), coming()
    stage = Stage(old, agreement, new={"p1": (100, False)})
    begun(stage, agreement)
    stage.until(250)
    assert (agreement.share, agreement.planned_day, stage.buyer.qualified) == (0.0, 100, set())
    stage.news(300, "new", p1=(300, True))
    assert (agreement.planned_day, old.planned_day, old.planned_share) == (300, 300, 0.5)
    assert stage.buyer.qualified == {"new"}
    assert agreement.share == pytest.approx(0.5 / 6)


def test_an_agreement_that_was_struck_before_its_day_does_not_start() -> None:
    old, agreement = held("car-a", "old", 1.0), coming()
    stage = Stage(old, agreement, new=RUNS)
    stage.buyer.supply.withdraw(agreement)
    begun(stage, agreement)
    stage.until(150)
    assert (stage.buyer.qualified, agreement.share, old.planned_share) == (set(), 0.0, 1.0)


def paid(
    stage: Stage, agreement: Commitment, *, called_wh: int = 0, price: float = 90.0, until: int = 400
) -> list[Payment]:
    stage.clock.env.process(terms(stage, called_wh, price).minimum_take(stage.buyer, agreement))
    stage.until(until)
    return stage.record.payments


def taking(**facts: Any) -> Commitment:
    """An agreement that supplies all, for 10 Wh a year of which all has to be taken."""
    return held("car-a", "old", 1.0, **({"minimum_take": 1.0, "contracted_wh_per_year": 10} | facts))


def test_the_smallest_amount_is_paid_and_none_is_no_payment() -> None:
    agreement = taking()
    [payment] = paid(Stage(agreement), agreement, price=0.5)
    assert (payment.day, payment.kind, payment.eur) == (365, "take-or-pay", 10 / 1000 * 0.5)
    assert paid(Stage(agreement), agreement, price=0.0) == []


def test_where_nothing_has_to_be_taken_no_year_is_waited_for() -> None:
    agreement = taking(minimum_take=0.0)
    stage = Stage(agreement)
    assert list(terms(stage).minimum_take(stage.buyer, agreement)) == []


def test_a_plant_that_owes_cells_at_the_end_of_the_year_is_not_paid() -> None:
    agreement = taking()
    stage = Stage(agreement)
    stage.overdue = True
    assert paid(stage, agreement) == []


@pytest.mark.parametrize(("failed_until", "payments"), [(0, 1), (1, 0)])
def test_a_failure_that_counts_beyond_the_first_day_of_the_year_leaves_it_unpaid(
    failed_until: int, payments: int
) -> None:
    agreement = taking()
    stage = Stage(agreement)
    stage.buyer.failed_until["old"] = failed_until
    assert len(paid(stage, agreement)) == payments


def test_an_agreement_of_the_first_day_supplies_from_then_on_and_one_of_the_next_day_is_still_to_start() -> (
    None
):
    calendar = Calendar(START, dt.date(2029, 6, 30), 7)
    for days, share in ((-10, 1.0), (0, 1.0), (1, 0.0)):
        spec = scenario({"agreements.car-far.start": START + dt.timedelta(days)}).agreements["car-far"]
        made = stated_commitment("car-far", spec, "far-plant", calendar)
        assert (made.share, made.planned_share, made.planned_day) == (share, 1.0, max(0, days))
