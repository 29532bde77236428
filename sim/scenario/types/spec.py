"""The common base of all specifications: strict, frozen, and closed to unknown keys."""

import datetime as dt
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class Spec(BaseModel):
    """A table of a scenario file. Immutable; a variant is a new object, validated again."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, allow_inf_nan=False, use_attribute_docstrings=True
    )


Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
"""Name of an entity: lower-case ASCII letters and digits in words joined by hyphens, so that no two look alike."""

LegId = Annotated[str, Field(pattern=r"^[a-z0-9]+([-~][a-z0-9]+)*$", max_length=200)]
"""Name of a leg: the same, with tildes between the ids that those of the seeds are made of."""

NOT_BLANK = r"\S"

Name = Annotated[str, Field(pattern=NOT_BLANK, max_length=500)]
"""What something is called, for people; never interpreted."""

Text = Annotated[str, Field(max_length=500)]
"""A sentence for people; never interpreted."""

Date = dt.date
