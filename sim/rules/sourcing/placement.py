"""Placement: who of the ranked bidders gets how many parts of a programme's supply.

A rule makes two proposals. The **fresh** one ignores who supplies today. The **loyal** one leaves with the
eligible incumbents what they supply today, as far as they still can, and places only what is then missing.
`settle` takes the fresh one where it covers more, or covers the same with a mean score that is better by more
than the threshold. So a lone incumbent that covers everything keeps everything unless the winner's score is
better than its own by more than the threshold; and an incumbent that is too small for the whole does not
lose what it can give to a plant that is no better.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, Protocol

from sim.rules.sourcing.view import WHOLE, Candidate, SourcingView, capacity_parts, parts_of

ROUNDING: Final = 1e-12
"""Share of a score that is rounding of its sum: who is better by just the threshold is not better by more than it."""
_DIGITS: Final = 12
"""Digits of a score that are no rounding."""


class Bidder(NamedTuple):
    """An eligible plant as an award sees it; parts are billionths of the programme's requirement."""

    plant: str
    score: float
    """Least is best."""
    today: int
    """Parts that it supplies today; 0: a newcomer."""
    capacity: int
    """Parts that it has free, today's included."""
    least: int
    """Fewest parts that it supplies at all; of an incumbent no more than it supplies today."""
    earliest_start_day: int


def rank(bidders: Sequence[Bidder]) -> tuple[Bidder, ...]:
    """Best score first; at equal scores the larger incumbent, then the earlier start, then by plant id."""
    return tuple(sorted(bidders, key=lambda b: (b.score, -b.today, b.earliest_start_day, b.plant)))


def rank_loyally(bidders: Sequence[Bidder], threshold: float) -> tuple[Bidder, ...]:
    """Ranked bidders with the threshold in favour of incumbents, who come first at equal scores of 12 digits."""

    def place(bidder: Bidder) -> tuple[float, bool]:
        return float(f"{loyal_score(bidder, threshold):.{_DIGITS}g}"), bidder.today == 0

    return tuple(sorted(bidders, key=place))


def loyal_score(bidder: Bidder, threshold: float) -> float:
    """A newcomer's score; for an incumbent score - threshold * |score|, or 0 for a score of 0."""
    if bidder.today == 0 or bidder.score == 0:
        return bidder.score
    return bidder.score - threshold * abs(bidder.score)


def bidders_of(view: SourcingView, scores: Mapping[str, float]) -> tuple[Bidder, ...]:
    """The eligible plants of a view with a requirement above 0, in order of rank."""
    today = view.parts_today
    return rank([_bidder(view, c, scores[c.plant], today.get(c.plant, 0)) for c in view.eligible])


def _bidder(view: SourcingView, candidate: Candidate, score: float, today: int) -> Bidder:
    needed = view.requirement_gwh_per_year
    capacity = capacity_parts(candidate.free_gwh_per_year, needed)
    least = capacity_parts(candidate.minimum_gwh_per_year, needed)
    return Bidder(
        candidate.plant, score, today, capacity, min(least, today or least), candidate.earliest_start_day
    )


Placement = Mapping[str, int]
"""Parts above 0 by plant."""


class PlacementRule(Protocol):
    """How ranked bidders become a placement."""

    def fresh(self, bidders: Sequence[Bidder]) -> Placement:
        """As if nobody supplied the programme today."""

    def loyal(self, bidders: Sequence[Bidder], threshold: float) -> Placement:
        """With today's suppliers first."""


@dataclass(frozen=True, slots=True)
class SingleSource:
    """One plant for everything; where none has the capacity, by rank, each up to its free capacity."""

    def fresh(self, bidders: Sequence[Bidder]) -> Placement:
        """The best bidder that covers everything, or the best of all until everything is covered."""
        return _place_rest(bidders, {})

    def loyal(self, bidders: Sequence[Bidder], threshold: float) -> Placement:
        """What incumbents can keep; the rest by the same rule, incumbents preferred within the threshold."""
        kept = _keep(bidders)
        if sum(kept.values()) == WHOLE:
            return kept
        return _place_rest(rank_loyally(bidders, threshold), kept)


