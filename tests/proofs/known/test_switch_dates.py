"""When a programme switches: SOP as announced, its delay, PPAP and validation, against the convolution of their laws.

An award on day 0 to a plant that is still to open starts supply on max(validated, SOP + PPAP), all in whole days:
SOP = announced + round(delay), each duration in months of 365.25 / 12 days and rounded by itself.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from scipy import stats
from scipy.special import ndtri

import sim
from tests.builders import START, world
from tests.proofs.known.claims import Floats, Observations, assert_claims_hold
from tests.proofs.known.worlds import Document, loaded
from tests.scenario.files import changed

DAYS_PER_MONTH = 365.25 / 12
LONGEST = 4000
"""Days; no duration here has a chance worth speaking of beyond."""
SOP = dt.date(2022, 7, 1)
ANNOUNCED_DAY = (SOP - START).days

Law = Mapping[str, Any]


def uniform(low: float, high: float) -> Law:
    return {"dist": "uniform", "low": low, "high": high}


def triangular(low: float, mode: float, high: float) -> Law:
    return {"dist": "triangular", "low": low, "mode": mode, "high": high}


def frozen(law: Law) -> Any:
    """The law in months as scipy has it."""
    match law:
        case {"dist": "uniform", "low": low, "high": high}:
            return stats.uniform(low, high - low)
        case {"dist": "triangular", "low": low, "mode": mode, "high": high}:
            return stats.triang((mode - low) / (high - low), low, high - low)
        case {"dist": "lognormal", "median": median, "p95": p95}:
            return stats.lognorm(np.log(p95 / median) / ndtri(0.95), scale=median)
        case _:
            raise ValueError(law)


def chances(law: Law | None) -> Floats:
    """Chance of each whole number of days, 0 to LONGEST, of a duration in months; None: 0 days."""
    if law is None:
        return (np.arange(LONGEST + 1) == 0).astype(np.float64)
    edges = (np.arange(LONGEST + 2) - 0.5) / DAYS_PER_MONTH
    return np.diff(frozen(law).cdf(edges))


@dataclass(frozen=True)
class SwitchDate:
    """One switch a replication; None: no time is needed."""

    delay: Law
    ppap: Law
    validation: Law | None = None

    @property
    def what(self) -> str:
        parts = {"delay": self.delay, "PPAP": self.ppap, "validation": self.validation}
        laws = (f"{name} {_told(law)}" for name, law in parts.items() if law is not None)
        return "switch, " + ", ".join(laws) + " months"

    def __str__(self) -> str:
        return self.what.removeprefix("switch, ").replace(" ", "-")

    def start_chances(self) -> Floats:
        """Chance of each day of the start of supply: delay and PPAP convolved, then the later of that and validation."""
        opened = np.convolve(chances(self.delay), chances(self.ppap))[: LONGEST + 1]
        ready = np.concatenate((np.zeros(ANNOUNCED_DAY), opened))[: LONGEST + 1]
        by_day = np.cumsum(ready) * np.cumsum(chances(self.validation))
        return np.diff(by_day, prepend=0.0)

    def expected(self) -> Mapping[str, float]:
        chance, days = self.start_chances(), np.arange(LONGEST + 1)
        mean = float(chance @ days)
        return {
            "mean day": mean,
            "variance, days squared": float(chance @ (days - mean) ** 2),
            **{f"share switched by {date}": float(chance[: day + 1].sum()) for date, day in self.dates()},
        }

    def dates(self) -> list[tuple[dt.date, int]]:
        """Three dates at which about a tenth, a half and nine tenths have switched."""
        by_day = np.cumsum(self.start_chances())
        days = [int(np.searchsorted(by_day, share)) for share in (0.1, 0.5, 0.9)]
        return [(START + dt.timedelta(days=day), day) for day in days]

    def document(self) -> Document:
        return changed(
            world(),
            {
                "run.end": START + dt.timedelta(days=LONGEST),
                "run.step_days": 28,
                "plants.near-plant.phases.p1.start": {
                    "kind": "scheduled",
                    "sop": SOP,
                    "delay_months": self.delay,
                },
                "agreements.car-far.notice_days": 0,
                "programmes.car.sourcing.policy": {"kind": "award", "plant": "near-plant", "date": START},
                "programmes.car.sourcing.qualification": {
                    "validation_months": self.validation or 0.0,
                    "validation_known_months": self.validation or 0.0,
                    "ppap_months": self.ppap,
                },
                "programmes.car.sourcing.patience_months": 240,
                "programmes.car.sourcing.triggers": {
                    "plant_opening": False,
                    "outgrown": False,
                    "interval_months": 1200,
                },
            },
        )

    def observe(self, n: int, root_seed: int) -> Observations:
        study = sim.monte_carlo(loaded(self.document()), replications=n, root_seed=root_seed, workers=1)
        switches = study.to_frame("switches")
        assert list(switches["replication"]) == list(range(n))
        assert set(switches["outcome"]) == {"started"}
        started = [dt.date.fromisoformat(date) for date in switches["start_date"]]
        days = np.array([(date - START).days for date in started], dtype=np.float64)
        return {
            "mean day": days,
            "variance, days squared": (days - self.expected()["mean day"]) ** 2,
            **{f"share switched by {date}": (days <= day).astype(np.float64) for date, day in self.dates()},
        }


def _told(law: Law) -> str:
    numbers = " to ".join(f"{value:g}" for key, value in law.items() if key != "dist")
    return f"{law['dist']} {numbers}"


CASES = (
    SwitchDate(uniform(0.0, 24.0), uniform(3.0, 9.0)),
    SwitchDate(uniform(0.0, 2.0), uniform(2.0, 18.0)),
    SwitchDate(triangular(0.0, 4.0, 30.0), triangular(2.0, 3.0, 10.0)),
    SwitchDate(
        {"dist": "lognormal", "median": 6.0, "p95": 18.0}, uniform(2.0, 6.0), triangular(18.0, 24.0, 36.0)
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_switches_come_when_delay_and_qualification_say(case):
    assert_claims_hold(case, 25)


@pytest.mark.verify
@pytest.mark.parametrize("case", CASES, ids=str)
def test_switches_come_when_delay_and_qualification_say_over_many_replications(case, proof):
    assert_claims_hold(case, 2500, proof)


@pytest.mark.parametrize(("delay", "ppap"), [((0.0, 24.0), (3.0, 9.0)), ((6.0, 12.0), (4.0, 4.5))])
def test_the_convolution_of_two_uniforms_is_the_trapezoid(delay, ppap, proof):
    """P(X + Y <= t) for uniforms of widths a and b: the positive parts of x^2, x = t - low, (.. - a), (.. - b), (.. - a - b),

    added with signs + - - + and divided by 2 a b (Feller 1966, II, I.9). Whole days move it by under 1 / (24 a b) of a share.
    """
    a, b = ((high - low) * DAYS_PER_MONTH for low, high in (delay, ppap))
    least = (delay[0] + ppap[0]) * DAYS_PER_MONTH + ANNOUNCED_DAY
    days = np.arange(LONGEST + 1) + 0.5 - least

    def square(past: Floats) -> Floats:
        return np.maximum(past, 0.0) ** 2

    closed = (square(days) - square(days - a) - square(days - b) + square(days - a - b)) / (2 * a * b)
    convolved = np.cumsum(SwitchDate(uniform(*delay), uniform(*ppap)).start_chances())
    furthest = float(np.abs(closed - convolved).max())
    proof(
        f"switched by date, uniform {delay} and {ppap} months: convolution less closed form",
        f"{furthest:.1e}",
        f"{1 / (4 * a * b):.1e}",
    )
    assert furthest < 1 / (4 * a * b)
