"""Supply agreements and relationships: who supplies whom today, and who knows whom."""

from typing import Annotated

from pydantic import Field, model_validator

from sim.scenario.types.numbers import NonNegative, Share
from sim.scenario.types.spec import Date, Id, Spec, Text


class AgreementSpec(Spec):
    """A supply agreement between a programme and a plant, or a supplier: then its nearest plant that makes the cells."""

    programme: Id
    plant: Id | None = None
    supplier: Id | None = None
    share: Annotated[float, Field(gt=0, le=1)] = 1.0
    start: Date
    end: Date | None = None
    """Last day; absent: open. At its end it runs on at short notice unless a review has replaced it."""
    notice_days: Annotated[int, Field(ge=0)] = 180
    run_on_notice_days: Annotated[int, Field(ge=0)] = 90
    """Notice once it runs on after its end."""
    minimum_take: Share = 0.0
    """Share of the contracted volume that is paid for whether called off or not (take-or-pay), by agreement year."""
    contracted_gwh_per_year: NonNegative | None = None
    """Contracted volume; absent: the programme's forecast at the start of each agreement year times the share."""
    priority: Annotated[int, Field(ge=1)] = 2
    """Rank under the priority allocation; 1 is served first."""
    price_factor: NonNegative = 1.0
    """Agreed price as a multiple of the plant's."""
    note: Text = ""

    @model_validator(mode="after")
    def _one_source(self) -> "AgreementSpec":
        if (self.plant is None) == (self.supplier is None):
            message = "needs either plant or supplier"
            raise ValueError(message)
        if self.end is not None and self.end <= self.start:
            message = "needs an end after its start"
            raise ValueError(message)
        return self


class RelationshipSpec(Spec):
    """A car maker's group that already buys a supplier's cells outside the simulated network."""

    oem: Id
    supplier: Id
    since: Date
    note: Text = ""
