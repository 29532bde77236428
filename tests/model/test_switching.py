"""Switching alone, without a trade: what it reserves, waits for, hands over and writes down.

Validation takes 548 days, PPAP 122, as in the small world; nothing else of that world is there.
"""

from typing import Any

import pytest

from sim.model.commitment import Commitment
from tests.model.stage import RUNS, SOURCING, Stage, held


def test_an_award_is_reserved_for_its_term_from_the_promise_on_and_its_giver_is_planned_to_shrink() -> None:
    """A third less 0.1 is 0.233333333 at nine decimals."""
    third = held("car-a", "old", 1 / 3)
    stage = Stage(third, new=RUNS)
    award = stage.start("new", 0.1, [(third, 0.1)])
    assert (award.share, award.planned_share, award.planned_day) == (0.0, 0.1, 548)
    assert (award.term_end_day, award.notice_days, award.run_on_notice_days) == (548 + 6 * 365, 180, 180)
    assert (third.planned_share, third.planned_day, third.share) == (0.233333333, 548, 1 / 3)


def test_the_smallest_cost_is_paid_and_none_is_no_payment() -> None:
    for eur, paid in ((0.5, [0.5]), (0.0, [])):
        stage = Stage(changes={f"{SOURCING}.switching_cost_eur": eur}, new=RUNS)
        stage.start("new", 1.0, [])
        assert [each.eur for each in stage.record.payments] == paid


def test_one_that_started_is_written_down_once_and_no_longer_under_way() -> None:
    old = held("car-a", "old", 1.0)
    stage = Stage(old, new=RUNS)
    award = stage.start("new", 1.0, [(old, 1.0)])
    assert stage.buyer.pending == 1
    stage.until(548)
    [fact] = stage.record.switches
    assert (fact.outcome, fact.start_day, fact.abandoned_day, fact.from_plant) == ("started", 548, -1, "old")
    assert (stage.buyer.pending, stage.buyer.qualified, stage.switching.unfinished) == (0, {"new"}, {})
    assert award.term_end_day == 548 + 6 * 365


def test_of_two_under_way_one_stays_pending_when_the_other_has_started() -> None:
    stage = Stage(new=RUNS, other={"p1": (900, False)})
    stage.start("new", 0.5, [])
    stage.start("other", 0.5, [], promised_day=1022)
    stage.until(548)
    assert stage.buyer.pending == 1
    stage.switching.close()
    started, pending = stage.record.switches
    assert (started.plant, started.outcome) == ("new", "started")
    assert (pending.plant, pending.outcome, pending.start_day, pending.abandoned_day) == (
        "other", "pending", -1, -1,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("share", "taken", "left", "back"),
    [(0.5, 1 / 3, 0.166666667, 0.5), (1 / 3, 0.1, 0.233333333, 0.333333333)],
)
def test_one_that_is_abandoned_gives_back_what_it_was_to_take_to_nine_decimals_and_is_told_of_that_day(
    share: float, taken: float, left: float, back: float
) -> None:
    old = held("car-a", "old", share)
    stage = Stage(old, new={"p1": (900, False)})
    award = stage.start("new", taken, [(old, taken)], promised_day=1022)
    assert old.planned_share == left
    stage.news(700, "new", p1=None)
    [fact] = stage.record.switches
    assert (fact.outcome, fact.start_day, fact.abandoned_day) == ("abandoned", -1, 700)
    assert (stage.abandoned, stage.buyer.pending, stage.switching.unfinished) == ([700], 0, {})
    assert old.planned_share == back
    assert award not in stage.commitments


@pytest.mark.parametrize("others", [{}, {"p3": (400, False)}])
def test_a_plant_that_runs_is_given_up_where_a_phase_counted_on_is_cancelled(others: dict[str, Any]) -> None:
    stage = Stage(new=RUNS | {"p2": (300, False)} | others)
    stage.start("new", 1.0, [])
    stage.news(200, "new", p2=None)
    assert stage.abandoned == [200]


