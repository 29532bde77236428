"""Call-offs as an order-up-to policy: backorders, fill rate and ready rate under random demand and a fixed lead time.

A step's demand in the model is lognormal, not normal: its law over the lead time is found by convolution, for a lead
time of one step in closed form. The figure of normal theory is shown beside it.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
import pytest

from tests.proofs.known import loss
from tests.proofs.known.claims import Observations, assert_claims_hold
from tests.proofs.known.worlds import WH_PER_VEHICLE, Document, lane, measures, runs

STEP_DAYS = 7
VEHICLES_A_STEP = 20_000
STEPS = 156


def _lane(cv: float, lead_days: int, shortfall: str) -> Document:
    """Ample stock at the plant; loads of one vehicle; what is ordered in a step arrives after so many days."""
    a_year = VEHICLES_A_STEP / STEP_DAYS * 365
    demand = {"low": a_year, "mode": a_year, "high": a_year}
    return lane(
        STEP_DAYS * STEPS,
        {f"programmes.car.demand.points.0.{key}": value for key, value in demand.items()}
        | {
            "run.step_days": STEP_DAYS,
            "plants.works.phases.p1.nameplate_gwh": 190.0,
            "plants.works.finished_goods_days": 60.0,
            "programmes.car.demand.weekly_cv": cv,
            "programmes.car.safety_days": 0.0,
            "programmes.car.shortfall": shortfall,
            "programmes.car.overtime_share": 1.0,
            "legs.road.transit_days": float(lead_days),
        },
    )


@dataclass(frozen=True)
class Backorders:
    """Periodic review, order up to S = lead time + review, everything short is made up as soon as cells are there.

    What was ordered by the end of step k has arrived by step k + l (l the lead time in whole steps), what is
    ordered later has not. So net stock after building is S - D(l), D(l) the demand of l steps (Hadley and Whitin
    1963, Analysis of Inventory Systems, 5-2): backorders E(D(l) - S)+, ready rate P(D(l) <= S), and of a step's demand
    E(D(l) - S)+ - E(D(l - 1) - S)+ is not filled from stock (Silver, Pyke and Peterson 1998, 7.9).
    """

    cv: float
    lead_days: int

    @property
    def lead_steps(self) -> int:
        return -(-self.lead_days // STEP_DAYS)

    @property
    def level(self) -> float:
        """Order-up-to level in mean steps."""
        return (self.lead_days + STEP_DAYS) / STEP_DAYS

    @property
    def what(self) -> str:
        normal = loss.normal_excess(self.lead_steps, self.cv, self.level)
        law = f"cv {self.cv:g}, lead time {self.lead_days} days (normal theory: backorders {normal:.4g})"
        return f"order up to, backorders, weekly demand of {law}"

    def __str__(self) -> str:
        return f"{self.cv:g}-{self.lead_days}"

    def expected(self) -> Mapping[str, float]:
        steps = self.lead_steps
        excess = (
            loss.lognormal_excess(self.cv, self.level)
            if steps == 1
            else loss.mean_excess(steps, self.cv, self.level)
        )
        before = loss.mean_excess(steps - 1, self.cv, self.level)
        return {
            "backorders, mean weeks": excess,
            "fill rate": 1 - (excess - before),
            "ready rate": loss.chance_within(steps, self.cv, self.level),
        }

    def observe(self, n: int, root_seed: int) -> Observations:
        """From the first full lead time on; without the last ten steps, since what cannot be made up before the end is lost."""
        owed, unfilled, ready = np.empty(n), np.empty(n), np.empty(n)
        for k, run in enumerate(runs(_lane(self.cv, self.lead_days, "made-up"), n, root_seed)):
            series = run.result.record.programmes["car"]
            backorders, wanted = (
                np.array(column[self.lead_steps : -10])
                for column in (series.owed_vehicles, series.wanted_vehicles)
            )
            owed[k] = backorders.mean() / VEHICLES_A_STEP
            unfilled[k] = np.minimum(backorders, wanted).mean() / VEHICLES_A_STEP
            ready[k] = (backorders == 0).mean()
        return {"backorders, mean weeks": owed, "fill rate": 1 - unfilled, "ready rate": ready}


@dataclass(frozen=True)
class LostSales:
    """The same with a lead time of one step, and what is short is lost: each step starts from S.

    So the fill rate is the newsvendor's, 1 - E(D - S)+ / E D (Arrow, Harris and Marschak 1951), and
    P(D <= S) of the steps are without a shortage.
    """

    cv: float
    lead_days: int

    @property
    def what(self) -> str:
        return f"order up to, lost sales, weekly demand of cv {self.cv:g}, lead time {self.lead_days} days"

    def __str__(self) -> str:
        return f"lost-{self.cv:g}-{self.lead_days}"

    def expected(self) -> Mapping[str, float]:
        level = (self.lead_days + STEP_DAYS) / STEP_DAYS
        return {"vehicles short, mean weeks": loss.lognormal_excess(self.cv, level)}

    def observe(self, n: int, root_seed: int) -> Observations:
        found = measures(_lane(self.cv, self.lead_days, "lost"), n, root_seed)
        return {"vehicles short, mean weeks": found["car.short_vehicles"] / STEPS / VEHICLES_A_STEP}


@dataclass(frozen=True)
class BaseStock:
    """Demand for single vehicles on days that chance picks, a base stock of S cells, lost sales, a fixed lead time.

    The vehicle plant is idle on every day on which an event of a Poisson process falls; of the days, a share p is left
    on which it wants one vehicle: Bernoulli demand, the nearest to Poisson demand that whole days allow (the
    two differ by at most p^2 L over a lead time: Le Cam 1960). Share lost: `loss.engset_loss`, near Erlang's.
    """

    p: float
    lead_days: int
    level: int
    years: int = 12

    @property
    def what(self) -> str:
        erlang = loss.erlang_loss(self.p * (self.lead_days - 1), self.level)
        law = f"chance {self.p:g} a day of one vehicle, lead time {self.lead_days} days"
        return f"base stock of {self.level}, lost sales, {law} (Poisson theory: {erlang:.4g})"

    def __str__(self) -> str:
        return f"base-stock-{self.level}-{self.lead_days}"

    def expected(self) -> Mapping[str, float]:
        return {"share lost": loss.engset_loss(self.p, self.lead_days, self.level)}

    def document(self) -> Document:
        """Buyers plan with a day on the road and one between call-offs; a delay that lasts for the whole run makes it longer."""
        days = 365 * self.years
        delay, idle = (
            {
                "legs": ["road"],
                "effect": {"kind": "delay", "days": float(self.lead_days - 1)},
                "duration_days": float(days),
            },
            {"programmes": ["car"], "duration_days": 1.0},
        )
        document = lane(
            days,
            {
                "programmes.car.safety_days": float(self.level - 2),
                "disruptions.idle": idle
                | {"occurs": {"kind": "poisson", "per_year": -365 * math.log(self.p)}},
            },
        )
        document["disruptions"]["delay"] = delay | {
            "occurs": {"kind": "dates", "dates": [document["run"]["start"]]}
        }
        document["programmes"]["car"]["demand"]["points"][0] |= {"low": 365.0, "mode": 365.0, "high": 365.0}
        return document

    def observe(self, n: int, root_seed: int) -> Observations:
        """After the first year, in which the orders of an empty pipeline have long been forgotten."""
        lost = np.empty(n)
        for k, run in enumerate(runs(self.document(), n, root_seed)):
            short = run.result.record.programmes["car"].short_vehicles[366:]
            lost[k] = sum(short) / (self.p * len(short))
        return {"share lost": lost}


CASES = (
    Backorders(0.2, 1),
    Backorders(0.2, 9),
    Backorders(0.15, 22),
    Backorders(0.05, 50),
    LostSales(0.2, 1),
    LostSales(0.5, 5),
    BaseStock(0.05, 41, 2),
    BaseStock(0.05, 41, 4),
    BaseStock(0.02, 151, 3),
)
QUICK = (Backorders(0.2, 9), LostSales(0.2, 1), BaseStock(0.05, 41, 4, years=3))


@pytest.mark.parametrize("case", QUICK, ids=str)
def test_service_is_that_of_inventory_theory(case):
    assert_claims_hold(case, 15)


@pytest.mark.verify
@pytest.mark.parametrize("case", CASES, ids=str)
def test_service_is_that_of_inventory_theory_over_centuries(case, proof):
    assert_claims_hold(case, 200 if isinstance(case, BaseStock) else 2000, proof)


def test_net_stock_falls_short_of_the_level_by_just_the_demand_of_a_lead_time():
    """The identity behind the theory, step by step and to the vehicle: backorders = (D(l) - S)+."""
    case = Backorders(0.2, 9)
    [run] = runs(_lane(case.cv, case.lead_days, "made-up"), 1, 7)
    series, steps = run.result.record.programmes["car"], case.lead_steps
    level = case.level * VEHICLES_A_STEP
    total = list(accumulate(series.wanted_vehicles))
    for k in range(steps, STEPS - 10):
        short = max(0.0, total[k] - total[k - steps] - level)
        assert series.owed_vehicles[k] == pytest.approx(short, abs=2)
        if series.owed_vehicles[k] == 0:
            left = level - (total[k] - total[k - steps])
            assert series.stock_wh[k] / WH_PER_VEHICLE == pytest.approx(left, abs=2)
