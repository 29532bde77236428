"""Supply of a programme: the shares of its commitments, changed day by day and written down as periods."""

from sim.core.records import AgreementPeriod, RunRecord
from sim.model.commitment import Commitment
from sim.model.programme import Programme

_DIGITS = 12
"""Shares are kept to this many decimals, so that halves of halves add up to the whole again."""


class Supply:
    """The one place that changes the shares of a programme's commitments."""

    def __init__(self, programme: Programme, record: RunRecord) -> None:
        self.programme = programme
        self.record = record
        self._since: dict[str, int] = {}

    def add(self, commitment: Commitment, day: int) -> None:
        """Enter a commitment; one with a share supplies from this day on."""
        commitments = self.programme.commitments
        commitments.append(commitment)
        commitments.sort(key=lambda c: c.agreement)
        if commitment.share > 0:
            self._since[commitment.agreement] = day
            self.programme.routes_changed()

    def withdraw(self, commitment: Commitment) -> None:
        """Strike a commitment that never supplied."""
        self.programme.commitments.remove(commitment)

    def change(self, commitment: Commitment, change: float, day: int) -> None:
        """Add to (or take from) a commitment's share; one that has come to nothing ends."""
        self._close_period(commitment, day)
        commitment.share = max(0.0, round(commitment.share + change, _DIGITS))
        if commitment.share > 0:
            self._since[commitment.agreement] = day
        elif commitment.is_over:
            self.programme.commitments.remove(commitment)
        self.programme.routes_changed()

    def _close_period(self, commitment: Commitment, day: int) -> None:
        first_day = self._since.pop(commitment.agreement, None)
        if first_day is not None and day > first_day:
            self.record.periods.append(
                AgreementPeriod(
                    commitment.agreement, commitment.programme, commitment.plant, first_day, day,
                    commitment.share, commitment.price_factor, commitment.priority,
                )
            )  # fmt: skip

    def close(self, end_day: int) -> None:
        """Write down what is still running when the run ends."""
        for commitment in self.programme.commitments:
            self._close_period(commitment, end_day)

    def total_share(self) -> float:
        """Share of the need that is sourced now."""
        return sum(commitment.share for commitment in self.programme.commitments)

    def givers_now(self, newcomer: Commitment) -> list[tuple[Commitment, float]]:
        """Who gives how much of its live share to an agreement that starts today: those that are planned to shrink."""
        excess = round(self.total_share() + newcomer.planned_share - 1.0, _DIGITS)
        givers = []
        for giver in self.programme.commitments:
            amount = min(excess, round(giver.share - giver.planned_share, _DIGITS))
            if giver is not newcomer and amount > 0:
                givers.append((giver, amount))
                excess = round(excess - amount, _DIGITS)
        return givers
