"""What an award moves: who gains how much, and from which agreements it comes."""

from sim.model.commitment import Commitment
from sim.model.sourcing.board import gains_of, moves_of
from sim.model.sourcing.switching import Move
from sim.rules.sourcing.award import Award, Explanation
from tests.rules.sourcing.sourcing_views import candidate, view


def agreement(name: str, plant: str, share: float, planned: float) -> Commitment:
    return Commitment(name, "car", plant, 2, 1.0, share, planned, 0, 90, 30, None)


def award(**shares: float) -> Award:
    unsourced = round(1 - sum(shares.values()), 9)
    return Award(
        tuple(sorted(shares.items())), unsourced, changed=True, ranking=(), ground=Explanation("", "")
    )


def moves(
    commitments: list[Commitment], decided: Award, *, failing: tuple[str, ...] = (), for_cause: bool = False
) -> list[Move]:
    today = {each: sum(c.planned_share for c in commitments if c.plant == each) for each in ("a", "b", "c")}
    plants = [candidate(each, 100.0, incumbent_share=share) for each, share in today.items()]
    gains = gains_of(view(*plants), decided)
    return list(moves_of(commitments, gains, decided, failing, for_cause=for_cause))


def told(found: list[Move]) -> list[tuple[str, float, list[tuple[str, float]]]]:
    return [
        (move.plant, round(move.share, 9), [(giver.agreement, amount) for giver, amount in move.givers])
        for move in found
    ]


def test_a_gain_comes_from_agreements_that_lose_by_id_each_up_to_what_it_loses() -> None:
    """a keeps 0.2 of its 0.3 + 0.3, which its first agreement is; b loses all of 0.4."""
    held = [agreement("x-1", "a", 0.3, 0.3), agreement("x-2", "b", 0.4, 0.4), agreement("x-3", "a", 0.3, 0.3)]
    assert told(moves(held, award(a=0.2, c=0.8))) == [("c", 0.8, [("x-1", 0.1), ("x-2", 0.4), ("x-3", 0.3)])]


def test_two_gains_share_out_what_is_lost_in_order_of_plant() -> None:
    held = [agreement("x-1", "a", 0.5, 0.5), agreement("x-2", "a", 0.5, 0.5)]
    assert told(moves(held, award(b=0.7, c=0.3))) == [
        ("b", 0.7, [("x-1", 0.5), ("x-2", 0.2)]),
        ("c", 0.3, [("x-2", 0.3)]),
    ]


def test_unsourced_share_gives_before_agreements() -> None:
    assert told(moves([agreement("x-1", "a", 0.6, 0.6)], award(a=0.5, b=0.5))) == [("b", 0.5, [("x-1", 0.1)])]
    assert told(moves([agreement("x-1", "a", 0.6, 0.6)], award(a=0.6, b=0.3))) == [("b", 0.3, [])]
    assert told(moves([agreement("x-1", "a", 0.6, 0.6)], award(a=0.2, b=0.5))) == [("b", 0.5, [("x-1", 0.1)])]


def test_what_a_plant_still_supplies_of_a_share_that_it_was_to_lose_comes_back_first() -> None:
    """a supplies 0.9 and is planned for 0.3, b for 0.7. Given 1.0, a takes 0.6 back; only the last 0.1 is a new agreement."""
    leaving, coming = agreement("x-1", "a", 0.9, 0.3), agreement("x-2", "b", 0.1, 0.7)
    assert told(moves([leaving, coming], award(a=1.0))) == [("a", 0.1, [("x-2", 0.1)])]
    assert (leaving.planned_share, coming.planned_share) == (0.9, 0.1)


def test_all_that_comes_back_needs_no_new_agreement() -> None:
    leaving, coming = agreement("x-1", "a", 1.0, 0.0), agreement("x-2", "b", 0.0, 1.0)
    assert told(moves([leaving, coming], award(a=1.0))) == []
    assert (leaving.planned_share, coming.planned_share) == (1.0, 0.0)


