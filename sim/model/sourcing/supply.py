"""Supply of a programme: the shares of its commitments, changed day by day and written down as periods."""

from sim.core.records import AgreementPeriod, RunRecord
from sim.model.commitment import SAME_SHARE, Commitment, total_share
from sim.model.programme import Programme
from sim.model.sourcing.bookings import Bookings

_DIGITS = 9


class Supply:
    """The one place that changes the shares of a programme's commitments."""

    def __init__(self, programme: Programme, books: Bookings, record: RunRecord) -> None:
        self.programme = programme
        self.books = books
        self.record = record
        self._since: dict[str, int] = {}
        books.open(programme, programme.commitments)

    def add(self, commitment: Commitment, day: int) -> None:
        """Enter a commitment; one with a share supplies from this day on."""
        commitments = self.programme.commitments
        commitments.append(commitment)
        commitments.sort(key=lambda c: c.agreement)
        self.programme.book_changed()
        self.books.enter(self.programme, commitment)
        if commitment.share > 0:
            self._since[commitment.agreement] = day
            self.programme.shares_changed()

    def withdraw(self, commitment: Commitment) -> None:
        """Strike a commitment that does not supply."""
        self.programme.commitments.remove(commitment)
        self.programme.book_changed()
        self.books.strike(commitment)

    def hand_over(self, newcomer: Commitment, gain: float, day: int) -> None:
        """Give live share to a commitment, from those that are planned to shrink."""
        for giver, amount in self._givers_of(gain):
            self._change(giver, -amount, day)
        self._change(newcomer, gain, day)
        self.programme.shares_changed()

    def _change(self, commitment: Commitment, change: float, day: int) -> None:
        """Add to (or take from) a commitment's share; one that has come to nothing ends, and stays ended."""
        self._close_period(commitment, day)
        share = max(0.0, commitment.share + change)
        commitment.supply(
            commitment.planned_share if abs(share - commitment.planned_share) < SAME_SHARE else share
        )
        if commitment.share > 0:
            self._since[commitment.agreement] = day
        elif commitment.is_over:
            self.withdraw(commitment)

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

    def _givers_of(self, gain: float) -> list[tuple[Commitment, float]]:
        """Who gives how much live share for a gain: those planned to shrink, no more than is over the whole."""
        excess = round(total_share(self.programme.commitments) + gain - 1.0, _DIGITS)
        givers = []
        for giver in self.programme.commitments:
            amount = min(excess, round(giver.share - giver.planned_share, _DIGITS))
            if amount > 0:
                givers.append((giver, amount))
                excess = round(excess - amount, _DIGITS)
        return givers
