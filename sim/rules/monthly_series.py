"""The main monthly series of a run as one array: the same rows for every replication and arm of a study."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.core.calendar import Calendar
from sim.core.keys import SeriesKey
from sim.core.units import DAYS_PER_YEAR
from sim.rules.facts import RunFacts
from sim.rules.tables.months import Months, gwh, months_of
from sim.rules.tables.series_tables import stock_cover_days
from sim.scenario.types.scenario import Scenario

SERIES: Final = {
    "supply_share": ("share", "Share of the programme's supply that is agreed with the plant, at the end."),
    "stock_cover_days": ("days", "Stock over forecast daily need, mean over steps."),
    "nameplate_gwh_per_year": ("GWh/year", "Nameplate capacity in place, at the end."),
    "capacity_gwh_per_year": ("GWh/year", "Good cells that the plant could have made, as a yearly rate."),
    "made_gwh_per_year": ("GWh/year", "Good cells made, as a yearly rate."),
    "booked_gwh_per_year": ("GWh/year", "Shares x forecasts, and outside customers, at the end."),
}
"""Unit and meaning of each series by name: two of every programme, four of every plant."""
_OF_PLANT: Final = (
    "nameplate_gwh_per_year",
    "capacity_gwh_per_year",
    "made_gwh_per_year",
    "booked_gwh_per_year",
)


def series_keys(scenario: Scenario) -> tuple[SeriesKey, ...]:
    """Rows of the array: programmes, then plants, by id; of a programme the shares of all plants, then its stock."""
    plants = sorted(scenario.plants)
    return (
        *(key for programme in sorted(scenario.programmes) for key in _of_programme(programme, plants)),
        *(SeriesKey("plant", plant, name, "", SERIES[name][0]) for plant in plants for name in _OF_PLANT),
    )


def _of_programme(programme: str, plants: list[str]) -> tuple[SeriesKey, ...]:
    shares = (SeriesKey("programme", programme, "supply_share", plant, "share") for plant in plants)
    return (*shares, SeriesKey("programme", programme, "stock_cover_days", "", "days"))


def month_names(calendar: Calendar) -> tuple[str, ...]:
    """Months in which a step of a run ends, `YYYY-MM`, in order: the columns of the array."""
    days = np.array(calendar.start, dtype="datetime64[D]") + np.asarray(calendar.step_edges()[1:])
    return tuple(np.datetime_as_string(np.unique(days.astype("datetime64[M]"))).tolist())


def monthly_series(facts: RunFacts) -> NDArray[np.float64]:
    """The array of a run, shape (series, months), NaN where a value does not exist.

    Rates are totals over the days of the month's steps, times 365: a month of five steps is not a peak.
    """
    months = months_of(facts)
    return np.array(
        [row for programme in facts.programmes for row in _programme_rows(facts, months, programme)]
        + [row for plant in facts.plants for row in _plant_rows(facts, months, plant)]
    )


def _programme_rows(facts: RunFacts, months: Months, programme: str) -> list[NDArray[np.float64]]:
    none = np.zeros(len(months))
    held = [facts.held.get((programme, plant)) for plant in facts.plants]
    shares = [none if share is None else share[months.last_step] for share in held]
    return [*shares, months.mean(stock_cover_days(facts, programme))]


def _plant_rows(facts: RunFacts, months: Months, plant: str) -> list[NDArray[np.float64]]:
    series = facts.record.plants[plant]
    days = np.add.reduceat(facts.step_days, months.first_step)
    rates = [gwh(months.total(each)) / days * DAYS_PER_YEAR for each in (series.capacity_wh, series.made_wh)]
    nameplate = months.at_end(series.nameplate_wh_per_year)
    return [gwh(nameplate), *rates, gwh(facts.booked[plant][months.last_step])]