def test_share_that_an_award_leaves_with_nobody_stays_where_it_is() -> None:
    held = agreement("x-1", "a", 1.0, 1.0)
    assert told(moves([held], award(b=0.4))) == [("b", 0.4, [("x-1", 0.4)])]
    assert held.planned_share == 1.0  # it gives when the move is carried out


def test_a_move_is_for_cause_by_its_review_or_where_one_who_gives_failed_in_service() -> None:
    held = [agreement("x-1", "a", 0.5, 0.5), agreement("x-2", "b", 0.5, 0.5)]
    to_c = award(b=0.5, c=0.5)
    assert [move.for_cause for move in moves(held, to_c)] == [False]
    assert [move.for_cause for move in moves(held, to_c, for_cause=True)] == [True]
    assert [move.for_cause for move in moves(held, to_c, failing=("a",))] == [True]
    assert [move.for_cause for move in moves(held, to_c, failing=("b",))] == [False]


def test_only_who_gets_more_than_a_billionth_gains() -> None:
    plants = [
        candidate("a", 1.0, incumbent_share=0.5),
        candidate("b", 1.0, incumbent_share=1e-9),
        candidate("c", 1.0),
    ]
    gains = gains_of(view(*plants), award(a=0.25, b=2e-9, c=0.5))
    assert [(each.plant, gain) for each, gain in gains] == [("c", 0.5)]


def test_what_another_plant_is_to_lose_does_not_come_back_for_a_newcomer() -> None:
    leaving, coming = agreement("x-1", "a", 0.5, 0.2), agreement("x-2", "b", 0.5, 0.8)
    assert told(moves([leaving, coming], award(a=0.2, b=0.5, c=0.3))) == [("c", 0.3, [("x-2", 0.3)])]
    assert leaving.planned_share == 0.2


def test_one_failure_among_those_who_give_is_a_cause() -> None:
    held = [agreement("x-1", "a", 0.5, 0.5), agreement("x-2", "b", 0.5, 0.5)]
    assert [move.for_cause for move in moves(held, award(c=1.0), failing=("b",))] == [True]


def test_of_two_agreements_that_were_to_lose_the_first_takes_back_and_the_other_hears_nothing() -> None:
    first, second, coming = (
        agreement("x-1", "a", 0.5, 0.1),
        agreement("x-2", "a", 0.5, 0.1),
        agreement("x-3", "b", 0.0, 0.8),
    )
    second.read()
    assert told(moves([first, second, coming], award(a=0.6, b=0.4))) == []
    assert [round(each.planned_share, 9) for each in (first, second, coming)] == [0.5, 0.1, 0.4]
    assert not second.has_news


def test_plans_and_what_is_given_are_counted_at_nine_decimals() -> None:
    leaving, coming = agreement("x-1", "a", 2 / 3, 0.1), agreement("x-2", "b", 0.0, 0.9)
    assert moves([leaving, coming], award(a=1.0))[0].plant == "a"
    assert (leaving.planned_share, coming.planned_share) == (0.666666667, 0.333333333)
    leaving, coming = agreement("x-1", "a", 1.0, 0.5), agreement("x-2", "b", 0.0, 1 / 3)
    moves([leaving, coming], award(a=0.8))
    assert coming.planned_share == 0.2
    leaving, coming = agreement("x-1", "a", 1.0, 2 / 3), agreement("x-2", "b", 0.0, 1 / 3)
    moves([leaving, coming], award(a=0.766666667))
    assert coming.planned_share == 0.233333333
    [move] = moves(
        [agreement("x-1", "a", 1 / 3, 1 / 3), agreement("x-2", "b", 2 / 3, 2 / 3)],
        award(b=0.666666666, c=0.333333334),
    )
    assert [amount for _, amount in move.givers] == [0.333333333]


def test_the_unsourced_share_is_given_once() -> None:
    """0.2 are unsourced and a loses 0.4: b takes the 0.2 and 0.1 of a, c the other 0.3."""
    assert told(moves([agreement("x-1", "a", 0.8, 0.8)], award(a=0.4, b=0.3, c=0.3))) == [
        ("b", 0.3, [("x-1", 0.1)]),
        ("c", 0.3, [("x-1", 0.3)]),
    ]
