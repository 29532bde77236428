"""The trade on the last day of a step: receipts, production, building, call-offs, departures."""

import math
from collections.abc import Callable

from sim.scenario.types.numbers import certain
from tests.proofs.itself.plain.diary import Hour
from tests.proofs.itself.plain.roads import receipt, route_today, usual_route
from tests.proofs.itself.plain.sharing import Ask, share_out
from tests.proofs.itself.plain.things import Agreement, Lane, Plant, Programme, World

OUTSIDE = "~background"


def plan_trade(world: World, ask: Callable[[World, Programme, str], None]) -> None:
    """Note every step of the run; `ask` is called where a programme has been served badly."""
    for step, day in enumerate(world.edges):
        if step == 0:
            continue
        for plant in world.plants.values():
            world.diary.note(
                day, Hour.PRODUCTION, plant.rank, lambda plant=plant, step=step: produce(plant, step)
            )
            world.diary.note(
                day, Hour.DEPARTURES, plant.rank, lambda plant=plant, step=step: depart(world, plant, step)
            )
        for buyer in world.programmes.values():
            for hour, act in ((Hour.RECEIPTS, receive), (Hour.CALL_OFFS, call_off)):
                world.diary.note(
                    day, hour, buyer.rank, lambda act=act, buyer=buyer, step=step: act(world, buyer, step)
                )
            world.diary.note(
                day, Hour.BUILDING, buyer.rank, lambda buyer=buyer, step=step: build(world, buyer, step, ask)
            )


def receive(world: World, programme: Programme, step: int) -> None:
    """Take in what has arrived since the last step."""
    for day, wh, lane in programme.on_the_way:
        if day <= world.today:
            lane.on_order -= wh
            programme.stock += wh
            programme.table["received"][step] += wh
    programme.on_the_way = [each for each in programme.on_the_way if each[0] > world.today]


def produce(plant: Plant, step: int) -> None:
    """Make what is asked for, within capacity."""
    owed = sum(lane.owed * lane.load_wh for lane in plant.lanes)
    asked = owed + plant.background[step] + plant.cap[step] - plant.stock
    made = min(plant.table["capacity"][step], max(0, asked))
    plant.table["made"][step] = made
    plant.stock += made


