"""Mass and money balance of random worlds: watt-hours exactly, euros to 1e-12 of their sum."""

import math
from itertools import accumulate
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.core.records import RunRecord
from sim.model.replication import replicate
from sim.network.graph import LogisticsNetwork
from sim.rules.facts import run_facts
from sim.rules.landed_cost import CostBook
from sim.rules.ledger import PARTS
from sim.rules.measures.vector import measure_keys, measures
from sim.rules.tables.assembly import tables_of
from sim.sample.path import SamplePath
from sim.scenario.types.numbers import certain
from tests.builders import START, world
from tests.proofs.itself.plain.costs import landed_cost, price
from tests.proofs.itself.plain.replication import replicate_plainly
from tests.proofs.itself.plain.things import World as PlainWorld
from tests.proofs.itself.relations import drawn, relation, run
from tests.proofs.random_worlds import World, worlds

MONEY = 1e-12


def watt_hours_missing(record: RunRecord) -> int:
    """Greatest gap over plants, lanes and programmes, each from its facts: opening + in - out - closing."""
    gaps = [0]
    horizon = record.step_edges[-1]
    for plant, series in record.plants.items():
        out = sum(s.energy_wh for s in record.shipments if s.plant == plant)
        called = sum(c.energy_wh for c in record.call_offs if c.plant == plant)
        gaps.append(
            series.stock_wh[0] + sum(series.made_wh) - out - sum(series.background_wh) - series.stock_wh[-1]
        )
        gaps.append(series.backlog_wh[0] + called - out - series.backlog_wh[-1])
    for name, programme in record.programmes.items():
        came = sum(s.energy_wh for s in record.shipments if s.programme == name and s.arrival_day <= horizon)
        used = sum(programme.built_vehicles) * record.wh_per_vehicle[name]
        gaps.append(programme.stock_wh[0] + came - used - programme.stock_wh[-1])
        for plant in record.plants:
            lane = [f.energy_wh for f in record.call_offs if (f.plant, f.programme) == (plant, name)]
            sent = [f.energy_wh for f in record.shipments if (f.plant, f.programme) == (plant, name)]
            gaps.append(max(0, sum(sent) - sum(lane)))
    return max(map(abs, gaps))


def money_missing(path: SamplePath, record: RunRecord) -> float:
    """Greatest gap between tables, measures and a sum over shipments of costs of our own, as a share of the whole."""
    scenario = path.scenario
    costs = CostBook(scenario, scenario.run.calendar())
    found = dict(zip(measure_keys(scenario), measures(record, scenario, costs), strict=True))
    values = {(key.owner, key.name): value for key, value in found.items()}
    tables = tables_of(run_facts(record, scenario), costs, LogisticsNetwork(scenario).legs)
    ledger, plain = tables["ledger"].columns, replicate_plainly(path)
    gaps = [0.0]
    whole = 0.0
    for programme in record.programmes:
        own = own_costs(plain, programme)
        paid = [payment.eur for payment in record.payments if payment.programme == programme]
        total = math.fsum((*own.values(), *paid))
        whole += total
        scale = max(1.0, total)
        of_programme = ledger["programme"] == programme
        for part in PARTS:
            entered = math.fsum(ledger["cost_eur"][of_programme & (ledger["part"] == part)])
            gaps.append((entered - own[part]) / scale)
        gaps.append((math.fsum(ledger["cost_eur"][of_programme]) - total) / scale)
        gaps.append((values[programme, "total_cost_eur_million"] * 1e6 - total) / scale)
        delivered = values[programme, "delivered_gwh"]
        if delivered > 0:
            gaps.append((values[programme, "landed_cost_eur_per_kwh"] * delivered * 1e6 - total) / scale)
    freight = math.fsum(ledger["cost_eur"][ledger["part"] == "freight"])
    gaps.append((math.fsum(tables["flows"].columns["freight_eur"]) - freight) / max(1.0, freight))
    gaps.append((values["", "total_cost_eur_million"] * 1e6 - whole) / max(1.0, whole))
    return max(map(abs, gaps))


