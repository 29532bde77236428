"""Traffic: every call-off and departure of a run as it comes about; which serves which is found when it ends."""

from __future__ import annotations

from collections import defaultdict
from itertools import count
from typing import TYPE_CHECKING

import numpy as np

from sim.core.records import CallOff, Columns, Labels, Shipment
from sim.core.whole import sums_of, whole
from sim.rules.matching import Moves, first_in_first_out

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from sim.core.records import Column, RouteRecord
    from sim.model.lane import Lane

    Whole = NDArray[np.int64]


class TrafficLog:
    """Call-offs and departures of a run, twelve thousand of them: kept as plain numbers in one list of each."""

    __slots__ = ("_account", "calls", "departures", "lanes")

    def __init__(self) -> None:
        self.lanes: list[Lane] = []
        self.calls: list[int] = []
        """Account, day and loads of each call-off; an account is an agreement on a lane."""
        self.departures: list[int] = []
        """Route, day, day of receipt and loads of each departure."""
        self._account = count()

    def join(self, lane: Lane) -> dict[str, int]:
        """Take in a lane; returns its accounts by agreement, which are opened when they are first asked for."""
        self.lanes.append(lane)
        return defaultdict(self._account.__next__)


class Traffic:
    """The log of a run as columns, and what follows from it."""

    def __init__(self, log: TrafficLog, edges: Whole, routes: Sequence[RouteRecord]) -> None:
        """`routes` are those of the run's record."""
        self._edges = edges
        accounts, self._days, loads = _columns(log.calls, 3)
        lanes, agreements = _accounts(log.lanes)
        self._called = Moves(lanes[accounts], loads)
        self._agreements = agreements[accounts]
        self._routes, self._departure_days, self._arrival_days, loads = _columns(log.departures, 4)
        self._shipped = Moves(_lanes_of(routes, log.lanes)[self._routes], loads)
        self._load_wh = np.asarray([lane.load_wh for lane in log.lanes], dtype=np.int64)
        self._plants = Labels.of([lane.plant.id for lane in log.lanes])
        self._programmes = Labels.of([lane.programme.id for lane in log.lanes])

    def moves(self) -> int:
        """Departures, and receipts by the horizon."""
        return len(self._arrival_days) + int(np.count_nonzero(self._arrival_days <= self._edges[-1]))

    def called_wh(self) -> dict[str, Whole]:
        """What was called off from each plant by step, Wh, each of shape (steps + 1,)."""
        return self._by_step(self._plants, self._called, self._days)

    def received_wh(self) -> dict[str, Whole]:
        """What each programme received by step, Wh, each of shape (steps + 1,)."""
        return self._by_step(self._programmes, self._shipped, self._arrival_days)

    def _by_step(self, owners: Labels, moves: Moves, days: Whole) -> dict[str, Whole]:
        shape = (len(owners.names), len(self._edges) + 1)
        cells = owners.positions[moves.lane] * shape[1] + np.searchsorted(self._edges, days)
        sums = sums_of(moves.loads * self._load_wh[moves.lane], cells, shape)
        return dict(zip(owners.names, sums[:, :-1], strict=True))

    def call_offs(self) -> Columns[CallOff]:
        """All call-offs in their order."""
        return Columns(
            CallOff,
            self._of_lanes(self._called) | {"agreement": self._agreements, "day": self._days},
        )

    def shipments(self) -> Columns[Shipment]:
        """All departures in their order, each once for every call-off that it serves, the oldest first."""
        match = first_in_first_out(self._called, self._shipped)
        departure, call = match.shipment, match.call_off
        return Columns(
            Shipment,
            self._of_lanes(Moves(self._shipped.lane[departure], match.loads))
            | {
                "agreement": self._agreements[call],
                "route": self._routes[departure],
                "called_day": self._days[call],
                "departure_day": self._departure_days[departure],
                "arrival_day": self._arrival_days[departure],
            },
        )

    def _of_lanes(self, moves: Moves) -> dict[str, Column]:
        return {
            "plant": self._plants[moves.lane],
            "programme": self._programmes[moves.lane],
            "loads": moves.loads,
            "energy_wh": moves.loads * self._load_wh[moves.lane],
        }


def _accounts(lanes: Sequence[Lane]) -> tuple[Whole, Labels]:
    """Position of its lane, and agreement, of each account."""
    opened = sorted(
        (account, position, agreement)
        for position, lane in enumerate(lanes)
        for agreement, account in lane.accounts.items()
    )
    return whole([position for _, position, _ in opened]), Labels.of(agreement for _, _, agreement in opened)


def _lanes_of(routes: Sequence[RouteRecord], lanes: Sequence[Lane]) -> Whole:
    """Position of its lane of each route."""
    positions = {(lane.plant.id, lane.programme.id): position for position, lane in enumerate(lanes)}
    return whole([positions[route.plant, route.programme] for route in routes])


def _columns(values: Sequence[int], width: int) -> Whole:
    """Numbers written down fact by fact, shape (width, facts)."""
    return whole(values).reshape(-1, width).T.copy()
