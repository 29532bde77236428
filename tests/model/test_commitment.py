"""A commitment says whether it has news for the trade."""

from collections.abc import Callable
from dataclasses import FrozenInstanceError

import pytest

from sim.model.commitment import Commitment


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


def test_a_term_is_no_news_and_nothing_changes_behind_the_trades_back() -> None:
    renewed = commitment()
    renewed.renew(500)
    assert (renewed.term_end_day, renewed.has_news) == (500, False)
    with pytest.raises(FrozenInstanceError):
        renewed.share = 0.1  # type: ignore[misc]
