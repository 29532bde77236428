"""The summary as a JSON document: what a study says, for machines."""

import datetime as dt
import json
import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass


def summary_document(document: Mapping[str, object]) -> bytes:
    """A document as JSON in UTF-8, the same bytes for the same contents.

    A number that does not exist (NaN), and a date beyond the run (infinite), is null, for JSON has neither.
    """
    return (
        json.dumps(_plain(document), indent=1, ensure_ascii=False, allow_nan=False).encode(
            errors="backslashreplace"
        )
        + b"\n"
    )


def _plain(value: object) -> object:
    if isinstance(value, float):
        return value + 0.0 if math.isfinite(value) else None
    if isinstance(value, dt.date):
        return value.isoformat()
    if (table := _as_table(value)) is not None:
        return {str(key): _plain(each) for key, each in table.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value


def _as_table(value: object) -> Mapping[str, object] | None:
    """What has named parts, by name: mappings, dataclasses and named tuples."""
    if isinstance(value, Mapping):
        return value
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        named: Mapping[str, object] = value._asdict()
        return named
    return None
