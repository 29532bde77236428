"""Run records by hand: shipments and builds are given, every series follows from them and balances."""

import datetime as dt
from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.core.arrays import whole
from sim.core.records import (
    AgreementPeriod,
    CallOff,
    PlantSeries,
    ProgrammeSeries,
    RouteRecord,
    RunRecord,
    Shipment,
)
from sim.core.units import WH_PER_GWH, WH_PER_MWH
from sim.rules.landed_cost import CostBook
from sim.rules.measures import measure_keys, measures
from sim.scenario.types.scenario import Scenario
from tests import builders

LOAD_WH = 4 * WH_PER_MWH
"""A truckload: cells of 80 vehicles."""
WH_PER_VEHICLE = 50_000

FAR = RouteRecord("far-plant", "car", ("far-road", "strait", "uk-road"), 562.0, 1100.0, 0.0, 1437.36, 1.0)
NEAR = RouteRecord("near-plant", "car", ("near-road",), 320.0, 480.0, 0.0, 599.04, 0.5)
"""The world's two routes: road 1.5 EUR/km and 0.078 kg/tkm, ferry 320 EUR and 0.46 kg/tkm, 24 t a load."""


def shipment(route: int, *days: int, loads: int = 1, agreement: str = "") -> Shipment:
    """Loads over one of the routes (FAR, NEAR); `days` are those of call-off, departure and receipt."""
    plant = (FAR, NEAR)[route].plant
    named = agreement or f"car-{plant.removesuffix('-plant')}"
    return Shipment(plant, "car", named, route, *days, loads, loads * LOAD_WH)


def period(
    plant: str, first_day: int, end_day: int, share: float = 1.0, price_factor: float = 1.0
) -> AgreementPeriod:
    """A stretch of the agreement `car-<plant>`."""
    return AgreementPeriod(
        f"car-{plant}", "car", f"{plant}-plant", first_day, end_day, share, price_factor, 2
    )


def run_record(
    edges: Sequence[int],
    shipments: Sequence[Shipment] = (),
    *,
    wanted: Sequence[int] = (),
    built: Sequence[int] = (),
    opening_wh: int = 0,
    forecast_gwh: float = 1.0,
) -> RunRecord:
    """A run of the small world whose plants make what they ship and could make twice that.

    `wanted` and `built` are vehicles by step, from step 1 on; what was not built was short of cells.
    """
    steps = len(edges) - 1
    plan, done = ([0, *vehicles] + [0] * (steps - len(vehicles)) for vehicles in (wanted, built))
    return RunRecord(
        step_edges=list(edges),
        plants={plant: plant_series(plant, edges, shipments) for plant in ("far-plant", "near-plant")},
        programmes={
            "car": programme_series("car", edges, shipments, (plan, done), (opening_wh, forecast_gwh))
        },
        wh_per_vehicle={"car": WH_PER_VEHICLE},
        shipments=list(shipments),
        call_offs=[
            CallOff(s.plant, s.programme, s.agreement, s.called_day, s.loads, s.energy_wh) for s in shipments
        ],
        routes=[FAR, NEAR],
        periods=[period("far", 0, edges[-1])],
    )


def plant_series(
    plant: str, edges: Sequence[int], shipments: Sequence[Shipment], nameplate_gwh: float = 20.0
) -> PlantSeries:
    """A plant that makes each load in the step that ships it, could make twice that, and scraps a fifth."""
    mine = [s for s in shipments if s.plant == plant]
    shipped = by_step(edges, [(s.departure_day, s.energy_wh) for s in mine])
    called = by_step(edges, [(s.called_day, s.energy_wh) for s in mine])
    return PlantSeries(
        nameplate_wh_per_year=np.full(len(edges), int(nameplate_gwh * WH_PER_GWH)),
        capacity_wh=2 * shipped,
        made_wh=shipped.copy(),
        scrap_wh=shipped // 5,
        background_wh=np.zeros_like(shipped),
        shipped_wh=shipped,
        stock_wh=np.zeros_like(shipped),
        backlog_wh=np.cumsum(called - shipped),
    )


def programme_series(
    programme: str,
    edges: Sequence[int],
    shipments: Sequence[Shipment],
    vehicles: tuple[list[int], list[int]],
    opening_wh_and_forecast_gwh: tuple[int, float],
) -> ProgrammeSeries:
    """A programme that takes in what arrives; `vehicles` are (wanted, built) by step."""
    opening_wh, forecast_gwh = opening_wh_and_forecast_gwh
    wanted, built = map(whole, vehicles)
    mine = [s for s in shipments if s.programme == programme and s.arrival_day <= edges[-1]]
    received = by_step(edges, [(s.arrival_day, s.energy_wh) for s in mine])
    return ProgrammeSeries(
        wanted_vehicles=wanted,
        built_vehicles=built,
        short_vehicles=wanted - built,
        outage_vehicles=np.zeros_like(wanted),
        owed_vehicles=np.zeros_like(wanted),
        received_wh=received,
        stock_wh=opening_wh + np.cumsum(received - built * WH_PER_VEHICLE),
        forecast_wh_per_year=np.full(len(edges), forecast_gwh * WH_PER_GWH),
    )


def by_step(edges: Sequence[int], energies: Sequence[tuple[int, int]]) -> NDArray[np.int64]:
    """Energies, given as (day, Wh), by the step in which their day lies; day 0 lies in the first."""
    totals = np.zeros(len(edges), dtype=np.int64)
    for day, energy in energies:
        totals[max(1, bisect_left(edges, day))] += energy
    return totals


def small_world(days: int = 28, **changes: Any) -> Scenario:
    """The small world over some days; changes are dotted keys with `__` for the dot."""
    end = builders.START + dt.timedelta(days=days)
    return builders.scenario(
        {"run.end": end, **{key.replace("__", "."): value for key, value in changes.items()}}
    )


def costs_of(scenario: Scenario) -> CostBook:
    """The scenario's cost book."""
    return CostBook(scenario, scenario.run.calendar())


def measured(record: RunRecord, scenario: Scenario, owner: str = "car") -> dict[str, float]:
    """Measures of one owner by name; the owner "" is the system."""
    values = measures(record, scenario, costs_of(scenario))
    keys = measure_keys(scenario)
    return {key.name: value for key, value in zip(keys, values.tolist(), strict=True) if key.owner == owner}
