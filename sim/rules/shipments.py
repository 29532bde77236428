"""Shipments as columns: the list of a run turned into arrays once, for everything that is summed over it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from sim.core.arrays import IntArray
from sim.core.records import RunRecord, labels_of, numbers_of


@dataclass(frozen=True, slots=True)
class ShipmentColumns:
    """Shipments in the order of the record, every array of whole numbers and of shape (shipments,)."""

    programme: IntArray
    """Position of the programme's id among the record's programmes, sorted."""
    plant: IntArray
    """Position of the plant's id among the record's plants, sorted."""
    agreement: IntArray
    """Position of the agreement's id in `agreements`."""
    route: IntArray
    """Position in `RunRecord.routes`."""
    called_day: IntArray
    departure_day: IntArray
    arrival_day: IntArray
    loads: IntArray
    energy_wh: IntArray
    agreements: tuple[str, ...]
    """Agreements that shipped, in the order of their first shipment."""

    @property
    def lead_time_days(self) -> IntArray:
        """Days from call-off to receipt."""
        return self.arrival_day - self.called_day

    @property
    def transit_days(self) -> IntArray:
        """Days from departure to receipt."""
        return self.arrival_day - self.departure_day

    def take(self, chosen: IntArray) -> Self:
        """The shipments at the chosen positions."""
        return type(self)(
            self.programme[chosen], self.plant[chosen], self.agreement[chosen], self.route[chosen],
            self.called_day[chosen], self.departure_day[chosen], self.arrival_day[chosen],
            self.loads[chosen], self.energy_wh[chosen], self.agreements,
        )  # fmt: skip


def shipment_columns(record: RunRecord) -> ShipmentColumns:
    """The record's shipments as columns; a shipment's plant and programme are those of its route."""
    agreements = labels_of(record.shipments, "agreement").in_order()
    numbers = {field: numbers_of(record.shipments, field) for field in _NUMBERS}
    routes = numbers["route"]
    return ShipmentColumns(
        programme=_positions([route.programme for route in record.routes], sorted(record.programmes))[routes],
        plant=_positions([route.plant for route in record.routes], sorted(record.plants))[routes],
        agreement=agreements.positions,
        agreements=tuple(agreements.names),
        **numbers,
    )


_NUMBERS = ("route", "called_day", "departure_day", "arrival_day", "loads", "energy_wh")


def _positions(names: Sequence[str], order: Iterable[str]) -> IntArray:
    """Position of each name in an order, shape (names,). Raises KeyError for a name that is not in it."""
    position = {name: index for index, name in enumerate(order)}
    return np.fromiter(map(position.__getitem__, names), np.int64, len(names))
