"""Units of the model: whole watt-hours and whole days inside, GWh and dates in files and reports."""

from typing import Final

WH_PER_KWH: Final = 1_000
WH_PER_MWH: Final = 1_000_000
WH_PER_GWH: Final = 1_000_000_000
KG_PER_T: Final = 1_000
HOURS_PER_DAY: Final = 24
DAYS_PER_WEEK: Final = 7
DAYS_PER_YEAR: Final = 365
"""Days in the year of a nameplate: a plant of 1 GWh a year makes 1/365 GWh a day (MODEL, cell plants)."""
DAYS_PER_MONTH: Final = 365.25 / 12
"""Mean length of a calendar month; durations given in months become whole days with it."""


def wh_from_gwh(gwh: float) -> int:
    """Whole watt-hours of an energy in GWh, rounded to the nearest."""
    return round(gwh * WH_PER_GWH)


def wh_from_mwh(mwh: float) -> int:
    """Whole watt-hours of an energy in MWh, rounded to the nearest."""
    return round(mwh * WH_PER_MWH)


def wh_from_kwh(kwh: float) -> int:
    """Whole watt-hours of an energy in kWh, rounded to the nearest."""
    return round(kwh * WH_PER_KWH)


def days_from_months(months: float) -> int:
    """Whole days of a duration in months of 365.25 / 12 days, rounded to the nearest."""
    return round(months * DAYS_PER_MONTH)
