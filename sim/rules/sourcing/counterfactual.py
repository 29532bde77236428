"""The counterfactual of an award: one sentence on what would have changed it."""

from typing import assert_never

from sim.rules.sourcing.award import Award, ByRank, Told
from sim.rules.sourcing.view import Candidate, SourcingView
from sim.rules.sourcing.whatif import WhatIf, what_if
from sim.rules.sourcing.wording import figures, percent

_NOTHING = "No better score, more free capacity or eligibility of one plant alone would have given it more."


def counterfactual(view: SourcingView, award: Award) -> str:
    """What would have changed the award: a score, a free capacity or an eligibility, with the numbers that it takes."""
    match award.ground:
        case Told(counterfactual=sentence):
            return sentence
        case ByRank() as ground:
            found = what_if(view, award, ground)
            return _NOTHING if found is None else _sentence(view, ground, award, found)
        case _:
            assert_never(award.ground)


def _sentence(view: SourcingView, ground: ByRank, award: Award, found: WhatIf) -> str:
    candidate = next(c for c in view.candidates if c.plant == found.plant)
    return f"{found.plant} would have {_outcome(candidate, found)} had it {_condition(view, ground, award, candidate, found)}."


def _outcome(candidate: Candidate, found: WhatIf) -> str:
    if found.share < 1:
        return f"had {percent(found.share)} of the supply"
    return "kept the programme" if candidate.incumbent else "won the programme"


def _condition(view: SourcingView, ground: ByRank, award: Award, candidate: Candidate, found: WhatIf) -> str:
    match found.change:
        case "score":
            return _score_condition(ground, award.scores[found.plant], found.limit)
        case "capacity":
            needed, free = figures(view.requirement_gwh_per_year, candidate.free_gwh_per_year, decimals=2)
            return f"had {needed} GWh a year free (it had {free})"
        case "eligible":
            return f"been eligible (against it: {'; '.join(candidate.objections)})"
        case "eligible-capacity":
            needed, free = figures(view.requirement_gwh_per_year, candidate.free_gwh_per_year, decimals=2)
            objections = "; ".join(candidate.objections)
            return f"been eligible with {needed} GWh a year free (it had {free}; against it: {objections})"
        case _:
            assert_never(found.change)


def _score_condition(ground: ByRank, score: float, limit: float) -> str:
    scale = ground.yardstick.scale
    limit_text, score_text, gap_text = scale.figures(limit, score, score - limit)
    return f"{scale.had.format(f'at most {limit_text}')} ({score_text} was {gap_text} {scale.worse})"
