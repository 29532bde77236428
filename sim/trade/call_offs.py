"""What a programme calls off from each plant that supplies it, and how that is split between agreements."""

import math
from typing import Final

from sim.core.arrays import IntArray
from sim.trade.compiled import TableRow, inlined, inner
from sim.trade.tables import ARRIVED, LOG_FULL, ROUTE_UNKNOWN, UNKNOWN, Rows, TradeTables

_TAKEN: Final = 2.0
"""More than any agreement lacks of a load: it has had its turn."""


@inlined
def need_ahead_wh(needs: IntArray, at: int, day: int, length_days: int) -> int:
    """Need of a programme over the `length_days` after a day as forecast, straight beyond the last, Wh."""
    last, end = needs.shape[1] - 1, day + length_days
    if end <= last:
        return int(needs[at, end] - needs[at, day])
    rate = needs[at, last] - needs[at, last - 1]
    return int(needs[at, last] + (end - last) * rate - needs[at, day])


@inlined
def is_overdue(lanes: Rows, calls: Rows, at: int, day: int, patience_days: float) -> bool:
    """Whether a call-off on a lane has waited for its shipment for longer than the patience."""
    oldest = lanes[at].oldest_call
    return bool(oldest >= 0 and day - calls[oldest].day > patience_days)


@inner
def prepare(tables: TradeTables, at: int) -> tuple[int, int]:
    """Find from whom a programme orders and how far ahead, where that has changed; ARRIVED, or why that is for Python."""
    programme, sources, lanes = tables.programmes[at], tables.sources, tables.lanes
    if programme.shares_stale:
        _find_sources(tables, at)
        programme.shares_stale = 0
    if programme.cover_stale:
        lead_days = 0.0
        for place in range(programme.sources):
            lane = sources[at, place].lane
            if lanes[lane].route == UNKNOWN:
                return ROUTE_UNKNOWN, lane
            lead_days = max(lead_days, lanes[lane].lead_days)
        review_days = (tables.edges[1] - tables.edges[0]) * programme.call_off_steps
        programme.cover_days = math.ceil(lead_days + review_days + programme.safety_days)
        programme.cover_stale = 0
    return ARRIVED, -1


@inner
def _find_sources(tables: TradeTables, at: int) -> None:
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


@inner
def open_with_stock(tables: TradeTables, at: int) -> tuple[int, int]:
    """A programme starts with what call-offs would have aimed at: the need over the cover, as far as it is sourced."""
    why, who = prepare(tables, at)
    if why == ARRIVED:
        programme, share = tables.programmes[at], 0.0
        for entry in range(programme.booked):
            share += tables.agreements[tables.books[at, entry]].share
        programme.stock_wh = int(min(1.0, share) * need_ahead_wh(tables.needs, at, 0, programme.cover_days))
        programme.opening_stock_wh = programme.stock_wh
    return why, who


