"""Output of a plant that starts up and could sell all it makes, against the area under its ramp in closed form."""

import math
from dataclasses import dataclass
from itertools import accumulate

import pytest

from tests.proofs.known.worlds import Document, lane, runs

DAYS_PER_MONTH = 365.25 / 12
DAYS_PER_YEAR = 365
DAYS = 6 * 365


@dataclass(frozen=True)
class Linear:
    """ramp(a) = s + (1 - s) a / T up to age T, then 1: its area is s a + (1 - s) a^2 / (2 T), then (1 + s) T / 2 + a - T."""

    months: float
    start_share: float = 0.0

    def spec(self) -> Document:
        return {"kind": "linear", "months": self.months, "start_share": self.start_share}

    def area_days(self, age: float) -> float:
        span, start = self.months * DAYS_PER_MONTH, self.start_share
        if age < span:
            return start * age + (1 - start) * age**2 / (2 * span)
        return (1 + start) * span / 2 + age - span


@dataclass(frozen=True)
class Logistic:
    """ramp(a) = 1 / (1 + exp(-k (a - m))): its area is ln((1 + exp(k (a - m))) / (1 + exp(-k m))) / k.

    The logistic distribution's own function integrated (Johnson, Kotz and Balakrishnan 1995, 23.1). From 10 to 90 % it
    takes 2 ln 9 / k.
    """

    t50_months: float
    span_months: float

    def spec(self) -> Document:
        return {"kind": "logistic", "t50_months": self.t50_months, "span_months": self.span_months}

    def area_days(self, age: float) -> float:
        k = 2 * math.log(9) / (self.span_months * DAYS_PER_MONTH)
        middle = self.t50_months * DAYS_PER_MONTH
        return (math.log1p(math.exp(k * (age - middle))) - math.log1p(math.exp(-k * middle))) / k


@dataclass(frozen=True)
class Exponential:
    """ramp(a) = 1 - 2^(-a / h): its area is a - h / ln 2 (1 - 2^(-a / h)), the learning curve of Wright (1936) in time."""

    half_life_months: float

    def spec(self) -> Document:
        return {"kind": "exponential", "half_life_months": self.half_life_months}

    def area_days(self, age: float) -> float:
        half_life = self.half_life_months * DAYS_PER_MONTH
        return age - half_life / math.log(2) * (1 - 2 ** (-age / half_life))


Shape = Linear | Logistic | Exponential
SHAPES: tuple[Shape, ...] = (
    Linear(18.0),
    Linear(36.0, start_share=0.3),
    Linear(120.0),
    Logistic(12.0, 14.0),
    Logistic(30.0, 48.0),
    Exponential(9.0),
)


def starting(shape: Shape, nameplate_gwh: float, oee: float, sop_day: int) -> Document:
    """The plant starts production on a day; the programme calls off more than it ever makes."""
    document = lane(
        DAYS,
        {
            "plants.works.ramp": shape.spec(),
            "plants.works.oee": oee,
            "plants.works.phases.p1.nameplate_gwh": nameplate_gwh,
        },
    )
    start = document["run"]["start"]
    document["plants"]["works"]["phases"]["p1"]["start"]["sop"] = start.fromordinal(
        start.toordinal() + sop_day
    )
    document["programmes"]["car"]["demand"]["points"][0] |= {"low": 4e6, "mode": 4e6, "high": 4e6}
    return document


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize(("nameplate_gwh", "oee", "sop_day"), [(9.0, 0.85, 0), (43.0, 0.62, 400)])
def test_cumulative_output_is_the_area_under_the_ramp(shape, nameplate_gwh, oee, sop_day, proof):
    """Good cells to the end of every day = floor(nameplate x OEE / 365 x area(age)), within a Wh."""
    [run] = runs(starting(shape, nameplate_gwh, oee, sop_day), 1, 1)
    made_wh = list(accumulate(run.result.record.plants["works"].made_wh))
    expected = [
        nameplate_gwh * 1e9 * oee / DAYS_PER_YEAR * shape.area_days(max(0, day - sop_day))
        for day in range(DAYS + 1)
    ]
    furthest = max(abs(made - theory) for made, theory in zip(made_wh, expected, strict=True))
    proof(
        f"output of {nameplate_gwh:g} GWh x {oee:g}, {shape}, furthest from the area",
        f"{furthest:.2g} Wh",
        "1 Wh",
    )
    assert furthest < 1 + 1e-3
    assert round(run.measures["plant.works.output_gwh"] * 1e9) == made_wh[-1]
