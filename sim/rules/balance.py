"""The mass balance of a run: every watt-hour that came in went out or is still there, in whole numbers."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from sim.core.errors import BrokenInvariant
from sim.core.records import RunRecord

Lane = tuple[str, str]
"""(plant, programme)."""


def check_balance(record: RunRecord) -> None:
    """Raise BrokenInvariant, naming all that does not close and by how many Wh, unless all of these are 0.

    plant: opening stock + made - shipped - background - closing stock
    plant's book: opening backlog + called off - shipped - closing backlog
    lane: called off - shipped, where that is less than 0 (what is left of it is the lane's backlog)
    programme: opening stock + received - built * Wh per vehicle - closing stock
    Shipped and received are those of the shipments, and have to equal those of the series.
    """
    called, shipped, received = _called(record), *_moved(record)
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


def _called(record: RunRecord) -> dict[Lane, int]:
    called: dict[Lane, int] = defaultdict(int)
    for plant, programme, _, _, _, energy in record.call_offs:
        called[plant, programme] += energy
    return called


def _moved(record: RunRecord) -> tuple[dict[Lane, int], dict[Lane, int]]:
    """What each lane shipped, and what of it was received by the horizon, Wh."""
    horizon = record.step_edges[-1]
    shipped = [0] * len(record.routes)
    in_transit = [0] * len(record.routes)
    for _, _, _, route, _, _, arrival_day, _, energy in record.shipments:
        shipped[route] += energy
        if arrival_day > horizon:
            in_transit[route] += energy
    sent: dict[Lane, int] = defaultdict(int)
    received: dict[Lane, int] = defaultdict(int)
    for route, out, still_out in zip(record.routes, shipped, in_transit, strict=True):
        sent[route.plant, route.programme] += out
        received[route.plant, route.programme] += out - still_out
    return sent, received


def _plants(
    record: RunRecord, called: Mapping[Lane, int], shipped: Mapping[Lane, int]
) -> Iterator[tuple[str, int]]:
    called_at, shipped_at = _total_by(called, 0), _total_by(shipped, 0)
    for plant, series in sorted(record.plants.items()):
        out = sum(series.shipped_wh)
        stock = (
            series.stock_wh[0] + sum(series.made_wh) - out - sum(series.background_wh) - series.stock_wh[-1]
        )
        yield f"plant {plant}", stock
        yield f"plant {plant}, shipments against its series", shipped_at[plant] - out
        yield (
            f"plant {plant}, call-offs",
            series.backlog_wh[0] + called_at[plant] - out - series.backlog_wh[-1],
        )


def _lanes(called: Mapping[Lane, int], shipped: Mapping[Lane, int]) -> Iterator[tuple[str, int]]:
    for lane, energy in sorted(shipped.items()):
        yield f"lane {lane[0]} to {lane[1]}", min(0, called.get(lane, 0) - energy)


def _programmes(record: RunRecord, received: Mapping[Lane, int]) -> Iterator[tuple[str, int]]:
    received_by = _total_by(received, 1)
    for programme, series in sorted(record.programmes.items()):
        into = sum(series.received_wh)
        used = sum(series.built_vehicles) * record.wh_per_vehicle[programme]
        yield f"programme {programme}", series.stock_wh[0] + into - used - series.stock_wh[-1]
        yield f"programme {programme}, receipts against its series", received_by[programme] - into


def _total_by(lanes: Mapping[Lane, int], end: int) -> dict[str, int]:
    totals: dict[str, int] = defaultdict(int)
    for lane, energy in lanes.items():
        totals[lane[end]] += energy
    return totals
