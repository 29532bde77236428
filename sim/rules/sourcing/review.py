"""The record of a review: the ranking with its numbers, the award, why, and what would have changed it."""

import math

from sim.core.records import RankedCandidate, Review
from sim.rules.sourcing.award import Award
from sim.rules.sourcing.reason import reason
from sim.rules.sourcing.view import Candidate, SourcingView
from sim.rules.sourcing.whatif import counterfactual
from sim.scenario.types.policies import Policy


def review_record(view: SourcingView, award: Award, policy: Policy) -> Review:
    """The record of an award under a policy: the eligible by rank, then the others by plant id."""
    scores, ranks, shares = award.scores, award.ranks, dict(award.shares)
    last = len(ranks) + 1
    ranking = tuple(
        _ranked(c, ranks.get(c.plant, 0), scores.get(c.plant, math.nan), shares.get(c.plant, 0.0))
        for c in sorted(view.candidates, key=lambda c: ranks.get(c.plant, last))
    )
    return Review(
        programme=view.programme,
        day=view.day,
        trigger=view.trigger,
        policy=policy.kind,
        requirement_gwh_per_year=view.requirement_gwh_per_year,
        ranking=ranking,
        award=award.shares,
        unsourced_share=award.unsourced_share,
        changed=award.changed,
        reason=reason(view, award),
        counterfactual=counterfactual(view, award),
    )


def _ranked(candidate: Candidate, rank: int, score: float, awarded: float) -> RankedCandidate:
    cost = candidate.cost
    return RankedCandidate(
        plant=candidate.plant,
        supplier=candidate.supplier,
        rank=rank,
        eligible=candidate.eligible,
        objections="; ".join(candidate.objections),
        score=score,
        incumbent_share=candidate.incumbent_share,
        awarded_share=awarded,
        known=candidate.known,
        distance_km=candidate.distance_km,
        lead_time_days=candidate.lead_time_days,
        lead_time_sd_days=candidate.lead_time_sd_days,
        price_eur_per_kwh=math.nan if cost is None else cost.price,
        freight_eur_per_kwh=math.nan if cost is None else cost.freight,
        duty_eur_per_kwh=math.nan if cost is None else cost.duty,
        transit_capital_eur_per_kwh=math.nan if cost is None else cost.transit_capital,
        carbon_eur_per_kwh=math.nan if cost is None else cost.carbon,
        switching_eur_per_kwh=math.nan if cost is None else cost.switching,
        landed_cost_eur_per_kwh=math.nan if cost is None else cost.total,
        kg_co2e_per_kwh=candidate.kg_co2e_per_kwh,
        free_gwh_per_year=candidate.free_gwh_per_year,
        earliest_start_day=candidate.earliest_start_day,
    )
