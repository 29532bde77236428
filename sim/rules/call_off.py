"""Call-offs: how whole loads from one plant are shared between the agreements that a programme has with it."""

from collections.abc import Sequence


def shared_loads(loads: int, shares: Sequence[float], behind: Sequence[float]) -> list[int]:
    """Loads of each agreement: due to each is what it is behind and its share of the new ones, in whole loads.

    `shares` lie above 0 and `behind`, in loads, adds up to 0; so the dues add up to `loads`. Each gets the whole loads in its
    due, and one more goes to the greatest remainders, the first of equal ones (largest remainder method). Over time each is
    called off by its share, however small the call-offs.
    """
    total = sum(shares)
    dues = [max(0.0, late + loads * share / total) for share, late in zip(shares, behind, strict=True)]
    given = [int(due) for due in dues]
    spare = loads - sum(given)
    by_remainder = sorted(range(len(dues)), key=lambda at: given[at] - dues[at])
    for at in by_remainder[:spare] if spare > 0 else ():
        given[at] += 1
    for at in reversed(by_remainder):
        surplus = min(given[at], max(0, sum(given) - loads))
        given[at] -= surplus
    return given


def behind_after(loads: int, shares: Sequence[float], behind: Sequence[float]) -> list[tuple[int, float]]:
    """Loads of each agreement as `shared_loads` gives them, and how many loads each is behind afterwards."""
    total = sum(shares)
    given = shared_loads(loads, shares, behind)
    return [
        (part, late + loads * share / total - part)
        for part, share, late in zip(given, shares, behind, strict=True)
    ]