def build(
    world: World, programme: Programme, step: int, ask: Callable[[World, Programme, str], None]
) -> None:
    """Build the plan, and what is owed within overtime, as far as cells allow."""
    made_up = programme.spec.shortfall == "made-up"
    wanted, lost = programme.wanted[step], programme.lost[step]
    overtime = certain(programme.spec.overtime_share)
    plan = wanted - lost + (min(programme.owed, int(overtime * wanted)) if made_up else 0)
    built = min(plan, programme.stock // programme.wh_per_vehicle)
    programme.stock -= built * programme.wh_per_vehicle
    programme.table["built"][step] = built
    programme.table["short"][step] = max(0, wanted - lost - built)
    programme.table["stock"][step] = programme.stock
    if made_up:
        year = round(365 / (world.edges[1] - world.edges[0]))
        limit = math.floor(sum(programme.wanted[step + 1 : step + 1 + year]) * overtime)
        programme.owed = min(programme.owed + wanted - built, limit)
    programme.table["owed"][step] = programme.owed
    if programme.table["short"][step]:
        _judge_service(world, programme, step, ask)


def _judge_service(
    world: World, programme: Programme, step: int, ask: Callable[[World, Programme, str], None]
) -> None:
    """When the fill rate of the last weeks has failed, hold it against the plants that owe loads."""
    triggers = programme.spec.sourcing.triggers
    steps = math.ceil(triggers.service_weeks * 7 / world.calendar.step_days)
    window = slice(max(1, step - steps + 1), step + 1)
    due = sum(programme.wanted[window]) - sum(programme.lost[window])
    if triggers.service_fill_rate is None or due <= 0:
        return
    if 1.0 - sum(programme.table["short"][window]) / due < triggers.service_fill_rate:
        for plant, lane in programme.lanes.items():
            if lane.waiting:
                until = world.today + round(triggers.service_exclusion_months * 365.25 / 12)
                programme.failed_until[plant] = until
        ask(world, programme, "service failure")


def cover_days(world: World, programme: Programme) -> int:
    """Days of need that stock and orders are to last: the longest transit of its suppliers, review, safety."""
    lanes = [programme.lanes[each.plant] for each in programme.agreements if each.share > 0]
    routes = [route_today(world, lane) or usual_route(world, lane) for lane in lanes]
    longest = max((0.0 if route is None else route.expected_days for route in routes), default=0.0)
    review = (world.edges[1] - world.edges[0]) * programme.spec.call_off_steps
    return math.ceil(longest + review + certain(programme.spec.safety_days))


def call_off(world: World, programme: Programme, step: int) -> None:
    """Order what stock and orders lack of the need over the cover."""
    if step % programme.spec.call_off_steps:
        return
    days, patience = cover_days(world, programme), certain(programme.spec.safety_days)
    need = programme.need_between(world.today, world.today + days) - programme.stock
    wanted = programme.wanted[step]
    overtime = certain(programme.spec.overtime_share) * wanted * days / (world.edges[1] - world.edges[0])
    need += min(programme.owed, int(overtime)) * programme.wh_per_vehicle
    sources: dict[str, list[Agreement]] = {}
    for agreement in programme.agreements:
        if agreement.share > 0:
            sources.setdefault(agreement.plant, []).append(agreement)
    shares = {plant: sum(each.share for each in own) for plant, own in sources.items()}
    good = [plant for plant in sources if not programme.lanes[plant].is_late(world.today, patience)]
    scale = (
        sum(shares.values()) / sum(shares[plant] for plant in good) if 0 < len(good) < len(sources) else 1.0
    )
    for plant in good or sources:
        lane = programme.lanes[plant]
        missing = int(shares[plant] * scale * need) - lane.on_order
        if missing > 0:
            _order(world, lane, sources[plant], math.ceil(missing / lane.load_wh))


def _order(world: World, lane: Lane, agreements: list[Agreement], loads: int) -> None:
    """Order under the agreements with one plant: in whole loads, each to be called off by its share in the long run."""
    total = sum(each.share for each in agreements)
    due = [each.behind + loads * each.share / total for each in agreements]
    parts = [max(0, int(each)) for each in due]
    rest = [part - max(0.0, each) for each, part in zip(due, parts, strict=True)]
    by_remainder = sorted(range(len(due)), key=rest.__getitem__)
    for place in by_remainder[: max(0, loads - sum(parts))]:
        parts[place] += 1
    for place in reversed(by_remainder):
        parts[place] -= min(parts[place], max(0, sum(parts) - loads))
    for agreement, part, each in zip(agreements, parts, due, strict=True):
        agreement.behind = each - part if len(agreements) > 1 else 0.0
        if part:
            wh = part * lane.load_wh
            lane.waiting.append([world.today, part, agreement.id])
            lane.on_order += wh
            agreement.called += wh
            world.call_offs.append((lane.plant.id, lane.programme, agreement.id, world.today, part, wh))


def depart(world: World, plant: Plant, step: int) -> None:
    """Ship what is owed where a route is open, and serve outside customers; share out when stock is short."""
    asks, lanes = [], {}
    for lane in plant.lanes:
        if lane.waiting and route_today(world, lane) is not None:
            buyer = world.programmes[lane.programme]
            contract = buyer.booked(plant.id, world.today) * (world.today - lane.last_shipped) // 365
            asks.append(Ask(buyer.id, lane.owed, lane.load_wh, buyer.priority_at(plant.id), contract))
            lanes[buyer.id] = lane
    outside = plant.background[step]
    if outside and plant.spec.background is not None:
        asks.append(Ask(OUTSIDE, outside, 1, plant.spec.background.priority, outside))
    got = share_out(plant.spec.allocation, plant.stock, asks)
    for id_, lane in lanes.items():
        _ship(world, lane, step, got[id_])
    plant.table["background"][step] = got.get(OUTSIDE, 0)
    plant.stock -= got.get(OUTSIDE, 0)
    plant.table["stock"][step] = plant.stock
    plant.table["backlog"][step] = sum(lane.owed * lane.load_wh for lane in plant.lanes)


def _ship(world: World, lane: Lane, step: int, loads: int) -> None:
    route = route_today(world, lane)
    if not loads or route is None:
        return
    arrival, wh = receipt(world, route, step), loads * lane.load_wh
    lane.plant.stock -= wh
    lane.plant.table["shipped"][step] += wh
    lane.last_shipped = world.today
    world.programmes[lane.programme].on_the_way.append((arrival, wh, lane))
    while loads:
        called, waiting, agreement = lane.waiting[0]
        part = min(waiting, loads)
        lane.waiting[0][1] -= part
        loads -= part
        if lane.waiting[0][1] == 0:
            lane.waiting.pop(0)
        world.shipments.append((
            lane.plant.id, lane.programme, agreement, route.legs, called, world.today, arrival, part, part * lane.load_wh,
        ))  # fmt: skip
