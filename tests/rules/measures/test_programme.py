import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.core.arrays import whole
from sim.core.records import Payment, Switch
from sim.rules.measures.deliveries import weighted_p95
from sim.rules.measures.programme import COST_PARTS
from tests.rules.run_records import LOAD_WH, measured, period, run_record, shipment, small_world

EDGES = [0, 7, 14, 21, 28]
SHIPMENTS = [
    shipment(0, 0, 7, 10),
    shipment(0, 0, 7, 12, loads=2),
    shipment(1, 7, 14, 16),
    shipment(0, 14, 28, 33),  # in transit at the end
]


WORLD = small_world(economics={"cost_of_capital": 0.08, "eur_per_t_co2e": 100.0})


def values(shipments=SHIPMENTS, **fields):
    record = run_record(EDGES, shipments, wanted=[0, 160, 160, 160], built=[0, 160, 100, 60])
    for name, value in fields.items():
        setattr(record, name, value)
    return measured(record, WORLD)


@st.composite
def some_shipments(draw):
    rows = st.tuples(st.integers(0, 1), st.integers(0, 19), *[st.integers(1, 9)] * 3)
    drawn = draw(st.lists(rows, min_size=1, max_size=9))
    return [
        shipment(route, day, day + wait, day + wait + way, loads=loads)
        for route, day, wait, way, loads in drawn
    ]


@given(some_shipments(), st.floats(0, 1e7))
def test_the_parts_add_up_to_the_landed_cost_to_the_last_bit(shipments, eur):
    found = values(shipments, payments=[Payment("car", "near-plant", 3, "switching", eur)])
    parts = [found[f"{part}_eur_per_kwh"] for part in COST_PARTS]
    assert np.array_equal(found["landed_cost_eur_per_kwh"], sum(parts), equal_nan=True)


@given(some_shipments())
def test_shares_of_supply_add_up_to_one_or_do_not_apply(shipments):
    found = values(shipments)
    received = any(s.arrival_day <= 28 for s in shipments)
    for name in ("share_from_", "final_share_from_"):
        total = found[f"{name}far-plant"] + found[f"{name}near-plant"]
        assert total == pytest.approx(1.0, rel=1e-12) if received else math.isnan(total)


@given(some_shipments(), st.integers(2, 9))
def test_more_of_the_same_costs_the_same_a_kwh(shipments, times):
    more = [s._replace(loads=s.loads * times, energy_wh=s.energy_wh * times) for s in shipments]
    once, often = values(shipments), values(more)
    for name in (
        "landed_cost_eur_per_kwh",
        "logistics_distance_km",
        "lead_time_mean_days",
        "lead_time_p95_days",
    ):
        assert often[name] == pytest.approx(once[name], rel=1e-12, nan_ok=True)
    assert often["delivered_gwh"] == pytest.approx(times * once["delivered_gwh"], rel=1e-12)
    assert often["total_cost_eur_million"] == pytest.approx(times * once["total_cost_eur_million"], rel=1e-12)


@given(some_shipments().flatmap(st.permutations))
def test_the_order_of_shipments_changes_nothing(shipments):
    ordered = values(sorted(shipments))
    for name, value in values(shipments).items():
        assert value == pytest.approx(ordered[name], rel=1e-12, nan_ok=True), name


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 60), st.integers(1, 9)), max_size=40))
def test_the_weighted_percentile_is_that_of_every_load_counted_once(rows):
    group, days, loads = (
        np.array(column, dtype=np.int64) for column in (zip(*rows, strict=True) if rows else ((), (), ()))
    )
    found = weighted_p95(group, days, loads, 3)
    for index in range(3):
        every = np.repeat(days[group == index], loads[group == index])
        expected = np.sort(every)[math.ceil(95 * len(every) / 100) - 1] if len(every) else math.nan
        assert np.array_equal(found[index], expected, equal_nan=True)


