"""Loads from one plant between several agreements."""

from hypothesis import given
from hypothesis import strategies as st

from sim.rules.call_off import behind_after, shared_loads

SHARES = st.lists(st.floats(0.01, 1.0), min_size=1, max_size=4)


def test_even_halves_take_turns() -> None:
    behind = [0.0, 0.0]
    got = []
    for _ in range(4):
        parts = behind_after(1, [0.5, 0.5], behind)
        got.append([part for part, _ in parts])
        behind = [late for _, late in parts]
    assert got == [[1, 0], [0, 1], [1, 0], [0, 1]]


def test_whole_parts_go_by_share() -> None:
    assert shared_loads(10, [0.2, 0.8], [0.0, 0.0]) == [2, 8]


def test_what_is_left_goes_to_the_greatest_remainder() -> None:
    assert shared_loads(5, [0.5, 0.3, 0.2], [0.0, 0.0, 0.0]) == [3, 1, 1]


def test_who_is_behind_catches_up() -> None:
    assert shared_loads(2, [0.5, 0.5], [1.0, -1.0]) == [2, 0]


@given(SHARES, st.lists(st.integers(0, 40), min_size=1, max_size=30))
def test_nothing_is_lost_and_nobody_falls_more_than_a_load_per_agreement_behind(
    shares: list[float], calls: list[int]
) -> None:
    behind = [0.0] * len(shares)
    for loads in calls:
        parts = behind_after(loads, shares, behind)
        assert sum(part for part, _ in parts) == loads
        assert all(part >= 0 for part, _ in parts)
        behind = [late for _, late in parts]
        assert all(abs(late) < len(shares) for late in behind)
