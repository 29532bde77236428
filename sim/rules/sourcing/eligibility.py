"""Eligibility: what stands against a plant as a source for a programme."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import NamedTuple

from sim.rules.sourcing.wording import figures, listing


class PlantFacts(NamedTuple):
    """What a programme knows of a plant when it asks whether the plant may supply it at all."""

    chemistry: str
    """Needed by the programme, as is `format`."""
    format: str
    chemistries: tuple[str, ...]
    """Offered by the plant, as are `formats`."""
    formats: tuple[str, ...]
    excluded: bool
    """The programme will not buy there."""
    cancelled: bool
    """It is not operating, and no phase of it is expected any more."""
    route_open: bool
    priced: bool
    """There is a price for the chemistry in its region."""
    incumbent: bool
    """It supplies the programme today; its supplier does not turn it away for its size."""
    requirement_gwh_per_year: float
    minimum_gwh_per_year: float
    free_gwh_per_year: float
    """At the earliest start, with what the programme has booked there already."""
    earliest_start_day: int
    today: int
    date_of: Callable[[int], dt.date]
    """Date of a day number."""
    service_failed_until_day: int | None = None
    """Last day on which a failure of service counts against it; None: it has not failed."""


def objections(facts: PlantFacts) -> tuple[str, ...]:
    """Everything that stands against the plant, each a short text with its numbers; empty: it is eligible."""
    return tuple(_objections(facts))


def _objections(facts: PlantFacts) -> Iterator[str]:
    if facts.excluded:
        yield "excluded by the programme"
    if facts.cancelled:
        yield "cancelled before it opened"
    if facts.chemistry not in facts.chemistries:
        yield f"makes {listing(facts.chemistries)} cells, {facts.chemistry} is needed"
    if facts.format not in facts.formats:
        yield f"makes {listing(facts.formats)} formats, {facts.format} is needed"
    if not facts.route_open:
        yield "no open route"
    if not facts.priced:
        yield f"no price for {facts.chemistry} cells"
    if facts.service_failed_until_day is not None and facts.service_failed_until_day >= facts.today:
        yield f"failed in service, not eligible until {facts.date_of(facts.service_failed_until_day)}"
    yield from _volume_objections(facts)


def _volume_objections(facts: PlantFacts) -> Iterator[str]:
    least, needed = facts.minimum_gwh_per_year, facts.requirement_gwh_per_year
    if needed < least and not facts.incumbent:
        least_text, needed_text = figures(least, needed, decimals=2)
        yield f"takes orders from {least_text} GWh a year, {needed_text} is needed"
    if not facts.free_gwh_per_year > 0:
        yield f"no free capacity on {facts.date_of(facts.earliest_start_day)}"
