"""Allocation: who gets the cells of a plant whose output does not cover its call-offs."""

from collections.abc import Callable, Sequence
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple, assert_never

from sim.core.errors import BrokenInvariant
from sim.scenario.types.plants import AllocationRule


class Claim(NamedTuple):
    """Open call-offs of a customer at a plant, in whole loads of its own size."""

    id: str
    loads: int
    load_wh: int
    """1 for customers outside the scenario, whose call-offs come in any amount."""
    priority: int
    """1 is served first; only the priority rule reads it."""
    contracted_wh: int
    """Weight under pro-rata-contract: what is contracted for the time since its last grant.

    A weight for a fixed time that is worth less than half a load is, beside claims of finer loads, never
    worth one, however long the claim waits.
    """

    @property
    def wh(self) -> int:
        """Energy claimed."""
        return self.loads * self.load_wh


def allocate(rule: AllocationRule, offered_wh: int, claims: Sequence[Claim]) -> list[int]:
    """Loads granted to each claim, in the order of the claims: never more than offered, nor than claimed.

    An offer that covers all claims grants them all. Otherwise, by rule:
    `priority`: claims of the least number first, in full, then the next; among equals pro rata to call-offs;
    `pro-rata-call-offs`: due in proportion to the energy claimed;
    `pro-rata-contract`: due in proportion to the volume contracted, never more than claimed, what one does
    not need going to the others in the same proportion (to claims without a contract last, pro rata to
    call-offs).

    What is due becomes whole loads by largest remainder: each gets the whole loads in its due, and the
    loads left over go to the greatest remaining parts of a load, equal ones by id. Where loads differ in
    size the coarsest come first: together they get the whole number of loads nearest to what is due to them
    (a half counts up, never over the offer), and the finer ones share what that leaves. So a buyer of
    trucks is not rounded away beside one that takes any amount. What stays at the plant fits no unfilled
    claim's load, also under `priority`, where it goes on to the next number. All in integers, and
    independent of the order of the claims.

    Raises BrokenInvariant for a negative offer or two claims of one id.
    """
    if sum(claim.loads * claim.load_wh for claim in claims) <= offered_wh:
        return [claim.loads for claim in claims]
    if offered_wh < 0 or len({claim.id for claim in claims}) < len(claims):
        raise BrokenInvariant(f"an offer of {offered_wh} Wh to claims {[claim.id for claim in claims]}")
    granted = _granted(rule, offered_wh, claims)
    return [granted[claim.id] for claim in claims]


_Weight = Callable[[Claim], int]
_call_offs: _Weight = attrgetter("wh")
_contract: _Weight = attrgetter("contracted_wh")


def _granted(rule: AllocationRule, offered_wh: int, claims: Sequence[Claim]) -> dict[str, int]:
    match rule:
        case "priority":
            return _by_priority(offered_wh, claims)
        case "pro-rata-call-offs":
            return _pro_rata(offered_wh, claims, _call_offs)
        case "pro-rata-contract":
            return _pro_rata(offered_wh, claims, _contract)
        case _:
            assert_never(rule)


def _by_priority(offered_wh: int, claims: Sequence[Claim]) -> dict[str, int]:
    granted: dict[str, int] = {}
    left = offered_wh
    for _, equals in groupby(sorted(claims, key=attrgetter("priority")), key=attrgetter("priority")):
        rank = list(equals)
        loads = _within_rank(left, rank)
        left -= sum(loads[claim.id] * claim.load_wh for claim in rank)
        granted |= loads
    return granted


def _within_rank(offered_wh: int, claims: Sequence[Claim]) -> dict[str, int]:
    if sum(claim.loads * claim.load_wh for claim in claims) <= offered_wh:
        return {claim.id: claim.loads for claim in claims}
    return _pro_rata(offered_wh, claims, _call_offs)


def _pro_rata(offered_wh: int, claims: Sequence[Claim], weight: _Weight) -> dict[str, int]:
    """Rounds of sharing until nothing left fits; a second one only where finer claims were filled."""
    granted = dict.fromkeys((claim.id for claim in claims), 0)
    left = offered_wh
    while unfilled := [
        claim._replace(loads=claim.loads - granted[claim.id])
        for claim in claims
        if granted[claim.id] < claim.loads and claim.load_wh <= left
    ]:
        for claim, loads in _round(left, unfilled, weight):
            granted[claim.id] += loads
            left -= loads * claim.load_wh
    return granted


def _round(offered_wh: int, claims: Sequence[Claim], weight: _Weight) -> list[tuple[Claim, int]]:
    """One sharing of the offer, from the coarsest loads to the finest."""
    shared: list[tuple[Claim, int]] = []
    left, rest = offered_wh, claims
    while rest:
        size = max(claim.load_wh for claim in rest)
        finer = [claim for claim in rest if claim.load_wh < size]
        due, parts = _due(left, rest, weight)
        dues = [(claim, due[claim.id]) for claim in rest if claim.load_wh == size]
        loads = _whole_loads(dues, load=size * parts, most=left // size, nearest=bool(finer))
        left -= size * sum(count for _, count in loads)
        shared += loads
        rest = finer
    return shared


def _due(offered_wh: int, claims: Sequence[Claim], weight: _Weight) -> tuple[dict[str, int], int]:
    """What is due to each claim, by weight and at most its claim: numerators in Wh, and their denominator."""
    total = sum(map(weight, claims))
    if total == 0:
        return _due(offered_wh, claims, _call_offs)
    filled = {claim.id: claim.wh for claim in claims if offered_wh * weight(claim) >= claim.wh * total}
    if not filled:
        return {claim.id: offered_wh * weight(claim) for claim in claims}, total
    rest = [claim for claim in claims if claim.id not in filled]
    due, parts = _due(offered_wh - sum(filled.values()), rest, weight) if rest else ({}, 1)
    return due | {id_: wh * parts for id_, wh in filled.items()}, parts


def _whole_loads(
    dues: Sequence[tuple[Claim, int]], *, load: int, most: int, nearest: bool
) -> list[tuple[Claim, int]]:
    """Largest remainder among claims of one load size, all dues and the load in the same small unit."""
    total = sum(due for _, due in dues)
    count = min((2 * total + load) // (2 * load) if nearest else total // load, most)
    spare = count - sum(due // load for _, due in dues)
    by_remainder = sorted(dues, key=lambda pair: (-(pair[1] % load), pair[0].id))
    return [(claim, due // load + (place < spare)) for place, (claim, due) in enumerate(by_remainder)]
