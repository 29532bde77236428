"""What leaves the plants on the last day of a step."""

from sim.core.arrays import IntArray
from sim.trade.compiled import TableRow, inlined, inner
from sim.trade.sharing import Contracts, ration
from sim.trade.tables import (
    ARRIVAL_UNKNOWN,
    ARRIVED,
    CLOSED,
    LOG_FULL,
    ROUTE_UNKNOWN,
    TO_ALLOCATE,
    UNKNOWN,
    Rows,
    TradeTables,
)


@inlined
def depart(tables: TradeTables, step: int, day: int) -> tuple[int, int]:
    """Every plant ships what it owes and has, and serves its outside customers.

    Returns ARRIVED, or what is for Python before the next plant can go on.
    """
    log, plants, plant_steps, lanes = tables.cursor[0], tables.plants, tables.plant_steps, tables.lanes
    arrivals, departures, due, step_of_day = (
        tables.arrivals,
        tables.departures,
        tables.due,
        tables.step_of_day,
    )
    calls, matches = tables.calls, tables.matches
    contracts = Contracts(tables.programmes, tables.agreements, tables.books, tables.needs)
    if log.departures + len(lanes) > len(departures):
        return LOG_FULL, -1
    for at in range(log.place, len(plants)):
        plant, now = plants[at], plant_steps[at, step]
        log.place = at
        if plant.allocated_step != step:
            asked_wh, unknown = _claim(plant, now, lanes)
            if unknown >= 0:
                return ROUTE_UNKNOWN, unknown
            if asked_wh > plant.stock_wh and not ration(plant, now.background_wh, day, lanes, contracts):
                return TO_ALLOCATE, at
        unknown = _unknown_arrival(plant, lanes, arrivals, step)
        if unknown >= 0:
            return ARRIVAL_UNKNOWN, unknown
        now.shipped_wh, now.served_wh = 0, plant.granted_wh
        for place in range(plant.first_lane, plant.end_lane):
            lane = lanes[place]
            if lane.granted_loads > 0:
                arrival_day, load = arrivals[lane.route, step], departures[log.departures]
                booked = step_of_day[min(arrival_day, len(step_of_day) - 1)]
                load.lane, load.route, load.loads = place, lane.route, lane.granted_loads
                load.day, load.arrival_day, load.next = day, arrival_day, due[booked]
                due[booked] = log.departures
                _match(lane, calls, matches, log)
                log.departures += 1
                lane.backlog_loads -= lane.granted_loads
                lane.last_shipped_day = day
                now.shipped_wh += lane.granted_loads * lane.load_wh
        plant.backlog_wh -= now.shipped_wh
        plant.stock_wh -= now.shipped_wh + now.served_wh
    return ARRIVED, -1


@inlined
def _claim(plant: TableRow, now: TableRow, lanes: Rows) -> tuple[int, int]:
    """What is asked of a plant, noted as granted: Wh in all, and a lane whose route is to be looked up, or -1."""
    asked_wh = plant.granted_wh = now.background_wh
    unknown = -1
    for place in range(plant.first_lane, plant.end_lane):
        lane = lanes[place]
        lane.granted_loads = 0
        if lane.backlog_loads > 0 and lane.route != CLOSED:
            if lane.route == UNKNOWN and unknown < 0:
                unknown = place
            lane.granted_loads = lane.backlog_loads
            asked_wh += lane.backlog_loads * lane.load_wh
    return asked_wh, unknown


@inner
def _unknown_arrival(plant: TableRow, lanes: Rows, arrivals: IntArray, step: int) -> int:
    """A lane on which loads leave that may meet trouble, so that their day of receipt is to be worked out; -1: there is none."""
    for place in range(plant.first_lane, plant.end_lane):
        if lanes[place].granted_loads > 0 and arrivals[lanes[place].route, step] == UNKNOWN:
            return place
    return -1


@inlined
def _match(lane: TableRow, calls: Rows, matches: Rows, log: TableRow) -> None:
    """The loads that depart on a lane are those called off first."""
    left = lane.granted_loads
    while left > 0:
        call, match = calls[lane.oldest_call], matches[log.matches]
        match.call, match.departure, match.loads = lane.oldest_call, log.departures, min(left, call.waiting)
        log.matches += 1
        left -= match.loads
        call.waiting -= match.loads
        if call.waiting == 0:
            lane.oldest_call = call.next
