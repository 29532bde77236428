"""From the policy that a scenario names to the award of a review."""

from typing import assert_never

from sim.rules.sourcing.award import Award, SourcingPolicy
from sim.rules.sourcing.policies.by_rank import Dual, LandedCostFirst, Nearest, Weighted
from sim.rules.sourcing.policies.fixed_award import FixedAward, Stay
from sim.rules.sourcing.view import SourcingView
from sim.scenario.types.policies import (
    AwardPolicy,
    DualPolicy,
    LandedCostPolicy,
    NearestPolicy,
    Policy,
    StayPolicy,
    WeightedPolicy,
)


def decide(policy: Policy, view: SourcingView) -> Award:
    """The award of the policy, a pure function of the view.

    Its reason and counterfactual take several times as long; `review_record` makes them when they are wanted.
    """
    return policy_of(policy).decide(view)


def policy_of(policy: Policy) -> SourcingPolicy:
    """The rule behind a policy of a scenario."""
    match policy:
        case NearestPolicy():
            return Nearest()
        case LandedCostPolicy():
            return LandedCostFirst()
        case WeightedPolicy():
            return Weighted(policy)
        case DualPolicy():
            return Dual(policy.ranking, policy.first_share)
        case StayPolicy():
            return Stay()
        case AwardPolicy():
            return FixedAward(policy.plant, policy.date)
        case _:
            assert_never(policy)
