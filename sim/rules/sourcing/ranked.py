"""Awards by rank: score the eligible, place the supply by a rule, leave the rest with other incumbents."""

from collections.abc import Mapping

from sim.rules.sourcing.award import Award, ByRank, Explanation, RankedScore, award_of, unchanged
from sim.rules.sourcing.placement import Bidder, PlacementRule, bidders_of, rank, settle
from sim.rules.sourcing.view import WHOLE, SourcingView, capacity_parts
from sim.rules.sourcing.yardstick import Yardstick

NOTHING_NEEDED = Explanation(
    "Nothing is needed in the window that is awarded, so supply stays as it is.",
    "Any need for cells would have been placed by the policy.",
)


def award_by_rank(view: SourcingView, yardstick: Yardstick, rule: PlacementRule) -> Award:
    """The award of a yardstick and a placement rule; today's shares where nothing is needed."""
    if view.requirement_gwh_per_year == 0:
        return unchanged(view, ranking_by(view, yardstick), NOTHING_NEEDED)
    bidders = bidders_of(view, yardstick.scores(view))
    ranking = [RankedScore(bidder.plant, bidder.score) for bidder in bidders]
    return award_of(view, place(view, bidders, rule), ranking, ByRank(yardstick, rule))


def ranking_by(view: SourcingView, yardstick: Yardstick) -> tuple[RankedScore, ...]:
    """The eligible plants of a view, best first."""
    scores, today = yardstick.scores(view), view.parts_today
    bidders = [
        Bidder(c.plant, scores[c.plant], today.get(c.plant, 0), 0, 0, c.earliest_start_day)
        for c in view.eligible
    ]
    return tuple(RankedScore(bidder.plant, bidder.score) for bidder in rank(bidders))


def place(view: SourcingView, bidders: tuple[Bidder, ...], rule: PlacementRule) -> dict[str, int]:
    """Parts by plant: the rule's placement among ranked bidders, then what `keep_rest` leaves where it is."""
    return keep_rest(view, settle(rule, bidders, view.threshold))


def keep_rest(view: SourcingView, placed: Mapping[str, int]) -> dict[str, int]:
    """What nobody else takes stays with incumbents that got nothing, eligible or not.

    Each keeps at most its share of today and what it has free.
    """
    kept, rest = dict(placed), WHOLE - sum(placed.values())
    if rest == 0:
        return kept
    today = view.parts_today
    for candidate in view.incumbents:
        free = capacity_parts(candidate.free_gwh_per_year, view.requirement_gwh_per_year)
        part = min(today[candidate.plant], free, rest)
        if candidate.plant not in kept and part:
            kept[candidate.plant] = part
            rest -= part
    return kept
