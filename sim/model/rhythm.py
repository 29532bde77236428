"""The rhythm of the trade: on the last day of every step cells arrive, are made, built in, called off and shipped."""

from collections.abc import Generator, Mapping

from simpy.events import Event

from sim.core.records import RunRecord
from sim.model.clock import Clock, DayOrder
from sim.model.plant import CellPlant
from sim.model.programme import Programme
from sim.model.sourcing import Agenda


class Rhythm:
    """Five processes, one for each hour of the day at which all plants or all programmes act, in order of id."""

    def __init__(
        self,
        clock: Clock,
        record: RunRecord,
        plants: Mapping[str, CellPlant],
        programmes: Mapping[str, Programme],
        agendas: Mapping[str, Agenda],
    ) -> None:
        self.clock = clock
        self.record = record
        self.plants = plants
        self.programmes = programmes
        self.agendas = agendas
        self.edges = record.step_edges

    def processes(self) -> list[Generator[Event, None, None]]:
        """One process for each of receipts, production, building, call-offs and departures."""
        acts = {
            DayOrder.RECEIPTS: self.receive,
            DayOrder.PRODUCTION: self.produce,
            DayOrder.BUILDING: self.build,
            DayOrder.CALL_OFFS: self.call_off,
            DayOrder.DEPARTURES: self.dispatch,
        }
        return [self.clock.beat(self.edges, order, act) for order, act in acts.items()]

    def receive(self, step: int) -> None:
        """Book what arrived since the last step."""
        for programme in self.programmes.values():
            programme.receive(step)

    def produce(self, step: int) -> None:
        """Every plant makes what is asked for."""
        for plant in self.plants.values():
            plant.produce(step)

    def build(self, step: int) -> None:
        """Every programme builds; those short of cells look at their suppliers' service."""
        for programme in self.programmes.values():
            if programme.build(step):
                self.agendas[programme.id].check_service(step)

    def call_off(self, step: int) -> None:
        """Every programme calls off what its stock and orders do not cover."""
        day = self.edges[step]
        for programme in self.programmes.values():
            for plant, energy in programme.call_off(step, day):
                self.plants[plant].backlog_wh += energy

    def dispatch(self, step: int) -> None:
        """Every plant ships what it owes and has."""
        day = self.edges[step]
        for plant in self.plants.values():
            plant.dispatch(step, day)


def logical_events(record: RunRecord) -> int:
    """Updates of plants and programmes in steps, departures, receipts, reviews, starts and ends of disruptions.

    Shipments that leave together on one lane are one departure and, where they arrive, one receipt.
    """
    steps = len(record.step_edges) - 1
    horizon = record.step_edges[-1]
    departures = {(s.plant, s.programme, s.departure_day, s.arrival_day) for s in record.shipments}
    receipts = sum(arrival_day <= horizon for *_, arrival_day in departures)
    updates = steps * (len(record.plants) + len(record.programmes))
    return updates + len(departures) + receipts + len(record.reviews) + 2 * len(record.outages)
