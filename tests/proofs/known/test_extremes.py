"""The edges of what a scenario can say: what must hold there, and that tables, terminal and page still come out."""

import datetime as dt
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import sim
from sim.study.run import Run
from tests.builders import START, world
from tests.cli.terminal import cellswitch
from tests.proofs.known.worlds import Document, lane
from tests.scenario.files import changed, written

FAR_OFF = dt.date(2090, 1, 1)
NOTHING = {"low": 0.0, "mode": 0.0, "high": 0.0}


@dataclass(frozen=True)
class Extreme:
    """A scenario, and what must hold of its run."""

    document: Document
    holds: Callable[[Run], None]


def of_world(holds: Callable[[Run], None], changes: Mapping[str, Any]) -> Extreme:
    """The small world of two plants with dotted-key changes."""
    return Extreme(changed(world(), changes), holds)


def measure(run: Run, name: str) -> float:
    return run.measures[name]


def nothing_moves(run: Run) -> None:
    """No cell is made or shipped, what has no denominator is NaN, and the rest is 0."""
    record = run.result.record
    assert not record.shipments
    assert measure(run, "system.delivered_gwh") == measure(run, "system.total_cost_eur_million") == 0
    for name in (
        "landed_cost_eur_per_kwh",
        "logistics_distance_km",
        "lead_time_mean_days",
        "first_supply_year",
    ):
        assert math.isnan(measure(run, f"programme.car.{name}"))


def nobody_wants_anything(run: Run) -> None:
    nothing_moves(run)
    assert measure(run, "programme.car.short_vehicles") == 0
    assert math.isnan(measure(run, "programme.car.stock_cover_days"))
    assert measure(run, "programme.car.switches") == 0


def nobody_can_deliver(run: Run) -> None:
    """The opening stock is built in, then the line stands still."""
    nothing_moves(run)
    series = run.result.record.programmes["car"]
    assert series.short_vehicles[-1] == series.wanted_vehicles[-1] > 0
    assert measure(run, "programme.car.fill_rate") < 0.02
    assert measure(run, "programme.car.lost_vehicles") > 0


def never_supplied(run: Run) -> None:
    nothing_moves(run)
    assert measure(run, "programme.car.fill_rate") == 0
    assert measure(run, "programme.car.unsourced_share") == 1
    assert math.isnan(measure(run, "plant.near-plant.first_sop_year"))


def only_plant_supplies(run: Run) -> None:
    assert measure(run, "programme.car.share_from_works") == 1
    assert measure(run, "programme.car.fill_rate") == 1
    assert measure(run, "programme.car.no_second_source_share") == 1
    assert measure(run, "programme.car.switches") == 0


def stays_with_the_far_plant(run: Run) -> None:
    assert len(run.result.record.reviews) > 5
    assert measure(run, "programme.car.switches") == 0
    assert measure(run, "programme.car.share_from_far-plant") == 1
    assert not run.result.record.payments


def switches_at_no_cost(run: Run) -> None:
    assert measure(run, "programme.car.switches") == 1
    assert measure(run, "programme.car.final_share_from_near-plant") == 1
    assert measure(run, "programme.car.switching_eur_per_kwh") == 0


def reviews_all_the_time(run: Run) -> None:
    """A month is the shortest interval; beyond it every day on which cells are short asks for a review, and has one."""
    days = [review.day for review in run.result.record.reviews]
    short = {
        day for day, vehicles in enumerate(run.result.record.programmes["car"].short_vehicles) if vehicles
    }
    monthly = {round(k * 365.25 / 12) for k in range(1, 27)}
    assert len(short) > 400
    assert len(days) == len(set(days))
    assert short | monthly <= set(days)


def one_day(run: Run) -> None:
    assert run.result.record.step_edges == [0, 1]
    assert measure(run, "programme.car.fill_rate") == 1
    assert measure(run, "programme.car.delivered_gwh") == 0
    assert len(run.result.record.shipments) == 1


def ships_before_the_closure(run: Run) -> None:
    """Every road is closed from the hundredth day on: nothing leaves or arrives after it, and call-offs stay as backlog."""
    record = run.result.record
    assert max(s.departure_day for s in record.shipments) < 100
    assert record.plants["far-plant"].backlog_wh[-1] > 0
    assert measure(run, "programme.car.delivered_gwh") > 0
    assert record.programmes["car"].built_vehicles[-1] == 0


def hardly_any(run: Run) -> None:
    """A vehicle a year: two loads, the first of which lasts for eighty years."""
    assert sum(run.result.record.programmes["car"].built_vehicles) == 8
    assert measure(run, "programme.car.fill_rate") == 1


def nothing_arrives(run: Run) -> None:
    """The road takes longer than what is left of the run."""
    assert measure(run, "programme.car.delivered_gwh") == 0
    assert run.result.record.shipments
    assert math.isnan(measure(run, "programme.car.landed_cost_eur_per_kwh"))


def award_to(plant: str) -> Document:
    return {"kind": "award", "plant": plant, "date": START}


ALL_LEGS = ["far-road", "strait", "uk-road", "near-road"]
CLOSED_AT_FIRST = {"legs": ALL_LEGS, "occurs": {"kind": "dates", "dates": [START]}, "duration_days": 36_000.0}
CLOSED_LATER = CLOSED_AT_FIRST | {"occurs": {"kind": "dates", "dates": [START + dt.timedelta(days=100)]}}
SHORT_ALL_THE_TIME = {
    "service_fill_rate": 1.0,
    "service_weeks": 1,
    "least_gap_days": 1,
    "interval_months": 1,
}

