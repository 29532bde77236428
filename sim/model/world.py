"""The world of one replication: every entity built from the drawn path, by id, and wired together."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from simpy import Environment

from sim.core.arrays import whole
from sim.core.calendar import Calendar
from sim.core.records import RunRecord
from sim.core.units import wh_from_kwh
from sim.model.clock import Clock
from sim.model.commitment import make_way
from sim.model.freight import Freight, LaneRouting, LegStatus
from sim.model.outages import close_at_first, leg_windows
from sim.model.plant import Background, CellPlant
from sim.model.programme import Forecast, Programme
from sim.model.sourcing.board import SourcingBoard
from sim.model.sourcing.bookings import Bookings
from sim.model.sourcing.market import Market, MarketNews
from sim.model.sourcing.review_view import ReviewViewBuilder
from sim.model.sourcing.supply import Supply
from sim.model.sourcing.supply_options import SupplyOptions
from sim.model.sourcing.switching import Buyer, Switching
from sim.model.sourcing.terms import stated_commitment
from sim.model.trade import Trade
from sim.network.graph import LogisticsNetwork
from sim.network.topology import Topology
from sim.rules.landed_cost import CostBook
from sim.rules.sourcing.log import ReviewLog
from sim.sample.demand import FORECAST_DAYS
from sim.sample.path import SamplePath
from sim.scenario.types.numbers import certain
from sim.scenario.types.programmes import AgreementSpec
from sim.trade.tables import TradeTables


@dataclass(slots=True)
class World:
    """What lives in one replication. Every dictionary is in order of id, whatever the order in the file."""

    path: SamplePath
    calendar: Calendar
    clock: Clock
    record: RunRecord
    edges: NDArray[np.int64]
    """Last day of each step, shape (steps + 1,); index 0 is the opening."""
    plants: dict[str, CellPlant]
    programmes: dict[str, Programme]
    buyers: dict[str, Buyer]
    market: Market
    desk: MarketNews
    trade: Trade
    status: LegStatus
    network: LogisticsNetwork
    options: SupplyOptions
    views: ReviewViewBuilder
    costs: CostBook
    switching: Switching
    board: SourcingBoard


def build_world(env: Environment, path: SamplePath, topology: Topology | None) -> World:
    """Build all entities and start all processes; nothing has happened yet on the clock."""
    world = _entities(env, path, topology)
    close_at_first(world.status, path.scenario.disruptions, path.outages)
    _join_lanes(world)
    _enter_agreements(world)
    _plan_succession(world)
    return world


def _entities(env: Environment, path: SamplePath, topology: Topology | None) -> World:
    scenario, calendar, clock = path.scenario, path.scenario.run.calendar(), Clock(env)
    edges = whole(calendar.step_edges())
    log, books = ReviewLog(), Bookings()
    record = RunRecord(step_edges=edges.tolist(), outages=list(path.outages), reviews=log)
    forecast_days = calendar.horizon_days + FORECAST_DAYS
    tables = TradeTables.blank(
        edges, plants=len(scenario.plants), programmes=len(scenario.programmes), days=forecast_days + 1
    )
    plants = {
        plant: _plant(path, plant, calendar, tables, row) for row, plant in enumerate(sorted(scenario.plants))
    }
    programmes = {
        programme: _programme(path, programme, forecast_days, tables, row)
        for row, programme in enumerate(sorted(scenario.programmes))
    }
    buyers = {
        programme: Buyer(
            Supply(built, books, record),
            built.spec.sourcing,
            path.planned.programmes[programme].sourcing,
            rank,
        )
        for rank, (programme, built) in enumerate(programmes.items())
    }
    market, desk, costs = Market(plants, books), MarketNews(env), CostBook(scenario, calendar)
    network = LogisticsNetwork(scenario, topology)
    options = SupplyOptions(scenario, network, costs)
    status = LegStatus(leg_windows(scenario.disruptions, path.outages))
    views = ReviewViewBuilder(scenario, market, options, status)
    switching = Switching(clock, market, desk, record)
    return World(
        path=path,
        calendar=calendar,
        clock=clock,
        record=record,
        edges=edges,
        plants=plants,
        programmes=programmes,
        buyers=buyers,
        market=market,
        desk=desk,
        trade=Trade(tables, plants, programmes),
        status=status,
        network=network,
        options=options,
        views=views,
        costs=costs,
        switching=switching,
        board=SourcingBoard(clock, views, switching, log),
    )


def _plant(path: SamplePath, plant: str, calendar: Calendar, tables: TradeTables, row: int) -> CellPlant:
    spec = path.scenario.plants[plant]
    return CellPlant(plant, spec, tables, row, Background(spec.background, calendar))


def _programme(
    path: SamplePath, programme: str, forecast_days: int, tables: TradeTables, row: int
) -> Programme:
    spec, demand = path.scenario.programmes[programme], path.demand[programme]
    wh_per_vehicle = wh_from_kwh(certain(spec.kwh_per_vehicle))
    forecast = Forecast(demand.curve, wh_per_vehicle, forecast_days)
    return Programme(programme, spec, demand, forecast, wh_per_vehicle, tables, row)


def _join_lanes(world: World) -> None:
    """A lane from every plant to every programme."""
    freight = Freight(
        world.network,
        world.path.transit,
        world.path.scenario.freight,
        world.status,
        world.record,
        world.edges,
    )
    options = {programme: world.options.of(programme) for programme in world.programmes}
    for plant in world.plants.values():
        for programme in world.programmes.values():
            sites = (plant.spec.site, programme.spec.site)
            haulage = LaneRouting(freight, (plant.id, programme.id), sites)
            load_wh = options[programme.id][plant.row].load_wh
            programme.lanes[plant.id] = world.trade.join(plant.id, programme.id, load_wh, haulage)


def _enter_agreements(world: World) -> None:
    """Enter every agreement of the scenario; those in force on the first day supply at once."""
    for agreement, spec in sorted(world.path.scenario.agreements.items()):
        buyer = world.buyers[spec.programme]
        commitment = stated_commitment(agreement, spec, _plant_of(world, spec), world.calendar)
        buyer.supply.add(commitment, 0)
        if commitment.share > 0:
            buyer.qualified.add(commitment.plant)


def _plant_of(world: World, spec: AgreementSpec) -> str:
    """The plant of an agreement; with a supplier alone, the nearest of its plants that makes the programme's cells."""
    if spec.plant is not None:
        return spec.plant
    buyer = world.programmes[spec.programme].spec
    plants = [
        prospect
        for prospect in world.options.of(spec.programme)
        if prospect.spec.supplier == spec.supplier and prospect.spec.makes(buyer.chemistry, buyer.format)
    ]
    return min(plants, key=lambda p: (math.inf if p.route is None else p.route.km, p.plant)).plant


def _plan_succession(world: World) -> None:
    """Where a stated agreement is to start at or after another's end, count on the other to give way."""
    for programme in world.programmes.values():
        later = [c for c in programme.commitments if c.share == 0]
        for newcomer in sorted(later, key=lambda c: (c.planned_day, c.agreement)):
            make_way(programme.commitments, newcomer)
