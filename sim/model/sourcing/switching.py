"""Switches: an award to a plant becomes supply, through qualification, notice and phase-in, or is abandoned."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from simpy.events import Event

from sim.core.records import Payment, RunRecord, Switch
from sim.core.units import DAYS_PER_YEAR, days_from_months
from sim.model.clock import Clock, DayOrder
from sim.model.commitment import Commitment
from sim.model.sourcing.market import Market, MarketNews
from sim.model.sourcing.supply import Supply
from sim.scenario.types.numbers import certain
from sim.scenario.types.programmes import QualificationSpec, SourcingSpec

_NEWCOMER_PRIORITY = 2
"""Rank of an award under the priority rule, unless the programme has a better one at the plant."""


class QualificationDays(NamedTuple):
    """Durations of a qualification in days."""

    validation: int
    validation_known: int
    ppap: int

    @classmethod
    def of(cls, spec: QualificationSpec) -> "QualificationDays":
        """From a realised specification in months."""
        months = (spec.validation_months, spec.validation_known_months, spec.ppap_months)
        return cls(*(days_from_months(certain(each)) for each in months))

    def validation_of(self, *, known: bool) -> int:
        """Product validation of a cell, of a supplier that the maker's group knows or not."""
        return self.validation_known if known else self.validation


@dataclass
class Buyer:
    """The sourcing side of a programme: its supply, what it has qualified, and what is under way."""

    supply: Supply
    spec: SourcingSpec
    planned: SourcingSpec
    """The same with every duration as expected before the draw."""
    rank: int
    qualified: set[str] = field(default_factory=set)
    """Plants that may deliver: cell validated, serial process approved."""
    pending: int = 0
    """Switches under way."""
    last_review_day: int | None = None
    failed_until: dict[str, int] = field(default_factory=dict)
    """Plants that failed their service, with the last day on which that counts against them."""
    awards: int = 0

    id: str = field(init=False)
    """The programme's id."""

    def __post_init__(self) -> None:
        self.id = self.supply.programme.id
        self.window_days = days_from_months(self.spec.window_months)
        self.stays = self.spec.policy.kind == "stay"
        self.bridge_days = days_from_months(self.spec.bridge_months)
        known_eur = self.spec.switching_cost_known_eur
        self._new_eur = certain(self.spec.switching_cost_eur)
        self._known_eur = self._new_eur if known_eur is None else certain(known_eur)
        self._drawn = QualificationDays.of(self.spec.qualification)
        self.expected = QualificationDays.of(self.planned.qualification)
        self.ready_days = max(self.expected.validation, self.expected.ppap)
        """From an award to the supply of an unknown plant's cells, by plan."""

    def validation_days(self, plant: str, *, known: bool) -> int:
        """Product validation of a plant's cell as drawn; 0 once it is done."""
        return 0 if plant in self.qualified else self._drawn.validation_of(known=known)

    def ppap_days(self, plant: str, *, planned: bool = False) -> int:
        """Approval of the plant's serial process, drawn or as planned; 0 once it is done."""
        return 0 if plant in self.qualified else (self.expected if planned else self._drawn).ppap

    def switching_cost_eur(self, *, known: bool) -> float:
        """What an award to a plant that is not qualified costs once."""
        return self._known_eur if known else self._new_eur


@dataclass(slots=True)
class Move:
    """Share of supply that goes to one plant, and the commitments that it comes from."""

    plant: str
    share: float
    givers: list[tuple[Commitment, float]]
    """Who loses how much share to it; empty where the share was unsourced."""
    promised_day: int
    known: bool
    for_cause: bool


