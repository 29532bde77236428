"""Topology: which sites which legs join, the same in every replication of a scenario."""

from typing import TYPE_CHECKING

import networkx as nx

from sim.core.errors import BrokenInvariant
from sim.network.fallback import fallback_legs
from sim.scenario.types.logistics import LegSpec
from sim.scenario.types.scenario import Scenario

if TYPE_CHECKING:
    Graph = nx.MultiGraph[str]


class Topology:
    """The graph of a scenario's sites and legs, fallbacks included, without the numbers that are drawn.

    Built once for a scenario and shared by its replications. Nodes and edges are added in order of id, so
    nothing depends on the order of the file; an edge's key is its leg's id.
    """

    def __init__(self, scenario: Scenario) -> None:
        self.sites = dict(sorted(scenario.sites.items()))
        self.fallbacks = fallback_legs(scenario)
        self.graph: Graph = nx.MultiGraph()
        self.graph.add_nodes_from(self.sites)
        self._filed = frozenset(scenario.legs)
        legs = scenario.legs | self.fallbacks
        self._order = sorted(legs)
        for leg_id in self._order:
            self.graph.add_edge(legs[leg_id].origin, legs[leg_id].destination, key=leg_id)
        self.onward = {
            site: [(leg_id, there) for there, legs in joined.items() for leg_id in legs]
            for site, joined in self.graph.adjacency()
        }
        """Legs from each site, as (leg id, site it leads to)."""
        self._gateways = {site_id for site_id, site in self.sites.items() if site.kind == "gateway"}
        self._approaches: dict[str, Graph] = {}

    def legs(self, scenario: Scenario) -> dict[str, LegSpec]:
        """All legs of a realisation of the scenario, by id and in its order.

        Raises BrokenInvariant where the realisation has other legs than the topology was built from.
        """
        if scenario.legs.keys() != self._filed:
            message = f"topology of other legs: {sorted(scenario.legs.keys() ^ self._filed)}"
            raise BrokenInvariant(message)
        legs = scenario.legs | self.fallbacks
        return {leg_id: legs[leg_id] for leg_id in self._order}

    def approach(self, destination: str) -> "Graph":
        """The part of the graph that routes to the destination may pass: gateways, and the destination.

        Cells change vehicles at ports and terminals; they do not travel through another factory's yard.
        """
        if destination not in self._approaches:
            self._approaches[destination] = self.graph.subgraph(self._gateways | {destination}).copy()
        return self._approaches[destination]
