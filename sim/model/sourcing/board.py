"""Sourcing: when a programme reviews its suppliers, in which order, and what follows from the award."""

from collections.abc import Callable, Collection, Generator, Iterator, Sequence
from functools import partial
from itertools import count, takewhile
from typing import Final

from simpy.events import Event

from sim.core.calendar import Calendar
from sim.core.records import Review, Trigger
from sim.core.units import days_from_months
from sim.model.clock import Clock, DayOrder
from sim.model.commitment import Commitment
from sim.model.sourcing.capacities import Capacities
from sim.model.sourcing.market import Market
from sim.model.sourcing.review_view import ReviewState, ReviewViewBuilder
from sim.model.sourcing.switching import Buyer, Move, Switching
from sim.rules.sourcing.award import Award
from sim.rules.sourcing.decide import decide
from sim.rules.sourcing.log import ReviewLog
from sim.rules.sourcing.review import review_record
from sim.rules.sourcing.view import Candidate, SourcingView

_OUTGROWN_CHECK_MONTHS: Final = 6
_TOLERANCE: Final = 1e-9
"""Shares closer than this are the same."""


class SourcingBoard:
    """Collects the reviews asked for on a day and holds them at the day's hour of reviews.

    Order: earlier need first, then larger requirement, then id; never the order of a file.
    """

    def __init__(self, clock: Clock, views: ReviewViewBuilder, switching: Switching, log: ReviewLog) -> None:
        self.clock = clock
        self.views = views
        self.switching = switching
        self.log = log
        self._docket: dict[str, tuple[Buyer, Trigger]] = {}

    def ask(self, buyer: Buyer, trigger: Trigger) -> None:
        """Ask for a review today; it may be refused.

        One review a day: what was planned for the day gives it its name, else what came first.
        """
        if self.refuses(buyer, trigger, self.clock.today):
            return
        if not self._docket:
            self.clock.at(self.clock.today, DayOrder.REVIEWS).callbacks.append(self._meet)
        self._docket[buyer.id] = (buyer, trigger)

    def refuses(self, buyer: Buyer, trigger: Trigger, day: int) -> bool:
        """Whether a review asked for on a day is not held: while a switch is under way; too soon after the last unless planned.

        The day is today, or one before which nothing else comes about.
        """
        if buyer.pending > 0:
            return True
        if trigger.planned:
            return False
        return buyer.id in self._docket or _is_too_soon(buyer, trigger, day)

    def _meet(self, _hour: Event) -> None:
        docket, self._docket = self._docket, {}
        today, kept = self.clock.today, self.views.snapshot()
        for buyer, trigger in sorted(docket.values(), key=lambda pair: self._urgency(pair[0], today)):
            if self._review(buyer, trigger, today, kept):
                kept = self.views.snapshot()

    def _urgency(self, buyer: Buyer, today: int) -> tuple[int, float, str]:
        need_day = max(today, self.views.launch_day(buyer.id))
        return need_day, -self.views.requirement_wh_per_year(buyer, today), buyer.id

    def _review(self, buyer: Buyer, trigger: Trigger, today: int, kept: Callable[[], Capacities]) -> bool:
        """Hold a review; returns whether it changed how things stand. `kept`: the capacities as they stand, to be told later."""
        buyer.last_review_day = today
        standing = self.views.standing(buyer, today)
        self.log.add(
            (buyer.id, today, trigger.value),
            partial(self._told, buyer, trigger, today, standing.snapshot(kept)),
        )
        if buyer.stays:
            return False
        view = self.views.contest(buyer, trigger, today, standing)
        if view is None:
            return False
        award = decide(buyer.spec.policy, view)
        gains = gains_of(view, award)
        if gains:
            failing = {plant for plant, day in buyer.failed_until.items() if day >= today}
            moves = moves_of(
                buyer.supply.programme.commitments, gains, award, failing, for_cause=trigger.for_cause
            )
            self.switching.start(buyer, [move for move in moves if move.share >= buyer.spec.least_change])
        return bool(gains)

    def _told(self, buyer: Buyer, trigger: Trigger, today: int, kept: Callable[[], ReviewState]) -> Review:
        """The record of a review that was held when things stood as `kept`, with every plant that it could have chosen or not."""
        view, policy = self.views.view(buyer, trigger, today, kept()), buyer.spec.policy
        return review_record(view, decide(policy, view), policy)


def _is_too_soon(buyer: Buyer, trigger: Trigger, day: int) -> bool:
    if buyer.last_review_day is None:
        return False
    if trigger == Trigger.SWITCH_ABANDONED:
        return buyer.last_review_day == day
    return day - buyer.last_review_day < buyer.spec.triggers.least_gap_days


Gain = tuple[Candidate, float]
"""A plant, and the share that an award gives it on top of what it is to have already."""


def gains_of(view: SourcingView, award: Award) -> list[Gain]:
    """The plants that an award gives more."""
    shares = dict(award.shares)
    gains = [(c, shares.get(c.plant, 0.0) - c.incumbent_share) for c in view.candidates]
    return [(candidate, gain) for candidate, gain in gains if gain > _TOLERANCE]


def moves_of(
    commitments: Sequence[Commitment],
    gains: Sequence[Gain],
    award: Award,
    failing: Collection[str],
    *,
    for_cause: bool,
) -> Iterator[Move]:
    """What an award moves: each plant that gains share, and the commitments that it is to come from, by id.

    What a plant still supplies of a share that it was to lose comes back first, without a new agreement. Share
    that the award leaves with nobody stays where it is: an agreement is not given up for nothing.
    """
    losers = _Losers(commitments, award)
    for candidate, whole_gain in gains:
        own = [c for c in commitments if c.plant == candidate.plant]
        gain = whole_gain - _taken_back(own, losers, whole_gain)
        if gain > _TOLERANCE:
            givers = losers.give(gain)
            yield Move(
                plant=candidate.plant,
                share=gain,
                givers=givers,
                promised_day=candidate.earliest_start_day,
                known=candidate.known,
                for_cause=for_cause or any(giver.plant in failing for giver, _ in givers),
            )


