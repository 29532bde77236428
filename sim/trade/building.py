"""What arrives, is made and is built in on the last day of a step."""

from sim.trade.compiled import TableRow, inlined, inner
from sim.trade.tables import Rows, TradeTables


@inlined
def receive(tables: TradeTables, step: int) -> None:
    """Take in what arrived in the step."""
    departures, lanes, programmes = tables.departures, tables.lanes, tables.programmes
    at = tables.due[step]
    while at >= 0:
        lane = lanes[departures[at].lane]
        energy_wh = departures[at].loads * lane.load_wh
        lane.on_order_wh -= energy_wh
        programmes[lane.programme].stock_wh += energy_wh
        at = departures[at].next


@inlined
def make(plant: TableRow, now: TableRow) -> None:
    """A plant makes what open call-offs, outside customers and the finished-goods cap ask for, within capacity."""
    asked_wh = plant.backlog_wh + now.background_wh + now.stock_cap_wh - plant.stock_wh
    now.made_wh = min(now.capacity_wh, max(asked_wh, 0))
    plant.stock_wh += now.made_wh


@inlined
def build(programme: TableRow, now: TableRow) -> bool:
    """A programme builds its plan, and what overtime makes up, as far as cells allow; returns whether cells were short."""
    planned = now.wanted - now.outage
    plan = planned
    if programme.made_up:
        plan += min(programme.owed, int(programme.overtime_share * now.wanted))
    now.built = min(plan, programme.stock_wh // programme.wh_per_vehicle)
    programme.stock_wh -= now.built * programme.wh_per_vehicle
    now.short = max(0, planned - now.built)
    if programme.made_up:
        programme.owed = min(programme.owed + now.wanted - now.built, now.owed_limit)
        now.owed = programme.owed
    return bool(now.short > 0)


@inner
def fill_rate(programme: TableRow, steps: Rows, step: int) -> float:
    """Built over wanted vehicles (less outages) of a programme's last steps; 1 where nothing was wanted."""
    due = short = 0
    for past in range(max(1, step - programme.service_steps + 1), step + 1):
        due += steps[past].wanted - steps[past].outage
        short += steps[past].short
    return 1.0 - short / due if due > 0 else 1.0
