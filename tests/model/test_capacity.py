"""Nameplate, output and free capacity against closed forms."""

import datetime as dt

import numpy as np

from sim.model.plant import Background, CellPlant
from sim.rules.output import PhaseOutput, lots
from sim.scenario.types.plants import YieldSpec
from sim.trade.tables import TradeTables
from tests.builders import START, phase, plant, scenario
from tests.model.worlds import run
from tests.rules.ramps import FULL_AT_ONCE


def growing_plant() -> dict[str, object]:
    first = phase(9.0, dt.date(2022, 7, 1))
    second = {
        "nameplate_gwh": 26.0,
        "start": {"kind": "triggered", "planned_sop": dt.date(2025, 1, 1), "lead_time_months": 24.0},
    }
    return plant("near", "near-works", first, second)


def test_full_demand_brings_the_nameplate_to_its_plan_on_the_planned_dates() -> None:
    record = run({
        "plants.near-plant": growing_plant(),
        "programmes.car.demand.points": [{"date": START, "low": 7e5, "mode": 7e5, "high": 7e5}],
        "agreements.car-near": {"programme": "car", "plant": "near-plant", "start": dt.date(2022, 7, 1)},
        "agreements.car-far.end": dt.date(2022, 7, 1),
        "programmes.car.sourcing.policy": {"kind": "stay"},
    })  # fmt: skip
    series = record.plants["near-plant"].nameplate_wh_per_year
    edges = np.array(record.step_edges)
    expansion_day = (dt.date(2025, 1, 1) - START).days
    before, after = np.searchsorted(edges, [expansion_day - 1, expansion_day])
    assert max(series[:before]) == 9 * 10**9
    assert series[after] == series[-1] == 35 * 10**9


def test_full_output_equals_the_closed_form_to_the_watt_hour() -> None:
    record = run({
        "plants.far-plant.ramp": {"kind": "linear", "months": 24.0},
        "plants.far-plant.phases.p1.start.sop": dt.date(2021, 7, 1),
        "programmes.car.demand.points": [{"date": START, "low": 2e6, "mode": 2e6, "high": 2e6}],
        "programmes.car.sourcing.policy": {"kind": "stay"},
    })  # fmt: skip
    made = np.cumsum(record.plants["far-plant"].made_wh)
    months, rate = 24 * 365.25 / 12, 20e9 / 365
    for step in (10, 52, 80, 104, 200, 400):
        age = record.step_edges[step]
        days = age**2 / (2 * months) if age < months else age - months / 2
        assert abs(made[step] - rate * days) <= 1


def test_undecided_expansion_is_not_counted_on() -> None:
    record = run({"plants.near-plant": growing_plant(), "programmes.car.sourcing.policy": {"kind": "stay"}})
    assert record.plants["near-plant"].nameplate_wh_per_year[-1] == 9 * 10**9
    assert not [event for event in record.phase_events if event.event == "decided"]


def test_idle_capacity_is_what_nobody_called_off() -> None:
    record = run({"programmes.car.sourcing.policy": {"kind": "stay"}})
    series = record.plants["near-plant"]
    cap_wh = 14 * 9e9 / 365
    assert sum(series.made_wh) == series.stock_wh[-1]
    assert cap_wh - 14 <= series.stock_wh[-1] <= cap_wh + 14
    assert sum(series.capacity_wh) > 0


def test_a_plant_is_the_sum_of_its_phases_floored_once() -> None:
    """Two phases of 1.5 Wh a day each make 3 Wh a day; floored one by one they would make 2 on the first."""
    world = scenario()
    edges = np.array([0, 1, 2])
    tables = TradeTables.blank(edges, plants=1, programmes=1, days=60)
    made = CellPlant("near", world.plants["near-plant"], tables, 0, Background(None, world.run.calendar()))
    half = PhaseOutput(547, 547.5 / 547, FULL_AT_ONCE, YieldSpec(), sop_day=0)
    made.add_phases([half, half], ())
    assert made.steps["capacity_wh"].tolist() == [0, 3, 3]
    assert lots(half.cumulative(edges).good).tolist() == [0, 1, 2]
