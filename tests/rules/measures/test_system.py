import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.core.records import Payment
from sim.rules.measures import measure_keys, measures
from tests.rules.run_records import costs_of, measured, run_record, shipment, small_world
from tests.rules.tables.large_run import LOAD_WH, PROGRAMMES, large_record, large_scenario

WORLD = large_scenario()


@pytest.fixture(scope="module")
def values():
    vector = measures(large_record(300), WORLD, costs_of(WORLD)).tolist()
    return {(key.owner, key.name): value for key, value in zip(measure_keys(WORLD), vector, strict=True)}


@pytest.mark.parametrize(
    "name", ["delivered_gwh", "unmet_vehicles", "emissions_t_co2e", "total_cost_eur_million"]
)
def test_the_system_is_the_sum_of_its_programmes(values, name):
    total = sum(values[programme, name] for programme in PROGRAMMES)
    assert values["", name] == pytest.approx(total, rel=1e-12)
    assert total > 0


def test_transport_is_delivered_energy_times_distance(values):
    terms = [values[p, "delivered_gwh"] * values[p, "logistics_distance_km"] for p in PROGRAMMES]
    assert values["", "transport_gwh_km"] == pytest.approx(sum(terms), rel=1e-12)


def test_the_landed_cost_is_weighted_by_delivered_energy(values):
    terms = [values[p, "delivered_gwh"] * values[p, "landed_cost_eur_per_kwh"] for p in PROGRAMMES]
    expected = sum(terms) / values["", "delivered_gwh"]
    assert values["", "landed_cost_eur_per_kwh"] == pytest.approx(expected, rel=1e-12)


def test_the_system_of_a_hand_worked_run():
    # One load of 4 MWh over 562 km; 80 of 100 vehicles of 50 kWh are built; 10,000 EUR are paid beside it.
    record = run_record([0, 7, 14], [shipment(0, 0, 7, 9)], wanted=[0, 100], built=[0, 80])
    record.payments = [Payment("car", "far-plant", 7, "switching", 10_000.0)]
    found = measured(record, small_world(14), "")
    assert found["delivered_gwh"] == LOAD_WH / 1e9
    assert found["unmet_vehicles"] == 20
    assert found["unmet_gwh"] == 0.001
    assert found["transport_gwh_km"] == pytest.approx(0.004 * 562, rel=1e-12)
    assert found["emissions_t_co2e"] == pytest.approx(1.43736, rel=1e-12)
    # 360,000 for the cells, 1,100 freight, 2 days at 8 % a year, 10,000 for the switch.
    expected = 0.3611 + 0.36 * 0.08 * 2 / 365 + 0.01
    assert found["total_cost_eur_million"] == pytest.approx(expected, rel=1e-12)
    assert found["landed_cost_eur_per_kwh"] == pytest.approx(expected * 1e6 / 4_000, rel=1e-12)


@given(st.integers(0, 10**6))
def test_without_deliveries_there_is_a_cost_but_none_a_kwh(eur):
    record = run_record([0, 7, 14])
    record.payments = [Payment("car", "far-plant", 7, "take-or-pay", float(eur))]
    found = measured(record, small_world(14), "")
    assert found["total_cost_eur_million"] == eur / 1e6
    assert math.isnan(found["landed_cost_eur_per_kwh"])
