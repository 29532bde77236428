"""A lane: what one plant ships to one programme, from call-off to receipt."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.model.freight import Haulage, RouteInUse
    from sim.model.plant import CellPlant
    from sim.model.programme import Programme
    from sim.model.receipts import Receipts
    from sim.model.traffic import TrafficLog


class Lane:
    """Call-offs of a programme at a plant, first in first out, in whole loads.

    Twelve thousand call-offs and departures go through the lanes of a run: hence local names and plain numbers.
    """

    __slots__ = (
        "_called", "_called_loads", "_departed", "_receipts", "_waiting", "accounts", "backlog_loads", "haulage",
        "last_shipped_day", "load_wh", "on_order_wh", "plant", "programme", "use",
    )  # fmt: skip

    def __init__(
        self,
        plant: CellPlant,
        programme: Programme,
        load_wh: int,
        haulage: Haulage,
        receipts: Receipts,
        log: TrafficLog,
    ) -> None:
        self.plant = plant
        self.programme = programme
        self.load_wh = load_wh
        self.haulage = haulage
        self.use: RouteInUse | None = None
        """The open route that loads take now; None where none is, or none has been looked up since routes changed."""
        self.backlog_loads = 0
        self.on_order_wh = 0
        """Called off and not yet received."""
        self.last_shipped_day = 0
        self._called_loads = 0
        self._waiting: deque[tuple[int, int]] = deque()
        """(day, loads called off up to it) of the call-offs that may not yet be shipped in full."""
        self._receipts = receipts
        self.accounts = log.join(self)
        """Number of each agreement on this lane in the log of traffic."""
        self._called = log.calls.extend
        self._departed = log.departures.extend

    def open_route(self) -> RouteInUse | None:
        """Look up the best route that is open now; None when there is none."""
        self.use = self.haulage.current()
        return self.use

    def call_off(self, day: int, loads: int, agreement: str) -> int:
        """Call off loads from the plant; returns their energy in Wh."""
        energy = loads * self.load_wh
        self.plant.backlog_wh += energy
        self.backlog_loads += loads
        self.on_order_wh += energy
        self._called_loads += loads
        self._waiting.append((day, self._called_loads))
        self._called((self.accounts[agreement], day, loads))
        return energy

    def ship(self, step: int, day: int, loads: int) -> None:
        """Send loads (at most the backlog) on the open route. The plant keeps its own books."""
        use, receipts = self.use, self._receipts
        assert use is not None  # noqa: S101 - plants ask for an open route before they ship
        arrival_day = use.arrival_days[step]
        if arrival_day < 0:
            arrival_day = use.delayed_arrival_day(step, day)
        booked = receipts.step_of_day[arrival_day] if arrival_day < receipts.end_day else -1
        receipts.due[booked].append((self, loads * self.load_wh))
        self.backlog_loads -= loads
        self.last_shipped_day = day
        self._departed((use.index, day, arrival_day, loads))

    def oldest_day(self) -> int:
        """Day of the oldest call-off that is not yet shipped in full. Raises IndexError where all are."""
        waiting, shipped = self._waiting, self._called_loads - self.backlog_loads
        while waiting[0][1] <= shipped:
            waiting.popleft()
        return waiting[0][0]

    def is_overdue(self, day: int, patience_days: float) -> bool:
        """Whether a call-off has waited for its shipment for longer than the patience."""
        return self.backlog_loads > 0 and day - self.oldest_day() > patience_days
