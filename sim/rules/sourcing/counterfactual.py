"""The counterfactual of an award: one sentence on what would have changed it."""

from typing import assert_never

from sim.rules.sourcing.award import Award, ByRank, Told
from sim.rules.sourcing.view import Candidate, SourcingView
from sim.rules.sourcing.whatif import WhatIf, what_if
from sim.rules.sourcing.wording import figures, listing, percent
from sim.rules.sourcing.yardstick import Scale

_NOTHING = "No better score, more free capacity or eligibility of one plant would have given it more."


def counterfactual(view: SourcingView, award: Award) -> str:
    """What would have changed the award: a score, a free capacity or an eligibility, with its numbers."""
    match award.ground:
        case Told(counterfactual=sentence):
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
        return f"{found.plant} would have been given {percent(found.share)}"
    return f"{found.plant} would have {'kept' if candidate.incumbent_share == 1 else 'won'} the programme"


def _conditions(view: SourcingView, scale: Scale, candidate: Candidate, found: WhatIf) -> str:
    had = []
    if found.eligible:
        had.append(f"been eligible (against it: {'; '.join(candidate.objections)})")
    if found.limit is not None:
        had.append(_score_limit(scale, found.score, found.limit))
    text = f" had it {listing(had)}" if had else ""
    if not found.capacity:
        return text
    needed, free = figures(view.requirement_gwh_per_year, candidate.free_gwh_per_year, decimals=2)
    return f"{text} with {needed} GWh a year free (it had {free})"


def _score_limit(scale: Scale, score: float, limit: float) -> str:
    limit_text, score_text, gap_text = scale.figures(limit, score, score - limit)
    return f"{scale.had.format(f'at most {limit_text}')} ({score_text} was {gap_text} {scale.worse})"
