"""Sharing out what a plant has among those who ask for more, in whole loads, with fractions on paper."""

import math
from fractions import Fraction
from typing import NamedTuple


class Ask(NamedTuple):
    """What one customer waits for."""

    id: str
    loads: int
    load_wh: int
    priority: int
    contract: int

    @property
    def wh(self) -> int:
        return self.loads * self.load_wh


def share_out(rule: str, offer: int, asks: list[Ask]) -> dict[str, int]:
    """Loads by customer."""
    if sum(ask.wh for ask in asks) <= offer:
        return {ask.id: ask.loads for ask in asks}
    if rule != "priority":
        return _pro_rata(offer, asks, by_contract=rule == "pro-rata-contract")
    got: dict[str, int] = {}
    for number in sorted({ask.priority for ask in asks}):
        equals = [ask for ask in asks if ask.priority == number]
        got |= share_out("pro-rata-call-offs", offer, equals)
        offer -= sum(got[ask.id] * ask.load_wh for ask in equals)
    return got


def _pro_rata(offer: int, asks: list[Ask], *, by_contract: bool) -> dict[str, int]:
    """The coarsest loads first: together the nearest whole number, the finest what is left; again while something fits."""
    got = {ask.id: 0 for ask in asks}
    while True:
        still = [ask._replace(loads=ask.loads - got[ask.id]) for ask in asks]
        still = [ask for ask in still if ask.loads and ask.load_wh <= offer]
        if not still:
            return got
        while still:
            size = max(ask.load_wh for ask in still)
            due = _dues(Fraction(offer), still, by_contract=by_contract)
            coarse = [ask for ask in still if ask.load_wh == size]
            still = [ask for ask in still if ask.load_wh < size]
            loads = sum(due[ask.id] for ask in coarse) / size
            count = min(math.floor(loads + Fraction(1, 2) * bool(still)), offer // size)
            given = {ask.id: math.floor(due[ask.id] / size) for ask in coarse}
            left_over = sorted(coarse, key=lambda ask: (given[ask.id] - due[ask.id] / size, ask.id))
            for ask in left_over[: max(0, count - sum(given.values()))]:
                given[ask.id] += 1
            for id_, number in given.items():
                got[id_] += number
            offer -= size * sum(given.values())


def _dues(offer: Fraction, asks: list[Ask], *, by_contract: bool) -> dict[str, Fraction]:
    """In proportion to weight, nobody more than asked for; what one does not need goes to the others."""
    if not asks:
        return {}
    total = sum(ask.contract for ask in asks) if by_contract else 0
    if total == 0:
        total, by_contract = sum(ask.wh for ask in asks), False
    due = {ask.id: offer * (ask.contract if by_contract else ask.wh) / total for ask in asks}
    filled = {ask.id: Fraction(ask.wh) for ask in asks if due[ask.id] >= ask.wh}
    if not filled:
        return due
    rest = [ask for ask in asks if ask.id not in filled]
    return filled | _dues(max(Fraction(0), offer - sum(filled.values())), rest, by_contract=by_contract)
