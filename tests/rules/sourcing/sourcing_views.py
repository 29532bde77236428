"""Views of sourcing reviews for tests: `far-plant` supplies, `near-plant` could; and random ones."""

import datetime as dt
import math

from hypothesis import strategies as st

from sim.rules.landed_cost import LandedCost
from sim.rules.sourcing.view import Candidate, SourcingView
from sim.scenario.types.policies import (
    AwardPolicy,
    DualPolicy,
    LandedCostPolicy,
    NearestPolicy,
    Policy,
    StayPolicy,
    WeightedPolicy,
)


def candidate(plant: str, distance_km: float, **facts) -> Candidate:
    """An eligible newcomer with plenty free, unless told otherwise; `eur` is its landed cost in EUR/kWh."""
    eur = facts.pop("eur", 90.0)
    defaults = {
        "supplier": plant.removesuffix("-plant"),
        "incumbent_share": 0.0,
        "known": False,
        "objections": (),
        "lead_time_days": 3.0,
        "lead_time_sd_days": 1.0,
        "cost": None if eur is None else LandedCost(eur, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0),
        "kg_co2e_per_kwh": 1.0,
        "free_gwh_per_year": 100.0,
        "earliest_start_day": 1280,
        "supply_risk": 0.0,
    }
    return Candidate(plant=plant, distance_km=distance_km, **(defaults | facts))


def incumbent(plant: str, distance_km: float, **facts) -> Candidate:
    """A candidate that supplies the whole programme today."""
    return candidate(plant, distance_km, **({"incumbent_share": 1.0, "earliest_start_day": 1000} | facts))


def view(*candidates: Candidate, needed: float = 1.0, threshold: float = 0.0, **facts) -> SourcingView:
    """A review on 2024-03-27, day 1000."""
    defaults = {
        "programme": "car",
        "day": 1000,
        "date": "2024-03-27",
        "trigger": "interval",
    }
    return SourcingView(
        requirement_gwh_per_year=needed, threshold=threshold, candidates=candidates, **(defaults | facts)
    )


_SHARES_TODAY = ((), (1.0,), (0.7, 0.3), (1 / 3, 1 / 3, 1 / 3), (0.6,), (0.9, 0.1))
_FACTS: dict[str, tuple] = {
    "free_gwh_per_year": (50.0, 0.0, 0.05, 0.7, 1.0, 3.0),
    "distance_km": (100.0, 321.0, 800.0, 1530.0, 1530.4),
    "eur": (80.0, 88.5, 90.0, 90.004, 110.0),
    "lead_time_sd_days": (0.5, 1.0, 4.0),
    "kg_co2e_per_kwh": (0.1, 1.0),
    "earliest_start_day": (1000, 1280),
    "supply_risk": (0.0, 0.4),
    "objections": ((), (), ("no open route",)),
    "minimum_gwh_per_year": (0.0, 0.0, 0.5),
}
"""Numbers from short lists, so that ties, gaps and shortages are frequent."""
_COMBINATIONS = math.prod(map(len, _FACTS.values()))


def _facts(combination: int) -> dict[str, object]:
    """One of all combinations of the facts: a single draw a plant keeps the tests quick."""
    facts = {}
    for name, values in _FACTS.items():
        combination, which = divmod(combination, len(values))
        facts[name] = values[which]
    return facts


@st.composite
def candidates(draw, *, contested: bool = True) -> tuple[Candidate, ...]:
    """One to six plants. Where not contested, all are eligible and no supplier asks for a least volume."""
    combinations = draw(st.lists(st.integers(0, _COMBINATIONS - 1), min_size=1, max_size=6))
    shares = (*draw(st.sampled_from(_SHARES_TODAY)), *[0.0] * 6)[: len(combinations)]
    first = draw(st.integers(0, 5))
    plants = []
    for number, (combination, share) in enumerate(zip(combinations, shares, strict=True)):
        facts = _facts(combination) | {"incumbent_share": share}
        if not contested:
            facts |= {"objections": (), "minimum_gwh_per_year": 0.0}
        plants.append(candidate(f"{'abcdef'[(first + number) % 6]}-plant", **facts))
    return tuple(plants)


THRESHOLDS = (0.0, 0.05, 0.5, 1.0, 3.0, math.inf)


@st.composite
def views(
    draw, *, contested: bool = True, needs=(0.0, 0.12, 1.0, 3.3, 60.0), thresholds=THRESHOLDS
) -> SourcingView:
    """A review of random candidates."""
    plants = draw(candidates(contested=contested))
    return view(*plants, needed=draw(st.sampled_from(needs)), threshold=draw(st.sampled_from(thresholds)))


NEAREST = NearestPolicy(kind="nearest")
LANDED_COST = LandedCostPolicy(kind="landed-cost")
WEIGHTED = WeightedPolicy(
    kind="weighted", distance=1.0, cost=2.0, emissions=0.5, lead_time_spread=0.3, supply_risk=0.7
)
DUAL = DualPolicy(kind="dual")
STAY = StayPolicy(kind="stay")
AWARD = AwardPolicy(kind="award", plant="a-plant", date=dt.date(2024, 3, 27))
AWARD_LATER = AwardPolicy(kind="award", plant="a-plant", date=dt.date(2024, 3, 28))
RANKED: tuple[Policy, ...] = (
    NEAREST,
    LANDED_COST,
    WEIGHTED,
    DUAL,
    DualPolicy(kind="dual", ranking="nearest", first_share=0.55),
    DualPolicy(kind="dual", first_share=1.0),
)
POLICIES: tuple[Policy, ...] = (*RANKED, STAY, AWARD, AWARD_LATER)
