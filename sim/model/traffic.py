"""Traffic: the call-offs and departures of a run as columns, and which serves which."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.core.errors import BrokenInvariant
from sim.core.records import CallOff, Column, Columns, Labels, Shipment
from sim.core.whole import sums_of
from sim.model.trade import Trade
from sim.rules.matching import Moves, first_in_first_out

Whole = NDArray[np.int64]
_LARGEST_WH: Final = 4e18


class Traffic:
    """What the logs of a trade tell when it has ended."""

    def __init__(self, trade: Trade) -> None:
        tables, used = trade.tables, trade.tables.cursor[0]
        calls, departures = tables.calls[: used["calls"]], tables.departures[: used["departures"]]
        self._edges = tables.edges
        self._load_wh = tables.lanes["load_wh"]
        self._plants = Labels(tables.lanes["plant"], [plant.id for plant in trade.plants])
        self._programmes = Labels(tables.lanes["programme"], [each.id for each in trade.programmes])
        self._called = Moves(tables.agreements["lane"][calls["account"]], calls["loads"].copy())
        self._agreements = Labels.of([commitment.agreement for commitment in trade.commitments])[
            calls["account"]
        ]
        self._called_days = calls["day"].copy()
        self._shipped = Moves(departures["lane"].copy(), departures["loads"].copy())
        self._routes, self._departure_days, self._arrival_days = (
            departures[column].copy() for column in ("route", "day", "arrival_day")
        )

    def check_countable(self) -> None:
        """Raise BrokenInvariant where more was called off than whole Wh in 64 bits can count: compiled sums go round there."""
        called = float(np.dot(self._called.loads.astype(float), self._load_wh[self._called.lane]))
        if called > _LARGEST_WH:
            raise BrokenInvariant(
                f"{called:.2g} Wh were called off; no more than {_LARGEST_WH:.2g} can be counted"
            )

    def moves(self) -> int:
        """Departures, and receipts by the horizon."""
        return len(self._arrival_days) + int(np.count_nonzero(self._arrival_days <= self._edges[-1]))

    def called_wh(self) -> dict[str, Whole]:
        """What was called off from each plant by step, Wh, each of shape (steps + 1,)."""
        return self._by_step(self._plants, self._called, self._called_days)

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
            self._of_lanes(self._called) | {"agreement": self._agreements, "day": self._called_days},
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
                "called_day": self._called_days[call],
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
