"""A commitment says whether it has news for the trade."""

import ast
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest

from sim.model.commitment import SAME_SHARE, Commitment, is_whole, make_way, planned_shares


def commitment() -> Commitment:
    made = Commitment("a", "car", "plant", 1, 1.0, 0.5, 0.5, 0, 90, 30, None)
    assert made.read() == (0.5, 0.5, 0)
    assert not made.has_news
    return made


@pytest.mark.parametrize(
    ("change", "read"),
    [
        (lambda c: c.supply(0.25), (0.25, 0.5, 0)),
        (lambda c: c.plan(share=0.75), (0.5, 0.75, 0)),
        (lambda c: c.plan(day=40), (0.5, 0.5, 40)),
        (lambda c: c.plan(share=0.0, day=7), (0.5, 0.0, 7)),
    ],
)
def test_a_change_is_news_until_it_is_read(
    change: Callable[[Commitment], None], read: tuple[float, float, int]
) -> None:
    changed = commitment()
    change(changed)
    assert changed.has_news
    assert changed.read() == read
    assert not changed.has_news


def test_a_term_is_no_news() -> None:
    renewed = commitment()
    renewed.renew(500)
    assert (renewed.term_end_day, renewed.has_news) == (500, False)


@pytest.mark.parametrize(
    ("term_end_day", "today", "leave_day"),
    [
        (None, 100, 190),  # open: after the notice of 90 days
        (500, 100, 500),  # not before the end of its term
        (500, 420, 510),  # 420 + 90
        (500, 440, 530),  # 440 + 90 = 530 and 500 + 30: the same
        (500, 470, 530),  # it runs on from day 500, and may be left 30 days later
        (500, 500, 530),
        (500, 800, 830),  # it has run on since: 30 days from today
    ],
)
def test_an_agreement_is_left_after_its_notice_its_term_or_the_short_notice_of_running_on(
    term_end_day: int | None, today: int, leave_day: int
) -> None:
    held = Commitment("a", "car", "plant", 1, 1.0, 1.0, 1.0, 0, 90, 30, term_end_day)
    assert held.may_leave_on(today, for_cause=False) == leave_day
    assert held.may_leave_on(today, for_cause=True) == today


def stated(name: str, share: float, planned: float, planned_day: int, ends: int | None = None) -> Commitment:
    return Commitment(name, "car", f"of-{name}", 1, 1.0, share, planned, planned_day, 90, 30, ends)


def test_a_share_is_the_planned_one_from_the_planned_day_on() -> None:
    held = stated("a", 0.75, 0.25, 100)
    assert [held.share_on(day) for day in (99, 100, 101)] == [0.75, 0.25, 0.25]


def test_where_plans_exceed_the_whole_the_latest_goes_first() -> None:
    plans = [stated("a", 1.0, 0.5, 0), stated("b", 0.0, 0.5, 700), stated("c", 0.0, 0.25, 300)]
    # b 0.5, then c 0.25, then the 0.25 that are left to a.
    assert planned_shares(plans) == {"of-b": 0.5, "of-c": 0.25, "of-a": 0.25}
    assert planned_shares(plans[:1]) == {"of-a": 0.5}


def test_for_an_agreement_that_starts_the_one_that_ends_first_gives_first_and_an_open_one_last() -> None:
    opened, late, soon = (
        stated("a", 0.4, 0.4, 0),
        stated("b", 0.3, 0.3, 0, 900),
        stated("c", 0.3, 0.3, 0, 800),
    )
    newcomer = stated("d", 0.0, 0.5, 400)
    make_way([opened, late, soon, newcomer], newcomer)
    assert [(each.planned_share, each.planned_day) for each in (opened, late, soon)] == [
        (0.4, 0), (0.1, 400), (0.0, 400),
    ]  # fmt: skip


def test_what_nobody_supplies_is_taken_before_anybody_gives_way() -> None:
    held, newcomer = stated("a", 0.5, 0.5, 0), stated("b", 0.0, 0.75, 400)
    make_way([held, newcomer], newcomer)
    assert held.planned_share == 0.25


