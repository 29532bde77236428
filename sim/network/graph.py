"""The logistics network of one replication: its legs, and the routes over them."""

from sim.network.criterion import Criterion
from sim.network.leg import Legs, admits_cells, tariff
from sim.network.route import Customs, Route
from sim.network.routes import ALL_OPEN, RouteTable
from sim.network.topology import Topology
from sim.scenario.types.numbers import certain
from sim.scenario.types.scenario import Scenario


class LogisticsNetwork:
    """Sites joined by the legs that admit cells, with the numbers of a realised scenario.

    Between its ends a route passes gateways only. `topology` is that of the scenario, which all its
    replications share; absent: built anew.
    """

    def __init__(self, scenario: Scenario, topology: Topology | None = None) -> None:
        freight = scenario.freight
        tariffs = {mode: tariff(mode, spec, freight) for mode, spec in scenario.modes.items()}
        self.topology = Topology(scenario) if topology is None else topology
        specs = self.topology.legs(scenario)
        self.legs = Legs({leg_id: spec for leg_id, spec in specs.items() if admits_cells(spec)}, tariffs)
        """Legs by id, in its order; a leg that refuses cells is not among them."""
        self.customs = Customs(certain(freight.customs_days), certain(freight.customs_cv))
        self._tables: dict[Criterion, RouteTable] = {}
        self._chosen = self._table(freight.criterion)

    def route(self, origin: str, destination: str, closed: frozenset[str] = ALL_OPEN) -> Route | None:
        """The best open route by the scenario's criterion; None where there is none.

        `closed` are ids of legs that cannot be used. Of equally good routes it is the one whose leg ids come
        first in dictionary order. Found once, looked up from then on. Raises KeyError for an unknown site.
        """
        return self._chosen.route(origin, destination, closed)

    def shortest(self, origin: str, destination: str, closed: frozenset[str] = ALL_OPEN) -> Route | None:
        """The shortest open route, whatever the scenario's criterion; its km are the logistics distance."""
        return self._table("distance").route(origin, destination, closed)

    def _table(self, criterion: Criterion) -> RouteTable:
        if criterion not in self._tables:
            self._tables[criterion] = RouteTable(self.topology, self.legs, criterion, self.customs)
        return self._tables[criterion]