def test_the_last_phase_counted_on_tells_whether_it_comes_too_late() -> None:
    """Promised for day 548; patience of 24 months is 730 days, PPAP takes 122: a SOP after day 1156 is too late."""
    for sop_day, abandoned in ((1156, []), (1157, [300])):
        stage = Stage(new={"p2": (300, False), "p3": (400, False)})
        stage.start("new", 1.0, [])
        stage.news(300, "new", p3=(sop_day, False))
        assert stage.abandoned == abandoned
        stage.news(310, "new", p2=(310, True))
        assert stage.abandoned == abandoned


def test_a_switch_that_counts_on_no_phase_waits_for_any_and_ends_with_the_last() -> None:
    stage = Stage(new={"p1": (600, False)})
    stage.start("new", 1.0, [])
    stage.until(10)
    assert stage.abandoned == []
    stage.news(20, "new", p1=None)
    assert stage.abandoned == [20]


@pytest.mark.parametrize(("for_cause", "day", "share"), [(True, 548, 1.0), (False, 700, 0.25)])
def test_for_cause_all_is_handed_over_at_once(for_cause: bool, day: int, share: float) -> None:
    old = held("car-a", "old", 1.0, notice_days=700)
    stage = Stage(old, changes={f"{SOURCING}.phase_in_months": 4}, new=RUNS)
    award = stage.start("new", 1.0, [(old, 1.0)], for_cause=for_cause)
    stage.until(day - 1)
    assert (award.share, award.planned_day, old.planned_day) == (0.0, day, day)
    stage.until(day)
    assert (award.share, old.share) == (share, 1.0 - share)


def test_a_known_cell_is_validated_sooner() -> None:
    """6 months instead of 18: 183 days."""
    stage = Stage(new=RUNS)
    stage.start("new", 1.0, [], known=True)
    stage.until(183)
    assert [each.start_day for each in stage.record.switches] == [183]


def test_the_last_of_those_who_give_lets_it_start() -> None:
    soon, late = held("car-a", "old", 0.5, notice_days=600), held("car-b", "old", 0.5, notice_days=700)
    stage = Stage(soon, late, new=RUNS)
    stage.start("new", 1.0, [(soon, 0.5), (late, 0.5)])
    stage.until(700)
    assert [each.start_day for each in stage.record.switches] == [700]


@pytest.fixture
def phasing_in() -> tuple[Stage, Commitment, Commitment]:
    """A whole award in four parts, from day 548 on: the next are due on days 578, 609 and 639."""
    old = held("car-a", "old", 1.0)
    stage = Stage(old, changes={f"{SOURCING}.phase_in_months": 4}, new=RUNS)
    return stage, stage.start("new", 1.0, [(old, 1.0)]), old


def test_the_first_part_is_not_waited_with_and_the_others_are_while_the_plant_is_overdue(
    phasing_in: tuple[Stage, Commitment, Commitment],
) -> None:
    stage, award, _ = phasing_in
    stage.overdue = True
    stage.until(600)
    assert award.share == 0.25
    stage.overdue = False
    stage.until(609)
    assert award.share == 0.5


def test_a_phase_in_ends_at_the_share_that_a_later_review_has_planned(
    phasing_in: tuple[Stage, Commitment, Commitment],
) -> None:
    stage, award, old = phasing_in
    stage.until(550)
    award.plan(share=0.4)
    old.plan(share=0.6)
    stage.until(700)
    assert (award.share, old.share) == (0.4, 0.6)


def test_an_agreement_that_was_struck_gets_no_further_part(
    phasing_in: tuple[Stage, Commitment, Commitment],
) -> None:
    stage, award, old = phasing_in
    stage.until(550)
    stage.buyer.supply.withdraw(award)
    stage.until(700)
    assert (award.share, old.share) == (0.25, 0.75)
