"""A plant that outages stop: time up, output and outages of its first year, as a renewal process in whole days."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pytest

from tests.proofs.known import renewal
from tests.proofs.known.claims import Floats, Observations, assert_claims_hold
from tests.proofs.known.worlds import Document, lane, runs

DAYS = 365
WH_PER_DAY = 100_000_000


@dataclass(frozen=True)
class PlantOutages:
    """A plant that starts up on day 0 and could sell all it makes; outages by a Poisson process, exponential or fixed.

    `remaining_share` of the output goes on in an outage. Mean and variance of the days up, the number of outages and
    the chance of none are those of the renewal process of `renewal.py`; output is in proportion to the days up.
    Occurrences come whether the plant is up or not, and those that overlap are one outage: to first order in the share
    of time down it is the alternating process of up and down times, whose mean time up is shown beside it.
    """

    per_year: float
    mean_days: float
    exponential: bool = True
    remaining_share: float = 0.0

    @property
    def what(self) -> str:
        law = "exponential" if self.exponential else "fixed"
        left = f", {self.remaining_share:g} of the output left" if self.remaining_share else ""
        other = f"; alternating: {self.alternating_mean_up:.4g} days up" if self.exponential else ""
        return f"plant, {self.per_year:g} outages a year of {self.mean_days:g} days ({law}{other}){left}"

    def __str__(self) -> str:
        return f"{self.per_year:g}-{self.mean_days:g}-{self.remaining_share:g}"

    @property
    def alternating_mean_up(self) -> float:
        """Integral over T of m / (l + m) + l / (l + m) exp(-(l + m) t), exponential up (rate l) and down (m) in turn

        (Barlow and Proschan 1965, Mathematical Theory of Reliability, 3.3).
        """
        fail, mend = self.per_year / DAYS, 1 / self.mean_days
        both = fail + mend
        return mend / both * DAYS + fail / both**2 * (1 - math.exp(-both * DAYS))

    @property
    def clear_chance(self) -> Floats:
        """On each day from 0 to the last that begins within the year."""
        law = (
            renewal.exponential(self.mean_days)
            if self.exponential
            else renewal.fixed(math.ceil(self.mean_days))
        )
        return renewal.clear_chance(self.per_year, law, DAYS)

    def expected(self) -> Mapping[str, float]:
        up = self.clear_chance[:-1]
        lost = 1 - self.remaining_share
        mean_up = renewal.mean_clear_days(up)
        return {
            "days up": mean_up,
            "variance of days up": renewal.variance_of_clear_days(up),
            "outages": renewal.mean_outages(self.clear_chance),
            "chance of none": renewal.chance_of_none(self.per_year, DAYS),
            "output, GWh": (DAYS - lost * (DAYS - mean_up)) * WH_PER_DAY / 1e9,
        }

    def document(self) -> Document:
        duration = (
            {"dist": "gamma", "mean": self.mean_days, "cv": 1.0} if self.exponential else self.mean_days
        )
        effect = (
            {"kind": "cut", "remaining_share": self.remaining_share}
            if self.remaining_share
            else {"kind": "closed"}
        )
        stop = {
            "plants": ["works"],
            "occurs": {"kind": "poisson", "per_year": self.per_year},
            "duration_days": duration,
            "effect": effect,
        }
        demand = {"low": 4e6, "mode": 4e6, "high": 4e6}
        changes = {f"programmes.car.demand.points.0.{key}": vehicles for key, vehicles in demand.items()}
        opening = lane(
            DAYS,
            changes
            | {
                "run.step_days": 7,
                "disruptions.stop": stop,
                "plants.works.phases.p1.nameplate_gwh": WH_PER_DAY * DAYS / 1e9,
            },
        )
        opening["plants"]["works"]["phases"]["p1"]["start"]["sop"] = opening["run"]["start"]
        return opening

    def observe(self, n: int, root_seed: int) -> Observations:
        output_wh, spells = np.empty(n), np.empty(n)
        for k, run in enumerate(runs(self.document(), n, root_seed)):
            output_wh[k] = round(run.measures["plant.works.output_gwh"] * 1e9)
            spells[k] = len(run.result.record.outages)
        up = DAYS - (DAYS - output_wh / WH_PER_DAY) / (1 - self.remaining_share)
        return {
            "days up": up,
            "variance of days up": (up - self.expected()["days up"]) ** 2,
            "outages": spells,
            "chance of none": (spells == 0).astype(np.float64),
            "output, GWh": output_wh / 1e9,
        }


CASES = (
    PlantOutages(2.0, 30.0),
    PlantOutages(3.0, 45.0),
    PlantOutages(3.0, 2.5, exponential=False),
    PlantOutages(2.5, 25.0, remaining_share=0.4),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_plant_is_up_as_renewal_theory_says(case):
    assert_claims_hold(case, 20)


@pytest.mark.verify
@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_plant_is_up_as_renewal_theory_says_in_many_years(case, proof):
    assert_claims_hold(case, 3000, proof)
