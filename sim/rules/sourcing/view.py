"""The view of a sourcing review: all that a policy may know, as facts of one day."""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Final, NamedTuple

from sim.core.errors import BrokenInvariant
from sim.rules.landed_cost import LandedCost

WHOLE: Final = 1_000_000_000
"""The whole supply of a programme. A billionth of 1 GWh is 1 Wh, the model's unit of energy."""

_FLOAT_NOISE: Final = 1e-3
"""What a quotient of two floats may miss of a whole billionth: who has exactly a third free has a third."""


def parts_of(share: float) -> int:
    """Nearest whole billionths of a share (0 to 1)."""
    return round(share * WHOLE)


def share_of(parts: int) -> float:
    """Share (0 to 1) of whole billionths; where parts add up to the whole, shares do at nine decimals."""
    return parts / WHOLE


def capacity_parts(free_gwh_per_year: float, requirement_gwh_per_year: float) -> int:
    """What the free capacity covers of a requirement above 0, rounded down; NaN counts as nothing free."""
    if not free_gwh_per_year > 0:
        return 0
    if free_gwh_per_year >= requirement_gwh_per_year:
        return WHOLE
    return min(WHOLE, math.floor(free_gwh_per_year / requirement_gwh_per_year * WHOLE + _FLOAT_NOISE))


_PLANT: Final = attrgetter("plant")
_SHARE: Final = attrgetter("incumbent_share")


class Candidate(NamedTuple):
    """A plant as a programme sees it in a review. Numbers that do not exist (no route, say) are NaN."""

    plant: str
    supplier: str
    incumbent_share: float
    """Its share (0 to 1) of the programme's supply today."""
    known: bool
    """The supplier's cell is known to the maker's group."""
    objections: tuple[str, ...]
    """Facts against its eligibility; empty: eligible."""
    distance_km: float
    lead_time_days: float
    lead_time_sd_days: float
    cost: LandedCost | None
    kg_co2e_per_kwh: float
    free_gwh_per_year: float
    """What it could give this programme at its earliest start, its bookings there today included."""
    earliest_start_day: int
    supply_risk: float
    """0 to 1."""
    minimum_gwh_per_year: float = 0.0
    """Least yearly volume that it supplies at all; of an incumbent no more than it supplies today."""

    @property
    def eligible(self) -> bool:
        """Nothing stands against it."""
        return not self.objections

    @property
    def incumbent(self) -> bool:
        """It supplies the programme today."""
        return self.incumbent_share > 0

    @property
    def comparable(self) -> bool:
        """Every number that a policy may rank by is there."""
        if self.cost is None:
            return False
        numbers = self.distance_km + self.lead_time_sd_days + self.kg_co2e_per_kwh + self.supply_risk
        return math.isfinite(numbers + self.cost.total)


@dataclass(frozen=True, slots=True)
class SourcingView:
    """What a programme sees on the day of a review.

    Candidates are put in order of plant id. Raises BrokenInvariant where the facts contradict each other.
    """

    programme: str
    day: int
    date: str
    """Date of the day as YYYY-MM-DD."""
    trigger: str
    requirement_gwh_per_year: float
    """Mean forecast over the window that the award is for."""
    threshold: float
    """A score must be better by more than this share of the incumbent's to move supply; may be infinite."""
    candidates: tuple[Candidate, ...]
    eligible: tuple[Candidate, ...] = field(init=False, repr=False, compare=False)
    """Candidates that nothing stands against, by plant id."""
    incumbents: tuple[Candidate, ...] = field(init=False, repr=False, compare=False)
    """Plants that supply the programme today, the largest share first, then by id."""
    parts_today: dict[str, int] = field(init=False, repr=False, compare=False)
    """Parts by plant that supplies today, largest first; they add up to the whole where the shares do."""

    def __post_init__(self) -> None:
        candidates = sorted(self.candidates, key=_PLANT)
        incumbents = [c for c in candidates if c.incumbent_share > 0]
        incumbents.sort(key=_SHARE, reverse=True)
        object.__setattr__(self, "candidates", tuple(candidates))
        object.__setattr__(self, "eligible", tuple([c for c in candidates if not c.objections]))
        object.__setattr__(self, "incumbents", tuple(incumbents))
        object.__setattr__(self, "parts_today", _parts(incumbents))
        for fault in _faults(self):
            message = f"{self.programme}, review of {self.date}: {fault}"
            raise BrokenInvariant(message)

    def candidate(self, plant: str) -> Candidate | None:
        """The candidate of a plant id; None where the plant is not in the view."""
        return next((candidate for candidate in self.candidates if candidate.plant == plant), None)

    def date_of(self, day: int) -> str:
        """Date of a day number as YYYY-MM-DD."""
        return (dt.date.fromisoformat(self.date) + dt.timedelta(days=day - self.day)).isoformat()


def _parts(incumbents: Sequence[Candidate]) -> dict[str, int]:
    parts = {candidate.plant: parts_of(candidate.incumbent_share) for candidate in incumbents}
    missing = WHOLE - sum(parts.values())
    if parts and abs(missing) <= len(parts):
        parts[incumbents[0].plant] += missing
    return parts


def _faults(view: SourcingView) -> list[str]:
    plants = [candidate.plant for candidate in view.candidates]
    shares = [candidate.incumbent_share for candidate in view.candidates]
    faults = [f"{c.plant} is eligible without all its numbers" for c in view.eligible if not c.comparable]
    if len(set(plants)) < len(plants):
        faults.append("a plant is in it twice")
    if not 0 <= view.requirement_gwh_per_year < math.inf:
        faults.append(f"a requirement of {view.requirement_gwh_per_year} GWh a year, expected 0 or more")
    if not view.threshold >= 0:
        faults.append(f"a threshold of {view.threshold}, expected 0 or more")
    whole = round(sum(shares), 9) <= 1  # never of NaN
    if not whole or min(shares, default=0) < 0 or max(shares, default=0) > 1:
        faults.append(f"incumbent shares of {shares}, expected 0 to 1 and together no more than 1")
    return faults
