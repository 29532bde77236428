"""A lane: what one plant ships to one programme, from call-off to receipt."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.model.freight import LaneRouting
    from sim.trade.tables import HeldTables


class Lane:
    """The lane's side of what compiled code does with its row: call-offs, first in first out, in whole loads."""

    __slots__ = ("_held", "haulage", "load_wh", "plant", "programme", "row")

    def __init__(
        self, held: HeldTables, row: int, ends: tuple[str, str], load_wh: int, haulage: LaneRouting
    ) -> None:
        """`row` is that of the lane in the trade's tables, `ends` are the ids of plant and programme."""
        self._held = held
        self.row = row
        self.plant, self.programme = ends
        self.load_wh = load_wh
        self.haulage = haulage
        held.now.lanes["load_wh"][row] = load_wh

    @property
    def backlog_loads(self) -> int:
        """Called off and not yet shipped."""
        return int(self._held.now.lanes["backlog_loads"][self.row])

    def is_overdue(self, day: int, patience_days: float) -> bool:
        """Whether a call-off has waited for its shipment for longer than the patience."""
        oldest = self._held.now.lanes["oldest_call"][self.row]
        return bool(oldest >= 0 and day - self._held.now.calls["day"][oldest] > patience_days)
