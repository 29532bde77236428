"""Disruptions: what fails, how often and for how long."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from sim.scenario.types.numbers import NonNegative, Positive, Share
from sim.scenario.types.spec import Date, Id, Spec, Text


class PoissonOccurrence(Spec):
    """Arrivals of a Poisson process at a yearly rate."""

    kind: Literal["poisson"]
    per_year: NonNegative


class DatedOccurrence(Spec):
    """Starts on the given dates."""

    kind: Literal["dates"]
    dates: Annotated[tuple[Date, ...], Field(min_length=1, strict=False)]


class ClosureEffect(Spec):
    """Legs are closed; plants and vehicle plants stand still."""

    kind: Literal["closed"]


class DelayEffect(Spec):
    """Loads that start on the legs take longer by this much."""

    kind: Literal["delay"]
    days: Positive


class CutEffect(Spec):
    """Plants and vehicle plants run at this share of their rate."""

    kind: Literal["cut"]
    remaining_share: Share


class DisruptionSpec(Spec):
    """A kind of disruption that hits all its legs, plants and programmes at once.

    `duration_days` is drawn anew for each occurrence (whole days, at least 1).
    """

    name: Text = ""
    legs: Annotated[tuple[str, ...], Field(strict=False)] = ()
    plants: Annotated[tuple[Id, ...], Field(strict=False)] = ()
    programmes: Annotated[tuple[Id, ...], Field(strict=False)] = ()
    """Programmes whose vehicle plant is hit: it stops consuming cells."""
    occurs: Annotated[PoissonOccurrence | DatedOccurrence, Field(discriminator="kind")]
    duration_days: Positive
    effect: Annotated[ClosureEffect | DelayEffect | CutEffect, Field(discriminator="kind")] = ClosureEffect(
        kind="closed"
    )

    @model_validator(mode="after")
    def _fits(self) -> "DisruptionSpec":
        if not (self.legs or self.plants or self.programmes):
            message = "needs legs, plants or programmes that it hits"
            raise ValueError(message)
        if self.effect.kind == "delay" and (self.plants or self.programmes):
            message = "a delay is for legs; plants and programmes are closed or cut"
            raise ValueError(message)
        if self.effect.kind == "cut" and self.legs:
            message = "a cut is for plants and programmes; legs are closed or delayed"
            raise ValueError(message)
        return self
