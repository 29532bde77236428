"""The counterfactual of an award: one sentence on what would have changed it."""

from typing import assert_never

from sim.rules.sourcing.award import Award, ByRank, Told
from sim.rules.sourcing.view import Candidate, SourcingView
from sim.rules.sourcing.whatif import WhatIf, what_if
from sim.rules.sourcing.wording import figures, percent
from sim.rules.sourcing.yardstick import Scale

_NOTHING = (
    "No change of one plant alone (a better score, more free capacity, eligibility) would have given it more."
)


def counterfactual(view: SourcingView, award: Award) -> str:
    """What would have changed the award: a score, a free capacity or an eligibility, with its numbers."""
    match award.ground:
        case Told(counterfactual=sentence):
            return sentence
        case ByRank() as ground:
            found = what_if(view, award, ground)
            return _NOTHING if found is None else _sentence(view, award, ground.yardstick.scale, found)
        case _:
            assert_never(award.ground)


def _sentence(view: SourcingView, award: Award, scale: Scale, found: WhatIf) -> str:
    candidate = next(c for c in view.candidates if c.plant == found.plant)
    return f"{_outcome(candidate, found)} {_condition(view, award, scale, found, candidate)}."


def _outcome(candidate: Candidate, found: WhatIf) -> str:
    if found.share < 1:
        return f"{found.plant} would have been given {percent(found.share)}"
    return f"{found.plant} would have {'kept' if candidate.incumbent_share == 1 else 'won'} the programme"


def _condition(view: SourcingView, award: Award, scale: Scale, found: WhatIf, candidate: Candidate) -> str:
    needed, free = figures(view.requirement_gwh_per_year, candidate.free_gwh_per_year, decimals=2)
    objections = "; ".join(candidate.objections)
    match found.change:
        case "score":
            return f"had it {_score_limit(scale, award.scores[found.plant], found.limit)}"
        case "capacity":
            return f"with {needed} GWh a year free (it had {free})"
        case "eligible":
            return f"had it been eligible (against it: {objections})"
        case "eligible-capacity":
            facts = f"it had {free}; against it: {objections}"
            return f"had it been eligible, with {needed} GWh a year free ({facts})"
        case _:
            assert_never(found.change)


def _score_limit(scale: Scale, score: float, limit: float) -> str:
    limit_text, score_text, gap_text = scale.figures(limit, score, score - limit)
    return f"{scale.had.format(f'at most {limit_text}')} ({score_text} was {gap_text} {scale.worse})"
