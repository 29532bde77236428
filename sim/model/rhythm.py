"""The rhythm of the trade: on the last day of every step cells arrive, are made, built in, called off and shipped."""

from bisect import bisect_left
from collections.abc import Generator, Mapping
from typing import Final

from simpy.events import Event

from sim.model.clock import Clock, DayOrder
from sim.model.sourcing.board import Agenda
from sim.model.trade import Trade
from sim.trade.tables import BUILDING, CALL_OFFS, DEPARTURES, OUTPUT, RECEIPTS

_ORDER: Final = {
    RECEIPTS: DayOrder.RECEIPTS,
    OUTPUT: DayOrder.PRODUCTION,
    BUILDING: DayOrder.BUILDING,
    CALL_OFFS: DayOrder.CALL_OFFS,
    DEPARTURES: DayOrder.DEPARTURES,
}
"""When each hour of the trade comes within a day."""


class Rhythm:
    """Lets the trade go on, hour by hour on days on which something else comes about, and at once up to the next such day."""

    def __init__(self, clock: Clock, trade: Trade, agendas: Mapping[str, Agenda]) -> None:
        self.clock = clock
        self.trade = trade
        self.agendas = list(agendas.values())
        self.edges: list[int] = trade.tables.edges.tolist()

    def beat(self) -> Generator[Event, None, None]:
        """The process: at each hour of a step, do what is to be done until something else may come between."""
        clock, trade, edges = self.clock, self.trade, self.edges
        while (step := trade.step) < len(edges):
            yield clock.at(edges[step], _ORDER[trade.hour])
            trade.read_books()
            failed = trade.advance(*self._clear())
            while failed is not None:
                day, agenda = edges[trade.step], self.agendas[failed]
                if agenda.service_failed(day):
                    if day > clock.today:
                        yield clock.at(day, DayOrder.BUILDING)
                    agenda.ask_for_service()
                failed = trade.advance(*self._clear())

    def _clear(self) -> tuple[int, int]:
        """Step and hour up to which nothing else comes about."""
        next_day = self.clock.next_day()
        if next_day > self.clock.today:
            return bisect_left(self.edges, next_day), RECEIPTS
        step, hour = self.trade.step, self.trade.hour
        if hour >= CALL_OFFS:
            return step + 1, RECEIPTS
        return step, OUTPUT if hour == RECEIPTS else CALL_OFFS