EXTREMES = {
    "zero demand": of_world(
        nobody_wants_anything, {"programmes.car.demand.points.0": NOTHING | {"date": START}}
    ),
    "zero demand under every plant that is small": of_world(
        nobody_wants_anything,
        {
            "programmes.car.demand.scale": 0.0,
            "plants.far-plant.minimum_order_gwh": 5.0,
            "plants.near-plant.minimum_order_gwh": 5.0,
        },
    ),
    "zero capacity": of_world(
        nobody_can_deliver,
        {
            "plants.far-plant.phases.p1.nameplate_gwh": 0.0,
            "plants.near-plant.phases.p1.nameplate_gwh": 0.0,
        },
    ),
    "zero utilisation": of_world(
        nobody_can_deliver, {"plants.far-plant.oee": 0.0, "plants.near-plant.oee": 0.0}
    ),
    "one plant": Extreme(lane(1000), only_plant_supplies),
    "infinite switching cost": of_world(
        stays_with_the_far_plant,
        {
            "programmes.car.sourcing.policy": {"kind": "landed-cost"},
            "programmes.car.sourcing.switching_cost_eur": 1e12,
        },
    ),
    "zero switching cost": of_world(
        switches_at_no_cost,
        {
            "programmes.car.sourcing.policy": {"kind": "landed-cost"},
            "programmes.car.sourcing.switching_cost_eur": 0.0,
        },
    ),
    "review every day": of_world(
        reviews_all_the_time,
        {
            "run.step_days": 1,
            "run.end": START + dt.timedelta(days=800),
            "plants.far-plant.phases.p1.nameplate_gwh": 0.5,
            "plants.near-plant.phases.p1.start.sop": FAR_OFF,
            "programmes.car.sourcing.policy": {"kind": "stay"},
            "programmes.car.sourcing.triggers": SHORT_ALL_THE_TIME,
        },
    ),
    "horizon of one day": of_world(one_day, {"run.end": START + dt.timedelta(days=1)}),
    "plants that never open": of_world(
        never_supplied,
        {
            "agreements": {},
            "plants.far-plant.phases.p1.start.sop": FAR_OFF,
            "plants.near-plant.phases.p1.start.sop": FAR_OFF,
        },
    ),
    "a plant that never opens, under contract": of_world(
        never_supplied,
        {
            "agreements.car-far": {"programme": "car", "plant": "near-plant", "start": dt.date(2022, 1, 1)},
            "plants.near-plant.phases.p1.cancel_probability": 1.0,
            "programmes.car.sourcing.policy": {"kind": "stay"},
        },
    ),
    "every leg closed": of_world(nobody_can_deliver, {"disruptions.flood": CLOSED_AT_FIRST}),
    "every leg closed from a day on": of_world(ships_before_the_closure, {"disruptions.flood": CLOSED_LATER}),
    "every leg refuses cells": of_world(
        nobody_can_deliver, {**{f"legs.{name}.dangerous_goods": 0.0 for name in ALL_LEGS}}
    ),
    "one vehicle a year": of_world(
        hardly_any,
        {
            "programmes.car.demand.points.0": {"date": START, "low": 1.0, "mode": 1.0, "high": 1.0},
            "programmes.car.sourcing.policy": award_to("near-plant"),
        },
    ),
    "a road of seven years": of_world(
        nothing_arrives,
        {
            "run.end": dt.date(2028, 6, 30),
            "legs.uk-road.transit_days": 2_600.0,
            "programmes.car.sourcing.policy": {"kind": "stay"},
        },
    ),
}


@pytest.mark.parametrize("extreme", EXTREMES.values(), ids=EXTREMES.keys())
def test_at_the_edge_of_what_a_scenario_can_say_all_still_holds(extreme, tmp_path):
    """The run itself checks its mass balances; every table is made, and every measure is a number or NaN."""
    run = sim.run(written(tmp_path, extreme.document))
    extreme.holds(run)
    assert not [name for name, value in run.measures.items() if math.isinf(value)]
    assert all(b"".join(table.csv()) for table in run.tables().values())


@pytest.mark.parametrize(
    "changes", [{"legs.uk-road.transit_days": 3_000.0}, {"programmes.car.safety_days": 3_000.0}]
)
def test_orders_may_cover_more_than_eight_years(changes, tmp_path):
    stays = {"programmes.car.sourcing.policy": {"kind": "stay"}}
    run = sim.run(written(tmp_path, changed(world(), changes | stays)))
    assert run.result.record.call_offs


def assert_shown(document: Document, folder: Path) -> None:
    """The command shows and writes it all: no traceback, no warning, a page."""
    said = cellswitch("run", written(folder, document), "--out", folder / "results")
    assert said.code == 0, said.err
    assert "Traceback" not in said.err
    [page] = (folder / "results").glob("*/*.html")
    assert page.stat().st_size > 0


def test_the_command_shows_a_run_of_one_day(tmp_path):
    assert_shown(EXTREMES["horizon of one day"].document, tmp_path)


@pytest.mark.verify
def test_the_command_shows_every_extreme_run(tmp_path, proof):
    failed = []
    for number, (name, extreme) in enumerate(EXTREMES.items()):
        folder = tmp_path / str(number)
        folder.mkdir()
        try:
            assert_shown(extreme.document, folder)
        except AssertionError as error:
            failed.append((name, error))
    proof(
        "degenerate and extreme scenarios that `cellswitch run` does not show",
        len(failed),
        f"0 of {len(EXTREMES)}",
    )
    assert not failed
