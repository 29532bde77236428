"""What leaves a plant on the last day of a step."""

from sim.trade.compiled import Row, inlined
from sim.trade.sharing import ration
from sim.trade.tables import (
    ARRIVAL_UNKNOWN,
    ARRIVED,
    CLOSED,
    ROUTE_UNKNOWN,
    TO_ALLOCATE,
    UNKNOWN,
    Rows,
    Tables,
)


@inlined
def grant(tables: Tables, at: int, step: int, day: int) -> tuple[int, int]:
    """Find what each lane of a plant, and its outside customers, get of its stock; ARRIVED, or why that is for Python."""
    plant, lanes, arrivals = tables.plants[at], tables.lanes, tables.arrivals
    if plant.allocated_step != step:
        asked_wh = plant.granted_wh = tables.plant_steps[at, step].background_wh
        for place in range(plant.first_lane, plant.end_lane):
            lane = lanes[place]
            lane.granted_loads = 0
            if lane.backlog_loads > 0 and lane.route != CLOSED:
                if lane.route == UNKNOWN:
                    return ROUTE_UNKNOWN, place
                lane.granted_loads = lane.backlog_loads
                asked_wh += lane.backlog_loads * lane.load_wh
        if asked_wh > plant.stock_wh and not ration(tables, at, step, day):
            return TO_ALLOCATE, at
    for place in range(plant.first_lane, plant.end_lane):
        if lanes[place].granted_loads > 0 and arrivals[lanes[place].route, step] == UNKNOWN:
            return ARRIVAL_UNKNOWN, place
    return ARRIVED, -1


@inlined
def ship(tables: Tables, at: int, step: int, day: int) -> None:
    """Send what is granted, serve outside customers, and take both out of the stock."""
    lanes, departures, arrivals, due = tables.lanes, tables.departures, tables.arrivals, tables.due
    calls, matches = tables.calls, tables.matches
    plant, now, log = tables.plants[at], tables.plant_steps[at, step], tables.cursor[0]
    now.shipped_wh, now.served_wh = 0, plant.granted_wh
    for place in range(plant.first_lane, plant.end_lane):
        lane = lanes[place]
        if lane.granted_loads > 0:
            load, arrival_day = departures[log.departures], arrivals[lane.route, step]
            booked = tables.step_of_day[min(arrival_day, len(tables.step_of_day) - 1)]
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


@inlined
def _match(lane: Row, calls: Rows, matches: Rows, log: Row) -> None:
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
