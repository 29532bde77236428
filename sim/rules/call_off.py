"""Call-offs: how whole loads from one plant are shared between the agreements that a programme has with it."""

from collections.abc import Sequence


def shared_loads(loads: int, shares: Sequence[float], behind: Sequence[float]) -> list[int]:
    """Loads of each agreement: due to each is what it is behind and its share of the new ones, in whole loads.

    `shares` lie above 0 and `behind`, in loads, adds up to 0; so the dues add up to `loads`. Each gets the whole loads in its
    due, and one more goes to the greatest remainders, the first of equal ones (largest remainder method). Over time each is
    called off by its share, however small the call-offs.
    """
    return _whole_loads(loads, _dues(loads, shares, behind))


def behind_after(loads: int, shares: Sequence[float], behind: Sequence[float]) -> list[tuple[int, float]]:
    """Loads of each agreement as `shared_loads` gives them, and how many loads each is behind afterwards."""
    dues = _dues(loads, shares, behind)
    return [(part, due - part) for part, due in zip(_whole_loads(loads, dues), dues, strict=True)]


def _dues(loads: int, shares: Sequence[float], behind: Sequence[float]) -> list[float]:
    total = sum(shares)
    return [late + loads * share / total for late, share in zip(behind, shares, strict=True)]


def _whole_loads(loads: int, dues: Sequence[float]) -> list[int]:
    """Whole loads in each due, those left over to the greatest remainders; nothing to who is ahead by more than its share."""
    given = [int(due) if due > 0.0 else 0 for due in dues]
    spare = loads - sum(given)
    if spare == 0:
        return given
    lacks = [part - due if due > 0.0 else 0.0 for part, due in zip(given, dues, strict=True)]
    by_remainder = sorted(range(len(dues)), key=lacks.__getitem__)
    for at in by_remainder[: max(0, spare)]:
        given[at] += 1
    for at in reversed(by_remainder) if spare < 0 else ():
        taken = min(given[at], -spare)
        given[at] -= taken
        spare += taken
    return given
