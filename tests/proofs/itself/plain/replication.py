"""A plain replication: the world of a sample path, lived day by day, and its tables."""

import math
from itertools import pairwise

import numpy as np

from sim.core.units import wh_from_gwh, wh_from_kwh, wh_from_mwh
from sim.sample.path import SamplePath
from sim.scenario.types.numbers import certain
from sim.scenario.types.programmes import AgreementSpec
from tests.proofs.itself.plain.agreements import enter, make_way, plan_minimum_take, plan_start, write_down
from tests.proofs.itself.plain.diary import Diary
from tests.proofs.itself.plain.growth import open_plants, plan_growth, whole_lots
from tests.proofs.itself.plain.reviews import ask, plan_reviews
from tests.proofs.itself.plain.roads import plan_disruptions
from tests.proofs.itself.plain.routes import Roads
from tests.proofs.itself.plain.things import Agreement, Lane, Phase, Plant, Programme, World
from tests.proofs.itself.plain.trade import cover_days, plan_trade


def replicate_plainly(path: SamplePath) -> World:
    """Live through a sample path; the tables are those of the world that it leaves."""
    calendar = path.scenario.run.calendar()
    world = World(
        path=path,
        calendar=calendar,
        diary=Diary(calendar.horizon_days),
        network=Roads(path.scenario),
        edges=calendar.step_edges(),
        plants={},
        programmes={},
    )
    world.plants |= {id_: _plant(world, id_, rank) for rank, id_ in enumerate(sorted(path.scenario.plants))}
    world.programmes |= {
        id_: _programme(world, id_, rank) for rank, id_ in enumerate(sorted(path.scenario.programmes))
    }
    _enter_agreements(world)
    plan_disruptions(world, ask)
    open_plants(world)
    for programme in world.programmes.values():
        share = min(1.0, sum(each.share for each in programme.agreements))
        programme.stock = int(share * programme.need_between(0, cover_days(world, programme)))
        programme.table["stock"][0] = programme.stock
    plan_growth(world, ask)
    for programme in world.programmes.values():
        plan_reviews(world, programme)
        for agreement in list(programme.agreements):
            if agreement.share == 0:
                plan_start(world, programme, agreement)
            if agreement.take > 0:
                plan_minimum_take(world, programme, agreement)
    plan_trade(world, ask)
    world.diary.live()
    _close(world)
    return world


def _plant(world: World, id_: str, rank: int) -> Plant:
    spec, planned = world.path.scenario.plants[id_], world.path.planned.plants[id_]
    phases = [
        Phase(
            phase,
            each,
            wh_from_gwh(certain(planned.phases[phase].nameplate_gwh)),
            wh_from_gwh(certain(each.nameplate_gwh) * certain(each.realised_ratio)),
            world.path.cancelled.get((id_, phase)),
        )
        for phase, each in sorted(spec.phases.items())
    ]
    plant = Plant(id_, rank, spec, phases, len(world.edges))
    if spec.background is None:
        plant.background = [0] * len(world.edges)
        return plant
    points = sorted(
        (world.calendar.day_of(point.date), point.gwh_per_year) for point in spec.background.points
    )
    gwh = np.interp(range(world.edges[-1] + 1), *zip(*points, strict=True)) * (
        1e9 * certain(spec.background.factor)
    )
    area = [0.0]
    for before, after in pairwise(gwh):
        area.append(area[-1] + (before / 365 + after / 365) / 2)
    plant.background = whole_lots(np.array([area[day] for day in world.edges]))
    return plant


def _programme(world: World, id_: str, rank: int) -> Programme:
    spec = world.path.scenario.programmes[id_]
    wh = wh_from_kwh(certain(spec.kwh_per_vehicle))
    days = np.arange(world.calendar.horizon_days + 30 * 365)
    demand = world.path.demand[id_]
    need = [math.floor(area) for area in demand.curve.cumulative(days) * wh]
    wanted, lost = demand.wanted_vehicles.tolist(), demand.outage_vehicles.tolist()
    launch = 0 if spec.launch is None else max(0, world.calendar.day_of(spec.launch))
    programme = Programme(id_, rank, spec, wh, need, wanted, lost, launch, len(world.edges))
    freight = world.path.scenario.freight
    for plant in world.plants.values():
        route = world.network.route(plant.spec.site, spec.site)
        container = route is not None and route.in_containers
        loads = (
            freight.container_mwh
            if container and spec.chemistry in freight.container_mwh
            else freight.truck_mwh
        )
        lane = Lane(plant, id_, wh_from_mwh(certain(loads[spec.chemistry])))
        programme.lanes[plant.id] = lane
        plant.lanes.append(lane)
    return programme


def _enter_agreements(world: World) -> None:
    """Every agreement of the scenario; those to start later are counted on from the beginning."""
    for id_, spec in sorted(world.path.scenario.agreements.items()):
        programme, start = world.programmes[spec.programme], world.calendar.day_of(spec.start)
        contract = spec.contracted_gwh_per_year
        agreement = Agreement(
            id=id_,
            plant=_plant_of(world, spec),
            priority=spec.priority,
            price_factor=certain(spec.price_factor),
            share=spec.share if start <= 0 else 0.0,
            planned=spec.share,
            planned_day=max(0, start),
            notice=spec.notice_days,
            short_notice=spec.run_on_notice_days,
            term_end=None if spec.end is None else world.calendar.day_of(spec.end),
            take=certain(spec.minimum_take),
            contract=None if contract is None else wh_from_gwh(certain(contract)),
            since=0 if start <= 0 else None,
        )
        enter(programme, agreement)
        if agreement.share > 0:
            programme.validated.add(agreement.plant)
            programme.qualified.add(agreement.plant)
    for programme in world.programmes.values():
        for newcomer in sorted(programme.agreements, key=lambda each: (each.planned_day, each.id)):
            if newcomer.share == 0:
                make_way(programme, newcomer)


def _plant_of(world: World, spec: AgreementSpec) -> str:
    """The plant of an agreement; of a supplier's that make the programme's cells, the one nearest to it."""
    if spec.plant is not None:
        return spec.plant
    buyer = world.path.scenario.programmes[spec.programme]

    def away(plant: Plant) -> tuple[float, str]:
        route = world.network.route(plant.spec.site, buyer.site)
        return (math.inf if route is None else route.km, plant.id)

    return min(
        (
            plant
            for plant in world.plants.values()
            if plant.spec.supplier == spec.supplier
            and buyer.chemistry in plant.spec.chemistries
            and buyer.format in plant.spec.formats
        ),
        key=away,
    ).id


def _close(world: World) -> None:
    for programme in world.programmes.values():
        for agreement in programme.agreements:
            write_down(world, programme, agreement, world.calendar.horizon_days + 1)
    world.switches += [fact for _, fact in sorted(world.pending.items())]
    for plant in world.plants.values():
        table = plant.table
        table["scrap"] = [
            round(scrap * (made / max(1, capacity)))
            for scrap, made, capacity in zip(
                plant.scrap_at_capacity, table["made"], table["capacity"], strict=True
            )
        ]
