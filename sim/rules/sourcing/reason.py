"""The reason of an award: one sentence that a buyer understands, with its numbers and units."""

from dataclasses import dataclass
from typing import assert_never

from sim.rules.sourcing.award import Award, ByRank, Explanation
from sim.rules.sourcing.placement import DualSource
from sim.rules.sourcing.view import Candidate, SourcingView
from sim.rules.sourcing.wording import enumerated, figures, gwh_per_year, percent_whole
from sim.rules.sourcing.yardstick import Scale


def reason(view: SourcingView, award: Award) -> str:
    """Why the award is what it is."""
    match award.ground:
        case Explanation(reason=sentence):
            return sentence
        case ByRank() as ground:
            return f"{_ranked_reason(_Account(view, award, ground))}."
        case _:
            assert_never(award.ground)


@dataclass(frozen=True, slots=True)
class _Account:
    """An award by rank, to be told."""

    view: SourcingView
    award: Award
    ground: ByRank

    @property
    def scale(self) -> Scale:
        return self.ground.yardstick.scale

    @property
    def needed(self) -> float:
        return self.view.requirement_gwh_per_year

    def candidate(self, plant: str) -> Candidate:
        return next(c for c in self.view.candidates if c.plant == plant)

    def free_of_needed(self, candidate: Candidate) -> str:
        free, needed = figures(candidate.free_gwh_per_year, self.needed, decimals=2)
        return f"only {free} GWh a year free of the {needed} that are needed"

    def short(self, candidate: Candidate) -> bool:
        return candidate.free_gwh_per_year < self.needed


def _ranked_reason(account: _Account) -> str:
    award, incumbents = account.award, account.view.incumbents
    if not award.scores.keys() & {plant for plant, _ in award.shares}:
        return _nobody(account)
    if len(award.shares) > 1 or award.unsourced_share > 0:
        return _split(account)
    winner = account.candidate(award.shares[0][0])
    if incumbents and incumbents[0].plant == winner.plant:
        return _kept(account, winner)
    return _won(account, winner)


def _nobody(account: _Account) -> str:
    award = account.award
    why = "No eligible plant has capacity free" if award.ranking else "No plant is eligible"
    kept = [f"{plant} ({percent_whole(share)}, {_against(account, plant)})" for plant, share in award.shares]
    stays = [f"supply stays with {enumerated(kept)}"] if kept else []
    return f"{why}: {enumerated([*stays, *_unsourced(award)])}"


def _against(account: _Account, plant: str) -> str:
    return "; ".join(account.candidate(plant).objections)


def _unsourced(award: Award) -> list[str]:
    return [f"{percent_whole(award.unsourced_share)} is unsourced"] if award.unsourced_share > 0 else []


def _won(account: _Account, winner: Candidate) -> str:
    scale, scores, incumbents = account.scale, account.award.scores, account.view.incumbents
    score = scores[winner.plant]
    says = f"{winner.plant} {scale.says.format(scale.figure(score))}"
    start = f"can start on {account.view.date_of(winner.earliest_start_day)}"
    if not incumbents:
        return f"{says}, {_standing(account, winner)}, and {start}"
    old = incumbents[0]
    if old.plant not in scores:
        against = f"the incumbent {old.plant} is not eligible ({'; '.join(old.objections)})"
        return f"{says}, {_standing(account, winner)}, and {start}; {against}"
    if score < scores[old.plant]:
        return f"{_comparison(account, winner, old)}, and {start}"
    return f"{says} and {start}, while the incumbent {old.plant} has {account.free_of_needed(old)}"


def _comparison(account: _Account, winner: Candidate, old: Candidate) -> str:
    scale, scores = account.scale, account.award.scores
    score, old_score = scores[winner.plant], scores[old.plant]
    new_text, old_text, gap_text = scale.figures(score, old_score, old_score - score)
    than = f"{gap_text} {scale.better} than the incumbent {old.plant} ({old_text})"
    return f"{winner.plant} {scale.says.format(new_text)}, {than}"


def _standing(account: _Account, winner: Candidate) -> str:
    count, best = len(account.award.ranking), account.scale.best
    if count == 1:
        return "the only eligible plant"
    if account.award.ranks[winner.plant] == 1:
        return f"the {best} of {count} eligible plants"
    return f"the {best} of the eligible plants with {gwh_per_year(account.needed)} free"


def _kept(account: _Account, winner: Candidate) -> str:
    scale, best, score = account.scale, account.award.ranking[0], account.award.scores[winner.plant]
    verb = "keeps" if winner.incumbent_share == 1 else "takes all of"
    if best.score == score:
        says = scale.says.format(scale.figure(score))
        return f"{winner.plant} {verb} the programme: it {says}, {_lead(account, winner)}"
    old_text, new_text, gap_text = scale.figures(score, best.score, score - best.score)
    keeps = f"{winner.plant} {verb} the programme ({old_text}): {best.plant}"
    if account.short(account.candidate(best.plant)):
        few = account.free_of_needed(account.candidate(best.plant))
        return f"{keeps} is {scale.better} ({new_text}) but has {few}"
    limit = f"not more than the threshold of {percent_whole(account.view.threshold)}"
    return f"{keeps} ({new_text}) is only {gap_text} {scale.better}, {limit}"


def _lead(account: _Account, winner: Candidate) -> str:
    others = [ranked for ranked in account.award.ranking if ranked.plant != winner.plant]
    if not others:
        return "the only eligible plant"
    next_best = f"{others[0].plant} ({account.scale.figure(others[0].score)})"
    return f"the {account.scale.best} of {len(others) + 1} eligible plants, ahead of {next_best}"


def _split(account: _Account) -> str:
    award, ranks = account.award, account.award.ranks
    shares = sorted(award.shares, key=lambda item: (-item[1], ranks.get(item[0], len(ranks) + 1)))
    parts = [f"{plant} {percent_whole(share)} ({_fact(account, plant)})" for plant, share in shares]
    return f"{', '.join([enumerated(parts), *_unsourced(award)])}: {_why_split(account)}"


def _fact(account: _Account, plant: str) -> str:
    scores = account.award.scores
    return account.scale.figure(scores[plant]) if plant in scores else _against(account, plant)


def _why_split(account: _Account) -> str:
    view, award, scale = account.view, account.award, account.scale
    if isinstance(account.ground.rule, DualSource):
        leaders = {ranked.plant for ranked in award.ranking[:2]}
        if leaders == {plant for plant, _ in award.shares}:
            return f"they are the {scale.best} two of {len(award.ranking)} eligible plants"
    elif all(account.short(candidate) for candidate in view.eligible):
        return f"no single eligible plant has the {gwh_per_year(account.needed)} that are needed"
    if not award.changed:
        return (
            f"no other split is {scale.better} by more than the threshold of {percent_whole(view.threshold)}"
        )
    if view.incumbents and account.short(view.incumbents[0]):
        old = view.incumbents[0]
        return f"the incumbent {old.plant} has {account.free_of_needed(old)}"
    return f"no other split is {scale.better}, or none by more than the threshold of {percent_whole(view.threshold)}"
