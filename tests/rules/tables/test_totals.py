"""What the tables add up to: the measures, the record, and each other."""

from collections import Counter
from math import fsum

import pytest

from sim.core.records import Payment
from sim.rules.measures import measure_keys, measures
from sim.rules.tables import tables
from tests.rules.run_records import costs_of
from tests.rules.tables.large_run import LEGS, PLANTS, PROGRAMMES, large_record, large_scenario

WORLD = large_scenario()
RECORD = large_record(400)
RECORD.payments.append(Payment(PROGRAMMES[2], PLANTS[1], 0, "take-or-pay", 12_345.67))
TABLES = tables(RECORD, WORLD, costs_of(WORLD), LEGS)
VALUES = measures(RECORD, WORLD, costs_of(WORLD)).tolist()
MEASURES = {(key.owner, key.name): value for key, value in zip(measure_keys(WORLD), VALUES, strict=True)}


def wh(table, column, **where):
    """Exact Wh of a GWh column's rows."""
    return sum(round(value * 1e9) for value in rows_of(table, column, **where))


def rows_of(table, column, **where):
    columns = TABLES[table].columns
    chosen = zip(columns[column].tolist(), *(columns[name].tolist() for name in where), strict=True)
    return [value for value, *found in chosen if tuple(found) == tuple(where.values())]


def delivered_wh(**where):
    arrived = [s for s in RECORD.shipments if s.arrival_day <= RECORD.step_edges[-1]]
    return sum(
        s.energy_wh for s in arrived if all(getattr(s, name) == value for name, value in where.items())
    )


def test_some_shipments_are_in_transit_at_the_end_and_some_steps_straddle_months():
    assert 0 < delivered_wh() < sum(s.energy_wh for s in RECORD.shipments)
    assert len(set(TABLES["programmes"].columns["month"])) < len(RECORD.step_edges)


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_every_watt_hour_received_is_in_the_programmes_and_in_the_supply(programme):
    expected = delivered_wh(programme=programme)
    assert wh("programmes", "received_gwh", programme=programme) == expected
    assert wh("supply", "received_gwh", programme=programme) == expected
    assert round(MEASURES[programme, "delivered_gwh"] * 1e9) == expected


def test_supply_adds_up_to_the_programmes_month_by_month():
    received = {}
    for table in ("programmes", "supply"):
        columns = (TABLES[table].columns[name].tolist() for name in ("month", "programme", "received_gwh"))
        received[table] = Counter()
        for month, programme, gwh in zip(*columns, strict=True):
            received[table][month, programme] += round(gwh * 1e9)
    assert received["programmes"] == received["supply"]


@pytest.mark.parametrize("plant", PLANTS)
def test_every_watt_hour_of_a_plants_series_is_in_its_months(plant):
    series = RECORD.plants[plant]
    for column, values in {
        "made_gwh": series.made_wh,
        "scrap_gwh": series.scrap_wh,
        "capacity_gwh": series.capacity_wh,
        "shipped_gwh": series.shipped_wh,
    }.items():
        assert wh("plants", column, plant=plant) == sum(values)


@pytest.mark.parametrize("leg", ["far-road", "strait", "uk-road"])
def test_every_watt_hour_delivered_flows_over_the_legs_of_its_route(leg):
    # Every route of the large run takes these three legs.
    assert wh("flows", "energy_gwh", leg=leg) == delivered_wh()
    assert sum(rows_of("flows", "loads", leg=leg)) * 4_000_000 == delivered_wh()


def test_every_watt_hour_delivered_crosses_the_border():
    assert wh("borders", "energy_gwh") == delivered_wh()


def test_every_watt_hour_shipped_and_called_off_is_in_its_table():
    assert wh("shipments", "energy_gwh") == sum(s.energy_wh for s in RECORD.shipments)
    assert wh("shipments", "energy_gwh", received=True) == delivered_wh()
    assert wh("call_offs", "energy_gwh") == sum(c.energy_wh for c in RECORD.call_offs)


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_the_ledger_adds_up_to_the_total_cost(programme):
    total = fsum(rows_of("ledger", "cost_eur", programme=programme))
    assert total / 1e6 == pytest.approx(MEASURES[programme, "total_cost_eur_million"], rel=1e-12)


@pytest.mark.parametrize("part", ["price", "freight", "duty", "transit_capital", "carbon"])
def test_the_ledger_adds_up_to_the_received_shipments_part_by_part(part):
    paid = fsum(rows_of("ledger", "cost_eur", part=part))
    assert paid == pytest.approx(fsum(rows_of("shipments", f"{part}_eur", received=True)), rel=1e-12)


def test_the_ledger_adds_up_to_the_payments_by_kind():
    for kind in ("switching", "take-or-pay"):
        paid = fsum(rows_of("payments", "cost_eur", kind=kind))
        assert fsum(rows_of("ledger", "cost_eur", part=kind)) == pytest.approx(paid, rel=1e-12)
        assert paid > 0


def test_freight_and_emissions_of_the_flows_are_those_of_the_ledger_and_the_measures():
    freight = fsum(rows_of("flows", "freight_eur"))
    assert freight == pytest.approx(fsum(rows_of("ledger", "cost_eur", part="freight")), rel=1e-12)
    emissions = fsum(rows_of("flows", "emissions_t_co2e"))
    assert emissions == pytest.approx(MEASURES["", "emissions_t_co2e"], rel=1e-12)


def test_energy_times_leg_length_is_the_systems_transport():
    flows = TABLES["flows"].columns
    km = [LEGS[leg].km for leg in flows["leg"]]
    assert fsum(flows["energy_gwh"] * km) == pytest.approx(MEASURES["", "transport_gwh_km"], rel=1e-12)


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_vehicles_of_the_months_are_those_of_the_measures(programme):
    for name in ("short_vehicles", "outage_vehicles"):
        assert sum(rows_of("programmes", name, programme=programme)) == MEASURES[programme, name]
    wanted, built = (
        sum(rows_of("programmes", f"{name}_vehicles", programme=programme)) for name in ("wanted", "built")
    )
    assert wanted - built == MEASURES[programme, "lost_vehicles"]
