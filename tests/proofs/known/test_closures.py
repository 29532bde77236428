"""A road that is closed now and then: closures, waits at the plant and delays on the way, as a renewal process."""

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pytest

from tests.builders import START, leg, site
from tests.proofs.known import renewal
from tests.proofs.known.claims import Floats, Observations, assert_claims_hold
from tests.proofs.known.renewal import Survival
from tests.proofs.known.worlds import Document, lane, runs

DAYS = 730
FIRST, LAST = 1, 366
"""Call-offs of these days are looked at: all have long left by the end of the run."""


@dataclass(frozen=True)
class Trouble:
    """A disruption of the only road, by a Poisson process; a day's need is called off every day."""

    per_year: float
    mean_days: float
    exponential: bool

    @property
    def law(self) -> str:
        kind = "exponential" if self.exponential else "fixed"
        return f"{self.per_year:g} a year of {self.mean_days:g} days ({kind})"

    @property
    def lasts(self) -> Survival:
        return (
            renewal.exponential(self.mean_days)
            if self.exponential
            else renewal.fixed(math.ceil(self.mean_days))
        )

    @property
    def clear_chance(self) -> Floats:
        return renewal.clear_chance(self.per_year, self.lasts, DAYS)

    def document(self, effect: Document) -> Document:
        """Stock for more than a year, so that the line goes on and calls off its need every day, whatever arrives."""
        duration = (
            {"dist": "gamma", "mean": self.mean_days, "cv": 1.0} if self.exponential else self.mean_days
        )
        trouble = {"legs": ["road"], "effect": effect, "duration_days": duration}
        occurs = {"kind": "poisson", "per_year": self.per_year}
        changes = {
            "plants.works.finished_goods_days": 400.0,
            "programmes.car.safety_days": 400.4,
            "disruptions.trouble": trouble | {"occurs": occurs},
        }
        return lane(DAYS, changes)


@dataclass(frozen=True)
class Closures(Trouble):
    """The road is closed, and loads wait at the plant for the first day on which it is open (renewal.mean_wait_days)."""

    @property
    def what(self) -> str:
        return f"closures of the only road, {self.law}"

    def __str__(self) -> str:
        return f"closed-{self.per_year:g}-{self.mean_days:g}"

    def expected(self) -> Mapping[str, float]:
        u, days = self.clear_chance, range(FIRST, LAST + 1)
        waits = [renewal.mean_wait_days(u, day, DAYS - LAST) for day in days]
        return {
            "closures": renewal.mean_outages(u),
            "share of loads that wait": float(1 - u[FIRST : LAST + 1].mean()),
            "days of waiting, mean over loads": float(np.mean(waits)),
            "chance of no closure": renewal.chance_of_none(self.per_year, DAYS),
        }

    def observe(self, n: int, root_seed: int) -> Observations:
        closures, share, wait = np.empty(n), np.empty(n), np.empty(n)
        for k, run in enumerate(runs(self.document({"kind": "closed"}), n, root_seed)):
            record = run.result.record
            by_day = {s.called_day: s.departure_day - s.called_day for s in record.shipments}
            waits = np.array([by_day[day] for day in range(FIRST, LAST + 1)])
            closures[k], share[k], wait[k] = len(record.outages), (waits > 0).mean(), waits.mean()
        return {
            "closures": closures,
            "share of loads that wait": share,
            "days of waiting, mean over loads": wait,
            "chance of no closure": (closures == 0).astype(np.float64),
        }


@dataclass(frozen=True)
class Delays(Trouble):
    """Loads that start on the road while it is hit take longer by a constant: E T = 1 + delay x P(hit on the day)."""

    delay_days: float = 9.0

    @property
    def what(self) -> str:
        return f"delays of {self.delay_days:g} days on the only road, {self.law}"

    def __str__(self) -> str:
        return f"delayed-{self.per_year:g}-{self.mean_days:g}"

    def expected(self) -> Mapping[str, float]:
        hit = 1 - self.clear_chance[FIRST : LAST + 1].mean()
        return {"transit days": float(1 + self.delay_days * hit)}

    def observe(self, n: int, root_seed: int) -> Observations:
        document = self.document({"kind": "delay", "days": self.delay_days})
        transit = np.empty(n)
        for k, run in enumerate(runs(document, n, root_seed)):
            shipments = run.result.record.shipments
            days = {s.departure_day: s.arrival_day - s.departure_day for s in shipments}
            transit[k] = np.mean([days[day] for day in range(FIRST, LAST + 1)])
        return {"transit days": transit}


CASES = (
    Closures(1.5, 12.0, exponential=True),
    Closures(1.0, 19.5, exponential=False),
    Delays(3.0, 15.0, exponential=True),
    Delays(2.0, 30.0, exponential=False, delay_days=4.0),
)
QUICK = (CASES[0], CASES[3])


@pytest.mark.parametrize("case", QUICK, ids=str)
def test_closures_hold_loads_up_as_renewal_theory_says(case):
    assert_claims_hold(case, 12)


@pytest.mark.verify
@pytest.mark.parametrize("case", CASES, ids=str)
def test_closures_hold_loads_up_as_renewal_theory_says_in_many_years(case, proof):
    assert_claims_hold(case, 1200, proof)


BY_HAND = {
    2: 9,  # off the second leg on day 9, before it closes
    4: 21,  # on it from day 7, stands from 10 to 20 with a day to go
    6: 23,  # on it from day 9, stands with three days to go
    8: 24,  # comes to it on day 11 and waits for day 20
    9: 24,
    20: 27,  # what was needed from day 10 on, and stayed at the plant until the road was open
    21: 28,
}
"""Day of receipt by day of departure, where the second leg (three days, then four) is closed from day 10 to 20."""


def test_loads_wait_at_the_plant_before_a_leg_and_on_it_as_worked_out_by_hand(proof):
    document = lane(40, {"programmes.car.safety_days": 60.0, "plants.works.finished_goods_days": 60.0})
    document["sites"]["gate"] = site("gateway", "uk", 53.0, -1.5) | {"landmass": "gate"}
    document["sites"]["line"]["landmass"] = "line"  # no road but the two legs leads there
    document["legs"] = {
        "first": leg("works", "gate", "road", 100.0, transit_days=3.0),
        "second": leg("gate", "line", "road", 100.0, transit_days=4.0),
    }
    flood = {"kind": "dates", "dates": [START + dt.timedelta(days=10)]}
    document["disruptions"] = {"flood": {"legs": ["second"], "occurs": flood, "duration_days": 10.0}}
    [run] = runs(document, 1, 1)
    arrivals = {s.departure_day: s.arrival_day for s in run.result.record.shipments}
    found = {day: arrivals[day] for day in BY_HAND}
    held = sum(s.loads for s in run.result.record.shipments if s.departure_day == 20)
    proof(
        "loads that meet a closure: days of receipt that differ from those by hand",
        sum(found[day] != by_hand for day, by_hand in BY_HAND.items()),
        f"0 of {len(BY_HAND)}",
    )
    assert found == BY_HAND
    assert not any(10 <= day < 20 for day in arrivals)
    assert held == 11 * 100
