"""A record of the size of a real one: 6 programmes, 4 plants, 808 weeks, 6,000 shipments."""

import datetime as dt
from itertools import product

import numpy as np

from sim.core.records import (
    AgreementPeriod,
    CallOff,
    Payment,
    PlantSeries,
    ProgrammeSeries,
    RouteRecord,
    RunRecord,
    Shipment,
)
from sim.scenario.types.scenario import Scenario
from tests import builders
from tests.rules import legs
from tests.rules.run_records import LOAD_WH, WH_PER_VEHICLE, by_step

PROGRAMMES = tuple(f"car-{number}" for number in range(6))
PLANTS = tuple(f"plant-{number}" for number in range(4))
STEPS = 808
LEGS = {
    "far-road": legs.road("far-works", "port-eu", 250.0),
    "strait": legs.LEGS["strait"]._replace(surcharge_eur_per_load=80.0),
    "uk-road": legs.road("port-uk", "car-works", 270.0),
}
"""All routes take these."""


def large_scenario() -> Scenario:
    """Six programmes at the small world's car works, four plants at its far works; duty and carbon."""
    plants = {
        plant: builders.plant("far", "far-works", builders.phase(20.0, dt.date(2019, 1, 1)))
        for plant in PLANTS
    }
    programmes = {programme: builders.programme("maker", "car-works", 20_000.0) for programme in PROGRAMMES}
    end = builders.START + dt.timedelta(days=7 * STEPS)
    duty = {"origin_zone": "eu", "destination_zone": "uk", "start": dt.date(2027, 1, 1), "rate": 0.1}
    return builders.scenario(
        {
            "run.end": end,
            "plants": plants,
            "programmes": programmes,
            "agreements": {},
            "duties": {"in": duty},
            "economics": {"eur_per_t_co2e": 100.0},
        }
    )


def large_record(shipments: int = 6_000) -> RunRecord:
    """Lanes take turns in shipping a load or two; plants make what they ship."""
    edges = list(range(0, 7 * STEPS + 1, 7))
    lanes = list(product(PROGRAMMES, PLANTS))[::2]
    routes = [_route(plant, programme) for programme, plant in lanes]
    sent = [
        _shipment(number, number * (STEPS - 2) // (shipments - 1), lanes, edges)
        for number in range(shipments)
    ]
    return RunRecord(
        step_edges=edges,
        plants={plant: _plant(edges, [s for s in sent if s.plant == plant]) for plant in PLANTS},
        programmes={
            programme: _programme(edges, [s for s in sent if s.programme == programme])
            for programme in PROGRAMMES
        },
        wh_per_vehicle=dict.fromkeys(PROGRAMMES, WH_PER_VEHICLE),
        shipments=sent,
        call_offs=[
            CallOff(s.plant, s.programme, s.agreement, s.called_day, s.loads, s.energy_wh) for s in sent
        ],
        routes=routes,
        periods=[
            AgreementPeriod(f"{programme}-{plant}", programme, plant, first, first + 1414, 0.5, 1.0, 2)
            for programme, plant in lanes
            for first in range(0, 5656, 1414)
        ],
        payments=[Payment(programme, PLANTS[0], 700, "switching", 5e6) for programme in PROGRAMMES],
    )


def _route(plant: str, programme: str) -> RouteRecord:
    names = ("km", "eur_per_load", "surcharge_eur_per_load", "kg_co2e_per_load")
    sums = [sum(getattr(leg, name) for leg in LEGS.values()) for name in names]
    return RouteRecord(plant, programme, tuple(LEGS), *sums, 2.0)


def _shipment(number: int, step: int, lanes: list[tuple[str, str]], edges: list[int]) -> Shipment:
    lane = number % len(lanes)
    programme, plant = lanes[lane]
    loads = 1 + number % 2
    days = (edges[step + 1], edges[step + 2], edges[step + 2] + 1 + number % 5)
    return Shipment(plant, programme, f"{programme}-{plant}", lane, *days, loads, loads * LOAD_WH)


def _plant(edges: list[int], sent: list[Shipment]) -> PlantSeries:
    shipped = by_step(edges, [(s.departure_day, s.energy_wh) for s in sent])
    called = by_step(edges, [(s.called_day, s.energy_wh) for s in sent])
    return PlantSeries(
        nameplate_wh_per_year=np.full(len(edges), 20 * 10**9),
        capacity_wh=2 * shipped,
        made_wh=shipped.copy(),
        scrap_wh=shipped // 20,
        background_wh=np.zeros_like(shipped),
        shipped_wh=shipped,
        stock_wh=np.zeros_like(shipped),
        backlog_wh=np.cumsum(called - shipped),
    )


def _programme(edges: list[int], sent: list[Shipment]) -> ProgrammeSeries:
    received = by_step(edges, [(s.arrival_day, s.energy_wh) for s in sent if s.arrival_day <= edges[-1]])
    built = np.maximum(0, received // WH_PER_VEHICLE - 20)
    wanted = built.copy()
    wanted[10::10] += 20
    return ProgrammeSeries(
        wanted_vehicles=wanted,
        built_vehicles=built,
        short_vehicles=wanted - built,
        outage_vehicles=np.zeros_like(wanted),
        owed_vehicles=np.zeros_like(wanted),
        received_wh=received,
        stock_wh=np.cumsum(received - built * WH_PER_VEHICLE),
        forecast_wh_per_year=np.full(len(edges), 1e9),
    )
