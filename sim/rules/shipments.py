"""Shipments as columns: the list of a run turned into arrays once, for everything that is summed over it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from sim.core.records import RunRecord

Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class ShipmentColumns:
    """Shipments in the order of the record, every array of whole numbers and of shape (shipments,)."""

    programme: Whole
    """Position of the programme's id among the record's programmes, sorted."""
    plant: Whole
    """Position of the plant's id among the record's plants, sorted."""
    agreement: Whole
    """Position of the agreement's id in `agreements`."""
    route: Whole
    """Position in `RunRecord.routes`."""
    called_day: Whole
    departure_day: Whole
    arrival_day: Whole
    loads: Whole
    energy_wh: Whole
    agreements: tuple[str, ...]
    """Agreements that shipped, in the order of their first shipment."""

    @property
    def lead_time_days(self) -> Whole:
        """Days from call-off to receipt."""
        return self.arrival_day - self.called_day

    @property
    def transit_days(self) -> Whole:
        """Days from departure to receipt."""
        return self.arrival_day - self.departure_day

    def where(self, mask: NDArray[np.bool_]) -> Self:
        """The shipments for which the mask, shape (shipments,), holds."""
        return type(self)(
            self.programme[mask], self.plant[mask], self.agreement[mask], self.route[mask],
            self.called_day[mask], self.departure_day[mask], self.arrival_day[mask],
            self.loads[mask], self.energy_wh[mask], self.agreements,
        )  # fmt: skip


def shipment_columns(record: RunRecord) -> ShipmentColumns:
    """The record's shipments as columns; a shipment's plant and programme are those of its route."""
    if not record.shipments:
        none = np.zeros(0, dtype=np.int64)
        return ShipmentColumns(none, none, none, none, none, none, none, none, none, ())
    _, _, agreement, route, called, departure, arrival, loads, energy = zip(*record.shipments, strict=True)
    agreements = tuple(dict.fromkeys(agreement))
    routes = _whole(route)
    return ShipmentColumns(
        programme=codes([route.programme for route in record.routes], sorted(record.programmes))[routes],
        plant=codes([route.plant for route in record.routes], sorted(record.plants))[routes],
        agreement=codes(agreement, agreements),
        route=routes,
        called_day=_whole(called),
        departure_day=_whole(departure),
        arrival_day=_whole(arrival),
        loads=_whole(loads),
        energy_wh=_whole(energy),
        agreements=agreements,
    )


def codes(names: Sequence[str], order: Iterable[str]) -> Whole:
    """Position of each name in an order, shape (names,). Raises KeyError for a name that is not in it."""
    position = {name: index for index, name in enumerate(order)}
    return np.fromiter(map(position.__getitem__, names), np.int64, len(names))


def _whole(column: Sequence[int]) -> Whole:
    return np.fromiter(column, np.int64, len(column))
