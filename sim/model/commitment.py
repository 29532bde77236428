"""A commitment: the live share of supply that one agreement gives a plant, and the share that is planned."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

SAME_SHARE: Final = 1e-9
"""Shares closer than this are the same: a phase-in ends on the planned share, not a rounding beside it."""


@dataclass(slots=True, eq=False)
class Commitment:
    """An agreement in force or to come. It books capacity at its plant.

    It changes: its share, plan and term by `supply`, `plan` and `renew` alone, so that the trade sees that it has news.
    """

    agreement: str
    programme: str
    plant: str
    priority: int
    price_factor: float
    share: float
    """Share of the programme's supply now."""
    planned_share: float
    planned_day: int
    """From this day on the share is expected to be `planned_share`."""
    notice_days: int
    run_on_notice_days: int
    """Notice once it runs on after its term."""
    term_end_day: int | None
    """Last day of its term; None: open. It runs on afterwards until it is replaced."""
    minimum_take: float = 0.0
    contracted_wh_per_year: int | None = None
    has_news: bool = True
    """Whether share or plan have changed since the trade last read them."""

    def supply(self, share: float) -> None:
        """From now on it has this share of the programme's supply."""
        self.share, self.has_news = share, True

    def plan(self, *, share: float | None = None, day: int | None = None) -> None:
        """From now on it is to have another share, or on another day."""
        if share is not None:
            self.planned_share, self.has_news = share, True
        if day is not None:
            self.planned_day, self.has_news = day, True

    def renew(self, term_end_day: int) -> None:
        """Its term ends on another day."""
        self.term_end_day = term_end_day

    def read(self) -> tuple[float, float, int]:
        """Share, planned share and the day of that, which are no news then."""
        self.has_news = False
        return self.share, self.planned_share, self.planned_day

    def share_on(self, day: int) -> float:
        """Share expected on a day, as known now."""
        return self.planned_share if day >= self.planned_day else self.share

    def as_it_stood(
        self, share: float, planned_share: float, planned_day: int, term_end_day: int | None
    ) -> "Commitment":
        """The same commitment with the share, plan and term of another time."""
        return replace(
            self, share=share, planned_share=planned_share, planned_day=planned_day, term_end_day=term_end_day
        )

    def may_leave_on(self, today: int, *, for_cause: bool) -> int:
        """First day on which the programme can be without it; at once for cause.

        After its notice, and not before the end of its term; then it runs on, and the short notice of that time holds.
        """
        if for_cause:
            return today
        noticed, end_day = today + self.notice_days, self.term_end_day
        if end_day is None:
            return noticed
        return min(max(noticed, end_day), max(today, end_day) + self.run_on_notice_days)

    def is_succeeded_by(self, other: "Commitment") -> bool:
        """Whether both are still to start, and the other one when this one's term has ended."""
        coming = self.share <= 0 and other.share <= 0 and other is not self
        return coming and self.term_end_day is not None and other.planned_day >= self.term_end_day

    @property
    def is_over(self) -> bool:
        """Neither supplies now nor is planned to."""
        return self.share <= 0.0 and self.planned_share <= 0.0


def total_share(commitments: Iterable[Commitment]) -> float:
    """Share of the need that is sourced now."""
    return sum([commitment.share for commitment in commitments])


def is_whole(commitments: Iterable[Commitment]) -> bool:
    """Whether all of the need is sourced now."""
    return total_share(commitments) > 1 - SAME_SHARE


def planned_shares(commitments: Iterable[Commitment]) -> dict[str, float]:
    """Share of supply by plant once all that is decided has come about: the latest plan goes first."""
    shares: dict[str, float] = {}
    left = 1.0
    for commitment in sorted(commitments, key=lambda c: -c.planned_day):
        share = min(commitment.planned_share, left)
        left -= share
        shares[commitment.plant] = min(1.0, shares.get(commitment.plant, 0.0) + share)
    return shares


def make_way(commitments: Sequence[Commitment], newcomer: Commitment) -> None:
    """Plan that those who supply give way to an agreement that is to start, so that shares sum to 1 at the most.

    Those whose term ends first give first, open ones last, then by agreement id. Those still to start themselves are left alone.
    """
    others = [c for c in commitments if c is not newcomer and not c.is_succeeded_by(newcomer)]
    here = sum(c.planned_share for c in others if c.share > 0 or c.planned_day <= newcomer.planned_day)
    excess = round(here + newcomer.planned_share - 1.0, 9)
    for giver in sorted(
        (c for c in others if c.share > 0),
        key=lambda c: (math.inf if c.term_end_day is None else c.term_end_day, c.agreement),
    ):
        amount = min(excess, giver.planned_share)
        if amount > 0:
            giver.plan(share=round(giver.planned_share - amount, 9), day=newcomer.planned_day)
            excess = round(excess - amount, 9)
