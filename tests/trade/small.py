"""Small tables of a trade, for one hour of it."""

import numpy as np

from sim.trade.tables import TradeTables
from tests.trade.hand_over import advance

DAY = 7


def tables(*, plants: int = 1, programmes: int = 1, steps: int = 40) -> TradeTables:
    """Weeks of a trade in which every route takes a day, every programme wants nothing and nobody waits for anything."""
    edges = np.arange(0, DAY * (steps + 1), DAY)
    blank = TradeTables.blank(edges, plants=plants, programmes=programmes, days=DAY * (steps + 60))
    blank.lanes["route"] = 0
    blank.lanes["load_wh"] = 1
    blank.arrivals[0] = edges + 1
    blank.programmes["cover_stale"] = blank.programmes["shares_stale"] = 0
    blank.programmes["call_off_steps"] = 1
    blank.programmes["wh_per_vehicle"] = 1
    blank.plants["allocated_step"] = -1
    return blank


def go(of: TradeTables, hour: int, step: int = 1) -> tuple[int, int]:
    """Do one hour of a step; returns why it ended, and for whom."""
    for column, value in {
        "step": step,
        "hour": hour,
        "place": 0,
        "end_step": step,
        "end_hour": hour + 1,
    }.items():
        of.cursor[column] = value
    return next(advance(of))


def agree(of: TradeTables, account: int, programme: int, lane: int, **columns: float) -> None:
    """Enter an agreement of a programme on a lane; agreements on one lane come one after the other."""
    of.agreements["lane"][account] = lane
    for column, value in columns.items():
        of.agreements[column][account] = value
    own = of.programmes[programme]
    of.books[programme, own["booked"]] = account
    own["booked"] += 1
    place = own["sources"] - 1
    if place < 0 or of.sources["lane"][programme, place] != lane:
        own["sources"] += 1
        of.sources[programme, place + 1] = (lane, 0.0)
    of.sources["share"][programme, own["sources"] - 1] += columns.get("share", 0.0)