@inlined
def call_off(tables: TradeTables, step: int, day: int) -> tuple[int, int]:
    """Every programme orders from each source up to its share of the need that its stock does not cover.

    A plant that is overdue is not called off, and the others take its share, as long as one of them delivers.
    Returns ARRIVED, or what is for Python before the next programme can go on.
    """
    log, programmes, steps, needs = tables.cursor[0], tables.programmes, tables.programme_steps, tables.needs
    sources, lanes, calls, agreements = tables.sources, tables.lanes, tables.calls, tables.agreements
    books, plants, step_days = tables.books, tables.plants, tables.edges[1] - tables.edges[0]
    if log.calls + len(agreements) > len(calls):
        return LOG_FULL, -1
    for at in range(log.place, len(programmes)):
        programme = programmes[at]
        if step % programme.call_off_steps != 0:
            continue
        if programme.shares_stale or programme.cover_stale:
            why, who = prepare(tables, at)
            if why != ARRIVED:
                log.place = at
                return why, who
        needed_wh = need_ahead_wh(needs, at, day, programme.cover_days) - programme.stock_wh
        if programme.owed:
            needed_wh += _to_make_up_wh(programme, steps[at, step].wanted, step_days)
        scale = _scale(programme, sources, lanes, calls, at, day)
        for place in range(programme.sources):
            source = sources[at, place]
            lane = lanes[source.lane]
            missing_wh = int(source.share * scale * needed_wh) - lane.on_order_wh
            if missing_wh > 0 and (scale == 1.0 or _delivers(programme, lanes, calls, source.lane, day)):
                loads = -(-missing_wh // lane.load_wh)
                if not _is_of_one(agreements, books, at, programme.booked, source, loads):
                    _split(agreements, books, at, programme.booked, source, loads)
                for entry in range(programme.booked):
                    account = books[at, entry]
                    if agreements[account].lane == source.lane and agreements[account].given_loads > 0:
                        _book(agreements[account], account, lane, plants, calls, log, day)
    return ARRIVED, -1


@inlined
def _scale(programme: TableRow, sources: Rows, lanes: Rows, calls: Rows, at: int, day: int) -> float:
    """By how much the shares of those who deliver grow for those who are overdue; 1 where all or none are."""
    of_all = of_delivering = 0.0
    for place in range(programme.sources):
        of_all += sources[at, place].share
        if _delivers(programme, lanes, calls, sources[at, place].lane, day):
            of_delivering += sources[at, place].share
    return 1.0 if of_delivering in (0.0, of_all) else of_all / of_delivering


@inlined
def _delivers(programme: TableRow, lanes: Rows, calls: Rows, lane: int, day: int) -> bool:
    return programme.sources == 1 or not is_overdue(lanes, calls, lane, day, programme.safety_days)


@inner
def _to_make_up_wh(programme: TableRow, wanted: int, step_days: int) -> int:
    """Cells for the vehicles owed that overtime can make within the cover, Wh."""
    extra = programme.overtime_share * wanted * programme.cover_days / step_days
    return int(min(programme.owed, int(extra)) * programme.wh_per_vehicle)


@inlined
def _book(
    agreement: TableRow, account: int, lane: TableRow, plants: Rows, calls: Rows, log: TableRow, day: int
) -> None:
    """Call off what an agreement is given."""
    loads = agreement.given_loads
    energy_wh = loads * lane.load_wh
    plants[lane.plant].backlog_wh += energy_wh
    lane.backlog_loads += loads
    lane.on_order_wh += energy_wh
    agreement.called_wh += energy_wh
    call = calls[log.calls]
    call.account, call.day, call.loads, call.waiting, call.next = account, day, loads, loads, -1
    if lane.oldest_call >= 0:
        calls[lane.latest_call].next = log.calls
    else:
        lane.oldest_call = log.calls
    lane.latest_call = log.calls
    log.calls += 1


@inlined
def _is_of_one(agreements: Rows, books: IntArray, at: int, booked: int, source: TableRow, loads: int) -> bool:
    """Whether one agreement alone makes up the share of a source; it is given all loads then."""
    found = False
    for entry in range(booked):
        each = agreements[books[at, entry]]
        if each.lane == source.lane:
            is_all = each.share == source.share and not found
            each.given_loads = loads if is_all else 0
            found = found or is_all
    return found


@inner
def _split(agreements: Rows, books: IntArray, at: int, booked: int, source: TableRow, loads: int) -> None:
    """Share loads between the agreements with one plant, by what each is behind and its share of the new ones.

    Each gets the whole loads in its due, and one more goes to the greatest remainders, the first of equal ones (largest remainder
    method). So over time each is called off by its share, however small the call-offs. Who is ahead by more than its share gets
    nothing; what the others would then get too much is taken from the least remainders.
    """
    left = loads
    for entry in range(booked):
        each = agreements[books[at, entry]]
        if each.lane == source.lane:
            each.due_loads = 0.0
            if each.share > 0.0:
                each.due_loads = each.behind_loads + loads * each.share / source.share
            each.given_loads = max(0, int(each.due_loads))
            each.lack = min(0.0, each.given_loads - each.due_loads)
            left -= each.given_loads
    for _ in range(booked):
        chosen = _next_to_round_off(agreements, books, at, booked, source.lane, left)
        if left == 0 or chosen < 0:
            break
        each = agreements[chosen]
        change = 1 if left > 0 else -min(each.given_loads, -left)
        each.given_loads += change
        each.lack = _TAKEN
        left -= change
    for entry in range(booked):
        each = agreements[books[at, entry]]
        if each.lane == source.lane and each.share > 0.0:
            each.behind_loads = each.due_loads - each.given_loads


@inlined
def _next_to_round_off(agreements: Rows, books: IntArray, at: int, booked: int, lane: int, left: int) -> int:
    """Who lacks most, the first of equal ones; or, where loads are to be taken, who lacks least, the last of equal ones."""
    giving, chosen = left > 0, -1
    for entry in range(booked):
        each = agreements[books[at, entry]]
        if each.lane == lane and each.share > 0.0 and each.lack < _TAKEN:
            least = chosen < 0 or (giving and each.lack < agreements[chosen].lack)
            if least or (not giving and each.lack >= agreements[chosen].lack):
                chosen = books[at, entry]
    return chosen
