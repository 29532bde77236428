"""Small studies to report on."""

import datetime as dt
from collections.abc import Callable
from dataclasses import fields, replace
from functools import partial
from pathlib import Path
from typing import Any

import tomli_w

from sim.api import compare
from sim.report.material.evidence import Evidence, Source, evidence_of
from sim.report.material.material import Material, gather
from sim.report.page.page import page_of
from sim.report.write import report_files
from sim.scenario.load import LoadedScenario, load
from sim.study.comparison_study import ComparisonStudy
from tests.builders import world
from tests.report.hostile import chunks

REPLICATIONS = 5
MOST = 480
"""Characters of a hostile text."""
PLACES = 20
"""Places of a scenario that hold a text of its author; what is known of its figures are more."""


def document() -> dict[str, Any]:
    """Two arms of a small world: stay with the far plant, or go to the near one when it opens."""
    stay, nearest = (
        {"programmes": {"car": {"sourcing": {"policy": {"kind": kind}}}}} for kind in ("stay", "nearest")
    )
    found = world() | {
        "study": {"focus": "car", "baseline": "stay"},
        "arms": {
            "stay": {"title": "stay with the far plant", "change": stay},
            "nearest": {"title": "go to the nearest", "change": nearest},
        },
    }
    found["run"]["end"] = dt.date(2027, 12, 31)
    found["run"]["question"] = "Stay or go?"
    found["prices"]["europe-nmc"]["factor"] = {"dist": "uniform", "low": 0.9, "high": 1.1}
    found["plants"]["near-plant"]["phases"]["p1"]["start"]["delay_months"] = {
        "dist": "uniform",
        "low": 0.0,
        "high": 6.0,
    }
    found["programmes"]["car"]["sourcing"]["switching_cost_eur"] = {
        "dist": "uniform",
        "low": 1e5,
        "high": 9e5,
    }
    return found


def loaded(folder: Path, change: Callable[[dict[str, Any]], None] | None = None) -> LoadedScenario:
    """The small world as loaded from a file."""
    found = document()
    if change is not None:
        change(found)
    path = folder / "small.toml"
    path.write_text(tomli_w.dumps(found), encoding="utf-8")
    return load(path)


def study_of(scenario: LoadedScenario) -> ComparisonStudy:
    """A few replications of it."""
    return compare(scenario, replications=REPLICATIONS, workers=1, keep={"shipments": 2})


def material_of(scenario: LoadedScenario) -> Material:
    """What its report is made of."""
    return gather(study_of(scenario), evidence_of(scenario))


def poison(found: dict[str, Any], turn: int = 0) -> None:
    """Put hostile texts wherever a scenario holds a text of its author; each turn puts others there."""
    parts = chunks(MOST)
    places: list[tuple[dict[str, Any], str]] = [
        (found["run"], "title"),
        (found["run"], "question"),
        *((spec, "name") for spec in found["suppliers"].values()),
        *((spec, "name") for spec in found["programmes"].values()),
        *((spec, "name") for spec in found["oems"].values()),
        *((spec, "name") for spec in found["sites"].values()),
        *((spec, "method") for spec in found["legs"].values()),
        *((spec, "note") for spec in found["agreements"].values()),
        *((spec, "title") for spec in found["arms"].values()),
    ]
    found["relationships"] = {"known": {"oem": "maker", "supplier": "near", "since": dt.date(2021, 1, 1)}}
    found["disruptions"] = {
        "strike": {
            "legs": ["strait"],
            "occurs": {"kind": "dates", "dates": [dt.date(2022, 1, 1)]},
            "duration_days": 3.0,
        }
    }
    places += [(found["relationships"]["known"], "note"), (found["disruptions"]["strike"], "name")]
    assert len(places) == PLACES
    for at, (table, key) in enumerate(places):
        table[key] = parts[(at + turn) % len(parts)]


def poisoned(material: Material, turn: int = 0) -> Material:
    """The material with hostile texts in what is known of its figures: units, notes, sources and all else."""
    parts = chunks(MOST)
    names = [field.name for field in fields(Evidence) if field.name != "source"]
    texts = {name: parts[(at + turn) % len(parts)] for at, name in enumerate(names)}
    row = Evidence(**texts, source="hostile")
    source = Source(*(parts[(at + turn) % len(parts)] for at in range(len(fields(Source)))))
    unit = replace(material.evidence[0], unit=parts[turn % len(parts)], note=parts[(turn + 1) % len(parts)])
    return replace(
        material,
        evidence=(*material.evidence[1:], unit, row),
        sources={**material.sources, "hostile": source},
    )


def hostile_report(folder: Path, turn: int = 0) -> dict[str, bytes]:
    """Files of the report of a scenario full of hostile texts."""
    material = poisoned(material_of(loaded(folder, partial(poison, turn=turn))), turn)
    return report_files(page_of(material))
