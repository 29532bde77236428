"""The rhythm of the trade: on the last day of every step cells arrive, are made, built in, called off and shipped."""

from collections.abc import Generator, Mapping

from simpy.events import Event

from sim.core.records import RunRecord
from sim.model.clock import Clock, DayOrder
from sim.model.plant import CellPlant
from sim.model.programme import Programme
from sim.model.receipts import Receipts
from sim.model.sourcing import Agenda


class Rhythm:
    """What all plants and all programmes do on the last day of each step, hour by hour, in order of id."""

    def __init__(
        self,
        clock: Clock,
        record: RunRecord,
        plants: Mapping[str, CellPlant],
        programmes: Mapping[str, Programme],
        receipts: Receipts,
        agendas: Mapping[str, Agenda],
    ) -> None:
        self.clock = clock
        self.plants = list(plants.values())
        self.programmes = list(programmes.values())
        self.receipts = receipts
        self.agendas = agendas
        self.edges = record.step_edges

    def events(self) -> int:
        """Updates of a plant or programme over all steps."""
        return (len(self.edges) - 1) * (len(self.plants) + len(self.programmes))

    def beat(self) -> Generator[Event, None, None]:
        """The process: receipts, then production and building, then call-offs and departures, each at its hour.

        On a day on which nothing else happens, the hours follow each other without a look at the clock.
        """
        clock, edges = self.clock, self.edges
        morning = clock.at(edges[1], DayOrder.RECEIPTS)
        for step in range(1, len(edges)):
            yield morning
            self.receipts.book(step)
            if clock.has_more_today():
                yield clock.at(edges[step], DayOrder.PRODUCTION)
            self.make(step)
            if clock.has_more_today():
                yield clock.at(edges[step], DayOrder.CALL_OFFS)
            self.trade(step)
            if step + 1 < len(edges):
                morning.arm(edges[step + 1] - edges[step])

    def make(self, step: int) -> None:
        """Every plant makes what is asked for; every programme builds, and looks at the service where cells are short."""
        for plant in self.plants:
            plant.produce(step)
        for programme in self.programmes:
            if programme.build(step):
                self.agendas[programme.id].check_service(step)

    def trade(self, step: int) -> None:
        """Every programme calls off what its stock and orders do not cover; every plant ships what it owes and has."""
        day = self.edges[step]
        for programme in self.programmes:
            programme.call_off(step, day)
        for plant in self.plants:
            plant.dispatch(step, day)
