"""Dumps: a resolved scenario as one document that says everything and needs no other file."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from typing import Any

import tomli_w

from sim.scenario.types.scenario import Scenario, ScenarioFile
from sim.scenario.types.spec import Spec


def document_of(spec: Spec) -> dict[str, Any]:
    """A scenario as plain tables, lists and values, every default written out; what is absent is left out."""
    return spec.model_dump(exclude_none=True)


def canonical_json(file: ScenarioFile) -> str:
    """The resolved document as JSON with sorted keys: one text for one scenario, however it was written."""
    document = document_of(file)
    return json.dumps(document, sort_keys=True, separators=(",", ":"), allow_nan=False, default=_iso)


def digest(file: ScenarioFile) -> str:
    """SHA-256 of the canonical JSON, in hexadecimal digits."""
    return hashlib.sha256(canonical_json(file).encode()).hexdigest()


def resolved_toml(file: ScenarioFile) -> str:
    """The resolved document as TOML. Loaded alone, it gives the same digest and worlds."""
    return tomli_w.dumps(document_of(file))


def change_as_typed(change: Mapping[str, Any], world: Scenario) -> dict[str, Any]:
    """An arm's change with its values as its world types them: `1` where a real number stands is 1.0."""
    typed: dict[str, Any] = _as_typed(change, document_of(world))
    return typed


def _as_typed(said: Any, typed: Any) -> Any:  # noqa: ANN401 - any value
    if isinstance(said, Mapping) and isinstance(typed, Mapping):
        return {key: _as_typed(value, typed.get(key, value)) for key, value in said.items()}
    return typed


def _iso(value: object) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    message = f"{value!r} is no value of a scenario"
    raise TypeError(message)
