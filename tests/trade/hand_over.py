"""The hand-over between Python and the compiled trade, with every table looked at on both sides of it.

Compiled code does not look where it reads: a wrong row would be any number, or the end of the process. With CHECK_TABLES=1
every run hands over its tables here. `make test` does so once with the trade compiled with checks of its own, once with it left
to Python.
"""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numba import config

from sim.model import trade
from sim.trade import advance as machine
from sim.trade.tables import (
    AGREEMENT,
    CALL,
    CLOSED,
    CURSOR,
    DEPARTURE,
    LANE,
    MATCH,
    PLANT,
    PLANT_STEP,
    PROGRAMME,
    PROGRAMME_STEP,
    SOURCE,
    TradeTables,
)

_DTYPES = {
    "cursor": CURSOR, "plants": PLANT, "plant_steps": PLANT_STEP, "programmes": PROGRAMME, "programme_steps": PROGRAMME_STEP,
    "sources": SOURCE, "agreements": AGREEMENT, "lanes": LANE, "calls": CALL, "departures": DEPARTURE, "matches": MATCH,
}  # fmt: skip
_COUNTS = {
    "plants": ("backlog_wh", "granted_wh"),
    "programmes": ("owed", "sources", "booked"),
    "lanes": ("backlog_loads", "granted_loads"),
    "calls": ("loads", "waiting"),
    "departures": ("loads",),
    "matches": ("loads",),
    "plant_steps": ("made_wh", "served_wh", "shipped_wh"),
    "programme_steps": ("built", "short"),
}
"""What may not be below 0."""


def advance(tables: TradeTables) -> Iterator[tuple[int, int]]:
    """As `sim.trade.advance.advance`, with the tables looked at before and after each time it goes on."""
    going = machine.advance(readable(tables) if config.DISABLE_JIT else tables)
    while True:
        look_at(tables)
        answer = next(going, None)
        look_at(tables)
        if answer is None:
            return
        yield answer


def take_over() -> None:
    """Have every run from now on hand over its tables here."""
    trade.advance = advance


def look_at(tables: TradeTables) -> None:
    """Raises AssertionError where a table has the wrong shape or type, a row number leads out of it, or a count is below 0."""
    _look_at_shapes(tables)
    now, lanes, plants = tables.cursor[0], len(tables.lanes), len(tables.plants)
    calls, departures, matches = (int(now[log]) for log in ("calls", "departures", "matches"))
    assert 0 <= now["step"] <= len(tables.edges), f"step {now['step']}"
    for log, used in (("calls", calls), ("departures", departures), ("matches", matches)):
        assert 0 <= used <= len(getattr(tables, log)), f"{used} {log}"
    within(tables.plants["first_lane"], 0, lanes, "first lane of a plant")
    within(tables.plants["end_lane"], 0, lanes + 1, "end of the lanes of a plant")
    within(tables.lanes["plant"], 0, plants, "plant of a lane")
    within(tables.lanes["programme"], 0, len(tables.programmes), "programme of a lane")
    within(tables.lanes["route"], CLOSED, len(tables.arrivals), "route of a lane")
    within(tables.lanes["oldest_call"], -1, calls, "oldest call-off of a lane")
    within(tables.lanes["latest_call"], -1, calls, "latest call-off of a lane")
    within(tables.due, -1, departures, "first departure due in a step")
    within(tables.step_of_day, 0, len(tables.due), "step of a day")
    for row, programme in enumerate(tables.programmes):
        within(programme["booked"], 0, tables.books.shape[1] + 1, "agreements of a programme")
        within(programme["sources"], 0, tables.sources.shape[1] + 1, "sources of a programme")
        booked = tables.books[row, : programme["booked"]]
        within(booked, 0, len(tables.agreements), "agreement of a programme")
        within(tables.agreements["lane"][booked], 0, lanes, "lane of an agreement")
        within(tables.sources["lane"][row, : programme["sources"]], 0, lanes, "lane of a source")
    within(tables.calls["account"][:calls], 0, len(tables.agreements), "agreement of a call-off")
    within(tables.calls["next"][:calls], -1, calls, "call-off after another")
    within(tables.departures["lane"][:departures], 0, lanes, "lane of a departure")
    within(tables.departures["route"][:departures], 0, len(tables.arrivals), "route of a departure")
    within(tables.departures["next"][:departures], -1, departures, "departure after another")
    within(tables.matches["call"][:matches], 0, calls, "call-off of a match")
    within(tables.matches["departure"][:matches], 0, departures, "departure of a match")
    for table, columns in _COUNTS.items():
        for column in columns:
            assert getattr(tables, table)[column].min(initial=0) >= 0, f"{table}: {column} below 0"


def within(rows: np.ndarray, first: int, end: int, what: str) -> None:
    """Raises AssertionError where one of the rows is not of `first` .. `end` - 1."""
    rows = np.asarray(rows)
    wrong = rows[(rows < first) | (rows >= end)]
    assert not wrong.size, f"{what}: {wrong.flat[0]}, not of {first} to {end - 1}"


def _look_at_shapes(tables: TradeTables) -> None:
    for name, rows in tables._asdict().items():
        expected = _DTYPES.get(name, np.dtype(np.int64))
        assert rows.dtype == expected, f"{name} is of {rows.dtype}"
        assert rows.flags.c_contiguous, f"{name} does not lie in one piece"
    plants, programmes, edges = len(tables.plants), len(tables.programmes), len(tables.edges)
    assert all(one < other for one, other in pairwise(tables.edges[[0, -1]].tolist())), "no step"
    assert len(tables.cursor) == 1
    assert len(tables.lanes) == plants * programmes
    assert tables.plant_steps.shape == (plants, edges)
    assert tables.programme_steps.shape == (programmes, edges)
    assert tables.arrivals.shape[1] == edges
    assert len(tables.due) == edges + 1
    assert len(tables.needs) == len(tables.books) == len(tables.sources) == programmes
    assert tables.books.shape == tables.sources.shape
    assert len(tables.matches) >= max(len(tables.calls), len(tables.departures))


def readable(tables: TradeTables) -> TradeTables:
    """The same tables, whose columns Python may read and write by name as compiled code does."""
    return tables._replace(
        **{name: rows.view(np.recarray) for name, rows in tables._asdict().items() if rows.dtype.names}
    )
