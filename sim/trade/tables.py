"""Tables of the trade: what plants, programmes and lanes have and owe, as rows of numbers that compiled code reads and writes."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.core.arrays import IntArray

Rows = NDArray[np.void]
"""Rows with named columns."""

_WHOLE, _REAL = "i8", "f8"


def _row(*whole: str, real: Sequence[str] = ()) -> np.dtype[np.void]:
    """A row of columns: whole numbers (energy in Wh, days, loads, vehicles, positions; -1: none) and real ones."""
    columns = [(name, _WHOLE) for name in whole] + [(name, _REAL) for name in real]
    return np.dtype(columns)


PLANT: Final = _row(
    "rule",  # of allocation, one of sim.trade.core.RULES
    "stock_wh",
    "backlog_wh",  # called off by programmes and not yet shipped
    "first_lane",  # its lanes lie beside each other, in order of their programmes
    "end_lane",
    "background_priority",
    "background_rank",  # scratch of sharing out
    "allocated_step",  # the step for which `allocate` has filled in what is granted
    "granted_wh",  # to outside customers in the current step
)

PROGRAMME: Final = _row(
    "stock_wh",
    "owed",  # vehicles to be made up
    "made_up",  # 1: what cells were short for is made up, 0: it is lost
    "wh_per_vehicle",
    "call_off_steps",
    "opening_stock_wh",
    "cover_days",  # how far ahead it orders: mean lead time, review and safety
    "cover_stale",  # 1: the cover is to be worked out before the next call-off
    "shares_stale",  # 1: the sources, too
    "sources",  # in use of its row in `sources`
    "booked",  # in use of its row in `books`
    "service_steps",  # over which a fill rate under the limit is a failure
    real=("overtime_share", "safety_days", "service_limit"),
)

LANE: Final = _row(
    "plant",
    "programme",
    "load_wh",
    "route",  # that loads take now, a row of `arrivals`; or one of UNKNOWN, CLOSED
    "backlog_loads",
    "on_order_wh",  # called off and not yet received
    "oldest_call",  # in the log, of those not yet shipped in full; -1: all are
    "latest_call",
    "last_shipped_day",
    "granted_loads",  # in the current step
    "rank",  # scratch of sharing out: whose turn it is, what is contracted, what is due beside whole loads
    "weight_wh",
    "rest",
    real=("lead_days",),  # expected from departure to receipt; on the usual route while none is open
)

AGREEMENT: Final = _row(
    "lane",
    "priority",
    "planned_day",
    "called_wh",
    "given_loads",  # in the current call-off
    real=(
        "share",
        "planned_share",
        "behind_loads",  # how far its call-offs lag behind its share of those at its plant; below 0: ahead
        "due_loads",  # scratch of a call-off
        "lack",
    ),
)

SOURCE: Final = _row("lane", real=("share",))
"""A plant that supplies a programme, by all its agreements there."""

PLANT_STEP: Final = _row("capacity_wh", "stock_cap_wh", "background_wh", "made_wh", "served_wh", "shipped_wh")
PROGRAMME_STEP: Final = _row("wanted", "outage", "built", "short", "owed", "owed_limit")
CALL: Final = _row("account", "day", "loads", "waiting", "next")
"""A call-off: the agreement's row, `waiting`: loads not yet shipped, `next`: the lane's next one."""
DEPARTURE: Final = _row("route", "day", "arrival_day", "loads", "lane", "next")
"""A departure; `next`: another one that is received in the same step."""
MATCH: Final = _row("call", "departure", "loads")
"""Loads of one call-off in one departure; first in, first out on every lane."""
CURSOR: Final = _row("step", "hour", "place", "end_step", "end_hour", "calls", "departures", "matches")
"""How far the trade has come: step, hour, plant or programme that is next; how far it is to go; rows of the logs in use."""

UNKNOWN: Final = -1
"""A lane's route is to be looked up; the day of receipt of a departure is to be worked out."""
CLOSED: Final = -2
"""A lane has no open route."""

OPENING: Final = 0
"""The only hour of step 0."""
RECEIPTS: Final = 1
OUTPUT: Final = 2
BUILDING: Final = 3
CALL_OFFS: Final = 4
DEPARTURES: Final = 5

ARRIVED: Final = 0
"""The trade has come to where it was to go."""
SERVICE_FAILED: Final = 1
"""A programme (who) was short of cells, and its fill rate is under its limit."""
ROUTE_UNKNOWN: Final = 2
"""The route of a lane (who) is to be looked up."""
ARRIVAL_UNKNOWN: Final = 3
"""The day of receipt of a load that departs now on a lane (who) is to be worked out."""
TO_ALLOCATE: Final = 4
"""What a plant (who) has is to be shared out by the whole rule of allocation."""
LOG_FULL: Final = 5
"""A log needs more room."""

