"""A lane: what one plant ships to one programme, from call-off to receipt."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from sim.core.records import CallOff, RunRecord, Shipment

if TYPE_CHECKING:
    from sim.model.freight import Haulage
    from sim.model.programme import Programme

_record = tuple.__new__
"""Makes a NamedTuple from its values in half the time of its own constructor; there are ten thousand in a run."""


class Lane:
    """Call-offs of a programme at a plant, first in first out, in whole loads."""

    __slots__ = ("backlog_loads", "haulage", "load_wh", "on_order_wh", "plant", "programme", "queue", "record")

    def __init__(self, plant: str, programme: Programme, load_wh: int, haulage: Haulage, record: RunRecord) -> None:
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

    def call_off(self, day: int, loads: int, agreement: str) -> int:
        """Take a call-off; returns its energy in Wh."""
        energy = loads * self.load_wh
        self.queue.append((day, loads, agreement))
        self.backlog_loads += loads
        self.on_order_wh += energy
        self.record.call_offs.append(
            _record(CallOff, (self.plant, self.programme.id, agreement, day, loads, energy))
        )
        return energy

    def ship(self, step: int, day: int, loads: int) -> None:
        """Send `loads` (at most the backlog) on the open route, oldest call-off first."""
        route, arrival_day = self.haulage.departure(step, day)
        self.backlog_loads -= loads
        self.programme.expect(arrival_day, loads * self.load_wh, self)
        self.record.event_count += 1
        queue, plant, programme, left = self.queue, self.plant, self.programme.id, loads
        while left:
            called_day, waiting, agreement = queue[0]
            part = waiting if waiting <= left else left
            left -= part
            if part == waiting:
                queue.popleft()
            else:
                queue[0] = (called_day, waiting - part, agreement)
            facts = (plant, programme, agreement, route, called_day, day, arrival_day, part, part * self.load_wh)
            self.record.shipments.append(_record(Shipment, facts))

    def is_overdue(self, day: int, patience_days: float) -> bool:
        """Whether a call-off has waited for its shipment for longer than the patience."""
        return self.backlog_loads > 0 and day - self.queue[0][0] > patience_days
