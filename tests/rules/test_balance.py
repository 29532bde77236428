import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.core.errors import BrokenInvariant
from sim.rules.balance import check_balance
from tests.rules.run_records import LOAD_WH, run_record, shipment

EDGES = [0, 7, 14, 21, 28]
SHIPMENTS = [
    shipment(0, 7, 14, 17),
    shipment(0, 7, 14, 19, loads=2),
    shipment(1, 14, 21, 22),
    shipment(0, 21, 28, 32),
]


def record():
    return run_record(EDGES, SHIPMENTS, wanted=[0, 0, 160, 160], built=[0, 0, 160, 150])


@st.composite
def shipment_lists(draw):
    days = st.integers(0, 27)
    rows = draw(
        st.lists(st.tuples(st.integers(0, 1), days, days, st.integers(1, 40), st.integers(1, 3)), max_size=12)
    )
    return [
        shipment(route, min(a, b), max(a, b), max(a, b) + transit, loads=loads)
        for route, a, b, transit, loads in rows
    ]


@given(shipment_lists())
def test_what_is_shipped_received_and_in_transit_always_balances(shipments):
    check_balance(run_record(EDGES, shipments))


def test_an_opening_stock_and_a_closing_stock_balance():
    check_balance(run_record(EDGES, SHIPMENTS, opening_wh=3 * LOAD_WH, wanted=[100], built=[100]))


def plants_series(name):
    return lambda run: getattr(run.plants["far-plant"], name)


def programmes_series(name):
    return lambda run: getattr(run.programmes["car"], name)


@pytest.mark.parametrize(
    ("series", "step", "message"),
    [
        # One Wh too much in one series; built is in vehicles of 50,000 Wh.
        (plants_series("made_wh"), 2, "plant far-plant is out by 1 Wh"),
        (plants_series("background_wh"), 2, "plant far-plant is out by -1 Wh"),
        (plants_series("stock_wh"), 0, "plant far-plant is out by 1 Wh"),
        (plants_series("stock_wh"), -1, "plant far-plant is out by -1 Wh"),
        (plants_series("backlog_wh"), -1, "plant far-plant, call-offs, is out by -1 Wh"),
        (programmes_series("stock_wh"), 0, "programme car is out by 1 Wh"),
        (programmes_series("stock_wh"), -1, "programme car is out by -1 Wh"),
        (programmes_series("built_vehicles"), 3, "programme car is out by -50000 Wh"),
    ],
)
def test_a_watt_hour_too_much_anywhere_is_named_with_its_owner(series, step, message):
    run = record()
    series(run)[step] += 1
    with pytest.raises(BrokenInvariant, match=re.escape(message)):
        check_balance(run)


def test_a_shipment_that_its_plant_did_not_book_is_named():
    run = record()
    run.shipments.append(shipment(1, 7, 14, 18))
    with pytest.raises(
        BrokenInvariant, match="plant near-plant, shipments against its series, is out by 4000000 Wh"
    ):
        check_balance(run)


def test_a_receipt_that_its_programme_did_not_book_is_named():
    run = record()
    run.shipments[-1] = run.shipments[-1]._replace(arrival_day=28)
    with pytest.raises(
        BrokenInvariant, match="programme car, receipts against its series, is out by 4000000 Wh"
    ):
        check_balance(run)


def test_a_lane_that_ships_what_another_lane_called_off_is_named():
    run = record()
    run.programmes["van"] = run_record(EDGES).programmes["car"]
    run.wh_per_vehicle["van"] = 50_000
    run.call_offs[0] = run.call_offs[0]._replace(programme="van")
    with pytest.raises(BrokenInvariant, match="lane far-plant to car is out by -4000000 Wh"):
        check_balance(run)


def test_all_that_does_not_close_is_named_at_once():
    run = record()
    run.plants["near-plant"].stock_wh[-1] += 5
    run.programmes["car"].stock_wh[-1] -= 7
    with pytest.raises(
        BrokenInvariant, match=r"plant near-plant is out by -5 Wh; .*programme car is out by 7 Wh"
    ):
        check_balance(run)
