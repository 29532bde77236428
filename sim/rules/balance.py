"""The mass balance of a run: every watt-hour that came in went out or is still there, in whole numbers."""

from collections.abc import Iterator

from sim.core.errors import BrokenInvariant
from sim.core.records import RunRecord, column_of

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


def _no_energy(record: RunRecord) -> Lanes:
    return {plant: dict.fromkeys(sorted(record.programmes), 0) for plant in sorted(record.plants)}


def _called(record: RunRecord) -> Lanes:
    called = _no_energy(record)
    columns = (column_of(record.call_offs, field) for field in ("plant", "programme", "energy_wh"))
    for plant, programme, energy in zip(*columns, strict=True):
        called[plant][programme] += energy
    return called


def _moved(record: RunRecord) -> tuple[Lanes, dict[str, int]]:
    """Wh shipped by lane, and received by each programme by the horizon: all but what is in transit."""
    horizon = record.step_edges[-1]
    by_route = [0] * len(record.routes)
    received = dict.fromkeys(record.programmes, 0)
    columns = (column_of(record.shipments, field) for field in ("programme", "route", "arrival_day", "energy_wh"))
    for programme, route, arrival_day, energy in zip(*columns, strict=True):
        by_route[route] += energy
        if arrival_day > horizon:
            received[programme] -= energy
    shipped = _no_energy(record)
    for way, energy in zip(record.routes, by_route, strict=True):
        shipped[way.plant][way.programme] += energy
        received[way.programme] += energy
    return shipped, received


def _plants(record: RunRecord, called: Lanes, shipped: Lanes) -> Iterator[tuple[str, int]]:
    for plant, series in sorted(record.plants.items()):
        made, out, outside = sum(series.made_wh), sum(series.shipped_wh), sum(series.background_wh)
        stock = series.stock_wh[0] + made - out - outside - series.stock_wh[-1]
        backlog = series.backlog_wh[0] + sum(called[plant].values()) - out - series.backlog_wh[-1]
        yield f"plant {plant}", stock
        yield f"plant {plant}, shipments against its series,", sum(shipped[plant].values()) - out
        yield f"plant {plant}, call-offs,", backlog


def _lanes(called: Lanes, shipped: Lanes) -> Iterator[tuple[str, int]]:
    for plant, by_programme in shipped.items():
        for programme, energy in by_programme.items():
            yield f"lane {plant} to {programme}", min(0, called[plant][programme] - energy)


def _programmes(record: RunRecord, received: dict[str, int]) -> Iterator[tuple[str, int]]:
    for programme, series in sorted(record.programmes.items()):
        into = sum(series.received_wh)
        used = sum(series.built_vehicles) * record.wh_per_vehicle[programme]
        yield f"programme {programme}", series.stock_wh[0] + into - used - series.stock_wh[-1]
        yield f"programme {programme}, receipts against its series,", received[programme] - into
