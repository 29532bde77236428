import pytest

from sim.rules.tables import tables
from tests.rules.legs import LEGS
from tests.rules.run_records import costs_of, run_record, shipment, small_world

EDGES = [0, 7, 14, 21, 28, 35]
WORLD = small_world(35)
SHIPMENTS = [
    shipment(0, 0, 7, 14, loads=2),
    shipment(0, 7, 28, 30),
    shipment(1, 7, 35, 40),  # in transit at the end
    shipment(1, 7, 28, 29, loads=5),
]


def made(shipments=SHIPMENTS):
    return tables(run_record(EDGES, shipments), WORLD, costs_of(WORLD), LEGS)


def test_legs_are_travelled_from_the_plant_to_the_programme():
    found = made()["flows"]
    ways = {(row[1], row[2], row[3], row[4]) for row in found.rows()}
    assert ways == {
        ("far-road", "far-works", "port-eu", "road"),
        ("strait", "port-eu", "port-uk", "ferry"),
        ("uk-road", "port-uk", "car-works", "road"),
        ("near-road", "near-works", "car-works", "road"),
    }


def test_a_leg_carries_loads_energy_tonne_kilometres_money_and_emissions():
    # Three loads departed over the strait in July: 42 km, 24 t, 320 EUR and 463.68 kg each.
    (row,) = (row for row in made()["flows"].rows() if row[1] == "strait")
    assert row[0] == "2021-07"
    assert row[5:] == (
        "far-plant",
        "car",
        3,
        0.012,
        3 * 24 * 42.0,
        960.0,
        pytest.approx(3 * 0.46368, rel=1e-12),
    )


def test_flows_count_in_the_month_of_departure_and_leave_out_what_was_in_transit_at_the_end():
    months = {row[0]: row[7] for row in made()["flows"].rows() if row[1] == "near-road"}
    assert months == {"2021-07": 5}


def test_borders_are_crossed_in_the_direction_of_travel():
    assert list(made()["borders"].rows()) == [("2021-07", "FR", "GB", 3, 0.012)]


def test_without_a_border_on_the_way_there_are_flows_but_no_crossings():
    record = run_record(EDGES, SHIPMENTS)
    record.routes[0] = record.routes[0]._replace(legs=("far-road",))
    found = tables(record, WORLD, costs_of(WORLD), LEGS)
    assert len(found["flows"]) > 0
    assert len(found["borders"]) == 0


def test_without_deliveries_there_are_no_flows():
    found = made([])
    assert len(found["flows"]) == len(found["borders"]) == 0


def test_flows_that_cross_no_border():
    found = made([shipment(1, 7, 28, 29)])
    assert (len(found["flows"]), len(found["borders"])) == (1, 0)


def test_a_run_whose_shipments_took_no_route_at_all():
    record = run_record(EDGES, [])
    record.routes.clear()
    found = tables(record, WORLD, costs_of(WORLD), LEGS)
    assert len(found["flows"]) == len(found["borders"]) == 0


def test_a_route_that_takes_a_leg_twice_counts_it_twice():
    record = run_record(EDGES, [shipment(1, 0, 7, 14)])
    record.routes[1] = record.routes[1]._replace(legs=("near-road", "uk-road", "uk-road"))
    rows = list(tables(record, WORLD, costs_of(WORLD), LEGS)["flows"].rows())
    ways = [(row[2], row[3]) for row in rows if row[1] == "uk-road"]
    assert ways == [("car-works", "port-uk"), ("port-uk", "car-works")]


@pytest.mark.parametrize("routes", [0, 1], ids=["no route at all", "a route within a country"])
def test_a_run_that_crosses_no_border_has_empty_flows_over_borders(routes):
    record = run_record(EDGES, [shipment(0, 7, 28, 29)] * routes)
    record.routes = record.routes[1 : 1 + routes]
    found = tables(record, WORLD, costs_of(WORLD), LEGS)
    assert len(found["borders"]) == 0
    assert len(found["flows"]) == routes
