"""Tables of a study as Parquet: the rows of the CSV files with their types, units in the fields' metadata."""

import datetime as dt
import io
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import Final, Literal, assert_never

import pyarrow as pa
import pyarrow.parquet as pq

from sim.results.table import CellValue, StudyTable
from sim.rules.tables.table import ColumnKind
from sim.study.kept_facts import FACT_SPECS
from sim.study.monte_carlo_study import MonteCarloStudy

TABLES: Final = ("summary", "events", "bands", "comparison", "switches", "reviews", "shipments")
"""Names of the tables that are written, as far as a study has them."""
_BLOCK_ROWS: Final = 20_000
_OWN: Final = "see column unit"
_TEXTS: Final = (
    "arm",
    "baseline",
    "scope",
    "owner",
    "measure",
    "unit",
    "method",
    "warning",
    "series",
    "other",
    "month",
)
_COUNTS: Final = ("n", "missing", "hits", "wins", "ties", "losses")
_AMOUNTS: Final = ("mean", "sd", "p5", "p25", "p50", "p75", "p95")
_ENDS: Final = ("low", "high")
"""Ends of the interval of a mean, or, by date, of a share."""

Field = tuple[ColumnKind, str]
"""Kind and unit of a column; no unit: a text, a date, a number of a series."""
_KNOWN: Final[Mapping[str, Field]] = (
    dict.fromkeys(_TEXTS, ("text", ""))
    | dict.fromkeys(_COUNTS, ("integer", "replications"))
    | dict.fromkeys((*_AMOUNTS, *_ENDS), ("number", _OWN))
    | {"date": ("date", ""), "replication": ("integer", "")}
)
_FACTS: Final[Mapping[str, Mapping[str, Field]]] = {
    spec.name: {column.name: (column.kind, column.unit) for column in spec.columns} for spec in FACT_SPECS
}
_TYPES: Final[Mapping[ColumnKind, pa.DataType]] = {
    "text": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "flag": pa.bool_(),
    "date": pa.date32(),
}


def parquet_files(study: MonteCarloStudy) -> dict[str, Callable[[], bytes]]:
    """Makers of the Parquet files of a study by name; the same bytes for the same tables."""
    tables = study.tables()
    return {f"{name}.parquet": partial(_written, tables[name]) for name in TABLES if name in tables}


def _written(table: StudyTable) -> bytes:
    """A table in blocks of rows; nothing in the file tells when or where it was made."""
    fields = [_field(table.name, name) for name in table.columns]
    schema = pa.schema(
        [
            pa.field(name, _TYPES[kind], metadata={"unit": unit} if unit else None)
            for name, (kind, unit) in zip(table.columns, fields, strict=True)
        ]
    )
    sink, rows = io.BytesIO(), iter(table.rows())
    with pq.ParquetWriter(sink, schema, compression="zstd", store_schema=True) as writer:
        while block := list(islice(rows, _BLOCK_ROWS)):
            writer.write_table(_block(schema, block, fields))
    return sink.getvalue()


def _field(table: str, name: str) -> Field:
    """Kind and unit of a column; what is not listed is a number without unit (a share, a level, a p-value)."""
    if table == "events" and name in _ENDS:
        return "number", "share"
    return _FACTS.get(table, {}).get(name) or _KNOWN.get(name) or ("number", "1")


def _block(schema: pa.Schema, rows: Sequence[Sequence[CellValue]], fields: Sequence[Field]) -> pa.Table:
    columns = zip(*rows, strict=True)
    arrays = [
        _array(column, kind, field.type)
        for column, (kind, _), field in zip(columns, fields, schema, strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


def _array(column: Sequence[CellValue], kind: ColumnKind, type_: pa.DataType) -> pa.Array:
    """A column; what does not exist, NaN too, is null. Kept facts come as texts."""
    match kind:
        case "number" | "integer":
            return pa.array(column, type=type_, from_pandas=True)
        case "text":
            return _texts(column, type_)
        case "flag" | "date":
            return pa.array([_value(value, kind) for value in column], type=type_)
        case _:
            assert_never(kind)


def _texts(column: Sequence[CellValue], type_: pa.DataType) -> pa.Array:
    """A column of texts, with a question mark for what is no character in UTF-8."""
    try:
        return pa.array(column, type=type_)
    except UnicodeEncodeError:
        return pa.array([_encodable(value) for value in column], type=type_)


def _encodable(text: CellValue) -> str | None:
    return None if text is None else str(text).encode("utf-8", "replace").decode()


def _value(value: CellValue, kind: Literal["flag", "date"]) -> CellValue:
    """A flag or date as its column holds it: kept facts come as texts."""
    if not isinstance(value, str):
        return value
    return value == "true" if kind == "flag" else dt.date.fromisoformat(value)
