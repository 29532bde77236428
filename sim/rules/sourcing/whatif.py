"""What would have changed an award by rank: a change of one plant that gives it more, found by trying."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from sim.rules.sourcing.award import Award, ByRank
from sim.rules.sourcing.bidder import Bidder, bidders_of, loyal_score, rank
from sim.rules.sourcing.parts import WHOLE, share_of
from sim.rules.sourcing.placement import Placement
from sim.rules.sourcing.ranked import place
from sim.rules.sourcing.view import Candidate, SourcingView


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A change of one plant that would have given it the share, which is more than it was awarded.

    `capacity`: all of the requirement free; `score`: a score of at most `limit`; `eligible`: nothing against
    it; `eligible-capacity`: nothing against it and all of the requirement free.
    """

    plant: str
    change: Literal["capacity", "score", "eligible", "eligible-capacity"]
    share: float
    limit: float = 0.0


@dataclass(frozen=True, slots=True)
class _Case:
    """An award by rank, ready to be made again with other bidders."""

    view: SourcingView
    ground: ByRank
    bidders: tuple[Bidder, ...]
    placed: Placement

    def share_among(self, bidders: Sequence[Bidder], plant: str) -> float:
        """The plant's share among other bidders where it is more than awarded, else 0.0."""
        parts = place(self.view, rank(bidders), self.ground.rule).get(plant, 0)
        return share_of(parts) if parts > self.placed.get(plant, 0) else 0.0

    def share_as(self, changed: Bidder) -> float:
        """The share of a bidder that is changed, where it is more than awarded, else 0.0."""
        return self.share_among(_with(self.bidders, changed), changed.plant)


def what_if(view: SourcingView, award: Award, ground: ByRank) -> WhatIf | None:
    """The first change that works, for plants that lost supply first, then by rank, then for the ineligible.

    None: no single change of these kinds gives any plant more.
    """
    bidders = bidders_of(view, ground.yardstick.scores(view))
    case = _Case(view, ground, bidders, place(view, bidders, ground.rule))
    return next((found for rival in _rivals(view, award) for found in _changes(case, rival)), None)


def _with(bidders: Sequence[Bidder], changed: Bidder) -> list[Bidder]:
    return [changed if bidder.plant == changed.plant else bidder for bidder in bidders]


def _rivals(view: SourcingView, award: Award) -> list[Candidate]:
    ranks = award.ranks
    last = len(ranks) + 1

    def order(candidate: Candidate) -> tuple[bool, int, float]:
        lost = award.share(candidate.plant) < candidate.incumbent_share
        km = candidate.distance_km if candidate.comparable else math.inf
        return not lost, ranks.get(candidate.plant, last), km

    return sorted((c for c in view.candidates if award.share(c.plant) < 1), key=order)


def _changes(case: _Case, candidate: Candidate) -> Iterator[WhatIf]:
    bidder = next((b for b in case.bidders if b.plant == candidate.plant), None)
    if bidder is None:
        yield from _eligibility_changes(case, candidate)
        return
    if bidder.capacity < WHOLE:
        share = case.share_as(bidder._replace(capacity=WHOLE))
        if share:
            yield WhatIf(bidder.plant, "capacity", share)
    yield from _score_changes(case, bidder)


def _eligibility_changes(case: _Case, candidate: Candidate) -> Iterator[WhatIf]:
    if not candidate.comparable:
        return
    others = tuple(c for c in case.view.candidates if c.plant != candidate.plant)
    view = replace(case.view, candidates=(*others, replace(candidate, objections=())))
    bidders = bidders_of(view, case.ground.yardstick.scores(view))
    share = case.share_among(bidders, candidate.plant)
    if share:
        yield WhatIf(candidate.plant, "eligible", share)
    bidder = next(b for b in bidders if b.plant == candidate.plant)
    share = case.share_among(_with(bidders, bidder._replace(capacity=WHOLE)), candidate.plant)
    if share:
        yield WhatIf(candidate.plant, "eligible-capacity", share)


def _score_changes(case: _Case, bidder: Bidder) -> Iterator[WhatIf]:
    """The greatest score, in last decimals of its scale, that gives the bidder more, found by halving."""
    steps_per_unit = 10**case.ground.yardstick.scale.decimals

    def share_at(steps: int) -> float:
        return case.share_as(bidder._replace(score=steps / steps_per_unit))

    works, fails = 0, math.ceil(bidder.score * steps_per_unit)
    if works >= fails or not share_at(works):
        return
    hint = math.floor(_score_to_beat(case, bidder) * steps_per_unit)
    hints = iter((hint, hint - 1, hint + 1))
    while fails - works > 1:
        steps = next(hints, (works + fails) // 2)
        if not works < steps < fails:
            continue
        if share_at(steps):
            works = steps
        else:
            fails = steps
    yield WhatIf(bidder.plant, "score", share_at(works), works / steps_per_unit)


def _score_to_beat(case: _Case, bidder: Bidder) -> float:
    """Where the search starts: the worst score awarded, the threshold in favour of who supplies today."""
    holders = [b for b in case.bidders if b.plant in case.placed and b.plant != bidder.plant]
    threshold = case.view.threshold
    if not holders or threshold >= 1:
        return 0.0
    worst = holders[-1]
    return worst.score / (1 - threshold) if bidder.today else loyal_score(worst, threshold)
