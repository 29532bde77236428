"""Views of sourcing reviews for tests: `far-plant` supplies, `near-plant` could."""

from collections.abc import Mapping
from typing import NamedTuple

from sim.rules.sourcing.view import Candidate, SourcingView


class Parts(NamedTuple):
    price: float
    freight: float = 0.0
    duty: float = 0.0
    transit_capital: float = 0.0
    carbon: float = 0.0
    switching: float = 0.0

    @property
    def total(self) -> float:
        return sum(self)


def candidate(plant: str, distance_km: float, **facts) -> Candidate:
    """An eligible newcomer with everything free, unless told otherwise; `eur` is its landed cost in EUR/kWh."""
    eur = facts.pop("eur", 90.0)
    defaults = {
        "supplier": plant.removesuffix("-plant"),
        "incumbent_share": 0.0,
        "known": False,
        "objections": (),
        "lead_time_days": 3.0,
        "lead_time_sd_days": 1.0,
        "cost": None if eur is None else Parts(eur),
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
    defaults: Mapping[str, object] = {"programme": "car", "day": 1000, "date": "2024-03-27", "trigger": "interval"}
    return SourcingView(
        requirement_gwh_per_year=needed, threshold=threshold, candidates=candidates, **(defaults | facts)
    )
