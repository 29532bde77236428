"""What would have changed an award by rank: the smallest change of one plant that gives it more, found by placing again."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from sim.rules.sourcing.award import Award, ByRank
from sim.rules.sourcing.bidder import Bidder, bidders_of, loyal_score, rank
from sim.rules.sourcing.parts import WHOLE, parts_of, share_of
from sim.rules.sourcing.ranked import place
from sim.rules.sourcing.view import Candidate, SourcingView


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A change of one plant that would have given it the share.

    `capacity`: all of the requirement free; `score`: a score of at most `limit`; `eligible`: nothing against it;
    `eligible-capacity`: nothing against it and all of the requirement free.
    """

    plant: str
    change: Literal["capacity", "score", "eligible", "eligible-capacity"]
    share: float
    limit: float = 0.0


@dataclass(frozen=True, slots=True)
class _Case:
    """An award by rank, ready to be made again with other bidders."""

    view: SourcingView
    award: Award
    ground: ByRank
    bidders: tuple[Bidder, ...]

    def share_with(self, bidders: Sequence[Bidder], plant: str) -> float:
        """The plant's share among other bidders where it is more than awarded, else 0.0."""
        share = share_of(place(self.view, rank(bidders), self.ground.rule).get(plant, 0))
        return share if parts_of(share) > parts_of(self.award.share(plant)) else 0.0

    def with_bidder(self, changed: Bidder) -> float:
        """The share of a bidder that is changed, where it is more than awarded, else 0.0."""
        return self.share_with(
            [changed if b.plant == changed.plant else b for b in self.bidders], changed.plant
        )


def what_if(view: SourcingView, award: Award, ground: ByRank) -> WhatIf | None:
    """The first change that works: incumbents that lost come first, then by rank, then the ineligible; None: none of them."""
    case = _Case(view, award, ground, bidders_of(view, ground.yardstick.scores(view)))
    return next((found for candidate in _rivals(view, award) for found in _changes(case, candidate)), None)


def _rivals(view: SourcingView, award: Award) -> list[Candidate]:
    """Plants that got less than everything, in the order in which a reader would ask after them."""
    ranks = award.ranks
    rivals = [c for c in view.candidates if award.share(c.plant) < 1]
    last = len(ranks) + 1

    def order(candidate: Candidate) -> tuple[bool, int, float]:
        lost = award.share(candidate.plant) < candidate.incumbent_share
        return (
            not lost,
            ranks.get(candidate.plant, last),
            candidate.distance_km if candidate.comparable else math.inf,
        )

    return sorted(rivals, key=order)


def _changes(case: _Case, candidate: Candidate) -> Iterator[WhatIf]:
    bidder = next((b for b in case.bidders if b.plant == candidate.plant), None)
    if bidder is None:
        yield from _eligibility_changes(case, candidate)
        return
    if bidder.capacity < WHOLE:
        share = case.with_bidder(bidder._replace(capacity=WHOLE))
        if share:
            yield WhatIf(bidder.plant, "capacity", share)
    yield from _score_changes(case, bidder)


def _eligibility_changes(case: _Case, candidate: Candidate) -> Iterator[WhatIf]:
    if not candidate.comparable:
        return
    admitted = replace(candidate, objections=())
    others = tuple(c for c in case.view.candidates if c.plant != candidate.plant)
    view = replace(case.view, candidates=(*others, admitted))
    bidders = bidders_of(view, case.ground.yardstick.scores(view))
    share = case.share_with(bidders, candidate.plant)
    if share:
        yield WhatIf(candidate.plant, "eligible", share)
    enough = [b._replace(capacity=WHOLE) if b.plant == candidate.plant else b for b in bidders]
    share = case.share_with(enough, candidate.plant)
    if share:
        yield WhatIf(candidate.plant, "eligible-capacity", share)


def _score_changes(case: _Case, bidder: Bidder) -> Iterator[WhatIf]:
    """The greatest score, in whole last decimals of its scale, that gives the bidder more."""
    decimals = case.ground.yardstick.scale.decimals
    steps_per_unit = 10**decimals

    def share_at(steps: int) -> float:
        return case.with_bidder(bidder._replace(score=steps / steps_per_unit))

    works, fails = 1, math.ceil(bidder.score * steps_per_unit)
    if works >= fails or not share_at(works):
        return
    hint = math.floor(_score_to_beat(case, bidder) * steps_per_unit)
    probes = iter((hint, hint - 1, hint + 1))
    while fails - works > 1:
        probe = next(probes, (works + fails) // 2)
        if not works < probe < fails:
            continue
        if share_at(probe):
            works = probe
        else:
            fails = probe
    yield WhatIf(bidder.plant, "score", share_at(works), works / steps_per_unit)


def _score_to_beat(case: _Case, bidder: Bidder) -> float:
    """Where the search starts: the worst score awarded, moved by the threshold in favour of whoever supplies today."""
    holders = [b for b in case.bidders if case.award.share(b.plant) > 0 and b.plant != bidder.plant]
    if not holders:
        return 0.0
    threshold, worst = case.view.threshold, holders[-1]
    if not bidder.today:
        return max(0.0, loyal_score(worst, threshold))
    return worst.score / (1 - threshold) if threshold < 1 else 0.0
