"""The reason of an award: one sentence that a buyer understands, with its numbers and units."""

from typing import assert_never

from sim.rules.sourcing.award import Award, ByRank, Told
from sim.rules.sourcing.placement import DualSource
from sim.rules.sourcing.view import Candidate, SourcingView
from sim.rules.sourcing.wording import gwh_per_year, figures, listing, percent
from sim.rules.sourcing.yardstick import Scale


def reason(view: SourcingView, award: Award) -> str:
    """Why the award is what it is."""
    match award.ground:
        case Told(reason=sentence):
            return sentence
        case ByRank() as ground:
            return f"{_ranked_reason(view, award, ground)}."
        case _:
            assert_never(award.ground)


def _ranked_reason(view: SourcingView, award: Award, ground: ByRank) -> str:
    if not award.ranking or not award.scores.keys() & dict(award.shares).keys():
        return _nobody(view, award)
    if len(award.shares) > 1 or award.unsourced_share > 0:
        return _split(view, award, ground)
    winner = next(c for c in view.candidates if c.plant == award.shares[0][0])
    if view.incumbents and view.incumbents[0].plant == winner.plant:
        return _kept(view, award, ground.yardstick.scale, winner)
    return _won(view, award, ground.yardstick.scale, winner)


def _nobody(view: SourcingView, award: Award) -> str:
    count = len(award.ranking)
    why = f"none of the {count} eligible plants has capacity free" if count else "no plant is eligible"
    kept = [f"{plant} ({percent(share)}, {_against(view, plant)})" for plant, share in award.shares]
    rest = f"{percent(award.unsourced_share)} is unsourced" if award.unsourced_share > 0 else ""
    outcome = " and ".join(
        part for part in (f"supply stays with {listing(kept)}" if kept else "", rest) if part
    )
    return f"{why[0].upper()}{why[1:]}: {outcome}"


def _against(view: SourcingView, plant: str) -> str:
    candidate = view.candidate(plant)
    return "; ".join(candidate.objections) if candidate is not None else ""


def _won(view: SourcingView, award: Award, scale: Scale, winner: Candidate) -> str:
    score, others = award.scores[winner.plant], view.incumbents
    start = f"can start on {view.date_of(winner.earliest_start_day)}"
    if not others:
        return f"{winner.plant} {scale.says.format(scale.figure(score))}, {_standing(view, award, scale, winner)}, and {start}"
    loser = others[0]
    if loser.plant not in award.ranks:
        words = f"{winner.plant} {scale.says.format(scale.figure(score))}, {_standing(view, award, scale, winner)}, and {start}"
        return f"{words}; the incumbent {loser.plant} is not eligible ({'; '.join(loser.objections)})"
    old = award.scores[loser.plant]
    if score < old:
        new_text, old_text, gap_text = scale.figures(score, old, old - score)
        than = f"{gap_text} {scale.better} than the incumbent {loser.plant} ({old_text})"
        return f"{winner.plant} {scale.says.format(new_text)}, {than}, and {start}"
    free, needed = figures(loser.free_gwh_per_year, view.requirement_gwh_per_year, decimals=2)
    words = f"{winner.plant} {scale.says.format(scale.figure(score))} and {start}"
    return f"{words}, while the incumbent {loser.plant} has only {free} of the {needed} GWh a year free"


def _standing(view: SourcingView, award: Award, scale: Scale, winner: Candidate) -> str:
    count = len(award.ranking)
    if count == 1:
        return "the only eligible plant"
    if award.ranks[winner.plant] == 1:
        return f"the {scale.best} of {count} eligible plants"
    return f"the {scale.best} of the eligible plants with {gwh_per_year(view.requirement_gwh_per_year)} free"


def _kept(view: SourcingView, award: Award, scale: Scale, winner: Candidate) -> str:
    keeps = (
        f"{winner.plant} keeps the programme"
        if winner.incumbent_share == 1
        else f"{winner.plant} takes all of the programme"
    )
    best, score = award.ranking[0], award.scores[winner.plant]
    if best.plant == winner.plant or best.score == score:
        return f"{keeps}: it {scale.says.format(scale.figure(score))}, {_lead(award, scale, winner)}"
    old, new, gap = scale.figures(score, best.score, score - best.score)
    rival = view.candidate(best.plant)
    if rival is not None and rival.free_gwh_per_year < view.requirement_gwh_per_year:
        free, needed = figures(rival.free_gwh_per_year, view.requirement_gwh_per_year, decimals=2)
        return f"{keeps} ({old}): {best.plant} is {scale.better} ({new}) but has only {free} of the {needed} GWh a year free"
    return f"{keeps} ({old}): {best.plant} ({new}) is only {gap} {scale.better}, not more than the threshold of {percent(view.threshold)}"


def _lead(award: Award, scale: Scale, winner: Candidate) -> str:
    others = [ranked for ranked in award.ranking if ranked.plant != winner.plant]
    if not others:
        return "the only eligible plant"
    return f"the {scale.best} of {len(award.ranking)} eligible plants, ahead of {others[0].plant} ({scale.figure(others[0].score)})"


def _split(view: SourcingView, award: Award, ground: ByRank) -> str:
    scale, scores = ground.yardstick.scale, award.scores
    largest_first = sorted(award.shares, key=lambda item: (-item[1], award.ranks.get(item[0], 0)))
    facts = {
        plant: scale.figure(scores[plant]) if plant in scores else _against(view, plant)
        for plant, _ in largest_first
    }
    parts = [f"{plant} {percent(share)} ({facts[plant]})" for plant, share in largest_first]
    unsourced = f", {percent(award.unsourced_share)} is unsourced" if award.unsourced_share > 0 else ""
    return f"{listing(parts)}{unsourced}: {_why_split(view, award, ground)}"


def _why_split(view: SourcingView, award: Award, ground: ByRank) -> str:
    scale, shares = ground.yardstick.scale, dict(award.shares)
    leaders = {ranked.plant for ranked in award.ranking[:2]}
    dual = isinstance(ground.rule, DualSource)
    if dual and leaders == shares.keys():
        return f"they are the {scale.best} two of {len(award.ranking)} eligible plants"
    covers = any(c.free_gwh_per_year >= view.requirement_gwh_per_year for c in view.eligible)
    if not dual and not covers:
        return (
            f"no single eligible plant has the {gwh_per_year(view.requirement_gwh_per_year)} that are needed"
        )
    if not award.changed:
        return f"no other split is {scale.better} by more than the threshold of {percent(view.threshold)}"
    return "what today's suppliers can give is kept where nothing beats it by more than the threshold, and the rest goes by rank"