RULES: Final = ("priority", "pro-rata-call-offs", "pro-rata-contract")
BY_PRIORITY: Final = 0
BY_CONTRACT: Final = 2

_FIRST_ROWS = 64
_FIRST_SOURCES = 16
_FIRST_MOVES = 8192


class TradeTables(NamedTuple):
    """All tables of one replication's trade. Plants, programmes and lanes are in order of id."""

    cursor: Rows
    """One row."""
    edges: IntArray
    """Last day of each step, shape (steps + 1,)."""
    step_of_day: IntArray
    """Step at whose end a receipt of a day is booked; the last entry, behind the horizon, is that of what stays in transit."""
    plants: Rows
    plant_steps: Rows
    """Shape (plants, steps + 1)."""
    programmes: Rows
    programme_steps: Rows
    """Shape (programmes, steps + 1)."""
    needs: IntArray
    """Cumulative need by day as forecast, Wh, shape (programmes, days); straight beyond."""
    sources: Rows
    """Plants that supply each programme now, in order of their first agreement, shape (programmes, most)."""
    books: IntArray
    """Agreements (rows) of each programme by id, shape (programmes, most)."""
    agreements: Rows
    lanes: Rows
    """One from every plant to every programme, plant by plant."""
    arrivals: IntArray
    """Day of receipt of a load by route and step of departure, or UNKNOWN, shape (routes, steps + 1)."""
    calls: Rows
    departures: Rows
    matches: Rows
    """As many as call-offs and departures: each ends one of them."""
    due: IntArray
    """First departure that is received in each step, shape (steps + 2,); the last for those in transit at the end."""

    @classmethod
    def blank(cls, edges: IntArray, *, plants: int, programmes: int, days: int) -> "TradeTables":
        """Tables before the first step; `days` of the needs are from day 0 on."""
        tables = cls(
            cursor=np.zeros(1, CURSOR),
            edges=edges,
            step_of_day=_step_of_day(edges.tobytes()),
            plants=np.zeros(plants, PLANT),
            plant_steps=np.zeros((plants, len(edges)), PLANT_STEP),
            programmes=np.zeros(programmes, PROGRAMME),
            programme_steps=np.zeros((programmes, len(edges)), PROGRAMME_STEP),
            needs=np.zeros((programmes, days), np.int64),
            sources=np.zeros((programmes, _FIRST_SOURCES), SOURCE),
            books=np.zeros((programmes, _FIRST_SOURCES), np.int64),
            agreements=np.zeros(_FIRST_ROWS, AGREEMENT),
            lanes=np.zeros(plants * programmes, LANE),
            arrivals=np.zeros((_FIRST_ROWS, len(edges)), np.int64),
            calls=np.zeros(_FIRST_MOVES, CALL),
            departures=np.zeros(_FIRST_MOVES, DEPARTURE),
            matches=np.zeros(2 * _FIRST_MOVES, MATCH),
            due=np.full(len(edges) + 1, -1),
        )
        tables.plants["first_lane"] = np.arange(plants) * programmes
        tables.plants["end_lane"] = tables.plants["first_lane"] + programmes
        tables.programmes["shares_stale"] = tables.programmes["cover_stale"] = 1
        lanes = tables.lanes
        lanes["plant"], lanes["programme"] = np.divmod(np.arange(len(lanes)), programmes)
        lanes["route"] = UNKNOWN
        lanes["oldest_call"] = lanes["latest_call"] = -1
        return tables


class HeldTables:
    """The tables of a run under one name, while arrays in them are exchanged for longer ones."""

    __slots__ = ("now",)

    def __init__(self, now: TradeTables) -> None:
        self.now = now


@lru_cache(maxsize=4)
def _step_of_day(edges_in_bytes: bytes) -> IntArray:
    """Step at whose end a receipt of a day is booked, for days 0 to the day after the horizon; not to be changed."""
    edges = np.frombuffer(edges_in_bytes, np.int64)
    steps = np.append(np.repeat(np.arange(len(edges)), np.diff(edges, prepend=-1)), len(edges))
    steps.flags.writeable = False
    return steps


def with_room(rows: NDArray[Any], needed: int) -> NDArray[Any]:
    """The same rows, in a table with room for `needed` (at least twice as many) where they do not fit."""
    if needed <= len(rows):
        return rows
    wider = np.zeros((max(needed, 2 * len(rows)), *rows.shape[1:]), rows.dtype)
    wider[: len(rows)] = rows
    return wider
