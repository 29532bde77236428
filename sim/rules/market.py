"""Capacity as the market knows it: announced dates and planned ramp-ups, not what will come to be."""

import math
from collections.abc import Sequence
from typing import NamedTuple


class KnownPhase(NamedTuple):
    """A phase as the market knows it."""

    nameplate_wh: int
    """Wh a year."""
    expected_sop_day: int


def planned_wh_per_year(
    phases: Sequence[KnownPhase], planned_oee: float, planned_ramp_days: float, day: int
) -> float:
    """Good cells a year that buyers expect a plant to make on a day, in Wh a year.

    Each phase counts with nameplate x planned OEE, rising in a straight line from 0 at its expected SOP
    over the planned ramp-up (at once where that is 0). No scrap comes off: the planned OEE speaks of good
    cells.
    """
    parts = [
        nameplate_wh
        * planned_oee
        * (min((day - sop_day) / planned_ramp_days, 1.0) if planned_ramp_days > 0 else 1.0)
        for nameplate_wh, sop_day in phases
        if day >= sop_day
    ]
    return parts[0] if len(parts) == 1 else math.fsum(parts)
