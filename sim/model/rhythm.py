"""The rhythm of the trade: on the last day of every step cells arrive, are made, built in, called off and shipped."""

from collections.abc import Generator, Mapping

from simpy.events import Event

from sim.core.records import RunRecord
from sim.model.clock import Clock, DayOrder
from sim.model.plant import CellPlant
from sim.model.programme import Programme
from sim.model.sourcing import Agenda


class Rhythm:
    """What all plants or all programmes do at each hour of the day, in order of id.

    Three processes do it: nothing else comes between production and building, nor between call-offs and departures.
    """

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

    def updates(self) -> int:
        """Updates of a plant or programme over all steps."""
        return (len(self.edges) - 1) * (len(self.plants) + len(self.programmes))

    def processes(self) -> list[Generator[Event, None, None]]:
        """One process each for receipts, for production and building, and for call-offs and departures."""
        acts = {
            DayOrder.RECEIPTS: self.receive,
            DayOrder.PRODUCTION: self.make,
            DayOrder.CALL_OFFS: self.trade,
        }
        return [self.clock.beat(self.edges, order, act) for order, act in acts.items()]

    def receive(self, step: int) -> None:
        """Book what arrived since the last step."""
        for programme in self.programmes.values():
            self.record.event_count += programme.receive(step)

    def make(self, step: int) -> None:
        """Production, then building."""
        self.produce(step)
        self.build(step)

    def trade(self, step: int) -> None:
        """Call-offs, then departures."""
        self.call_off(step)
        self.dispatch(step)

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
            programme.call_off(step, day)

    def dispatch(self, step: int) -> None:
        """Every plant ships what it owes and has."""
        day = self.edges[step]
        for plant in self.plants.values():
            plant.dispatch(step, day)
