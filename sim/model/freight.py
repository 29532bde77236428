"""Freight: the route a lane takes today, and when a load that leaves today is received."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from sim.core.records import RouteRecord, RunRecord
from sim.core.windows import ClosureWindow
from sim.network.graph import LogisticsNetwork
from sim.network.route import Route
from sim.rules.leg_transit import LegTransit, days_on_the_way, receipt_day
from sim.sample.transit import TransitDraws
from sim.scenario.types.logistics import FreightSpec
from sim.scenario.types.numbers import certain
from sim.trade.tables import UNKNOWN

_ENDURING_DAYS = 60
"""A closure that has lasted this long is a fact of the network for a review; a shorter one is an incident."""


class LegStatus:
    """Which legs are closed today, and every window of trouble that lies on a leg (drawn ahead)."""

    def __init__(self, windows: Mapping[str, Sequence[ClosureWindow]]) -> None:
        self.windows = windows
        self.closed: frozenset[str] = frozenset()
        self._closures: dict[str, int] = {}
        self._closed_since: dict[str, int] = {}
        self._opened: dict[str, int] = {}
        self.version = 0

    def close(self, legs: Sequence[str], day: int) -> None:
        """Close legs; a leg that two disruptions hit opens when both have ended.

        What is closed on the first day counts as closed for long, and what opened today as never opened.
        """
        for leg in legs:
            if leg not in self.closed and self._opened.get(leg) != day:
                self._closed_since[leg] = day if day > 0 else -_ENDURING_DAYS
        self._count(legs, 1)

    def enduring(self, today: int) -> frozenset[str]:
        """Legs that have been closed for so long that reviews plan without them."""
        if not self.closed:
            return self.closed
        return frozenset(leg for leg in self.closed if today - self._closed_since[leg] >= _ENDURING_DAYS)

    def open(self, legs: Sequence[str], day: int) -> None:
        """End one disruption's closure of the legs."""
        self._count(legs, -1)
        self._opened |= {leg: day for leg in legs if leg not in self.closed}

    def _count(self, legs: Sequence[str], step: int) -> None:
        for leg in legs:
            self._closures[leg] = self._closures.get(leg, 0) + step
        self.closed = frozenset(leg for leg, count in self._closures.items() if count > 0)
        self.version += 1


class RouteInUse:
    """A route with the day of receipt of a load by step of departure, worked out ahead where no trouble lies on the way."""

    __slots__ = ("arrival_days", "index", "leg_days", "route", "windows")

    def __init__(
        self,
        index: int,
        route: Route,
        leg_days: np.ndarray,
        windows: list[Sequence[ClosureWindow]],
        edges: NDArray[np.int64],
    ) -> None:
        self.index = index
        self.route = route
        self.leg_days = leg_days
        self.windows = windows
        whole = np.maximum(1, np.ceil(leg_days.sum(axis=0)))
        self.arrival_days: NDArray[np.int64] = edges + whole.astype(np.int64)
        """Day of receipt of a load that departs on the last day of each step; UNKNOWN where trouble may meet it."""
        self.arrival_days[_troubled_steps(windows, edges, self.arrival_days)] = UNKNOWN

    def delayed_arrival_day(self, step: int, day: int) -> int:
        """Day of receipt of a load that departs on `day`, the last of step `step`, with all that it meets on the way."""
        legs = list(map(LegTransit, self.leg_days[:, step].tolist(), self.windows))
        return receipt_day(day, days_on_the_way(day, legs))


def _troubled_steps(
    windows: list[Sequence[ClosureWindow]], edges: np.ndarray, arrivals: np.ndarray
) -> np.ndarray:
    """Steps of departure in which a window of trouble lies between departure and planned receipt, shape of `edges`."""
    troubled = np.zeros(len(edges), dtype=bool)
    for leg_windows in windows:
        for window in leg_windows:
            departed = int(edges.searchsorted(window.end_day))
            troubled[:departed] |= arrivals[:departed] >= window.start_day
    return troubled


class Freight:
    """All lanes' routes over one network in one replication."""

    def __init__(
        self,
        network: LogisticsNetwork,
        transit: TransitDraws,
        spec: FreightSpec,
        status: LegStatus,
        record: RunRecord,
        edges: NDArray[np.int64],
    ) -> None:
        self.network = network
        self.transit = transit
        self.status = status
        self.record = record
        self.edges = edges
        self._customs_days = certain(spec.customs_days)
        self._customs_cv = certain(spec.customs_cv)

    def leg_days(self, legs: Sequence[str]) -> np.ndarray:
        """Transit days of each leg (customs included) by step of departure, shape (legs, steps + 1)."""
        return np.array([self._days_of(leg) for leg in legs])

    def _days_of(self, leg_id: str) -> np.ndarray:
        leg = self.network.legs[leg_id]
        days = self.transit.leg_days(leg_id, leg.expected_days, leg.cv)
        if leg.border:
            days = days + self.transit.customs_days(leg_id, self._customs_days, self._customs_cv)
        return days


class LaneRouting:
    """How one lane's loads travel: the best open route now, changed when legs close or open."""

    __slots__ = ("_freight", "_owner", "_sites", "_status", "_use", "_uses", "_version")

    def __init__(self, freight: Freight, owner: tuple[str, str], sites: tuple[str, str]) -> None:
        self._freight = freight
        self._status = freight.status
        self._owner = owner
        self._sites = sites
        self._uses: dict[tuple[str, ...], RouteInUse] = {}
        self._use: RouteInUse | None = None
        self._version = -1

    def current(self) -> RouteInUse | None:
        """The best route that is open now; None when there is none."""
        status = self._status
        if self._version != status.version:
            self._version = status.version
            route = self._freight.network.route(*self._sites, status.closed)
            self._use = None if route is None else self._in_use(route)
        return self._use

    def usual_days(self) -> float:
        """Expected days of the best route when all legs are open; 0 where there is none even then."""
        route = self._freight.network.route(*self._sites)
        return 0.0 if route is None else route.expected_days

    def uses_any(self, legs: Sequence[str]) -> bool:
        """Whether a route that it has used goes over one of the legs."""
        return any(leg in route for route in self._uses for leg in legs)

    def _in_use(self, route: Route) -> RouteInUse:
        if route.legs not in self._uses:
            self._uses[route.legs] = self._first_use(route)
        return self._uses[route.legs]

    def _first_use(self, route: Route) -> RouteInUse:
        record = self._freight.record
        plant, programme = self._owner
        record.routes.append(
            RouteRecord(
                plant, programme, route.legs, route.km, route.eur_per_load, route.surcharge_eur_per_load,
                route.kg_co2e_per_load, route.expected_days,
            )
        )  # fmt: skip
        windows = [self._freight.status.windows.get(leg, ()) for leg in route.legs]
        days = self._freight.leg_days(route.legs)
        return RouteInUse(len(record.routes) - 1, route, days, windows, self._freight.edges)