def test_deliveries_of_a_hand_worked_run():
    found = values()
    # Received: 3 loads (12 MWh) over 562 km, 1 load (4 MWh) over 320 km. In transit: 1 load.
    assert found["delivered_gwh"] == 0.016
    assert found["share_from_far-plant"] == 0.75
    assert found["share_from_near-plant"] == 0.25
    assert found["logistics_distance_km"] == 0.75 * 562 + 0.25 * 320
    # 3 x 1,437.36 + 599.04 = 4,911.12 kg over 16,000 kWh.
    assert found["emissions_t_co2e"] == pytest.approx(4.91112, rel=1e-12)
    assert found["emissions_kg_co2e_per_kwh"] == pytest.approx(0.306945, rel=1e-12)
    # Lead times: 1 load in 10 days, 2 in 12, 1 in 9: mean 43 / 4; 95 % of four loads is the fourth.
    assert found["lead_time_mean_days"] == 10.75
    assert found["lead_time_p95_days"] == 12.0
    # First receipt on 2021-07-11, the 192nd day of the year.
    assert found["first_supply_year"] == 2021 + 191 / 365


def test_costs_of_a_hand_worked_run():
    payments = [
        Payment("car", "near-plant", 7, "switching", 20_000.0),
        Payment("car", "far-plant", 20, "take-or-pay", 4_000.0),
        Payment("van", "far-plant", 20, "take-or-pay", 999.0),
    ]
    found = values(payments=payments)
    assert found["price_eur_per_kwh"] == pytest.approx(90.0, rel=1e-12)
    assert found["freight_eur_per_kwh"] == pytest.approx((3 * 1_100 + 480) / 16_000, rel=1e-12)
    assert found["duty_eur_per_kwh"] == 0.0
    # Days in transit by load: 3, 5, 5 and 2, so 15 of 90 EUR x 4,000 kWh at 8 % a year.
    assert found["transit_capital_eur_per_kwh"] == pytest.approx(90 * 0.08 / 365 * 15 / 4, rel=1e-12)
    assert found["carbon_eur_per_kwh"] == pytest.approx(0.0306945, rel=1e-12)
    assert found["switching_eur_per_kwh"] == 24_000 / 16_000
    assert found["total_cost_eur_million"] == pytest.approx(
        found["landed_cost_eur_per_kwh"] * 0.016, rel=1e-12
    )


def test_what_is_in_transit_at_the_end_counts_for_nothing():
    assert values(SHIPMENTS[:-1]) == pytest.approx(values(), nan_ok=True, rel=0)


def test_the_final_share_is_that_of_the_last_365_days():
    # A run of 400 days: day 35 is the last that is too early.
    shipments = [shipment(0, 0, 7, 35, loads=9), shipment(0, 0, 7, 36), shipment(1, 0, 7, 399, loads=3)]
    found = measured(run_record([*range(0, 400, 7), 400], shipments), small_world(400))
    assert found["final_share_from_near-plant"] == 0.75
    assert found["share_from_near-plant"] == 3 / 13


def test_service_of_a_hand_worked_run():
    found = values()
    # Wanted 480 from step 2 on; short 60 in step 3 and 100 in step 4: 7 x 60/160 + 7 x 100/160 days.
    assert found["fill_rate"] == pytest.approx(320 / 480, rel=1e-12)
    assert found["short_vehicles"] == found["unmet_vehicles"] == found["lost_vehicles"] == 160
    assert found["outage_vehicles"] == 0
    assert found["line_stop_days"] == pytest.approx(7.0, rel=1e-12)
    # Stock after steps 2, 3, 4: 12 - 8 = 4, 4 + 4 - 5 = 3, 3 - 3 = 0 MWh; a day's need is 1 GWh / 365.
    assert found["stock_cover_days"] == pytest.approx((4 + 3 + 0) / 3 / (1_000 / 365), rel=1e-12)


def test_outages_are_not_held_against_the_supply_of_cells():
    record = run_record(EDGES, wanted=[100, 100], built=[60, 100], opening_wh=LOAD_WH * 2)
    record.programmes["car"].outage_vehicles[1] = 40
    record.programmes["car"].short_vehicles[1] = 0
    found = measured(record, WORLD)
    assert found["fill_rate"] == 1.0
    assert found["outage_vehicles"] == found["lost_vehicles"] == 40
    assert found["unmet_vehicles"] == found["line_stop_days"] == 0