def own_costs(plain: PlainWorld, programme: str) -> dict[str, float]:
    """EUR of what a programme received within the run, by part, shipment by shipment."""
    buyer = plain.programmes[programme]
    parts: dict[str, list[float]] = {part: [] for part in PARTS}
    factors = {period[0]: period[6] for period in plain.periods}
    for plant, owner, agreement, legs, _, day, arrival, loads, wh in plain.shipments:
        if owner == programme and arrival <= plain.calendar.horizon_days:
            haul = haul_over(plain, legs)
            base = price(plain, plant, buyer, day, 0.0) * factors.get(agreement, 1.0)
            cost = landed_cost(plain, haul, buyer, plant, base=base, load_wh=wh // loads, day=day)
            kwh = wh / 1000
            for part in PARTS:
                each = getattr(cost, part)
                if part == "transit_capital":
                    each *= (arrival - day) / haul.expected_days
                parts[part].append(each * kwh)
    return {part: math.fsum(amounts) for part, amounts in parts.items()}


def haul_over(plain: PlainWorld, legs: tuple[str, ...]) -> Any:
    """What one load over these legs costs, takes and emits."""
    over = [plain.network.legs[leg] for leg in legs]
    customs = certain(plain.path.scenario.freight.customs_days)
    return SimpleNamespace(
        eur_per_load=sum(leg.eur_per_load for leg in over),
        surcharge_eur_per_load=sum(leg.surcharge_eur_per_load for leg in over),
        kg_co2e_per_load=sum(leg.kg_co2e_per_load for leg in over),
        expected_days=sum(leg.expected_days + leg.border * customs for leg in over),
    )


def balance(document: World, replication: int) -> tuple[int, float]:
    document["economics"] = {"eur_per_t_co2e": 85.0}
    path = drawn(document, replication)
    record = replicate(path)  # raises BrokenInvariant where its own balance does not close
    return watt_hours_missing(record), money_missing(path, record)


def prove_balance(proof: Any, examples: int) -> None:
    gaps: list[tuple[int, float]] = []

    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))
    @given(worlds(), st.integers(0, 9))
    def look(document: World, replication: int) -> None:
        gaps.append(balance(document, replication))
        assert gaps[-1][0] == 0
        assert gaps[-1][1] <= MONEY

    try:
        look()
    finally:
        energy, money = (max(each) for each in zip(*gaps, strict=True))
        proof(
            f"mass that is missing at any plant, lane or programme of {len(gaps)} worlds",
            f"{energy} Wh",
            "0 Wh",
        )
        proof(
            f"money that is missing in any ledger of {len(gaps)} worlds", f"{money:.1e} of it", f"{MONEY:.0e}"
        )


@pytest.mark.timeout(120)
def test_mass_and_money_balance(proof) -> None:
    prove_balance(proof, 10)


@pytest.mark.verify
def test_mass_and_money_balance_in_500_worlds(proof) -> None:
    prove_balance(proof, 500)


@relation(worlds(), st.integers(0, 3))
def test_stocks_are_never_negative_and_output_never_over_capacity(document: World, replication: int) -> None:
    record = run(document, replication)
    for series in record.plants.values():
        assert min(series.stock_wh) >= 0
        assert min(series.backlog_wh) >= 0
        assert all(0 <= made <= can for made, can in zip(series.made_wh, series.capacity_wh, strict=True))
    for programme in record.programmes.values():
        assert min(programme.stock_wh) >= 0
        assert min(programme.built_vehicles) >= 0


@relation(worlds(step_days=(1,), years=(1, 2)))
def test_pipeline_of_the_series_is_flow_times_transit_of_the_shipments(document: World) -> None:
    """Little's law, exactly: watt-hour days on the way, once from the levels and once from every shipment."""
    record = run(document)
    horizon = record.step_edges[-1]
    out = [sum(day) for day in zip(*(series.shipped_wh for series in record.plants.values()), strict=True)]
    back = [
        sum(day) for day in zip(*(series.received_wh for series in record.programmes.values()), strict=True)
    ]
    on_the_way = list(accumulate(a - b for a, b in zip(out, back, strict=True)))
    assert sum(on_the_way) == sum(
        s.energy_wh * (min(s.arrival_day, horizon + 1) - s.departure_day) for s in record.shipments
    )


@relation(worlds(), st.integers(0, 3))
def test_scrap_is_in_proportion_to_what_is_made(document: World, replication: int) -> None:
    record = run(document, replication)
    for plant, series in record.plants.items():
        most = document["plants"][plant]["quality"].get("scrap_start", 0.0)
        for made, scrap in zip(series.made_wh, series.scrap_wh, strict=True):
            assert 0 <= scrap <= made * most / (1 - most) + 2


def test_littles_law_holds_on_a_window_in_which_all_is_received() -> None:
    document = world()
    document["run"] |= {"end": START.replace(year=2024), "step_days": 1}
    points = ((START, 2e4), (START.replace(year=2023, month=1), 2e4), (START.replace(2023, 1, 2), 0.0))
    document["programmes"]["car"]["demand"]["points"] = [
        {"date": date, "low": rate, "mode": rate, "high": rate} for date, rate in points
    ]
    record = run(document)
    shipped, received = record.plants["far-plant"].shipped_wh, record.programmes["car"].received_wh
    on_the_way = np.cumsum(shipped - received).tolist()
    assert on_the_way[-1] == 0
    assert max(on_the_way) > 0
    assert sum(on_the_way) == sum(s.energy_wh * (s.arrival_day - s.departure_day) for s in record.shipments)
    days = {s.arrival_day - s.departure_day for s in record.shipments}
    assert len(days) == 1  # no spread in this world, so that L = throughput x W by hand:
    assert sum(on_the_way) == sum(received) * days.pop()
