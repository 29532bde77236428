"""Terms of the agreements that the scenario states: they start, end, run on, and ask for their minimum take."""

from collections.abc import Callable, Generator

from simpy.events import Event

from sim.core.calendar import Calendar
from sim.core.records import Payment, RunRecord
from sim.core.units import DAYS_PER_YEAR, wh_from_gwh
from sim.model.clock import Clock, DayOrder
from sim.model.commitment import Commitment, make_way
from sim.model.sourcing.market import Market, MarketNews
from sim.model.sourcing.switching import Buyer, phase_in
from sim.rules.price import take_or_pay_eur
from sim.scenario.types.numbers import certain
from sim.scenario.types.programmes import AgreementSpec

PriceOf = Callable[[str, str, int], float]
"""(plant, programme, day) -> price in EUR/kWh."""


def stated_commitment(agreement_id: str, spec: AgreementSpec, plant: str, calendar: Calendar) -> Commitment:
    """The commitment of an agreement of the scenario; it supplies from day 0 if it started by then."""
    start_day = calendar.day_of(spec.start)
    contracted = spec.contracted_gwh_per_year
    runs = start_day <= 0
    return Commitment(
        agreement=agreement_id,
        programme=spec.programme,
        plant=plant,
        priority=spec.priority,
        price_factor=certain(spec.price_factor),
        share=spec.share if runs else 0.0,
        planned_share=spec.share,
        planned_day=max(0, start_day),
        notice_days=spec.notice_days,
        run_on_notice_days=spec.run_on_notice_days,
        term_end_day=None if spec.end is None else calendar.day_of(spec.end),
        minimum_take=certain(spec.minimum_take),
        contracted_wh_per_year=None if contracted is None else wh_from_gwh(certain(contracted)),
    )


class Terms:
    """The processes of a stated agreement."""

    def __init__(
        self,
        clock: Clock,
        market: Market,
        desk: MarketNews,
        record: RunRecord,
        *,
        price_of: PriceOf,
        called_wh: Callable[[Commitment], int],
    ) -> None:
        """`called_wh` tells what was called off under an agreement so far, Wh."""
        self.clock = clock
        self.market = market
        self.desk = desk
        self.record = record
        self.price_of = price_of
        self.called_wh = called_wh

    def begin(self, buyer: Buyer, commitment: Commitment) -> Generator[Event, None, None]:
        """A later agreement starts on its day, or at its plant's SOP if that is later, and phases in."""
        yield self.clock.at(commitment.planned_day, DayOrder.AGREEMENTS, buyer.rank)
        while not self.market.is_operating(commitment.plant):
            yield self.desk.next_of(commitment.plant)
        yield self.clock.at(self.clock.today, DayOrder.AGREEMENTS, buyer.rank)
        if commitment not in buyer.supply.programme.commitments:
            return
        buyer.qualified.add(commitment.plant)
        commitment.plan(day=self.clock.today)
        make_way(buyer.supply.programme.commitments, commitment)
        yield from phase_in(self.clock, buyer, commitment, buyer.spec.phase_in_months)

    def minimum_take(self, buyer: Buyer, commitment: Commitment) -> Generator[Event, None, None]:
        """At the end of each agreement year, pay for what was contracted, had to be taken and was not called off."""
        forecast = buyer.supply.programme.forecast
        first_day = max(0, commitment.planned_day)
        year = 0
        while commitment.minimum_take > 0:
            year_start = first_day + year * DAYS_PER_YEAR
            called_before = self.called_wh(commitment)
            yield self.clock.at(year_start + DAYS_PER_YEAR, DayOrder.AGREEMENTS, buyer.rank)
            year += 1
            end_day = commitment.term_end_day
            if commitment.is_over or (end_day is not None and end_day < self.clock.today):
                return
            contracted = commitment.contracted_wh_per_year
            if contracted is None:
                contracted = int(commitment.share * forecast.need_wh(year_start, year_start + DAYS_PER_YEAR))
            price = self.price_of(commitment.plant, buyer.id, self.clock.today) * commitment.price_factor
            eur = take_or_pay_eur(
                contracted_wh=contracted,
                minimum_take=commitment.minimum_take,
                called_wh=self.called_wh(commitment) - called_before,
                price_eur_per_kwh=price,
            )
            if eur > 0 and not self._has_failed(buyer, commitment, since=year_start):
                self.record.payments.append(
                    Payment(buyer.id, commitment.plant, self.clock.today, "take-or-pay", eur)
                )

    def _has_failed(self, buyer: Buyer, commitment: Commitment, *, since: int) -> bool:
        """Whether the plant owed cells itself: a buyer does not pay for what could not be had."""
        failed = buyer.failed_until.get(commitment.plant, since) > since
        return failed or buyer.supply.programme.is_overdue(commitment.plant, self.clock.today)
