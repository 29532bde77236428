"""Eligibility: what stands against a plant as a source for a programme."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import NamedTuple

from sim.rules.sourcing.wording import figures, listing


class Fit(NamedTuple):
    """What decides over a whole run whether a plant's cells are any use to a programme."""

    chemistry: str
    """Needed by the programme, as is `format`."""
    format: str
    chemistries: tuple[str, ...]
    """Offered by the plant, as are `formats`."""
    formats: tuple[str, ...]
    excluded: bool
    """The programme will not buy there."""
    route_open: bool
    priced: bool
    """There is a price for the chemistry in its region."""


class PlantFacts(NamedTuple):
    """What a programme knows of a plant when it asks whether the plant may supply it at all."""

    misfits: tuple[str, ...]
    """What stands against it whatever the day and the need."""
    incumbent: bool
    """It supplies the programme today; its supplier does not turn it away for its size."""
    requirement_gwh_per_year: float
    minimum_gwh_per_year: float
    free_gwh_per_year: float
    """At the earliest start, with what the programme has booked there already."""
    earliest_start_day: int
    today: int
    service_failed_until_day: int | None
    """Last day on which a failure of service counts against it; None: it has not failed."""
    date_of: Callable[[int], dt.date]
    """Date of a day number."""


def misfits(fit: Fit, *, cancelled: bool) -> tuple[str, ...]:
    """What stands against a plant whatever the day, each a short text; `cancelled`: it will not open any more."""
    return tuple(_misfits(fit, cancelled=cancelled))


def _misfits(fit: Fit, *, cancelled: bool) -> Iterator[str]:
    if fit.excluded:
        yield "excluded by the programme"
    if cancelled:
        yield "cancelled before it opened"
    if fit.chemistry not in fit.chemistries:
        yield f"makes {listing(fit.chemistries)} cells, {fit.chemistry} is needed"
    if fit.format not in fit.formats:
        yield f"makes {listing(fit.formats)} formats, {fit.format} is needed"
    if not fit.route_open:
        yield "no open route"
    if not fit.priced:
        yield f"no price for {fit.chemistry} cells"


def objections(facts: PlantFacts) -> tuple[str, ...]:
    """Everything that stands against the plant, each a short text with its numbers; empty: it is eligible."""
    return (*facts.misfits, *_objections(facts))


def _objections(facts: PlantFacts) -> Iterator[str]:
    failed_until, free = facts.service_failed_until_day, facts.free_gwh_per_year
    if failed_until is not None and failed_until >= facts.today:
        yield f"failed in service, not eligible until {facts.date_of(failed_until)}"
    least, needed = facts.minimum_gwh_per_year, facts.requirement_gwh_per_year
    if needed < least and not facts.incumbent:
        least_text, needed_text = figures(least, needed, decimals=2)
        yield f"takes orders from {least_text} GWh a year, {needed_text} is needed"
    if not free > 0:
        yield f"no free capacity on {facts.date_of(facts.earliest_start_day)}"