def test_one_that_is_still_to_start_does_not_give_way_and_counts_where_it_is_there_by_then() -> None:
    """Of three halves that of `b` is to start as well: before the newcomer, it takes its place; after it, it does not."""
    for start_day, left in ((300, 0.0), (500, 0.5)):
        held, coming, newcomer = (
            stated("a", 1.0, 0.5, 300),
            stated("b", 0.0, 0.5, start_day),
            stated("c", 0.0, 0.5, 400),
        )
        make_way([held, coming, newcomer], newcomer)
        assert (held.planned_share, coming.planned_share) == (left, 0.5)


def test_one_that_follows_another_takes_nothing_from_those_who_supply() -> None:
    held, first = stated("a", 0.5, 0.5, 0), stated("b", 0.0, 0.5, 300, 600)
    for start_day, left in ((600, 0.5), (599, 0.0)):
        held.plan(share=0.5)
        follower = stated("c", 0.0, 0.5, start_day)
        make_way([held, first, follower], follower)
        assert held.planned_share == left


FIELDS = {field.name for field in fields(Commitment)} - {"plant", "programme", "priority"}
SIM = Path(__file__).parents[2] / "sim"


def assigned(path):
    """Attributes of other objects than `self` that a module assigns to, with their lines."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        for target in (each for whole in targets if whole is not None for each in ast.walk(whole)):
            if (
                isinstance(target, ast.Attribute)
                and isinstance(target.ctx, ast.Store)
                and not (isinstance(target.value, ast.Name) and target.value.id == "self")
            ):
                yield target.attr, target.lineno


def test_nothing_else_assigns_to_a_commitment():
    """Rows of the trade's tables, which know no commitments, have fields of the same names."""
    others = [
        path for path in SIM.rglob("*.py") if path.parent.name != "trade" and path.name != "commitment.py"
    ]
    assert [(path.name, *each) for path in others for each in assigned(path) if each[0] in FIELDS] == []


def test_without_a_word_on_it_nothing_has_to_be_taken() -> None:
    assert commitment().minimum_take == 0.0


def test_the_plans_of_one_plant_are_the_whole_at_most_whatever_is_rounded() -> None:
    """0.1 + 0.3 + 0.2 + 0.5 comes out as 1.0000000000000002."""
    plans = [
        Commitment("a", "car", "plant", 1, 1.0, 0.0, share, -day, 90, 30, None)
        for day, share in enumerate((0.1, 0.3, 0.2, 0.5))
    ]
    assert planned_shares(plans) == {"plant": 1.0}


def test_all_is_sourced_where_less_than_the_same_share_is_missing() -> None:
    assert not is_whole([stated("a", 1 - SAME_SHARE, 1.0, 0)])
    assert is_whole([stated("a", 1 - SAME_SHARE / 2, 1.0, 0)])


def test_only_one_that_is_still_to_start_follows_another_and_none_itself() -> None:
    first = stated("a", 0.0, 0.5, 300, 600)
    assert first.is_succeeded_by(stated("b", 0.0, 0.5, 600))
    assert not first.is_succeeded_by(stated("b", 0.5, 0.5, 600))
    assert not stated("a", 0.5, 0.5, 300, 600).is_succeeded_by(stated("b", 0.0, 0.5, 600))
    itself = stated("a", 0.0, 0.5, 700, 600)
    assert not itself.is_succeeded_by(itself)


def test_one_that_is_planned_or_supplies_is_not_over() -> None:
    assert stated("a", 0.0, 0.0, 0).is_over
    assert not stated("a", 0.0, 0.5, 0).is_over
    assert not stated("a", 0.5, 0.0, 0).is_over


def test_what_is_given_way_is_counted_at_nine_decimals() -> None:
    """Of thirds: two and a half are 0.166666667 too much; three and a half are 0.5 too much, and the first gives all."""
    for number, left in ((2, [0.166666666, 1 / 3]), (3, [0.0, 0.166666666, 1 / 3])):
        held = [stated(name, 1 / 3, 1 / 3, 0) for name in "abc"[:number]]
        newcomer = stated("d", 0.0, 0.5, 400)
        make_way([*held, newcomer], newcomer)
        assert [each.planned_share for each in held] == left


def test_of_one_that_supplies_what_it_is_to_keep_counts_on_whatever_day() -> None:
    """It supplies all and is to keep a half from day 900 on; for three quarters from day 400 on it gives a quarter more."""
    held, newcomer = stated("a", 1.0, 0.5, 900), stated("b", 0.0, 0.75, 400)
    make_way([held, newcomer], newcomer)
    assert (held.planned_share, held.planned_day) == (0.25, 400)