def _taken_back(own: Sequence[Commitment], losers: "_Losers", gain: float) -> float:
    back = 0.0
    for commitment in own:
        amount = min(gain - back, commitment.share - commitment.planned_share)
        if amount > _TOLERANCE:
            for giver, given in losers.give(amount):
                giver.plan(share=max(0.0, round(giver.planned_share - given, 9)))
            commitment.plan(share=round(commitment.planned_share + amount, 9))
            back += amount
    return back


class _Losers:
    """Planned shares that an award takes away, given out in order of agreement; the unsourced share gives first."""

    def __init__(self, commitments: Sequence[Commitment], award: Award) -> None:
        keep = dict(award.shares)
        self.unsourced = max(0.0, 1.0 - sum(c.planned_share for c in commitments))
        self.spare: list[tuple[Commitment, float]] = []
        for commitment in sorted(commitments, key=lambda c: c.agreement):
            kept = min(commitment.planned_share, keep.get(commitment.plant, 0.0))
            keep[commitment.plant] = keep.get(commitment.plant, 0.0) - kept
            self.spare.append((commitment, commitment.planned_share - kept))

    def give(self, wanted: float) -> list[tuple[Commitment, float]]:
        """Take `wanted` share away; returns what comes from whom, the unsourced share left out."""
        first = min(wanted, self.unsourced)
        self.unsourced -= first
        wanted -= first
        given, left = [], []
        for commitment, spare in self.spare:
            amount = min(wanted, spare)
            wanted -= amount
            left.append((commitment, spare - amount))
            if amount > _TOLERANCE:
                given.append((commitment, round(amount, 9)))
        self.spare = left
        return given


class ReviewCalendar:
    """The reviews that a programme plans ahead, and the events that make it ask for one."""

    def __init__(
        self, clock: Clock, board: SourcingBoard, market: Market, buyer: Buyer, calendar: Calendar
    ) -> None:
        self.clock = clock
        self.board = board
        self.market = market
        self.buyer = buyer
        self.calendar = calendar
        self.horizon_days = calendar.horizon_days
        self._exclusion_days = days_from_months(buyer.spec.triggers.service_exclusion_months)

    def lead_days(self) -> int:
        """Days before a need at which a review must be held: qualification of an unknown cell, as planned, and notice."""
        expected = self.buyer.expected
        return expected.validation + expected.ppap + self.buyer.spec.notice_days

    def planned(self, launch_day: int) -> list[tuple[int, Trigger]]:
        """(day, trigger) of the reviews known from the start, in order."""
        spec = self.buyer.spec
        lead = self.lead_days()
        ahead = max(0, launch_day - lead)
        days: dict[int, Trigger] = {}
        if spec.triggers.interval_months is not None:
            days |= {
                day: Trigger.INTERVAL for day in self._every(spec.triggers.interval_months) if day > ahead
            }
        if spec.policy.kind == "award":
            days[max(0, self.calendar.day_of(spec.policy.date))] = Trigger.AWARD_DATE
        for commitment in self.buyer.supply.programme.commitments:
            if commitment.term_end_day is not None and commitment.term_end_day > 0:
                days[max(0, commitment.term_end_day - lead)] = Trigger.AGREEMENT_ENDS
        if launch_day > 0:
            days[ahead] = Trigger.LAUNCH_AHEAD
        return sorted((day, trigger) for day, trigger in days.items() if day <= self.horizon_days)

    def _every(self, months: int) -> list[int]:
        days = (days_from_months(k * months) for k in count(1))
        return list(takewhile(lambda day: day <= self.horizon_days, days))

    def keep(self, launch_day: int) -> Generator[Event, None, None]:
        """Ask for the planned reviews on their days."""
        for day, trigger in self.planned(launch_day):
            yield self.clock.at(day, DayOrder.AGREEMENTS, self.buyer.rank)
            self.board.ask(self.buyer, trigger)

    def watch_growth(self, launch_day: int) -> Generator[Event, None, None]:
        """Twice a year, ask for a review when the plants booked cannot cover the need one qualification ahead."""
        lead = self.lead_days()
        programme = self.buyer.supply.programme
        for day in self._every(_OUTGROWN_CHECK_MONTHS):
            ahead = day + lead
            if ahead <= launch_day:
                continue
            yield self.clock.at(day, DayOrder.AGREEMENTS, self.buyer.rank)
            if self.board.refuses(self.buyer, Trigger.OUTGROWN, day):
                continue
            plants = sorted({c.plant for c in programme.commitments})
            covered = sum([self.market.covered_wh_per_year(programme, plant, ahead) for plant in plants])
            if covered < programme.forecast.next_year_wh(ahead) * (1 - 1e-6):
                self.board.ask(self.buyer, Trigger.OUTGROWN)

    def service_failed(self, day: int) -> bool:
        """Hold a fill rate under its limit against who owes cells; returns whether a review is to be asked for."""
        owing = self.buyer.supply.programme.plants_that_owe()
        self.buyer.failed_until |= dict.fromkeys(owing, day + self._exclusion_days)
        return not self.board.refuses(self.buyer, Trigger.SERVICE_FAILURE, day)

    def ask_for_service(self) -> None:
        """Ask for a review, since the service has failed."""
        self.board.ask(self.buyer, Trigger.SERVICE_FAILURE)
