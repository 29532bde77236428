"""Best routes by one criterion, found once and then looked up."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import networkx as nx

from sim.network.criterion import Criterion, leg_weights
from sim.network.leg import Legs
from sim.network.route import Customs, Route, route_over
from sim.network.topology import Topology

if TYPE_CHECKING:
    from sim.network.topology import Graph

ALL_OPEN: frozenset[str] = frozenset()


class RouteTable:
    """The best open routes by one criterion, kept for every set of closed legs that was asked for.

    Of equally good routes the one whose leg ids, from origin to destination, come first in dictionary order
    is best.
    """

    def __init__(self, topology: Topology, legs: Legs, criterion: Criterion, customs: Customs) -> None:
        self._topology = topology
        self._legs = legs
        self._customs = customs
        self._weights = leg_weights(legs, criterion, customs.mean_days)
        self._routes: dict[tuple[str, str, frozenset[str]], Route | None] = {}
        self._remaining: dict[tuple[str, frozenset[str]], dict[str, float]] = {}

    def route(self, origin: str, destination: str, closed: frozenset[str]) -> Route | None:
        """The best route without the closed legs; None where there is none.

        Raises KeyError for an unknown site.
        """
        try:
            return self._routes[origin, destination, closed]
        except KeyError:
            route = self._routes[origin, destination, closed] = self._find(origin, destination, closed)
            return route

    def _find(self, origin: str, destination: str, closed: frozenset[str]) -> Route | None:
        for site in (origin, destination):
            if site not in self._topology.sites:
                message = f"no site {site!r} among {list(self._topology.sites)}"
                raise KeyError(message)
        if closed:
            best = self.route(origin, destination, ALL_OPEN)
            if best is None or closed.isdisjoint(best.legs):
                return best
        open_weights = self._weights
        if closed:
            open_weights = {leg_id: weight for leg_id, weight in open_weights.items() if leg_id not in closed}
        if (destination, closed) not in self._remaining:
            approach = self._topology.approach(destination)
            self._remaining[destination, closed] = remaining_weights(approach, destination, open_weights)
        remaining = self._remaining[destination, closed]
        steps = follow(self._topology.onward, origin, destination, open_weights, remaining)
        if steps is None:
            return None
        sites = [origin, *(site for _, site in steps)]
        return route_over(sites, [self._legs[leg_id] for leg_id, _ in steps], self._customs)


def remaining_weights(approach: "Graph", destination: str, weights: Mapping[str, int]) -> dict[str, float]:
    """Least weight from each site of the approach to the destination, over the legs that have one.

    A sum of whole numbers, and exact as such. Sites from which there is no way are absent.
    """

    def lightest(_here: str, _there: str, legs: Mapping[str, object]) -> int | None:
        if len(legs) == 1:
            (only,) = legs
            return weights.get(only)
        return min((weights[leg_id] for leg_id in legs if leg_id in weights), default=None)

    return nx.single_source_dijkstra_path_length(approach, destination, weight=lightest)


def follow(
    onward: Mapping[str, Sequence[tuple[str, str]]],
    origin: str,
    destination: str,
    weights: Mapping[str, int],
    remaining: Mapping[str, float],
) -> list[tuple[str, str]] | None:
    """The best way to the destination as (leg id, site it leads to), leg by leg; None where there is none.

    From each site it takes the leg with least weight to the end, the first by id of several. As weights are
    whole numbers above 0, this is the first in dictionary order of all lightest ways, and it ends.
    """
    steps: list[tuple[str, str]] = []
    here = origin
    while here != destination:
        ways = [
            (weights[leg_id] + remaining[there], leg_id, there)
            for leg_id, there in onward[here]
            if there in remaining and leg_id in weights
        ]
        if not ways:
            return None
        _, leg_id, here = min(ways)
        steps.append((leg_id, here))
    return steps
