"""One replication: the drawn world runs on the clock to its horizon and leaves its records."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from simpy import Environment

from sim.core.records import RunRecord, Trigger
from sim.core.units import WH_PER_GWH
from sim.model.outages import OutageProcess
from sim.model.plant_life import News, PlantLifeProcess, PlantPhases
from sim.model.sourcing.board import ReviewCalendar
from sim.model.sourcing.switching import Buyer
from sim.model.sourcing.terms import PriceOf, Terms
from sim.model.trade import TradeProcess
from sim.model.traffic import FreightRecords
from sim.model.world import World, build_world
from sim.network.topology import Topology
from sim.rules.balance import check_balance
from sim.sample.path import SamplePath
from sim.sample.windows import windows_of
from sim.scenario.types.disruptions import DisruptionSpec

_NEWSWORTHY = frozenset({"announced", "decided", "started"})


def replicate(path: SamplePath, topology: Topology | None = None) -> RunRecord:
    """Run one replication and return its records; `topology` is the scenario's, shared by its replications.

    Raises BrokenInvariant where the mass balance of a plant, lane or programme does not close to the watt-hour.
    """
    env = Environment()
    world = build_world(env, path, topology)
    _start_growth(world)
    agendas = _start_sourcing(world)
    _start_outages(world)
    env.process(TradeProcess(world.clock, world.trade, agendas).beat())
    try:
        with uncollected():
            env.run(until=world.calendar.horizon_days + 1)
    finally:
        world.trade.close()
    return _finished(world)


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the cyclic garbage collector: a run makes records to keep, and no garbage worth a search among them."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _start_growth(world: World) -> None:
    """Plants open with what already runs, programmes with their stock; then every plant's life begins."""
    path, env = world.path, world.clock.env
    news = _news(world)
    for rank, (plant_id, plant) in enumerate(world.plants.items()):
        windows = windows_of(path.scenario, path.outages, plant=plant_id)
        cancelled = {phase: day for (owner, phase), day in path.cancelled.items() if owner == plant_id}
        planned = path.planned.plants[plant_id]
        growth = PlantPhases(
            plant, planned=planned, cancelled=cancelled, windows=windows, calendar=world.calendar
        )
        life = PlantLifeProcess(growth, world.clock, world.market, world.record, news=news, rank=rank)
        life.open_running()
        for process in life.processes():
            env.process(process)
    world.trade.open()


def _news(world: World) -> News:
    """News of a plant wakes the switches that wait for it, and lets programmes that could buy there think again."""

    def publish(plant: str, what: str) -> None:
        world.desk.publish(plant)
        if what in _NEWSWORTHY:
            for buyer in world.buyers.values():
                if buyer.spec.triggers.plant_opening and _could_buy(world, buyer, plant):
                    world.board.ask(buyer, Trigger.PLANT_NEWS)

    return publish


def _could_buy(world: World, buyer: Buyer, plant: str) -> bool:
    spec, offer = buyer.supply.programme.spec, world.plants[plant].spec
    return offer.makes(spec.chemistry, spec.format) and plant not in buyer.spec.exclude_plants


def _start_sourcing(world: World) -> dict[str, ReviewCalendar]:
    clock, env = world.clock, world.clock.env
    terms = Terms(
        clock,
        world.market,
        world.desk,
        world.record,
        price_of=_prices(world),
        called_wh=world.trade.called_wh,
    )
    agendas = {}
    for buyer in world.buyers.values():
        agenda = ReviewCalendar(clock, world.board, world.market, buyer, world.calendar)
        agendas[buyer.id] = agenda
        launch_day = world.views.launch_day(buyer.id)
        env.process(agenda.keep(launch_day))
        if buyer.spec.triggers.outgrown:
            env.process(agenda.watch_growth(launch_day))
        for commitment in list(buyer.supply.programme.commitments):
            if commitment.share == 0:
                env.process(terms.begin(buyer, commitment))
            if commitment.minimum_take > 0:
                env.process(terms.minimum_take(buyer, commitment))
    world.switching.on_abandoned = lambda buyer: world.board.ask(buyer, Trigger.SWITCH_ABANDONED)
    return agendas


def _prices(world: World) -> PriceOf:
    """Price of a plant's cells for a programme on a day, EUR/kWh."""

    def price(plant: str, programme: str, day: int) -> float:
        buyer = world.programmes[programme]
        gwh_per_year = buyer.forecast.wh_per_year(day, day + 1) / WH_PER_GWH
        return world.costs.price(plant, buyer.spec.chemistry, day, gwh_per_year)

    return price


def _start_outages(world: World) -> None:
    patience = {b.spec.triggers.disruption_days for b in world.buyers.values()}
    limits = sorted(days for days in patience if days is not None)

    def lasting(spec: DisruptionSpec, days: int) -> None:
        for buyer in world.buyers.values():
            if buyer.spec.triggers.disruption_days == days and _is_hit(buyer, spec):
                world.board.ask(buyer, Trigger.DISRUPTION)

    for rank, outage in enumerate(world.path.outages):
        spec = world.path.scenario.disruptions[outage.disruption]
        if not spec.legs and not any(outage.start_day + days < outage.end_day for days in limits):
            continue  # what it takes from plants is in their output already, and nobody's patience ends
        process = OutageProcess(
            world.clock, world.status, changed=world.trade.routes_changed, lasting=lasting
        )
        world.clock.env.process(process.run(spec, outage, limits, rank))


def _is_hit(buyer: Buyer, spec: DisruptionSpec) -> bool:
    """Whether a disruption hits a plant that supplies the programme, or its usual route."""
    programme = buyer.supply.programme
    plants = {commitment.plant for commitment in programme.commitments if commitment.share > 0}
    return any(plant in spec.plants or programme.lanes[plant].haulage.uses_any(spec.legs) for plant in plants)


def _finished(world: World) -> RunRecord:
    """Close what is open at the horizon, write down what has come about, and check the mass balance."""
    record = world.record
    for buyer in world.buyers.values():
        buyer.supply.close(world.calendar.horizon_days + 1)
    world.switching.close()
    traffic = FreightRecords(world.trade)
    traffic.check_countable()
    record.call_offs, record.shipments = traffic.call_offs(), traffic.shipments()
    called_wh, received_wh = traffic.called_wh(), traffic.received_wh()
    record.plants = {plant: p.series(called_wh[plant]) for plant, p in world.plants.items()}
    record.programmes = {
        programme: p.series(received_wh[programme]) for programme, p in world.programmes.items()
    }
    record.wh_per_vehicle = {programme: p.wh_per_vehicle for programme, p in world.programmes.items()}
    updates = (len(world.edges) - 1) * (len(world.plants) + len(world.programmes))
    record.event_count = updates + traffic.moves() + len(record.reviews) + 2 * len(record.outages)
    check_balance(record)
    return record
