"""What would have changed an award by rank: the fewest changes of one plant that give it more."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import assert_never

from sim.rules.sourcing.award import Award, ByRank, Explanation
from sim.rules.sourcing.placement import Bidder, Placement, bidders_of, loyal_score, rank
from sim.rules.sourcing.ranked import place
from sim.rules.sourcing.view import WHOLE, Candidate, SourcingView, share_of
from sim.rules.sourcing.wording import enumerated, figures, percent_whole
from sim.rules.sourcing.yardstick import Scale


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Changes of one plant that together would have given it the share, which is more than it was awarded."""

    plant: str
    share: float
    score: float
    """As it is, or would be were the plant eligible."""
    eligible: bool
    """Nothing stands against it any more."""
    capacity: bool
    """All of the requirement is free there."""
    limit: float | None
    """Its score is at most this; None: it stays as it is."""

    @property
    def changes(self) -> int:
        """How many things are different."""
        return self.eligible + self.capacity + (self.limit is not None)


@dataclass(frozen=True, slots=True)
class _Case:
    """A plant as a bidder in the view of an award by rank, and the parts that it got."""

    view: SourcingView
    ground: ByRank
    bidder: Bidder
    others: tuple[Bidder, ...]
    got: int
    admitted: bool
    """It is not eligible as it is."""

    def share_as(self, bidder: Bidder) -> float:
        """The share of the plant as another bidder, where it is more than it got, else 0.0."""
        parts = place(self.view, rank([*self.others, bidder]), self.ground.rule).get(bidder.plant, 0)
        return share_of(parts) if parts > self.got else 0.0


def what_if(view: SourcingView, award: Award, ground: ByRank) -> WhatIf | None:
    """The fewest changes that work, of plants that lost supply first, then by rank, then of the others.

    None: not even all changes of a plant together give it more.
    """
    bidders = bidders_of(view, ground.yardstick.scores(view))
    placed = place(view, bidders, ground.rule)
    cases = [_case(view, ground, placed, rival) for rival in _rivals(view, award)]
    best: WhatIf | None = None
    for found in (found for case in cases for found in _changes(case)):
        if found.changes == 1:
            return found
        if best is None or found.changes < best.changes:
            best = found
    return best


def _rivals(view: SourcingView, award: Award) -> list[Candidate]:
    ranks = award.ranks
    last = len(ranks) + 1

    def order(candidate: Candidate) -> tuple[bool, int, float]:
        lost = award.share(candidate.plant) < candidate.incumbent_share
        return not lost, ranks.get(candidate.plant, last), candidate.distance_km

    rivals = (c for c in view.candidates if c.comparable and award.share(c.plant) < 1)
    return sorted(rivals, key=order)


def _case(view: SourcingView, ground: ByRank, placed: Placement, rival: Candidate) -> _Case:
    others = tuple(c for c in view.candidates if c.plant != rival.plant)
    admitted = (
        replace(view, candidates=(*others, rival._replace(objections=()))) if rival.objections else view
    )
    bidders = bidders_of(admitted, ground.yardstick.scores(admitted))
    bidder = next(b for b in bidders if b.plant == rival.plant)
    rest = tuple(b for b in bidders if b.plant != rival.plant)
    return _Case(admitted, ground, bidder, rest, placed.get(rival.plant, 0), bool(rival.objections))


def _changes(case: _Case) -> Iterator[WhatIf]:
    """Changes of the plant that work, in the order in which a reader would ask for them."""
    bidder = case.bidder
    larger = bidder._replace(capacity=WHOLE)
    for changed in (bidder, larger) if bidder.capacity < WHOLE else (bidder,):
        share = case.share_as(changed)
        if share:
            yield WhatIf(bidder.plant, share, bidder.score, case.admitted, changed is larger, None)
            return
    for changed in (bidder, larger) if bidder.capacity < WHOLE else (bidder,):
        limit = _score_limit(case, changed)
        if limit is not None:
            share = case.share_as(changed._replace(score=limit))
            yield WhatIf(bidder.plant, share, bidder.score, case.admitted, changed is larger, limit)
            return


def _score_limit(case: _Case, bidder: Bidder) -> float | None:
    """The greatest score, in last decimals of its scale, that gives the bidder more, found by halving."""
    steps_per_unit = 10.0**case.ground.yardstick.scale.decimals

    def works_at(steps: int) -> bool:
        return case.share_as(bidder._replace(score=steps / steps_per_unit)) > 0

    works, fails = 0, math.ceil(bidder.score * steps_per_unit)
    if works >= fails or not works_at(works):
        return None
    hint = math.floor(_score_to_beat(case, bidder) * steps_per_unit)
    hints = iter((hint, hint - 1, hint + 1))
    while fails - works > 1:
        steps = next(hints, (works + fails) // 2)
        if not works < steps < fails:
            continue
        if works_at(steps):
            works = steps
        else:
            fails = steps
    return works / steps_per_unit


def _score_to_beat(case: _Case, bidder: Bidder) -> float:
    """Where the search starts: the best score of the others, the threshold in favour of the incumbent."""
    threshold = case.view.threshold
    if not case.others or threshold >= 1:
        return 0.0
    rival = case.others[0]
    return rival.score / (1 - threshold) if bidder.today else loyal_score(rival, threshold)


_NOTHING = "No better score, more free capacity or eligibility of one plant would have given it more."


def counterfactual(view: SourcingView, award: Award) -> str:
    """What would have changed the award: a score, a free capacity or an eligibility, with its numbers."""
    match award.ground:
        case Explanation(counterfactual=sentence):
            return sentence
        case ByRank() as ground:
            found = what_if(view, award, ground)
            return _NOTHING if found is None else _sentence(view, ground.yardstick.scale, found)
        case _:
            assert_never(award.ground)


def _sentence(view: SourcingView, scale: Scale, found: WhatIf) -> str:
    candidate = next(c for c in view.candidates if c.plant == found.plant)
    return f"{_outcome(candidate, found)}{_conditions(view, scale, candidate, found)}."


def _outcome(candidate: Candidate, found: WhatIf) -> str:
    if found.share < 1:
        return f"{found.plant} would have been given {percent_whole(found.share)}"
    return f"{found.plant} would have {'kept' if candidate.incumbent_share == 1 else 'won'} the programme"


def _conditions(view: SourcingView, scale: Scale, candidate: Candidate, found: WhatIf) -> str:
    had = []
    if found.eligible:
        had.append(f"been eligible (against it: {'; '.join(candidate.objections)})")
    if found.limit is not None:
        had.append(_counterfactual_score_limit(scale, found.score, found.limit))
    text = f" had it {enumerated(had)}" if had else ""
    if not found.capacity:
        return text
    needed, free = figures(view.requirement_gwh_per_year, candidate.free_gwh_per_year, decimals=2)
    return f"{text} with {needed} GWh a year free (it had {free})"


def _counterfactual_score_limit(scale: Scale, score: float, limit: float) -> str:
    limit_text, score_text, gap_text = scale.figures(limit, score, score - limit)
    return f"{scale.had.format(f'at most {limit_text}')} ({score_text} was {gap_text} {scale.worse})"
