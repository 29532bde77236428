import datetime as dt
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.core.arrays import whole
from sim.core.records import PhaseEvent
from sim.core.units import WH_PER_GWH
from tests.rules.run_records import measured, period, run_record, shipment, small_world

EDGES = [0, 7, 14, 21, 28]
WORLD = small_world()
SHIPMENTS = [shipment(0, 3, 14, 17, loads=3), shipment(0, 14, 28, 33)]


def far(record=None, world=WORLD):
    return measured(record or run_record(EDGES, SHIPMENTS), world, "far-plant")


def test_output_of_a_hand_worked_run():
    found = far()
    # Made 16 MWh of a possible 32, with 3.2 MWh of scrap, in 28 days.
    assert found["output_gwh"] == 0.016
    assert found["scrap_gwh"] == 0.0032
    assert found["scrap_share"] == pytest.approx(1 / 6, rel=1e-12)
    assert found["utilisation_share"] == 0.5
    assert found["idle_gwh_per_year"] == pytest.approx(0.016 * 365 / 28, rel=1e-12)


def test_backlog_of_a_hand_worked_run():
    # 12 MWh called off in step 1 and shipped in step 2; 4 MWh called off in step 2 and shipped in step 4.
    found = far()
    assert found["backlog_gwh_days"] == pytest.approx(0.012 * 7 + 0.004 * 14, rel=1e-12)
    assert found["backlog_gwh"] == pytest.approx((0.012 * 7 + 0.004 * 14) / 28, rel=1e-12)


def test_a_shorter_last_step_weighs_less():
    record = run_record([0, 7, 10])
    record.plants["far-plant"].backlog_wh = whole([0, 0, WH_PER_GWH])
    found = far(record, small_world(10))
    assert found["backlog_gwh"] == pytest.approx(0.3, rel=1e-12)


@given(st.lists(st.integers(0, 10**12), min_size=4, max_size=4), st.floats(0, 1))
def test_utilisation_and_idle_capacity_say_the_same(capacity, share):
    record = run_record(EDGES)
    plant = record.plants["far-plant"]
    plant.capacity_wh = whole([0, *capacity])
    plant.made_wh = whole([0, *(int(wh * share) for wh in capacity)])
    found = far(record)
    could_have_made = sum(capacity) / 1e9
    if could_have_made:
        idle_gwh = found["idle_gwh_per_year"] * 28 / 365
        assert found["utilisation_share"] == pytest.approx(1 - idle_gwh / could_have_made, abs=1e-12)
    else:
        assert math.isnan(found["utilisation_share"])


def test_a_running_plant_started_before_the_run_and_a_coming_one_when_its_phase_does():
    record = run_record(EDGES)
    record.phase_events = [
        PhaseEvent("near-plant", "p1", 2, "slipped", WH_PER_GWH, 20),
        PhaseEvent("near-plant", "p2", 21, "started", WH_PER_GWH, 21),
        PhaseEvent("near-plant", "p1", 14, "started", WH_PER_GWH, 14),
    ]
    assert far(record)["first_sop_year"] == 2019.0
    assert measured(record, WORLD, "near-plant")["first_sop_year"] == 2021 + 195 / 365  # 2021-07-15


def test_a_plant_that_never_starts_has_no_start():
    assert math.isnan(measured(run_record(EDGES), WORLD, "near-plant")["first_sop_year"])


def test_customers_at_the_end_hold_a_share_on_the_last_day():
    record = run_record(EDGES)
    record.periods = [period("far", 0, 20), period("near", 20, 28)]
    assert far(record)["end_customers"] == 0
    assert measured(record, WORLD, "near-plant")["end_customers"] == 1
    assert far(record)["end_nameplate_gwh_per_year"] == 20.0


def background(gwh_per_year):
    return {
        "plants__far-plant__background": {
            "points": [{"date": dt.date(2021, 7, 1), "gwh_per_year": gwh_per_year}]
        }
    }


@pytest.mark.parametrize(("outside_gwh", "sold_out_share"), [(18.9, 0.0), (19.0, 0.5), (20.0, 1.0)])
def test_a_plant_is_sold_out_while_bookings_reach_its_planned_capacity(outside_gwh, sold_out_share):
    # Nameplate 20 GWh at a planned utilisation of 1; the car books 1 GWh a year from day 14 to day 28.
    record = run_record(EDGES)
    record.periods = [period("far", 15, 28)]
    found = far(record, small_world(**background(outside_gwh)))
    assert found["sold_out_share"] == sold_out_share


def test_the_sold_out_date_is_the_first_step_that_is_booked_out():
    record = run_record(EDGES)
    record.periods = [period("far", 15, 28)]
    found = far(record, small_world(**background(19.0)))
    assert found["first_sold_out_year"] == 2021 + 202 / 365  # 2021-07-22
    assert math.isnan(far(record)["first_sold_out_year"])


def test_before_its_first_phase_a_plant_is_not_sold_out():
    record = run_record(EDGES)
    record.plants["near-plant"].nameplate_wh_per_year = whole([0, 0, 0, 0, 0])
    found = measured(record, WORLD, "near-plant")
    assert math.isnan(found["sold_out_share"])
    assert math.isnan(found["first_sold_out_year"])
