"""Prices, and what capital and carbon cost."""

from typing import Annotated

from pydantic import Field, model_validator

from sim.scenario.types.numbers import NonNegative, Positive
from sim.scenario.types.spec import Date, Id, Spec


class PricePoint(Spec):
    """A dated price of cells."""

    date: Date
    eur_per_kwh: Positive


class VolumeStep(Spec):
    """From this yearly volume on, the price is multiplied by the factor."""

    from_gwh_per_year: Annotated[float, Field(ge=0)]
    factor: Positive


class PriceSpec(Spec):
    """Price of cells of a chemistry in a region, straight between dated points, constant beyond them."""

    region: Id
    chemistry: Id
    points: Annotated[tuple[PricePoint, ...], Field(min_length=1, strict=False)]
    factor: Positive = 1.0
    volume_steps: Annotated[tuple[VolumeStep, ...], Field(strict=False)] = ()

    @model_validator(mode="after")
    def _in_order(self) -> "PriceSpec":
        dates = [point.date for point in self.points]
        steps = [step.from_gwh_per_year for step in self.volume_steps]
        if dates != sorted(set(dates)) or steps != sorted(set(steps)):
            message = "needs points in order of date and volume_steps in order of volume"
            raise ValueError(message)
        return self


class EconomicsSpec(Spec):
    """Rates for landed cost."""

    cost_of_capital: NonNegative = 0.08
    """A year, on stock in transit."""
    eur_per_t_co2e: NonNegative = 0.0


class CorrelationSpec(Spec):
    """Rank correlation of two uncertain inputs, named by their key paths (Gaussian copula)."""

    first: str
    second: str
    rank_correlation: Annotated[float, Field(gt=-1, lt=1)]
