"""Eligibility: what stands against a plant as a source for a programme."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import NamedTuple

from sim.rules.sourcing.wording import enumerated, figures


class ProductFit(NamedTuple):
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


class Need(NamedTuple):
    """What a review is to source, the same for every plant."""

    gwh_per_year: float
    today: int
    latest_start_day: int | None
    """A plant must not start later; None: the programme has suppliers that can bridge."""
    date_of: Callable[[int], dt.date]
    """Date of a day number."""


class PlantFacts(NamedTuple):
    """What a programme knows of a plant when it asks whether the plant may supply it at all."""

    misfits: tuple[str, ...]
    """What stands against it whatever the day and the need."""
    incumbent: bool
    """It supplies the programme today; its supplier does not turn it away for its size."""
    minimum_gwh_per_year: float
    free_gwh_per_year: float
    """At the earliest start, with what the programme has booked there already."""
    earliest_start_day: int
    service_failed_until_day: int | None
    """Last day on which a failure of service counts against it; None: it has not failed."""


def misfits(fit: ProductFit, *, cancelled: bool) -> tuple[str, ...]:
    """What stands against a plant whatever the day, each a short text; `cancelled`: it will not open any more."""
    return tuple(_misfits(fit, cancelled=cancelled))


def _misfits(fit: ProductFit, *, cancelled: bool) -> Iterator[str]:
    if fit.excluded:
        yield "excluded by the programme"
    if cancelled:
        yield "cancelled before it opened"
    if fit.chemistry not in fit.chemistries:
        yield f"makes {enumerated(fit.chemistries)} cells, {fit.chemistry} is needed"
    if fit.format not in fit.formats:
        yield f"makes {enumerated(fit.formats)} formats, {fit.format} is needed"
    if not fit.route_open:
        yield "no open route"
    if not fit.priced:
        yield f"no price for {fit.chemistry} cells"


def objections(plant: PlantFacts, need: Need) -> tuple[str, ...]:
    """Everything that stands against the plant, each a short text with its numbers; empty: it is eligible."""
    against, incumbent, least, free, start_day, failed_until = plant
    needed, today, latest_start_day, date_of = need
    if failed_until is not None and failed_until >= today:
        against += (f"failed in service, not eligible until {date_of(failed_until)}",)
    if needed < least and not incumbent:
        least_text, needed_text = figures(least, needed, decimals=2)
        against += (f"takes orders from {least_text} GWh a year, {needed_text} is needed",)
    if not free > 0:
        against += (f"no free capacity on {date_of(start_day)}",)
    if latest_start_day is not None and start_day > latest_start_day:
        against += (f"cannot start before {date_of(start_day)}, and nobody supplies until then",)
    return against
