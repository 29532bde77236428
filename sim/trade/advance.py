"""The trade goes on: hour by hour, step by step, until something is needed that only Python knows."""

from collections.abc import Iterator

from sim.trade.building import build, fill_rate, make, receive
from sim.trade.call_offs import call_off, open_with_stock
from sim.trade.compiled import entry, inlined
from sim.trade.departures import depart
from sim.trade.tables import (
    ARRIVED,
    BUILDING,
    CALL_OFFS,
    DEPARTURES,
    OPENING,
    OUTPUT,
    RECEIPTS,
    SERVICE_FAILED,
    TradeTables,
)


@entry
def advance(tables: TradeTables) -> Iterator[tuple[int, int]]:
    """Go on, each time it is asked, from the cursor's hour to its last, exclusive.

    Gives why it stopped, ARRIVED where it is there, and for which plant, programme or lane (row). It goes on where it was.
    With a last step below 0 it ends: a compiled generator that is dropped before keeps its tables for ever.
    """
    while tables.cursor[0].end_step >= 0:
        yield _advance(tables)


@inlined
def _advance(tables: TradeTables) -> tuple[int, int]:
    now, edges = tables.cursor[0], tables.edges
    while now.step < now.end_step or (now.step == now.end_step and now.hour < now.end_hour):
        why, who = _hour(tables, now.step, edges[now.step])
        if why != ARRIVED:
            return why, who
        now.place = 0
        now.hour += 1
        if now.step == 0 or now.hour > DEPARTURES:
            now.hour = RECEIPTS
            now.step += 1
    return ARRIVED, -1


@inlined
def _hour(tables: TradeTables, step: int, day: int) -> tuple[int, int]:
    """What is to be done in the hour that the cursor is at, from its place on."""
    hour = tables.cursor[0].hour
    if hour == OPENING:
        return _open(tables)
    if hour == RECEIPTS:
        receive(tables, step)
    elif hour == OUTPUT:
        plants, plant_steps = tables.plants, tables.plant_steps
        for at in range(len(plants)):
            make(plants[at], plant_steps[at, step])
    elif hour == BUILDING:
        return _build(tables, step)
    elif hour == CALL_OFFS:
        return call_off(tables, step, day)
    else:
        return depart(tables, step, day)
    return ARRIVED, -1


@inlined
def _open(tables: TradeTables) -> tuple[int, int]:
    now = tables.cursor[0]
    for at in range(now.place, len(tables.programmes)):
        why, who = open_with_stock(tables, at)
        if why != ARRIVED:
            now.place = at
            return why, who
    return ARRIVED, -1


@inlined
def _build(tables: TradeTables, step: int) -> tuple[int, int]:
    now, programmes, steps = tables.cursor[0], tables.programmes, tables.programme_steps
    for at in range(now.place, len(programmes)):
        short = build(programmes[at], steps[at, step])
        if short and fill_rate(programmes[at], steps[at], step) < programmes[at].service_limit:
            now.place = at + 1
            return SERVICE_FAILED, at
    return ARRIVED, -1
