"""The criterion: what routes are chosen by, and what a leg weighs under it."""

from typing import Final, Literal, assert_never

from sim.network.leg import Legs

Criterion = Literal["distance", "time", "cost", "emissions"]

_STEPS_PER_UNIT: Final = 1_000_000
"""Legs are weighed in whole millionths of a km, day, EUR or kg, so that equal sums are equal exactly."""


def leg_weights(legs: Legs, criterion: Criterion, customs_days: float) -> dict[str, int]:
    """Weight of each leg in millionths of the criterion's unit, at least 1.

    The least weight gives routes over legs that cost nothing an order too: the fewest legs first.
    """
    return {
        leg_id: max(1, round(amount * _STEPS_PER_UNIT))
        for leg_id, amount in _amounts(legs, criterion, customs_days).items()
    }


def _amounts(legs: Legs, criterion: Criterion, customs_days: float) -> dict[str, float]:
    match criterion:
        case "distance":
            return legs.km()
        case "time":
            return {id_: leg.expected_days + leg.border * customs_days for id_, leg in legs.items()}
        case "cost":
            return {id_: leg.eur_per_load + leg.surcharge_eur_per_load for id_, leg in legs.items()}
        case "emissions":
            return {id_: leg.kg_co2e_per_load for id_, leg in legs.items()}
        case _:
            assert_never(criterion)