@dataclass(frozen=True, slots=True)
class DualSource:
    """The first bidder that can give `first_share` and the first other that can give the rest of it.

    Where none can give that much, the one that can give most. What the two cannot give together goes to one
    other that can, else to the others in turn. Who takes no order so small is passed over.
    """

    first_share: float

    def fresh(self, bidders: Sequence[Bidder]) -> Placement:
        """The two best."""
        pair = self._pair(bidders)
        return _place_rest(sorted(bidders, key=lambda b: b.plant not in pair), pair)

    def loyal(self, bidders: Sequence[Bidder], threshold: float) -> Placement:
        """The two largest incumbents, or the incumbent and the best of the others.

        Where two are not enough and several supply today, these keep what they can, and the rest is placed.
        """
        kept, incumbents_first = _keep(bidders), sorted(bidders, key=lambda b: -b.today)
        if len(kept) > 1 and sum(self._pair(incumbents_first).values()) < WHOLE:
            return _place_rest(rank_loyally(bidders, threshold), kept)
        return self.fresh(incumbents_first)

    def _pair(self, bidders: Sequence[Bidder]) -> Placement:
        placed: dict[str, int] = {}
        for target in (parts_of(self.first_share), WHOLE - parts_of(self.first_share)):
            _place_one(bidders, placed, target)
        return placed


def settle(rule: PlacementRule, bidders: Sequence[Bidder], threshold: float) -> Placement:
    """The rule's placement of ranked bidders, with hysteresis by the threshold (0 or more, or infinite)."""
    fresh, loyal = rule.fresh(bidders), rule.loyal(bidders, threshold)
    if fresh == loyal:
        return loyal
    covered, covered_loyally = sum(fresh.values()), sum(loyal.values())
    if covered != covered_loyally:
        return fresh if covered > covered_loyally else loyal
    return fresh if _better(bidders, fresh, loyal, threshold) else loyal


def _better(bidders: Sequence[Bidder], fresh: Placement, loyal: Placement, threshold: float) -> bool:
    """Whether the fresh placement's mean score is better by more than the threshold and rounding; both cover the same."""
    base, covered = bidders[0].score, sum(loyal.values())
    excess = _excess(bidders, loyal)
    gain = excess - _excess(bidders, fresh)
    return gain > 0 and gain > (threshold + ROUNDING) * abs(base * covered + excess)


def _excess(bidders: Sequence[Bidder], placement: Placement) -> float:
    """Sum of parts times score above the best score: exactly 0 among equal scores, whatever the split."""
    base = bidders[0].score
    return sum(placement.get(b.plant, 0) * (b.score - base) for b in bidders)


def _place_rest(bidders: Sequence[Bidder], placed: Placement) -> Placement:
    """Add what is missing: all of it to the first that can take it, else to each up to its capacity."""
    rest = WHOLE - sum(placed.values())
    if rest == 0:
        return placed
    taker = next((b for b in bidders if _can_add(b, placed, rest) == rest), None)
    if taker is None:
        return _fill(bidders, placed)
    return {**placed, taker.plant: placed.get(taker.plant, 0) + rest}


def _keep(bidders: Sequence[Bidder]) -> Placement:
    """What incumbents supply today, as far as they still can."""
    return {b.plant: min(b.today, b.capacity) for b in bidders if min(b.today, b.capacity) > 0}


def _place_one(bidders: Sequence[Bidder], placed: dict[str, int], target: int) -> None:
    """Give up to `target` parts to the bidder without any that takes most of them, the first of several."""
    parts = {b.plant: _can_add(b, placed, target) for b in bidders if b.plant not in placed}
    taker = max(parts, key=parts.__getitem__, default=None)
    if taker is not None and parts[taker]:
        placed[taker] = parts[taker]


def _fill(bidders: Sequence[Bidder], placed: Placement) -> Placement:
    filled = dict(placed)
    rest = WHOLE - sum(placed.values())
    for bidder in bidders:
        part = _can_add(bidder, filled, rest)
        if part:
            filled[bidder.plant] = filled.get(bidder.plant, 0) + part
            rest -= part
    return _make_room(bidders, filled, rest) if rest else filled


def _can_add(bidder: Bidder, placed: Placement, wanted: int) -> int:
    """How many of the wanted parts it takes on top of its own: none where it would stay under its least."""
    has = placed.get(bidder.plant, 0)
    part = min(wanted, bidder.capacity - has)
    return part if has + part >= bidder.least else 0


def _make_room(bidders: Sequence[Bidder], placed: Placement, rest: int) -> Placement:
    """A newcomer for whom the rest is too small gets its least; the last in rank give the difference."""
    newcomer = next((b for b in bidders if b.plant not in placed and rest < b.least <= b.capacity), None)
    if newcomer is None:
        return placed
    roomy = {**placed, newcomer.plant: newcomer.least}
    missing = newcomer.least - rest
    for giver in (b for b in reversed(bidders) if b.plant in placed):
        given = min(missing, max(0, placed[giver.plant] - giver.least))
        roomy[giver.plant] -= given
        missing -= given
    return placed if missing else {plant: parts for plant, parts in roomy.items() if parts}
