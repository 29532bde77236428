"""Receipts: what is on its way to the programmes, by the step at whose end it is booked."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.model.lane import Lane


class Receipts:
    """Shipments on their way. A shipment of a day is booked on the last day of the step in which it arrives."""

    __slots__ = ("due", "end_day", "step_of_day")

    def __init__(self, edges: Sequence[int]) -> None:
        self.step_of_day = _step_of_day(tuple(edges))
        """Step of each day, with one more behind the horizon, where shipments stay in transit."""
        self.end_day = len(self.step_of_day) - 1
        self.due: list[list[tuple[Lane, int]]] = [[] for _ in range(len(edges) + 1)]
        """(lane, Wh) of every shipment by step, the last entry for those that are in transit at the end."""

    def book(self, step: int) -> None:
        """Take in what arrived in the step."""
        for lane, energy_wh in self.due[step]:
            lane.on_order_wh -= energy_wh
            lane.programme.stock_wh += energy_wh
        self.due[step] = []


@lru_cache(maxsize=4)
def _step_of_day(edges: tuple[int, ...]) -> list[int]:
    """Step at whose end a receipt of a day is booked, for days 0 to the day after the horizon; not to be changed."""
    lengths = np.diff(edges, prepend=edges[0] - 1)
    return [*np.repeat(np.arange(len(edges)), lengths).tolist(), len(edges)]
