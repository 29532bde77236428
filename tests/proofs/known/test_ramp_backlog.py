"""A plant that grows in a straight line past a constant demand: the backlog that builds up and is worked off.

The fluid queue of Newell (1982, Applications of Queueing Theory, chapter 2), by hand: with capacity
c(t) = c0 + (c1 - c0) t / T and demand D, the backlog is B(t) = (D - c0) t - (c1 - c0) t^2 / (2 T) while t <= T.
It peaks at t* = T (D - c0) / (c1 - c0) with (D - c0)^2 T / (2 (c1 - c0)), and is cleared at 2 t* where that is within T,
else at T + B(T) / (c1 - D).
"""

import math
from dataclasses import dataclass

import pytest

from tests.proofs.known.worlds import Document, lane, runs

DAYS_PER_YEAR = 365
WH_PER_VEHICLE = 1_000
"""A vehicle and a load are of a kWh here, so that whole ones hide little."""
SLACK_WH = 3 * WH_PER_VEHICLE
"""A vehicle not yet built, a load called off ahead, and one that waits at the plant to be full."""


@dataclass(frozen=True)
class Growth:
    """From c0 to c1 within so many years of 365.25 days against constant demand, all GWh in a year of 365 days."""

    c0: float
    c1: float
    years: float
    demand: float

    @property
    def days(self) -> float:
        return self.years * 365.25

    @property
    def peak_day(self) -> float:
        return self.days * (self.demand - self.c0) / (self.c1 - self.c0)

    @property
    def peak_gwh(self) -> float:
        years = self.days / DAYS_PER_YEAR
        return (self.demand - self.c0) ** 2 * years / (2 * (self.c1 - self.c0))

    @property
    def bend_wh(self) -> float:
        """By how much less the backlog grows from one day to the next: half a day off its peak it is an eighth lower."""
        return (self.c1 - self.c0) / self.days / DAYS_PER_YEAR * 1e9

    @property
    def cleared_day(self) -> float:
        if 2 * self.peak_day <= self.days:
            return 2 * self.peak_day
        return self.days + self.backlog_gwh(self.days) * DAYS_PER_YEAR / (self.c1 - self.demand)

    def backlog_gwh(self, day: float) -> float:
        """On a day up to the end of the growth."""
        gap, slope = self.demand - self.c0, (self.c1 - self.c0) / self.days
        return (gap * day - slope * day**2 / 2) / DAYS_PER_YEAR

    def document(self) -> Document:
        """The safety stock is a year and a half of demand, so that the line never stops and call-offs keep their pace."""
        vehicles = self.demand * 1e9 / WH_PER_VEHICLE
        document = lane(
            math.ceil(self.cleared_day) + 100,
            {
                "plants.works.ramp": {
                    "kind": "linear",
                    "months": 12 * self.years,
                    "start_share": self.c0 / self.c1,
                },
                "plants.works.phases.p1.nameplate_gwh": self.c1,
                "plants.works.finished_goods_days": 2.0,
                "programmes.car.safety_days": 550.0,
                "programmes.car.kwh_per_vehicle": 1.0,
                "freight.truck_mwh.nmc": 0.001,
            },
        )
        document["plants"]["works"]["phases"]["p1"]["start"]["sop"] = document["run"]["start"]
        point = {"low": vehicles, "mode": vehicles, "high": vehicles}
        document["programmes"]["car"]["demand"]["points"][0] |= point
        return document


CASES = [
    Growth(9.0, 35.0, 5.0, 20.0),
    Growth(9.0, 43.0, 6.0, 24.0),
    Growth(9.0, 35.0, 5.0, 26.0),
]


@pytest.mark.parametrize("growth", CASES, ids=str)
def test_backlog_rises_and_falls_as_a_fluid_queue(growth, proof):
    [run] = runs(growth.document(), 1, 1)
    backlog_wh = run.result.record.plants["works"].backlog_wh
    told = f"{growth.c0:g} to {growth.c1:g} GWh/a within {growth.years:g} years against {growth.demand:g}"

    days = range(math.floor(min(growth.days, growth.cleared_day)))
    furthest = max(abs(backlog_wh[day] - growth.backlog_gwh(day) * 1e9) for day in days)
    proof(f"{told}: backlog of any day, furthest from theory", f"{furthest:.0f} Wh", f"{SLACK_WH} Wh")
    peak_day = max(range(len(backlog_wh)), key=backlog_wh.__getitem__)
    peak_gwh = backlog_wh[peak_day] / 1e9
    proof(
        f"{told}: peak",
        f"{peak_gwh:.6f} GWh on day {peak_day}",
        f"{growth.peak_gwh:.6f} GWh on day {growth.peak_day:.1f}",
    )
    cleared = next(day for day in range(peak_day, len(backlog_wh)) if backlog_wh[day] <= SLACK_WH)
    proof(f"{told}: cleared", f"day {cleared}", f"day {growth.cleared_day:.2f}")

    assert furthest <= SLACK_WH
    assert peak_gwh == pytest.approx(growth.peak_gwh, abs=(SLACK_WH + growth.bend_wh / 8) / 1e9)
    assert abs(peak_day - growth.peak_day) <= 0.5 + math.sqrt(4 * SLACK_WH / growth.bend_wh)
    assert cleared == math.ceil(growth.cleared_day)
    assert run.measures["programme.car.short_vehicles"] == 0
