"""The trade of a run: what compiled code does with its tables, and what it leaves to Python."""

from bisect import bisect_left
from collections.abc import Callable, Generator, Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from simpy.events import Event

from sim.model.clock import Clock, DayOrder
from sim.model.commitment import Commitment
from sim.model.freight import LaneRouting
from sim.model.lane import Lane
from sim.model.plant import CellPlant
from sim.model.programme import Programme
from sim.model.sourcing.board import ReviewCalendar
from sim.trade.advance import advance
from sim.trade.tables import (
    ARRIVAL_UNKNOWN,
    ARRIVED,
    BUILDING,
    CALL_OFFS,
    CLOSED,
    DEPARTURES,
    LOG_FULL,
    OUTPUT,
    RECEIPTS,
    ROUTE_UNKNOWN,
    SERVICE_FAILED,
    TO_ALLOCATE,
    UNKNOWN,
    HeldTables,
    TradeTables,
    with_room,
)


class Trade:
    """Carries the trade on, step by step, over the plants, programmes and lanes of a world, all in order of id."""

    def __init__(
        self,
        tables: TradeTables,
        plants: Mapping[str, CellPlant],
        programmes: Mapping[str, Programme],
    ) -> None:
        self._held = HeldTables(tables)
        self._advance = advance(tables)
        self._step, self._hour, self._end_step, self._end_hour = (
            tables.cursor[column] for column in ("step", "hour", "end_step", "end_hour")
        )
        self.plants = list(plants.values())
        self.programmes = list(programmes.values())
        self.lanes: list[Lane] = []
        """In order of their rows: plant by plant, programme by programme."""
        self.commitments: list[Commitment] = []
        """That of each row of the table of agreements, those that are over too."""
        self._accounts: dict[Commitment, int] = {}
        self._tabled: set[int] = set()
        """Routes whose days of receipt are in the tables."""
        self._help: dict[int, Callable[[int], None]] = {
            ROUTE_UNKNOWN: self._look_up_route,
            ARRIVAL_UNKNOWN: self._work_out_arrival,
            TO_ALLOCATE: self._allocate,
            LOG_FULL: self._make_room,
        }

    @property
    def tables(self) -> TradeTables:
        """The tables as they are now."""
        return self._held.now

    def join(self, plant: str, programme: str, load_wh: int, haulage: LaneRouting) -> Lane:
        """The lane that is next in order of plants and programmes."""
        self.lanes.append(Lane(self._held, len(self.lanes), (plant, programme), load_wh, haulage))
        return self.lanes[-1]

    @property
    def step(self) -> int:
        """The step that is next, or under way."""
        return int(self._step[0])

    @property
    def hour(self) -> int:
        """The hour of the step that is next, or under way."""
        return int(self._hour[0])

    def advance(self, end_step: int, end_hour: int) -> int | None:
        """Go on to an hour of a step, exclusive; returns early with a programme (row) whose service has failed, if one has."""
        self._end_step[0], self._end_hour[0] = end_step, end_hour
        while True:
            why, who = next(self._advance)
            if why == ARRIVED:
                return None
            if why == SERVICE_FAILED:
                return who
            self._help[why](who)

    def close(self) -> None:
        """Have the compiled generator end, which gives back its tables to be freed."""
        self._end_step[0] = -1
        next(self._advance, None)

    def routes_changed(self) -> None:
        """Legs have closed or opened: routes and how far ahead to order are looked up anew."""
        self.tables.lanes["route"] = UNKNOWN
        self.tables.programmes["cover_stale"] = 1

    def open(self) -> None:
        """Programmes start with their stock."""
        self.read_books()
        self.advance(1, RECEIPTS)

    def read_books(self) -> None:
        """Take over what sourcing has changed of the programmes' commitments."""
        for row, programme in enumerate(self.programmes):
            if programme.has_new_book:
                self._write_book(row, programme)
        for row, commitment in enumerate(self.commitments):
            if commitment.has_news:
                own = self.tables.agreements[row]
                own["share"], own["planned_share"], own["planned_day"] = commitment.read()

    def _write_book(self, row: int, programme: Programme) -> None:
        """The programme's agreements in their order."""
        book = [self._account(commitment, programme) for commitment in programme.commitments]
        if len(book) > self.tables.books.shape[1]:
            self._widen(len(book))
        self.tables.books[row, : len(book)] = book
        self.tables.programmes["booked"][row] = len(book)
        programme.has_new_book = False

    def _account(self, commitment: Commitment, programme: Programme) -> int:
        """The row of an agreement, which it is given when it is first asked for."""
        account = self._accounts.get(commitment)
        if account is None:
            account = self._accounts[commitment] = len(self.commitments)
            self.commitments.append(commitment)
            if account == len(self.tables.agreements):
                self._replace(agreements=with_room(self.tables.agreements, account + 1))
            own = self.tables.agreements[account]
            own["lane"], own["priority"] = programme.lanes[commitment.plant].row, commitment.priority
        return account

    def called_wh(self, commitment: Commitment) -> int:
        """Called off under an agreement so far, Wh."""
        account = self._accounts.get(commitment)
        return 0 if account is None else int(self.tables.agreements["called_wh"][account])

    def _widen(self, most: int) -> None:
        books, sources = (
            np.ascontiguousarray(with_room(table.T, most).T)
            for table in (self.tables.books, self.tables.sources)
        )
        self._replace(books=books, sources=sources)

    def _look_up_route(self, lane: int) -> None:
        haulage, own = self.lanes[lane].haulage, self.tables.lanes[lane]
        use = haulage.current()
        if use is None:
            own["route"], own["lead_days"] = CLOSED, haulage.usual_days()
            return
        own["route"], own["lead_days"] = use.index, use.route.expected_days
        if use.index >= len(self.tables.arrivals):
            self._replace(arrivals=with_room(self.tables.arrivals, use.index + 1))
        if use.index not in self._tabled:
            self.tables.arrivals[use.index] = use.arrival_days
            self._tabled.add(use.index)

    def _work_out_arrival(self, lane: int) -> None:
        use, step = self.lanes[lane].haulage.current(), self.step
        assert use is not None  # noqa: S101 - the lane has a route, since a load departs on it
        day = int(self.tables.edges[step])
        self.tables.arrivals[use.index, step] = use.delayed_arrival_day(step, day)

    def _allocate(self, plant: int) -> None:
        own = slice(plant * len(self.programmes), (plant + 1) * len(self.programmes))
        self.plants[plant].allocate(self.step, self.lanes[own], self.programmes)

    def _make_room(self, _who: int) -> None:
        calls, departures = (
            with_room(log, len(log) + 1) for log in (self.tables.calls, self.tables.departures)
        )
        matches = with_room(self.tables.matches, len(calls) + len(departures))
        self._replace(calls=calls, departures=departures, matches=matches)

    def _replace(self, **tables: NDArray[Any]) -> None:
        end_step = int(self._end_step[0])
        self.close()
        self._end_step[0] = end_step
        self._held.now = self.tables._replace(**tables)
        self._advance = advance(self.tables)


_ORDER: Final = {
    RECEIPTS: DayOrder.RECEIPTS,
    OUTPUT: DayOrder.PRODUCTION,
    BUILDING: DayOrder.BUILDING,
    CALL_OFFS: DayOrder.CALL_OFFS,
    DEPARTURES: DayOrder.DEPARTURES,
}
"""When each hour of the trade comes within a day."""


class TradeProcess:
    """Lets the trade go on, hour by hour on days on which something else comes about, and at once up to the next such day."""

    def __init__(self, clock: Clock, trade: Trade, agendas: Mapping[str, ReviewCalendar]) -> None:
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
