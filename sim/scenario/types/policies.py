"""Sourcing policies: what a programme does with the view of a review."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from sim.scenario.types.spec import Date, Id, Spec

NonNegativeWeight = Annotated[float, Field(ge=0)]
Ranking = Literal["nearest", "landed-cost"]


class NearestPolicy(Spec):
    """Least logistics distance among the eligible."""

    kind: Literal["nearest"]


class LandedCostPolicy(Spec):
    """Least landed cost among the eligible."""

    kind: Literal["landed-cost"]


class WeightedPolicy(Spec):
    """Least weighted sum of distance, cost, emissions, lead-time spread (each scaled to 0..1 over the eligible) and risk."""

    kind: Literal["weighted"]
    distance: NonNegativeWeight = 0.0
    cost: NonNegativeWeight = 0.0
    emissions: NonNegativeWeight = 0.0
    lead_time_spread: NonNegativeWeight = 0.0
    supply_risk: NonNegativeWeight = 0.0

    @model_validator(mode="after")
    def _some_weight(self) -> "WeightedPolicy":
        if self.distance + self.cost + self.emissions + self.lead_time_spread + self.supply_risk <= 0:
            message = "needs a weight above 0"
            raise ValueError(message)
        return self


class DualPolicy(Spec):
    """The best two by a ranking, the first with `first_share`."""

    kind: Literal["dual"]
    ranking: Ranking = "landed-cost"
    first_share: Annotated[float, Field(gt=0.5, le=1)] = 0.7


class StayPolicy(Spec):
    """Keep the incumbent whatever happens."""

    kind: Literal["stay"]


class AwardPolicy(Spec):
    """A fixed award of the whole programme to a named plant on a date; the incumbent until it delivers."""

    kind: Literal["award"]
    plant: Id
    date: Date


Policy = Annotated[
    NearestPolicy | LandedCostPolicy | WeightedPolicy | DualPolicy | StayPolicy | AwardPolicy,
    Field(discriminator="kind"),
]
