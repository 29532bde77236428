"""A lane: what one plant ships to one programme, from call-off to receipt."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from sim.core.records import CallOff, RunRecord, Shipment

if TYPE_CHECKING:
    from sim.model.freight import Haulage
    from sim.model.plant import CellPlant
    from sim.model.programme import Programme

_record = tuple.__new__
"""Makes a NamedTuple from its values in half the time of its own constructor; there are ten thousand in a run."""


class Lane:
    """Call-offs of a programme at a plant, first in first out, in whole loads."""

    __slots__ = (
        "backlog_loads", "haulage", "last_shipped_day", "load_wh", "on_order_wh", "plant", "programme", "queue", "record",
    )  # fmt: skip

    def __init__(
        self, plant: CellPlant, programme: Programme, load_wh: int, haulage: Haulage, record: RunRecord
    ) -> None:
        self.plant = plant
        self.programme = programme
        self.load_wh = load_wh
        self.haulage = haulage
        self.record = record
        self.queue: deque[tuple[int, int, str]] = deque()
        """(day, loads, agreement) of the call-offs not yet shipped in full."""
        self.backlog_loads = 0
        self.on_order_wh = 0
        """Called off and not yet received."""
        self.last_shipped_day = 0

    def call_off(self, step: int, day: int, loads: int, agreement: str) -> int:
        """Call off loads from the plant; returns their energy in Wh."""
        plant, energy = self.plant, loads * self.load_wh
        plant.called_wh[step] += energy
        plant.backlog_wh += energy
        self.queue.append((day, loads, agreement))
        self.backlog_loads += loads
        self.on_order_wh += energy
        self.record.call_offs.append(
            _record(CallOff, (plant.id, self.programme.id, agreement, day, loads, energy))
        )
        return energy

    def ship(self, step: int, day: int, loads: int) -> None:
        """Send loads (at most the backlog) out of the plant's stock on the open route, oldest call-off first."""
        route, arrival_day = self.haulage.departure(step, day)
        plant, programme, record, load_wh = self.plant, self.programme, self.record, self.load_wh
        plant_id, programme_id, queue = plant.id, programme.id, self.queue
        shipped = record.shipments.append
        energy = loads * load_wh
        plant.stock_wh -= energy
        plant.backlog_wh -= energy
        plant.shipped_wh[step] += energy
        self.backlog_loads -= loads
        self.last_shipped_day = day
        programme.expect(arrival_day, energy, self)
        record.event_count += 1
        while loads:
            called_day, part, agreement = queue[0]
            if part > loads:
                queue[0] = (called_day, part - loads, agreement)
                part = loads
            else:
                queue.popleft()
            loads -= part
            fact = (
                plant_id, programme_id, agreement, route, called_day, day, arrival_day, part, part * load_wh,
            )  # fmt: skip
            shipped(_record(Shipment, fact))

    def is_overdue(self, day: int, patience_days: float) -> bool:
        """Whether a call-off has waited for its shipment for longer than the patience."""
        return self.backlog_loads > 0 and day - self.queue[0][0] > patience_days
