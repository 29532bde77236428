"""The award of a sourcing review: who supplies which share of the programme, and by which ranking."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from sim.rules.sourcing.placement import PlacementRule
from sim.rules.sourcing.view import WHOLE, SourcingView, share_of
from sim.rules.sourcing.yardstick import Yardstick


class RankedScore(NamedTuple):
    """An eligible plant and its score, least is best."""

    plant: str
    score: float


@dataclass(frozen=True, slots=True)
class ByRank:
    """The award follows from a ranking; its reason and its counterfactual can be found from the view."""

    yardstick: Yardstick
    rule: PlacementRule


@dataclass(frozen=True, slots=True)
class Explanation:
    """The award has another ground, told in a sentence, as is what would have changed it."""

    reason: str
    counterfactual: str


Ground = ByRank | Explanation


@dataclass(frozen=True, slots=True)
class Award:
    """Shares of a programme's supply by plant.

    Shares are whole billionths in (0, 1]; with `unsourced_share` they add up to 1 at nine decimals, and
    `unsourced_share` is 0.0 exactly where everything is covered.
    """

    shares: tuple[tuple[str, float], ...]
    """(plant, share) by plant id."""
    unsourced_share: float
    changed: bool
    """Whether the shares differ from those of today."""
    ranking: tuple[RankedScore, ...]
    """Every eligible plant, best first."""
    ground: Ground

    @property
    def scores(self) -> dict[str, float]:
        """Score by eligible plant."""
        return dict(self.ranking)

    @property
    def ranks(self) -> dict[str, int]:
        """Rank by eligible plant; 1 is best."""
        return {ranked.plant: position for position, ranked in enumerate(self.ranking, start=1)}

    def share(self, plant: str) -> float:
        """Share of a plant, 0.0 for one that gets nothing."""
        return dict(self.shares).get(plant, 0.0)


class SourcingPolicy(Protocol):
    """A policy: a pure function of the view, without clock and without draws."""

    def decide(self, view: SourcingView) -> Award:
        """The award of a review."""


def award_of(
    view: SourcingView, placed: Mapping[str, int], ranking: Sequence[RankedScore], ground: Ground
) -> Award:
    """The award of parts above 0 by plant; a share that stays as it is keeps its exact value."""
    today = view.parts_today
    exact = {candidate.plant: candidate.incumbent_share for candidate in view.incumbents}
    shares = [
        (plant, exact[plant] if parts == today.get(plant) else share_of(parts))
        for plant, parts in sorted(placed.items())
    ]
    unsourced = share_of(WHOLE - sum(placed.values()))
    return Award(tuple(shares), unsourced, placed != today, tuple(ranking), ground)


def unchanged(view: SourcingView, ranking: Sequence[RankedScore], ground: Ground) -> Award:
    """The award that leaves today's shares as they are, whatever capacity there is for them."""
    return award_of(view, view.parts_today, ranking, ground)
