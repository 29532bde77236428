import datetime as dt
import math

import numpy as np
import pytest

from sim.rules.tables import tables
from tests.rules.legs import LEGS
from tests.rules.run_records import LOAD_WH, costs_of, period, run_record, shipment, small_world

# Steps end on 2021-07-08, 15, 22, 29 and 2021-08-05: the last straddles the months and counts to August.
EDGES = [0, 7, 14, 21, 28, 35]
WORLD = small_world(35)
SHIPMENTS = [
    shipment(0, 0, 7, 14, loads=2),
    shipment(1, 0, 7, 28),
    shipment(1, 7, 14, 29),  # received on 2021-07-30, in the step that ends in August
    shipment(0, 21, 35, 40, loads=3),
]


def made(**fields):
    record = run_record(EDGES, SHIPMENTS, wanted=[0, 100, 100, 50, 50], built=[0, 100, 50, 50, 50])
    for name, value in fields.items():
        setattr(record, name, value)
    return tables(record, WORLD, costs_of(WORLD), LEGS)


def columns(table, *names):
    return [table.columns[name].tolist() for name in names]


def test_a_step_counts_to_the_month_of_its_last_day():
    found = made()["programmes"]
    assert columns(found, "month", "wanted_vehicles", "built_vehicles", "short_vehicles") == [
        ["2021-07", "2021-08"],
        [250, 50],
        [200, 50],
        [50, 0],
    ]
    # Received 8 + 4 MWh by July's last step, 4 MWh in August's; used 50 kWh a vehicle.
    assert columns(found, "received_gwh", "used_gwh", "stock_gwh") == [
        [0.012, 0.004],
        [0.01, 0.0025],
        [0.002, 0.0035],
    ]


def test_stock_cover_is_the_mean_over_the_months_steps_with_a_need():
    record = run_record(EDGES, opening_wh=LOAD_WH)
    record.programmes["car"].forecast_wh_per_year = np.array([1.0, 0.0, 365e6, 365e6, 730e6, 0.0])
    found = tables(record, WORLD, costs_of(WORLD), LEGS)["programmes"].columns["stock_cover_days"]
    assert found[0] == pytest.approx((4 + 4 + 2) / 3, rel=1e-12)
    assert math.isnan(found[1])


def test_supply_says_who_agreed_and_who_delivered():
    periods = [period("far", 0, 30), period("near", 30, 35, share=0.6)]
    found = made(periods=periods)["supply"]
    assert list(found.rows()) == [
        ("2021-07", "car", "far-plant", 1.0, 0.008, pytest.approx(2 / 3)),
        ("2021-08", "car", "far-plant", 0.0, 0.0, 0.0),
        ("2021-07", "car", "near-plant", 0.0, 0.004, pytest.approx(1 / 3)),
        ("2021-08", "car", "near-plant", 0.6, 0.004, 1.0),
    ]


def test_a_month_without_receipts_has_no_received_share():
    record = run_record(EDGES)
    found = tables(record, WORLD, costs_of(WORLD), LEGS)["supply"]
    assert found.columns["plant"].tolist() == ["far-plant"] * 2
    assert all(math.isnan(share) for share in found.columns["received_share"])


def test_plants_by_month():
    found = made()["plants"]
    assert columns(found, "plant", "month") == [
        ["far-plant", "far-plant", "near-plant", "near-plant"],
        ["2021-07", "2021-08"] * 2,
    ]
    # The far plant ships 8 MWh in July and 12 in August, and could have made twice that.
    assert columns(found, "made_gwh", "capacity_gwh", "idle_gwh")[0][:2] == [0.008, 0.012]
    assert columns(found, "idle_gwh")[0][:2] == [0.008, 0.012]
    assert columns(found, "backlog_gwh")[0] == [0.012, 0.0, 0.0, 0.0]
    # The car books its whole forecast of 1 GWh a year at the far plant, of 20 GWh of planned capacity.
    booked = columns(
        found, "booked_gwh_per_year", "planned_capacity_gwh_per_year", "free_gwh_per_year", "customers"
    )
    assert [values[0] for values in booked] == [1.0, 20.0, 19.0, 1]
    assert [values[2] for values in booked] == [0.0, 20.0, 20.0, 0]


def test_outside_customers_book_capacity():
    points = [
        {"date": dt.date(2021, 7, 1), "gwh_per_year": 7.0},
        {"date": dt.date(2021, 8, 5), "gwh_per_year": 14.0},
    ]
    world = small_world(35, **{"plants__near-plant__background": {"points": points, "factor": 2.0}})
    found = tables(run_record(EDGES), world, costs_of(world), LEGS)["plants"]
    # Straight from 7 to 14 GWh a year over 35 days, times two: 25.2 on day 28, 28 on day 35.
    assert found.columns["booked_gwh_per_year"][2:] == pytest.approx([25.2, 28.0], rel=1e-12)


def test_months_without_the_end_of_a_step_have_no_row():
    # A run of 28-day steps from 1 July: steps end on 29 July and 26 August.
    found = tables(run_record([0, 28, 56]), small_world(56, run__step_days=28), costs_of(WORLD), LEGS)
    assert found["programmes"].columns["month"].tolist() == ["2021-07", "2021-08"]