class Switching:
    """Carries out the moves of an award, each as a process of its own."""

    def __init__(self, clock: Clock, market: Market, desk: MarketNews, record: RunRecord) -> None:
        self.clock = clock
        self.market = market
        self.desk = desk
        self.record = record
        self.unfinished: dict[tuple[str, str], Switch] = {}
        self.on_abandoned: Callable[[Buyer], None] = lambda _buyer: None

    def start(self, buyer: Buyer, moves: Sequence[Move]) -> None:
        """Reserve, pay, and begin every move."""
        for move in moves:
            commitment = self._reserve(buyer, move)
            self._pay(buyer, move)
            buyer.pending += 1
            self.clock.env.process(self._run(buyer, move, commitment))

    def _reserve(self, buyer: Buyer, move: Move) -> Commitment:
        buyer.awards += 1
        today = self.clock.today
        commitment = Commitment(
            agreement=f"{buyer.id}-award-{buyer.awards:02d}",
            programme=buyer.id,
            plant=move.plant,
            priority=min(buyer.supply.programme.priority_at(move.plant), _NEWCOMER_PRIORITY),
            price_factor=1.0,
            share=0.0,
            planned_share=move.share,
            planned_day=move.promised_day,
            notice_days=buyer.spec.notice_days,
            run_on_notice_days=buyer.spec.notice_days,
            term_end_day=move.promised_day + buyer.spec.term_years * DAYS_PER_YEAR,
        )
        buyer.supply.add(commitment, today)
        for giver, amount in move.givers:
            giver.plan(share=max(0.0, round(giver.planned_share - amount, 9)), day=move.promised_day)
        return commitment

    def _pay(self, buyer: Buyer, move: Move) -> None:
        eur = buyer.switching_cost_eur(known=move.known)
        if eur > 0 and move.plant not in buyer.qualified:
            self.record.payments.append(Payment(buyer.id, move.plant, self.clock.today, "switching", eur))

    def _run(self, buyer: Buyer, move: Move, commitment: Commitment) -> Generator[Event, None, None]:
        decided = self.clock.today
        fact = Switch(
            programme=buyer.id, plant=move.plant, from_plant=_main_giver(move), share=move.share, decided_day=decided,
            promised_day=move.promised_day, start_day=-1, abandoned_day=-1, outcome="pending",
        )  # fmt: skip
        self.unfinished[buyer.id, commitment.agreement] = fact
        counted_on = self.market.phases_counted_on(move.plant, move.promised_day)
        validated_day = decided + buyer.validation_days(move.plant, known=move.known)
        while not self._has_opened(move.plant, counted_on):
            if self._is_hopeless(buyer, move, counted_on, validated_day):
                self._abandon(buyer, move, commitment, fact)
                return
            yield self.desk.next_of(move.plant)
        approved_day = self.clock.today + buyer.ppap_days(move.plant)
        leave_day = max(
            (g.may_leave_on(decided, for_cause=move.for_cause) for g, _ in move.givers), default=decided
        )
        start_day = max(validated_day, approved_day, leave_day)
        self._expect(move, commitment, start_day)
        yield self.clock.at(start_day, DayOrder.AGREEMENTS, buyer.rank)
        buyer.qualified.add(move.plant)
        del self.unfinished[buyer.id, commitment.agreement]
        self.record.switches.append(fact._replace(start_day=start_day, outcome="started"))
        commitment.renew(start_day + buyer.spec.term_years * DAYS_PER_YEAR)
        buyer.pending -= 1
        yield from phase_in(
            self.clock, buyer, commitment, 1 if move.for_cause else buyer.spec.phase_in_months
        )

    def _has_opened(self, plant: str, counted_on: frozenset[str]) -> bool:
        outlooks = self.market.outlooks[plant]
        return self.market.is_operating(plant) and all(
            p in outlooks and outlooks[p].started for p in counted_on
        )

    def _is_hopeless(self, buyer: Buyer, move: Move, counted_on: frozenset[str], validated_day: int) -> bool:
        """Whether a phase counted on is gone, or the start as expected today is past the promise by more than the patience.

        How much longer a validation will take is not known before it is done.
        """
        outlooks = self.market.outlooks[move.plant]
        if not outlooks or any(phase not in outlooks for phase in counted_on):
            return True
        last_sop = (
            max(outlooks[phase].expected_sop_day for phase in counted_on) if counted_on else self.clock.today
        )
        validated = min(validated_day, self.clock.today)
        expected = max(validated, last_sop + buyer.ppap_days(move.plant, planned=True))
        return expected - move.promised_day > days_from_months(buyer.spec.patience_months)

    def _expect(self, move: Move, commitment: Commitment, start_day: int) -> None:
        commitment.plan(day=start_day)
        for giver, _ in move.givers:
            giver.plan(day=start_day)

    def _abandon(self, buyer: Buyer, move: Move, commitment: Commitment, fact: Switch) -> None:
        today = self.clock.today
        buyer.supply.withdraw(commitment)
        for giver, amount in move.givers:
            giver.plan(share=round(giver.planned_share + amount, 9))
        buyer.pending -= 1
        del self.unfinished[buyer.id, commitment.agreement]
        self.record.switches.append(fact._replace(abandoned_day=today, outcome="abandoned"))
        self.on_abandoned(buyer)

    def close(self) -> None:
        """Write down the switches that are still under way when the run ends."""
        self.record.switches.extend(fact for _, fact in sorted(self.unfinished.items()))


def phase_in(clock: Clock, buyer: Buyer, commitment: Commitment, months: int) -> Generator[Event, None, None]:
    """Move share to a commitment in equal monthly parts from today on, from those that are planned to shrink.

    While its plant is overdue the next part waits: nobody gives up a source for one that does not deliver. It ends at the planned
    share, which a later review may have changed.
    """
    parts = max(1, months)
    part_share = commitment.planned_share / parts
    first_day, month = clock.today, 0
    while commitment.share < commitment.planned_share and commitment in buyer.supply.programme.commitments:
        today = clock.today
        if month == 0 or not buyer.supply.programme.is_overdue(commitment.plant, today):
            left = commitment.planned_share - commitment.share
            buyer.supply.hand_over(commitment, min(left, part_share), today)
        month += 1
        yield clock.at(first_day + days_from_months(month), DayOrder.AGREEMENTS, buyer.rank)


def _main_giver(move: Move) -> str:
    return max(move.givers, key=lambda pair: (pair[1], pair[0].plant))[0].plant if move.givers else ""
