"""The criterion: what routes are chosen by, and what a leg weighs under it."""

from typing import Final, Literal, assert_never

from sim.network.leg import Leg

Criterion = Literal["distance", "time", "cost", "emissions"]

_STEPS_PER_UNIT: Final = 1_000_000
"""Legs are weighed in whole millionths of a km, day, EUR or kg, so that equal sums are equal exactly."""


def leg_weight(leg: Leg, criterion: Criterion, customs_days: float) -> int:
    """Weight of a leg in millionths of the criterion's unit, at least 1.

    The least weight gives routes over legs that cost nothing an order too: the fewest legs first.
    """
    return max(1, round(_amount(leg, criterion, customs_days) * _STEPS_PER_UNIT))


def _amount(leg: Leg, criterion: Criterion, customs_days: float) -> float:
    match criterion:
        case "distance":
            return leg.km
        case "time":
            return leg.expected_days + leg.border * customs_days
        case "cost":
            return leg.eur_per_load + leg.surcharge_eur_per_load
        case "emissions":
            return leg.kg_co2e_per_load
        case _:
            assert_never(criterion)
