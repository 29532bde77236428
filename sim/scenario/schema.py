"""The JSON Schema of scenario files, for editors that complete and check them while they are written."""

from typing import Any, Final

from sim.scenario.types.scenario import Scenario, ScenarioFile

_DRAFT: Final = "http://json-schema.org/draft-07/schema#"
_TITLE: Final = "cellswitch scenario"
_SEED: Final = {"$ref": "#/$defs/SeedReference"}
_SEED_DEFINITION: Final[dict[str, Any]] = {
    "type": "object",
    "description": "A row of the seeds: its figure with its spread, or one of low, mode and high.",
    "properties": {
        "seed": {"type": "string", "description": "table/row", "pattern": "^[^/]+/.+$"},
        "take": {"enum": ["low", "mode", "high"], "description": "Which of its figures, without the spread."},
    },
    "required": ["seed"],
    "additionalProperties": False,
}
_LOADER: Final[dict[str, Any]] = {
    "extends": {
        "description": "Files that this one is laid over, relative to it; later ones over earlier ones.",
        "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
    },
    "seeds": {"type": "string", "description": "Folder of the seeds tables, relative to this file."},
    "remove": {
        "type": "array",
        "items": {"type": "string"},
        "description": "Key paths to drop from what this file extends.",
    },
    "network": {
        "type": "object",
        "description": "Seeds tables whose legs are taken in between sites in play and gateways.",
        "properties": {"leg_tables": {"type": "array", "items": {"type": "string"}}},
        "additionalProperties": False,
    },
}


def schema() -> dict[str, Any]:
    """JSON Schema (draft 7 with `$defs`) of what a scenario file may say, descriptions taken from the types.

    No key is required, since a file may be the differences to another; `check` tells what is missing.
    Figures and lists of points may be references to the seeds, and an arm's change is a part of a scenario.
    """
    document = ScenarioFile.model_json_schema()
    definitions: dict[str, Any] = {name: _open(each) for name, each in document["$defs"].items()}
    file = _open(document)
    world = {key: each for key, each in file["properties"].items() if key in Scenario.model_fields}
    definitions["SeedReference"] = _SEED_DEFINITION
    definitions["Change"] = {"type": "object", "properties": world, "additionalProperties": False}
    definitions["ArmSpec"]["properties"]["change"] = {
        "$ref": "#/$defs/Change",
        "description": definitions["ArmSpec"]["properties"]["change"].get("description", ""),
    }
    properties = file["properties"] | _LOADER
    return file | {"$schema": _DRAFT, "title": _TITLE, "properties": properties, "$defs": definitions}


def _open(part: dict[str, Any]) -> dict[str, Any]:
    """A part of the schema with no key required, and with references to the seeds for figures and points."""
    kept = {key: each for key, each in part.items() if key not in {"required", "$defs", "discriminator"}}
    if "properties" in kept:
        kept["properties"] = {key: _property(key, each) for key, each in kept["properties"].items()}
    if "patternProperties" in kept:
        kept["patternProperties"] = {
            key: _property("", each) for key, each in kept["patternProperties"].items()
        }
    for key in ("items", "additionalProperties"):
        if isinstance(kept.get(key), dict):
            kept[key] = _property("", kept[key])
    # Without required tags a table may fit several kinds: one of them is enough.
    for key in ("anyOf", "oneOf"):
        if key in kept:
            kept["anyOf"] = [_open(each) for each in kept[key]]
    kept.pop("oneOf", None)
    return kept


def _property(key: str, part: dict[str, Any]) -> dict[str, Any]:
    opened = _open(part)
    if key != "points" and not _is_figure(opened):
        return opened
    about = {name: opened.pop(name) for name in ("title", "description", "default") if name in opened}
    options = opened["anyOf"] if opened.keys() == {"anyOf"} else [opened]
    return about | {"anyOf": [*options, _SEED]}


def _is_figure(part: dict[str, Any]) -> bool:
    if part.get("type") in {"number", "integer"}:
        return True
    return any(_is_figure(option) for option in part.get("anyOf", ()))
