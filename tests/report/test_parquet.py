import csv
import datetime as dt
import io

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sim.report.files.parquet import TABLES, parquet_files
from sim.rules.tables.fact_specs import REVIEWS, SWITCHES


def _told(value):
    """A value as the CSV files write it."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case dt.date():
            return value.isoformat()
        case _:
            return str(value)


@pytest.mark.parametrize("name", TABLES)
def test_a_table_read_back_is_its_csv(name, files, material):
    found = pq.read_table(io.BytesIO(files[f"{name}.parquet"]))
    lines = b"".join(material.study.tables()[name].csv()).decode()
    columns, *rows = csv.reader(io.StringIO(lines))
    assert found.column_names == columns
    assert [[_told(value) for value in row.values()] for row in found.to_pylist()] == rows


@pytest.mark.parametrize("name", TABLES)
def test_every_number_has_its_unit(name, files):
    schema = pq.read_schema(io.BytesIO(files[f"{name}.parquet"]))
    series = {"replication", "review", "rank", "score", "route"}
    for field in schema:
        is_number = pa.types.is_floating(field.type) or pa.types.is_integer(field.type)
        assert ((field.metadata or {}).get(b"unit", b"") != b"") == (is_number and field.name not in series)


@pytest.mark.parametrize("spec", [SWITCHES, REVIEWS])
def test_facts_have_the_units_of_their_specification(spec, files):
    schema = pq.read_schema(io.BytesIO(files[f"{spec.name}.parquet"]))
    units = {field.name: (field.metadata or {}).get(b"unit", b"").decode() for field in schema}
    assert {column.name: column.unit for column in spec.columns}.items() <= units.items()


def test_the_bytes_are_the_same_each_time(files, material):
    again = {name: make() for name, make in parquet_files(material.study).items()}
    assert len(again) == len(TABLES)
    assert {name: files[name] for name in again} == again
