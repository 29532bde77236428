"""A lane: what one plant ships to one programme, from call-off to receipt."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.core.records import CallOff, Log, Shipment
    from sim.model.freight import Haulage, RouteInUse
    from sim.model.plant import CellPlant
    from sim.model.programme import Programme
    from sim.model.receipts import Receipts


class Lane:
    """Call-offs of a programme at a plant, first in first out, in whole loads.

    Ten thousand call-offs and shipments go through the lanes of a run: hence local names, and facts logged as tuples.
    """

    __slots__ = (
        "_called", "_plant_id", "_programme_id", "_receipts", "_shipped", "backlog_loads", "haulage",
        "last_shipped_day", "load_wh", "on_order_wh", "plant", "programme", "queue", "use",
    )  # fmt: skip

    def __init__(
        self, plant: CellPlant, programme: Programme, load_wh: int, haulage: Haulage, receipts: Receipts
    ) -> None:
        self.plant = plant
        self.programme = programme
        self.load_wh = load_wh
        self.haulage = haulage
        self.use: RouteInUse | None = None
        """The open route that loads take now; None where none is, or none has been looked up since routes changed."""
        self.queue: deque[tuple[int, int, str]] = deque()
        """(day, loads, agreement) of the call-offs not yet shipped in full."""
        self.backlog_loads = 0
        self.on_order_wh = 0
        """Called off and not yet received."""
        self.last_shipped_day = 0
        self._receipts = receipts
        self._plant_id, self._programme_id = plant.id, programme.id

    def log_to(self, call_offs: Log[CallOff], shipments: Log[Shipment]) -> None:
        """Where its facts are written down."""
        self._called = call_offs.values.extend
        self._shipped = shipments.values.extend

    def open_route(self) -> RouteInUse | None:
        """Look up the best route that is open now; None when there is none."""
        self.use = self.haulage.current()
        return self.use

    def call_off(self, step: int, day: int, loads: int, agreement: str) -> int:
        """Call off loads from the plant; returns their energy in Wh."""
        plant, energy = self.plant, loads * self.load_wh
        plant.called_wh[step] += energy
        plant.backlog_wh += energy
        self.queue.append((day, loads, agreement))
        self.backlog_loads += loads
        self.on_order_wh += energy
        self._called((self._plant_id, self._programme_id, agreement, day, loads, energy))
        return energy

    def ship(self, step: int, day: int, loads: int) -> None:
        """Send loads (at most the backlog) on the open route, oldest call-off first. The plant keeps its own books."""
        use, receipts, load_wh = self.use, self._receipts, self.load_wh
        assert use is not None  # noqa: S101 - plants ask for an open route before they ship
        arrival_day = use.arrival_days[step]
        if arrival_day < 0:
            arrival_day = use.delayed_arrival_day(step, day)
        booked = receipts.step_of_day[arrival_day] if arrival_day < receipts.end_day else -1
        receipts.due[booked].append((self, loads * load_wh))
        self.backlog_loads -= loads
        self.last_shipped_day = day
        queue = self.queue
        while loads:
            called_day, part, agreement = queue[0]
            if part > loads:
                queue[0] = (called_day, part - loads, agreement)
                part = loads
            else:
                queue.popleft()
            loads -= part
            self._shipped(
                (
                    self._plant_id, self._programme_id, agreement, use.index, called_day, day, arrival_day,
                    part, part * load_wh,
                )
            )  # fmt: skip

    def is_overdue(self, day: int, patience_days: float) -> bool:
        """Whether a call-off has waited for its shipment for longer than the patience."""
        return self.backlog_loads > 0 and day - self.queue[0][0] > patience_days
