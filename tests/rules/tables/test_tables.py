import datetime as dt

import numpy as np
import pytest

from sim.core.errors import BrokenInvariant
from sim.core.records import Outage, Payment, PhaseEvent, RankedCandidate, Review, Switch
from sim.rules.tables import TABLE_SPECS, Column, TableSpec, tables
from sim.rules.tables.table import table
from tests.rules.legs import LEGS
from tests.rules.run_records import costs_of, run_record, shipment, small_world

EDGES = [0, 7, 14, 21, 28]
WORLD = small_world()
CANDIDATE = RankedCandidate(
    "near-plant", "near", 1, True, "", 320.0, 0.0, 1.0, False, 320.0, 1.0, 0.5, 90.0, 0.1, 0.0, 0.02, 0.0,
    0.3, 90.42, 0.15, 8.5, 120,
)  # fmt: skip
REVIEW = Review(
    "car", 10, "interval", "nearest", 1.25, (CANDIDATE, CANDIDATE._replace(plant="far-plant", rank=2)),
    (("near-plant", 1.0),), 0.0, True, "It is nearer.", "Nothing would.",
)  # fmt: skip


def made(record, world=WORLD):
    return tables(record, world, costs_of(world), LEGS)


def full_record():
    record = run_record(
        EDGES, [shipment(0, 0, 7, 10), shipment(0, 14, 28, 33)], wanted=[0, 160], built=[0, 80]
    )
    record.reviews = [REVIEW]
    record.switches = [Switch("car", "near-plant", "far-plant", 1.0, 10, 20, -1, 25, "abandoned")]
    record.phase_events = [PhaseEvent("near-plant", "p1", 12, "cancelled", 9 * 10**9, -1)]
    record.payments = [Payment("car", "near-plant", 0, "switching", 1_000.0)]
    record.outages = [Outage("storm", 3, 5)]
    return record


@pytest.mark.parametrize("record", [full_record(), run_record(EDGES)], ids=["full", "empty"])
def test_every_table_has_the_columns_and_types_of_its_specification(record):
    found = made(record)
    assert list(found) == [spec.name for spec in TABLE_SPECS]
    types = {"text": str, "integer": int, "number": float, "flag": bool, "date": (dt.date, type(None))}
    for spec in TABLE_SPECS:
        assert list(found[spec.name].columns) == [column.name for column in spec.columns]
        for row in found[spec.name].rows():
            for value, column in zip(row, spec.columns, strict=True):
                assert isinstance(value, types[column.kind]), (spec.name, row)


@pytest.mark.parametrize("spec", TABLE_SPECS, ids=lambda spec: spec.name)
def test_columns_are_documented_and_named_by_their_unit(spec):
    endings = {
        "GWh": "gwh",
        "GWh/year": "gwh_per_year",
        "t CO2e": "t_co2e",
        "kg CO2e": "kg_co2e",
        "t km": "t_km",
    }
    for column in spec.columns:
        assert column.sentence.endswith(".")
        if column.unit in endings or column.kind == "number":
            unit = endings.get(column.unit, column.unit.lower().replace("/", "_per_").replace(" ", "_"))
            assert column.name.endswith(unit), column


def test_a_column_too_few_or_too_many_is_refused():
    spec = TableSpec("things", "Things.", (Column("a", "integer", "", "A."), Column("b", "text", "", "B.")))
    with pytest.raises(BrokenInvariant, match=r"table things: columns \['b', 'c'\] are missing or unknown"):
        table(spec, {"a": [1], "c": ["x"]})
    with pytest.raises(BrokenInvariant, match="of unequal length"):
        table(spec, {"a": [1, 2], "b": ["x"]})


def test_rows_are_plain_values_in_the_order_of_the_columns():
    spec = TableSpec("things", "Things.", (Column("a", "integer", "", "A."), Column("b", "date", "", "B.")))
    found = table(spec, {"b": np.array(["2021-07-01", "NaT"], dtype="datetime64[D]"), "a": [1, 2]})
    assert list(found.rows()) == [(1, dt.date(2021, 7, 1)), (2, None)]
    assert len(found) == 2


def test_what_never_came_has_no_date():
    found = made(full_record())
    (switch,) = found["switches"].rows()
    assert switch[4:6] == (dt.date(2021, 7, 11), "interval")
    assert switch[6:] == (dt.date(2021, 7, 21), None, dt.date(2021, 7, 26), "abandoned")
    (event,) = found["phases"].rows()
    assert event == ("near-plant", "p1", dt.date(2021, 7, 13), "cancelled", 9.0, None)


def test_a_review_has_one_row_for_each_candidate():
    rows = made(full_record())["reviews"]
    assert rows.columns["plant"].tolist() == ["near-plant", "far-plant"]
    assert rows.columns["review"].tolist() == [1, 1]
    assert rows.columns["reason"].tolist() == ["It is nearer."] * 2
    assert rows.columns["emissions_kg_co2e_per_kwh"].tolist() == [0.15, 0.15]
    assert rows.columns["earliest_start_date"].tolist() == [dt.date(2021, 10, 29)] * 2


def test_shipments_in_transit_at_the_end_are_marked():
    found = made(full_record())["shipments"]
    assert found.columns["received"].tolist() == [True, False]
    assert found.columns["arrival_date"].tolist() == [dt.date(2021, 7, 11), dt.date(2021, 8, 3)]
    assert found.columns["lead_time_days"].tolist() == [10, 19]
    assert found.columns["price_eur"].tolist() == [360_000.0, 360_000.0]
    assert (
        made(full_record())["routes"].columns["legs"][found.columns["route"][0]]
        == "far-road > strait > uk-road"
    )


def test_records_keep_their_days_as_dates():
    found = made(full_record())
    assert list(found["outages"].rows()) == [("storm", dt.date(2021, 7, 4), dt.date(2021, 7, 6))]
    assert list(found["payments"].rows()) == [
        ("car", "near-plant", dt.date(2021, 7, 1), "switching", 1_000.0)
    ]
    first = next(found["call_offs"].rows())
    assert first == ("car", "far-plant", "car-far", dt.date(2021, 7, 1), 1, 0.004)
    (agreement,) = found["agreements"].rows()
    assert agreement == (
        "car-far",
        "car",
        "far-plant",
        dt.date(2021, 7, 1),
        dt.date(2021, 7, 29),
        1.0,
        1.0,
        2,
    )
