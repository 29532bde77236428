"""Roads: which legs are closed, which route a lane has today, and when a load that leaves today is received."""

import math
from collections.abc import Callable

from sim.core.records import Outage
from sim.scenario.types.disruptions import DisruptionSpec
from sim.scenario.types.numbers import certain
from tests.proofs.itself.plain.diary import Hour
from tests.proofs.itself.plain.routes import Route
from tests.proofs.itself.plain.things import Lane, Programme, World

LONG = 60
"""Days after which a closure is a fact of the network for a review."""


def plan_disruptions(world: World, ask: Callable[[World, Programme, str], None]) -> None:
    """Note every closure and opening, and the days on which a disruption outlasts somebody's patience."""
    patience = {each.spec.sourcing.triggers.disruption_days for each in world.programmes.values()}
    for rank, outage in enumerate(world.path.outages):
        spec = world.path.scenario.disruptions[outage.disruption]
        if spec.legs and spec.effect.kind == "closed":
            _note_closure(world, outage, spec, rank)
        for days in sorted(each for each in patience if each is not None):
            if outage.start_day + days < outage.end_day:
                day = outage.start_day + days
                world.diary.note(
                    day,
                    Hour.DISRUPTIONS_START,
                    rank,
                    lambda days=days, spec=spec: _ask_the_hit(world, spec, days, ask),
                )


def _note_closure(world: World, outage: Outage, spec: DisruptionSpec, rank: int) -> None:
    if outage.start_day <= 0:
        _close(world, spec)
    else:
        world.diary.note(outage.start_day, Hour.DISRUPTIONS_START, rank, lambda: _close(world, spec))
    world.diary.note(outage.end_day, Hour.DISRUPTIONS_END, rank, lambda: _open(world, spec))


def _close(world: World, spec: DisruptionSpec) -> None:
    for leg in spec.legs:
        if leg not in world.closed:
            world.closed_since[leg] = world.today if world.today > 0 else -LONG
        world.closed[leg] = world.closed.get(leg, 0) + 1


def _open(world: World, spec: DisruptionSpec) -> None:
    for leg in spec.legs:
        world.closed[leg] -= 1
        if world.closed[leg] == 0:
            del world.closed[leg]


def _ask_the_hit(
    world: World, spec: DisruptionSpec, days: int, ask: Callable[[World, Programme, str], None]
) -> None:
    for programme in world.programmes.values():
        sources = {each.plant for each in programme.agreements if each.share > 0}
        routes = [route for plant in sources for route in programme.lanes[plant].seen]
        hit = any(plant in spec.plants for plant in sources) or any(
            leg in route for route in routes for leg in spec.legs
        )
        if hit and programme.spec.sourcing.triggers.disruption_days == days:
            ask(world, programme, "disruption")


def long_closed(world: World) -> frozenset[str]:
    """Legs that a review does not count on."""
    return frozenset(leg for leg in world.closed if world.today - world.closed_since[leg] >= LONG)


def route_today(world: World, lane: Lane) -> Route | None:
    """The best open route of a lane."""
    site = world.path.scenario.programmes[lane.programme].site
    route = world.network.route(lane.plant.spec.site, site, frozenset(world.closed))
    if route is not None:
        lane.seen.add(route.legs)
    return route


def usual_route(world: World, lane: Lane) -> Route | None:
    """The best route of a lane when every leg is open."""
    site = world.path.scenario.programmes[lane.programme].site
    return world.network.route(lane.plant.spec.site, site)


def receipt(world: World, route: Route, step: int) -> int:
    """Day of receipt of a load that leaves today, by the times drawn for departures in this step."""
    times = [_leg_days(world, leg, step) for leg in route.legs]
    clear = sum(times)
    now = float(world.today)
    troubled = False
    for leg, days in zip(route.legs, times, strict=True):
        left, moved = days, now
        for start, end in _spans(world, leg, "closed"):
            if start <= moved < end:
                moved, troubled = float(end), True
        left += _delays(world, leg, moved)
        troubled = troubled or left != days
        for start, end in _spans(world, leg, "closed"):
            if moved <= start < moved + left:
                left, moved, troubled = left - (start - moved), float(end), True
        now = moved + left
    on_the_way = now - world.today if troubled else clear
    return world.today + max(1, math.ceil(on_the_way))


def _leg_days(world: World, leg_id: str, step: int) -> float:
    leg, freight = world.network.legs[leg_id], world.path.scenario.freight
    days = world.path.transit.leg_days(leg_id, leg.expected_days, leg.cv)[step]
    if leg.border:
        mean, cv = certain(freight.customs_days), certain(freight.customs_cv)
        days += world.path.transit.customs_days(leg_id, mean, cv)[step]
    return float(days)


def _delays(world: World, leg: str, start: float) -> float:
    """What disruptions add to the time of a load that starts on the leg."""
    total = 0.0
    for outage in world.path.outages:
        spec = world.path.scenario.disruptions[outage.disruption]
        if spec.effect.kind == "delay" and leg in spec.legs and outage.start_day <= start < outage.end_day:
            total += certain(spec.effect.days)
    return total


def _spans(world: World, leg: str, kind: str) -> list[tuple[int, int]]:
    specs = world.path.scenario.disruptions
    return sorted(
        (outage.start_day, outage.end_day)
        for outage in world.path.outages
        if specs[outage.disruption].effect.kind == kind and leg in specs[outage.disruption].legs
    )
