"""What a programme calls off from each plant that supplies it, and how that is split between agreements."""

import math
from typing import Final

from sim.trade.compiled import Row, inlined, inner
from sim.trade.tables import ARRIVED, ROUTE_UNKNOWN, UNKNOWN, Rows, Tables

_TAKEN: Final = 2.0
"""More than any agreement lacks of a load: it has had its turn."""


@inlined
def need_ahead_wh(tables: Tables, at: int, day: int, length_days: int) -> int:
    """Need of a programme over the `length_days` after a day as forecast, straight beyond the last, Wh."""
    needs = tables.needs[at]
    last, end = len(needs) - 1, day + length_days
    at_end = needs[end] if end <= last else needs[last] + (end - last) * (needs[last] - needs[last - 1])
    return int(at_end - needs[day])


@inlined
def is_overdue(lanes: Rows, calls: Rows, at: int, day: int, patience_days: float) -> bool:
    """Whether a call-off on a lane has waited for its shipment for longer than the patience."""
    oldest = lanes[at].oldest_call
    return bool(oldest >= 0 and day - calls[oldest].day > patience_days)


@inlined
def prepare(tables: Tables, at: int) -> tuple[int, int]:
    """Find from whom a programme orders and how far ahead, where that has changed; ARRIVED, or why that is for Python."""
    programme, sources, lanes = tables.programmes[at], tables.sources[at], tables.lanes
    if programme.shares_stale:
        _find_sources(tables, at)
        programme.shares_stale = 0
    if programme.cover_stale:
        lead_days = 0.0
        for place in range(programme.sources):
            if lanes[sources[place].lane].route == UNKNOWN:
                return ROUTE_UNKNOWN, sources[place].lane
            lead_days = max(lead_days, lanes[sources[place].lane].lead_days)
        review_days = (tables.edges[1] - tables.edges[0]) * programme.call_off_steps
        programme.cover_days = math.ceil(lead_days + review_days + programme.safety_days)
        programme.cover_stale = 0
    return ARRIVED, -1


@inner
def _find_sources(tables: Tables, at: int) -> None:
    """The plants that supply a programme, in order of their first agreement; call-offs start to be split anew."""
    programme, sources, book = tables.programmes[at], tables.sources[at], tables.books[at]
    programme.sources = 0
    for entry in range(programme.booked):
        agreement = tables.agreements[book[entry]]
        agreement.behind_loads = 0.0
        if agreement.share > 0.0:
            place = 0
            while place < programme.sources and sources[place].lane != agreement.lane:
                place += 1
            if place == programme.sources:
                programme.sources += 1
                sources[place].lane = agreement.lane
                sources[place].share = 0.0
            sources[place].share += agreement.share


@inlined
def open_with_stock(tables: Tables, at: int) -> tuple[int, int]:
    """A programme starts with what call-offs would have aimed at: the need over the cover, as far as it is sourced."""
    why, who = prepare(tables, at)
    if why == ARRIVED:
        programme, share = tables.programmes[at], 0.0
        for entry in range(programme.booked):
            share += tables.agreements[tables.books[at, entry]].share
        programme.stock_wh = int(min(1.0, share) * need_ahead_wh(tables, at, 0, programme.cover_days))
        programme.opening_stock_wh = programme.stock_wh
    return why, who


