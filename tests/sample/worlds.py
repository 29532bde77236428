"""A world of the size of a study: 6 programmes, 6 plants, 11 phases, 60 uncertain numbers, 6 disruptions."""

import datetime as dt
from typing import Any

from sim.scenario.types.scenario import Scenario
from tests.builders import phase, plant, programme, world

TRIANGULAR = {"dist": "triangular", "low": 0.8, "mode": 0.9, "high": 1.0}
PERT = {"dist": "pert", "low": 2.0, "mode": 3.0, "high": 9.0}
GAMMA = {"dist": "gamma", "mean": 8.0, "cv": 0.5}
UNIFORM = {"dist": "uniform", "low": 0.0, "high": 1.0}
DELAYS = {"dist": "empirical", "values": [0.0, 3.0, 6.0, 6.0, 14.0, 30.0]}
DURATION = {"dist": "lognormal", "median": 5.0, "p95": 40.0}


def _plant(number: int) -> dict[str, Any]:
    phases = [
        phase(9.0, dt.date(2024 + 2 * each, 7, 1), cancel_probability=0.2, realised_ratio=TRIANGULAR)
        for each in range(3 if number == 0 else 2)
    ]
    for each in phases:
        each["start"]["delay_months"] = DELAYS
    return plant(
        "near",
        "near-works",
        *phases,
        oee=TRIANGULAR,
        ramp={"kind": "logistic", "t50_months": PERT, "span_months": GAMMA},
        quality={"scrap_start": 0.3, "scrap_mature": {"dist": "beta", "a": 2.0, "b": 30.0}},
    )


def _programme() -> dict[str, Any]:
    points = [
        {
            "date": dt.date(year, 1, 1),
            "low": 900.0 * (year - 2020),
            "mode": 1000.0 * (year - 2020),
            "high": 1500.0 * (year - 2020),
        }
        for year in range(2021, 2037)
    ]
    demand = {"points": points, "position": UNIFORM, "weekly_cv": 0.1}
    made = programme("maker", "car-works", 0.0, demand=demand, kwh_per_vehicle=PERT, safety_days=PERT)
    made["sourcing"]["qualification"]["ppap_months"] = GAMMA
    return made


def study_world() -> Scenario:
    """The world; 60 numbers are uncertain."""
    document = world()
    document["run"]["end"] = dt.date(2036, 12, 31)
    document["plants"] |= {f"plant-{number}": _plant(number) for number in range(4)}
    document["programmes"] |= {f"programme-{number}": _programme() for number in range(5)}
    document["prices"]["europe-nmc"]["points"] = [
        {
            "date": dt.date(2021 + each, 7, 1),
            "eur_per_kwh": {"dist": "lognormal", "median": 90.0, "p95": 120.0},
        }
        for each in range(6)
    ]
    document["disruptions"] = {
        f"strike-{number}": {
            "plants": [f"plant-{number % 4}"],
            "programmes": [f"programme-{number % 5}"],
            "occurs": {"kind": "poisson", "per_year": 0.4},
            "duration_days": DURATION,
        }
        for number in range(6)
    }
    return Scenario.model_validate(document)
