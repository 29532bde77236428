"""The log of reviews tells each once, when it is read, and knows the triggers without telling."""

from types import SimpleNamespace
from typing import Any

from sim.rules.sourcing.log import ReviewLog, triggers_of


def test_a_review_is_told_once_and_not_before_it_is_read():
    told: list[int] = []

    def tell(day: int) -> Any:
        told.append(day)
        return SimpleNamespace(programme="car", day=day, trigger="interval")

    log = ReviewLog()
    log.add(("car", 5, "interval"), lambda: tell(5))
    assert triggers_of(log) == {("car", 5): "interval"}
    assert (len(log), told) == (1, [])
    assert (log[0].day, [each.day for each in log], told) == (5, [5], [5])
    log.add(("car", 9, "outgrown"), lambda: tell(9))
    assert ([each.day for each in log], told, len(log)) == ([5, 9], [5, 9], 2)
    assert triggers_of(list(log)) == {("car", 5): "interval", ("car", 9): "interval"}


def test_a_log_that_is_indexed_first_tells_too():
    log = ReviewLog()
    log.add(("car", 5, "interval"), lambda: SimpleNamespace(day=5))
    assert log[-1].day == 5