@inlined
def call_off(tables: Tables, at: int, step: int, day: int) -> None:
    """A programme orders from each source up to its share of the need that its stock does not cover.

    A plant that is overdue is not called off, and the others take its share, as long as one of them delivers.
    """
    programme, sources = tables.programmes[at], tables.sources[at]
    of_all = of_delivering = 0.0
    for place in range(programme.sources):
        of_all += sources[place].share
        if _delivers(tables, programme, sources[place], day):
            of_delivering += sources[place].share
    needed_wh, scale = _need_wh(tables, at, step, day), 1.0
    by_all = of_delivering in (0.0, of_all)
    if not by_all:
        scale = of_all / of_delivering
    for place in range(programme.sources):
        source = sources[place]
        if by_all or _delivers(tables, programme, source, day):
            lane = tables.lanes[source.lane]
            missing_wh = int(source.share * scale * needed_wh) - lane.on_order_wh
            if missing_wh > 0:
                _split(tables, at, source, -(-missing_wh // lane.load_wh))
                for entry in range(programme.booked):
                    if tables.agreements[tables.books[at, entry]].lane == source.lane:
                        _book(tables, tables.books[at, entry], day)


@inlined
def _delivers(tables: Tables, programme: Row, source: Row, day: int) -> bool:
    if programme.sources == 1:
        return True
    return not is_overdue(tables.lanes, tables.calls, source.lane, day, programme.safety_days)


@inlined
def _need_wh(tables: Tables, at: int, step: int, day: int) -> int:
    """What a programme's stock and orders are to cover, less its stock, Wh."""
    programme, cover_days = tables.programmes[at], tables.programmes[at].cover_days
    need_wh = need_ahead_wh(tables, at, day, cover_days) - programme.stock_wh
    if programme.owed:
        step_days = tables.edges[1] - tables.edges[0]
        wanted = tables.programme_steps[at, step].wanted
        extra = programme.overtime_share * wanted * cover_days / step_days
        need_wh += min(programme.owed, int(extra)) * programme.wh_per_vehicle
    return int(need_wh)


@inlined
def _book(tables: Tables, account: int, day: int) -> None:
    """Call off what an agreement is given."""
    agreement, now = tables.agreements[account], tables.cursor[0]
    lane, loads = tables.lanes[agreement.lane], agreement.given_loads
    if loads == 0:
        return
    energy_wh = loads * lane.load_wh
    tables.plants[lane.plant].backlog_wh += energy_wh
    lane.backlog_loads += loads
    lane.on_order_wh += energy_wh
    agreement.called_wh += energy_wh
    call = tables.calls[now.calls]
    call.account, call.day, call.loads, call.waiting, call.next = account, day, loads, loads, -1
    if lane.oldest_call >= 0:
        tables.calls[lane.latest_call].next = now.calls
    else:
        lane.oldest_call = now.calls
    lane.latest_call = now.calls
    now.calls += 1


@inlined
def _split(tables: Tables, at: int, source: Row, loads: int) -> None:
    """Share loads between the agreements with one plant, by what each is behind and its share of the new ones.

    Each gets the whole loads in its due, and one more goes to the greatest remainders, the first of equal ones (largest remainder
    method). So over time each is called off by its share, however small the call-offs. Who is ahead by more than its share gets
    nothing; what the others would then get too much is taken from the least remainders.
    """
    agreements, book, left = tables.agreements, tables.books[at], loads
    for entry in range(tables.programmes[at].booked):
        each = agreements[book[entry]]
        if each.lane != source.lane:
            continue
        each.due_loads = 0.0
        if each.share == source.share:
            each.due_loads = loads
        elif each.share > 0.0:
            each.due_loads = each.behind_loads + loads * each.share / source.share
        each.given_loads = max(0, int(each.due_loads))
        each.lack = min(0.0, each.given_loads - each.due_loads)
        left -= each.given_loads
    _round_off(tables, at, source, left)
    for entry in range(tables.programmes[at].booked):
        each = agreements[book[entry]]
        if each.lane == source.lane and each.share > 0.0:
            each.behind_loads = each.due_loads - each.given_loads


@inlined
def _round_off(tables: Tables, at: int, source: Row, left: int) -> None:
    """Give the loads that are left to those who lack most, the first of equal ones; or take what is too much from the others."""
    agreements, book, giving, booked = (
        tables.agreements,
        tables.books[at],
        left > 0,
        tables.programmes[at].booked,
    )
    for _ in range(booked):
        if left == 0:
            return
        chosen = -1
        for entry in range(booked):
            each = agreements[book[entry]]
            if each.lane == source.lane and each.share > 0.0 and each.lack < _TAKEN:
                least = chosen < 0 or (giving and each.lack < agreements[book[chosen]].lack)
                if least or (not giving and each.lack >= agreements[book[chosen]].lack):
                    chosen = entry
        if chosen < 0:
            return
        each = agreements[book[chosen]]
        change = 1 if giving else -min(each.given_loads, -left)
        each.given_loads += change
        each.lack = _TAKEN
        left -= change
