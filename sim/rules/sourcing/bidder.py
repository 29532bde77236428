"""Bidders: the eligible plants of a review in order of rank, with the parts of the supply each could take."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from sim.rules.sourcing.parts import capacity_parts
from sim.rules.sourcing.view import Candidate, SourcingView

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