def test_vehicles_made_up_are_not_lost():
    # Short of 40 in step 1, of which 30 are made up in step 2.
    record = run_record(EDGES, wanted=[100, 100], built=[60, 130], opening_wh=LOAD_WH * 3)
    record.programmes["car"].short_vehicles = whole([0, 40, 0, 0, 0])
    found = measured(record, WORLD)
    assert found["lost_vehicles"] == found["unmet_vehicles"] == 10
    assert found["short_vehicles"] == 40


def test_stock_before_the_first_need_and_without_a_forecast_does_not_count():
    record = run_record(EDGES, wanted=[0, 10, 10, 0], built=[0, 10, 10, 0], opening_wh=LOAD_WH)
    record.programmes["car"].forecast_wh_per_year = np.array([1.0, 1.0, 365e6, 365e6, 0.0])
    # Steps 2 and 3: 3.5 and 3 MWh of stock, 1 MWh a day.
    assert measured(record, WORLD)["stock_cover_days"] == pytest.approx(3.25, rel=1e-12)


def switch(plant, start_day, outcome, from_plant="far-plant"):
    return Switch("car", plant, from_plant, 1.0, 0, 5, start_day, -1, outcome)


def test_switches_count_once_they_start_and_first_awards_do_not():
    switches = [
        switch("near-plant", 21, "started"),
        switch("near-plant", 14, "started"),
        switch("near-plant", -1, "abandoned"),
        switch("near-plant", -1, "pending"),
        switch("near-plant", 7, "started", from_plant=""),
        switch("near-plant", 7, "started")._replace(programme="van"),
    ]
    found = values(switches=switches)
    assert found["first_switch_year"] == 2021 + 195 / 365  # 2021-07-15
    assert found["switched_by_end"] == 1
    assert found["switches"] == 2
    assert found["abandoned_switches"] == 1


def test_who_never_switched_has_no_date_of_it():
    found = values()
    assert math.isnan(found["first_switch_year"])
    assert found["switched_by_end"] == found["switches"] == 0


def test_the_unsourced_share_is_weighted_by_time_since_the_first_need():
    # The first need is in step 2, so from day 7: of 21 days 7 with 1.0, 7 with 0.4 and 7 with none.
    periods = [period("far", 0, 14), period("far", 14, 21, share=0.4)]
    assert values(periods=periods)["unsourced_share"] == pytest.approx((7 * 0.6 + 7) / 21, rel=1e-12)


def test_shares_that_add_up_to_one_leave_nothing_unsourced():
    periods = [period("far", 0, 28, share=share) for share in (0.1, 0.2, 0.7)]
    assert values(periods=periods)["unsourced_share"] == 0.0


def test_a_second_source_counts_from_the_day_a_second_plant_first_supplies():
    # From day 7 on, the near plant first holds a share on day 10 and keeps its qualification.
    periods = [period("far", 0, 28), period("near", 10, 12), period("near", 20, 28)]
    assert values(periods=periods)["no_second_source_share"] == pytest.approx(3 / 21, rel=1e-12)


def test_nothing_delivered_leaves_costs_shares_and_times_without_a_value():
    found = values([], payments=[Payment("car", "near-plant", 3, "switching", 5e6)])
    for name in (
        "landed_cost_eur_per_kwh",
        "logistics_distance_km",
        "lead_time_mean_days",
        "lead_time_p95_days",
    ):
        assert math.isnan(found[name]), name
    for name in ("share_from_far-plant", "final_share_from_far-plant", "first_supply_year"):
        assert math.isnan(found[name]), name
    assert found["delivered_gwh"] == 0.0
    assert found["total_cost_eur_million"] == 5.0


def test_a_programme_that_never_builds_has_no_service_to_measure():
    found = measured(run_record(EDGES), WORLD)
    for name in ("fill_rate", "stock_cover_days", "unsourced_share", "no_second_source_share"):
        assert math.isnan(found[name]), name
    assert found["line_stop_days"] == 0.0
