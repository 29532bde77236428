"""Supply alone: how live shares are handed over, and what is written down and told of it."""

from sim.model.commitment import Commitment
from tests.model.stage import Stage, held


def periods(stage: Stage) -> list[tuple[str, int, int, float]]:
    return [(each.agreement, each.first_day, each.end_day, each.share) for each in stage.record.periods]


def hand_over(newcomer: Commitment, gain: float, *others: Commitment) -> Stage:
    stage = Stage(*others, newcomer)
    stage.buyer.supply.hand_over(newcomer, gain, 10)
    return stage


def test_what_is_entered_and_struck_is_told_and_only_live_share_as_a_change_of_shares() -> None:
    coming, here = held("car-b", "new", 0.0, planned_share=0.5), held("car-a", "old", 0.5)
    stage = Stage()
    stage.buyer.supply.add(coming, 0)
    assert stage.told == ["book"]
    stage.buyer.supply.add(here, 0)
    assert sorted(stage.told[1:]) == ["book", "shares"]
    assert stage.commitments == [here, coming]
    assert [each for _, each in stage.buyer.supply.books.at("new")] == [coming]
    stage.buyer.supply.withdraw(coming)
    assert (stage.told[3:], stage.commitments) == (["book"], [here])
    assert stage.buyer.supply.books.at("new") == []


def test_those_planned_to_shrink_give_by_id_what_is_over_the_whole() -> None:
    first, second, third = (
        held("car-a", "old", 0.3, planned_share=0.1), held("car-b", "old", 0.3), held("car-c", "old", 0.3, planned_share=0.0),
    )  # fmt: skip
    stage = hand_over(held("car-d", "new", 0.0, planned_share=0.4), 0.4, first, second, third)
    assert [round(each.share, 9) for each in (first, second, third)] == [0.1, 0.3, 0.2]
    assert stage.told == ["shares"]


def test_what_is_given_is_counted_at_nine_decimals() -> None:
    """1/3 + 0.5 + 0.3 is 0.133333333 over the whole."""
    old = held("car-a", "old", 1 / 3, planned_share=0.0)
    hand_over(held("car-c", "new", 0.0, planned_share=0.5), 0.3, old, held("car-b", "old", 0.5))
    assert old.share == 1 / 3 - 0.133333333


def test_a_share_ends_on_the_planned_one_where_rounding_alone_is_between_them() -> None:
    near, apart = held("car-a", "new", 0.0, planned_share=0.3), held("car-b", "new", 0.0, planned_share=2e-9)
    hand_over(near, 0.3 + 5e-10)
    hand_over(apart, 1e-9)
    assert (near.share, apart.share) == (0.3, 1e-9)


def test_one_that_has_come_to_nothing_is_struck_and_one_that_is_still_planned_is_not() -> None:
    old, kept = held("car-a", "old", 0.5, planned_share=0.0), held("car-b", "old", 0.5)
    newcomer = held("car-c", "new", 0.0, planned_share=0.5)
    assert hand_over(newcomer, 0.5, old, kept).commitments == [kept, newcomer]
    waiting = held("car-d", "new", 0.0, planned_share=0.5)
    assert hand_over(waiting, 0.0).commitments == [waiting]


def test_a_change_on_the_day_of_another_leaves_no_period_without_a_day() -> None:
    stage = Stage()
    newcomer = held("car-a", "new", 0.25, planned_share=1.0)
    stage.buyer.supply.add(newcomer, 5)
    for day, gain in ((10, 0.25), (10, 0.25), (20, 0.25)):
        stage.buyer.supply.hand_over(newcomer, gain, day)
    stage.buyer.supply.close(30)
    assert periods(stage) == [("car-a", 5, 10, 0.25), ("car-a", 10, 20, 0.75), ("car-a", 20, 30, 1.0)]
