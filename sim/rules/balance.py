"""The mass balance of a run: every watt-hour that came in went out or is still there, in whole numbers."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from sim.core.arrays import sum_of, sums_of
from sim.core.errors import BrokenInvariant
from sim.core.records import Labels, RunRecord, labels_of, numbers_of

Wh = NDArray[np.int64]
Lanes = dict[str, dict[str, int]]
"""Wh by plant and programme."""


def check_balance(record: RunRecord) -> None:
    """Raise BrokenInvariant, naming all that does not close and by how many Wh, unless all of these are 0.

    plant: opening stock + made - shipped - to outside customers - closing stock
    plant's book: opening backlog + called off - shipped - closing backlog
    lane: called off - shipped, where that is less than 0 (what is left of it is the lane's backlog)
    programme: opening stock + received - built * Wh per vehicle - closing stock
    Shipped and received by lane are those of the shipments; their sums have to equal the series.
    """
    called = _called(record)
    shipped, received = _moved(record)
    faults = [
        f"{what} is out by {difference} Wh"
        for what, difference in (
            *_plants(record, called, shipped),
            *_lanes(called, shipped),
            *_programmes(record, received),
        )
        if difference
    ]
    if faults:
        raise BrokenInvariant("the mass balance does not close: " + "; ".join(faults))


def _by_lane(record: RunRecord, plants: Labels, programmes: Labels, energy_wh: Wh) -> Lanes:
    """Sums of energies, exact, by the plants and programmes that they are of."""
    shape = (len(plants.names), len(programmes.names))
    sums = sums_of(energy_wh, plants.positions * shape[1] + programmes.positions, shape)
    lanes = {plant: dict.fromkeys(sorted(record.programmes), 0) for plant in sorted(record.plants)}
    for plant, of_plant in zip(plants.names, sums.tolist(), strict=True):
        for programme, energy in zip(programmes.names, of_plant, strict=True):
            if energy:
                lanes[plant][programme] = energy
    return lanes


def _called(record: RunRecord) -> Lanes:
    calls = record.call_offs
    return _by_lane(
        record, labels_of(calls, "plant"), labels_of(calls, "programme"), numbers_of(calls, "energy_wh")
    )


def _moved(record: RunRecord) -> tuple[Lanes, dict[str, int]]:
    """Wh shipped by lane, and received by each programme by the horizon: all but what is in transit."""
    shipments = record.shipments
    plants, programmes = labels_of(shipments, "plant"), labels_of(shipments, "programme")
    energy_wh = numbers_of(shipments, "energy_wh")
    arrived = numbers_of(shipments, "arrival_day") <= record.step_edges[-1]
    shipped = _by_lane(record, plants, programmes, energy_wh)
    received = _by_lane(record, plants, programmes, energy_wh * arrived)
    return shipped, {
        programme: sum(lanes[programme] for lanes in received.values()) for programme in record.programmes
    }


def _plants(record: RunRecord, called: Lanes, shipped: Lanes) -> Iterator[tuple[str, int]]:
    for plant, series in sorted(record.plants.items()):
        made, out, outside = sum_of(series.made_wh), sum_of(series.shipped_wh), sum_of(series.background_wh)
        stock = made - out - outside - _gained(series.stock_wh)
        backlog = sum(called[plant].values()) - out - _gained(series.backlog_wh)
        yield f"plant {plant}", stock
        yield f"plant {plant}, shipments against its series,", sum(shipped[plant].values()) - out
        yield f"plant {plant}, call-offs,", backlog


def _lanes(called: Lanes, shipped: Lanes) -> Iterator[tuple[str, int]]:
    for plant, by_programme in shipped.items():
        for programme, energy in by_programme.items():
            yield f"lane {plant} to {programme}", min(0, called[plant][programme] - energy)


def _programmes(record: RunRecord, received: dict[str, int]) -> Iterator[tuple[str, int]]:
    for programme, series in sorted(record.programmes.items()):
        into = sum_of(series.received_wh)
        used = sum_of(series.built_vehicles) * record.wh_per_vehicle[programme]
        yield f"programme {programme}", into - used - _gained(series.stock_wh)
        yield f"programme {programme}, receipts against its series,", received[programme] - into


def _gained(level_wh: Wh) -> int:
    """How much higher a level is at the end than at the opening."""
    return int(level_wh[-1] - level_wh[0])
