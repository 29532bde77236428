import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.facts import run_facts
from sim.rules.ledger import PARTS, shipment_ledger
from tests.rules.run_records import LOAD_WH, costs_of, period, run_record, shipment, small_world

EDGES = [0, 7, 14, 21, 28]
CHANGES = {
    "economics": {"cost_of_capital": 0.08, "eur_per_t_co2e": 100.0},
    "duties": {
        "in": {"origin_zone": "eu", "destination_zone": "uk", "start": dt.date(2021, 7, 10), "rate": 0.1}
    },
}


WORLD = small_world(**CHANGES)


def ledger_of(shipments, *, periods=None, forecast_gwh=1.0, **changes):
    scenario = small_world(**CHANGES | changes) if changes else WORLD
    record = run_record(EDGES, shipments, forecast_gwh=forecast_gwh)
    record.periods = record.periods if periods is None else periods
    facts = run_facts(record, scenario)
    return shipment_ledger(facts, facts.shipments, costs_of(scenario))


def test_a_load_costs_its_price_freight_duty_capital_and_carbon():
    money = ledger_of([shipment(0, 7, 14, 17)])
    # 4,000 kWh x 90 = 360,000; freight 1,100 a load; duty 10 % of 361,100, in force since day 9;
    # 3 days of 8 % a year on 360,000; 1,437.36 kg at 100 EUR/t.
    expected = [360_000.0, 1_100.0, 36_110.0, 360_000 * 0.08 * 3 / 365, 143.736]
    assert [eur[0] for eur in money.eur.values()] == pytest.approx(expected, rel=1e-12)
    assert money.kg_co2e[0] == 1_437.36


def test_duty_is_free_before_its_first_day_and_within_a_zone():
    # The far plant's load left on day 7, before the duty; the near plant is in the buyer's zone.
    money = ledger_of([shipment(0, 0, 7, 14), shipment(1, 7, 14, 15)])
    assert money.eur["duty"].tolist() == [0.0, 0.0]


def test_the_price_is_that_of_the_day_of_departure():
    # From 90 on day 0 straight to 62 on day 28: 83 on day 7, 69 on day 21.
    points = [
        {"date": dt.date(2021, 7, 1), "eur_per_kwh": 90.0},
        {"date": dt.date(2021, 7, 29), "eur_per_kwh": 62.0},
    ]
    money = ledger_of(
        [shipment(0, 0, 7, 27), shipment(0, 0, 21, 27)], **{"prices__europe-nmc__points": points}
    )
    assert money.eur["price"] / 4_000 == pytest.approx([83.0, 69.0], rel=1e-12)


def test_an_agreed_price_is_a_multiple_of_the_plants_price():
    # `car-far` is stated in the scenario; `car-award-01` is known by its periods; `car-late` has neither.
    agreements = ["car-far", "car-award-01", "car-late"]
    periods = [
        period("far", 0, 28),
        period("near", 14, 28, price_factor=0.9)._replace(agreement="car-award-01"),
    ]
    shipments = [shipment(0, 7, 14, 17, agreement=agreement) for agreement in agreements]
    money = ledger_of(shipments, periods=periods, **{"agreements__car-far__price_factor": 1.2})
    assert money.eur["price"] / 4_000 == pytest.approx([108.0, 81.0, 90.0], rel=1e-12)


@pytest.mark.parametrize(("greatest_share", "price"), [(0.5, 90.0), (1.0, 85.5)])
def test_the_volume_of_a_price_step_is_the_forecast_times_the_agreements_greatest_share(
    greatest_share, price
):
    # A forecast of 1.5 GWh a year and a step of 5 % at 1 GWh; phasing in at 10 % does not count.
    periods = [period("far", 0, 14, share=0.1), period("far", 14, 28, share=greatest_share)]
    steps = {"prices__europe-nmc__volume_steps": [{"from_gwh_per_year": 1.0, "factor": 0.95}]}
    money = ledger_of([shipment(0, 0, 7, 14)], periods=periods, forecast_gwh=1.5, **steps)
    assert money.eur["price"][0] / 4_000 == pytest.approx(price, rel=1e-12)


def test_no_shipments_make_an_empty_ledger():
    money = ledger_of([])
    assert [len(money.eur[part]) for part in PARTS] == [0] * 5
    assert money.kg_co2e.shape == (0,)


@given(st.lists(st.integers(1, 30), min_size=1, max_size=5))
def test_loads_cost_the_same_in_one_shipment_or_in_many(parts):
    together = ledger_of([shipment(0, 7, 14, 19, loads=sum(parts))])
    apart = ledger_of([shipment(0, 7, 14, 19, loads=part) for part in parts])
    for part in PARTS:
        assert apart.eur[part].sum() == pytest.approx(together.eur[part][0], rel=1e-12)
    assert apart.kg_co2e.sum() == pytest.approx(together.kg_co2e[0], rel=1e-12)


@given(st.permutations(range(4)))
def test_a_shipments_cost_stands_in_its_own_place(order):
    shipments = [
        shipment(0, 0, 7, 9),
        shipment(1, 0, 14, 15),
        shipment(0, 7, 14, 19, loads=3),
        shipment(1, 7, 21, 22),
    ]
    whole = ledger_of(shipments)
    money = ledger_of([shipments[place] for place in order])
    for part in PARTS:
        assert money.eur[part].tolist() == whole.eur[part][order].tolist()


def test_a_load_is_the_shipments_energy_over_its_loads():
    # A container of 12 MWh at the same freight a load: 1,100 EUR over 12,000 kWh.
    money = ledger_of([shipment(0, 7, 14, 17)._replace(energy_wh=3 * LOAD_WH)])
    assert money.eur["freight"][0] == pytest.approx(1_100.0, rel=1e-12)
    assert money.eur["price"][0] == pytest.approx(1_080_000.0, rel=1e-12)
