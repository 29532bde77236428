"""Traffic: the call-offs and departures of a run as columns, and which serves which."""

from typing import Final, NamedTuple

import numpy as np

from sim.core.arrays import IntArray, sums_of
from sim.core.errors import BrokenInvariant
from sim.core.records import CallOff, Labels, RecordColumn, RecordColumns, Shipment
from sim.model.trade import Trade

_LARGEST_WH: Final = 4e18


class _Moves(NamedTuple):
    """Call-offs or departures in their order, both arrays of shape (moves,)."""

    lane: IntArray
    loads: IntArray


class FreightRecords:
    """What the logs of a trade tell when it has ended."""

    def __init__(self, trade: Trade) -> None:
        tables, used = trade.tables, trade.tables.cursor[0]
        self._calls = tables.calls[: used["calls"]]
        self._departures = tables.departures[: used["departures"]]
        self._matches = tables.matches[: used["matches"]]
        self._edges = tables.edges
        self._load_wh = tables.lanes["load_wh"]
        self._plants = Labels(tables.lanes["plant"], [plant.id for plant in trade.plants])
        self._programmes = Labels(tables.lanes["programme"], [each.id for each in trade.programmes])
        accounts = self._calls["account"]
        self._called = _Moves(tables.agreements["lane"][accounts], self._calls["loads"])
        self._agreements = Labels.of([commitment.agreement for commitment in trade.commitments])[accounts]
        self._shipped = _Moves(self._departures["lane"], self._departures["loads"])

    def check_countable(self) -> None:
        """Raise BrokenInvariant where more was called off than whole Wh in 64 bits can count: compiled sums go round there."""
        called = float(np.dot(self._called.loads.astype(float), self._load_wh[self._called.lane]))
        if called > _LARGEST_WH:
            raise BrokenInvariant(
                f"{called:.2g} Wh were called off; no more than {_LARGEST_WH:.2g} can be counted"
            )

    def moves(self) -> int:
        """Departures, and receipts by the horizon."""
        received = np.count_nonzero(self._departures["arrival_day"] <= self._edges[-1])
        return len(self._departures) + int(received)

    def called_wh(self) -> dict[str, IntArray]:
        """What was called off from each plant by step, Wh, each of shape (steps + 1,)."""
        return self._by_step(self._plants, self._called, self._calls["day"])

    def received_wh(self) -> dict[str, IntArray]:
        """What each programme received by step, Wh, each of shape (steps + 1,)."""
        return self._by_step(self._programmes, self._shipped, self._departures["arrival_day"])

    def _by_step(self, owners: Labels, moves: _Moves, days: IntArray) -> dict[str, IntArray]:
        shape = (len(owners.names), len(self._edges) + 1)
        cells = owners.positions[moves.lane] * shape[1] + np.searchsorted(self._edges, days)
        sums = sums_of(moves.loads * self._load_wh[moves.lane], cells, shape)
        return dict(zip(owners.names, sums[:, :-1], strict=True))

    def call_offs(self) -> RecordColumns[CallOff]:
        """All call-offs in their order."""
        return RecordColumns(
            CallOff,
            self._of_lanes(self._called) | {"agreement": self._agreements, "day": self._calls["day"].copy()},
        )

    def shipments(self) -> RecordColumns[Shipment]:
        """All departures in their order, each once for every call-off that it serves, the oldest first."""
        call, departure = self._matches["call"], self._matches["departure"]
        route, lane, day, arrival_day = (
            self._departures[column][departure] for column in ("route", "lane", "day", "arrival_day")
        )
        return RecordColumns(
            Shipment,
            self._of_lanes(_Moves(lane, self._matches["loads"]))
            | {
                "agreement": self._agreements[call],
                "route": route,
                "called_day": self._calls["day"][call],
                "departure_day": day,
                "arrival_day": arrival_day,
            },
        )

    def _of_lanes(self, moves: _Moves) -> dict[str, RecordColumn]:
        return {
            "plant": self._plants[moves.lane],
            "programme": self._programmes[moves.lane],
            "loads": moves.loads.copy(),
            "energy_wh": moves.loads * self._load_wh[moves.lane],
        }
