"""Method, item by item of STRESS-DES, filled in from the study; what it does not say is shown as missing."""

import importlib.metadata
import platform
from collections.abc import Iterator
from typing import Final

from sim.core.version import package_version
from sim.report.material.data_table import DataTable
from sim.report.material.material import Material
from sim.study.comparison_study import ComparisonStudy

MISSING: Final = "MISSING"
_DOCUMENT: Final = "docs/explanation/model.md of the program"

Item = tuple[str, str]
"""Number with name, and what was done; empty: the study does not say."""


def stress(material: Material) -> DataTable:
    """The items of STRESS-DES (Monks and others, 2019), those that are missing marked."""
    items = [
        *_objectives(material),
        *_logic(material),
        *_components(material),
        *_data(material),
        *_experiment(material),
        *_implementation(material),
    ]
    rows = [("", item, told) if told else (MISSING, item, "The study does not say.") for item, told in items]
    missing = [item for item, told in items if not told]
    note = f"Missing: {'; '.join(missing)}." if missing else f"None of the {len(items)} items is missing."
    return DataTable(
        "Method in the items of STRESS-DES (Monks and others, 2019)",
        ("", "Item", "What was done"),
        rows,
        note,
    )


def _objectives(material: Material) -> Iterator[Item]:
    study = material.study
    yield "1.1 Purpose of the model", material.loaded.file.run.question
    yield (
        "1.2 Model outputs",
        (
            f"{len(study.measures)} measures a replication: of {len(material.entities.programmes)} programmes, "
            f"{len(material.entities.plants)} plants and the whole; the question is about {material.focus}. "
            "Each is defined in docs/reference/results.md."
        ),
    )
    untitled = [arm for arm, title in study.arms.items() if not title]
    told = "; ".join(f"{arm}: {title}" for arm, title in study.arms.items())
    yield "1.3 Experimentation aims", "" if untitled else f"To tell apart the arms {told}."


def _logic(material: Material) -> Iterator[Item]:
    step = material.loaded.file.run.step_days
    criteria = sorted({world.freight.criterion for world in material.worlds})
    policies = sorted({world.programmes[material.question].sourcing.policy.kind for world in material.worlds})
    yield "2.1 Base model overview diagram", f"In {_DOCUMENT}, with the order of a day."
    yield (
        "2.2 Base model logic",
        (
            "Cell plants ramp up phase by phase and produce to call-offs; programmes build from stock and call off "
            "whole loads; shipments travel leg by leg; programmes review their sourcing and switch after "
            f"qualification and notice. Whole days; production, building and call-offs every {step} days; energy in "
            "whole watt-hours, the mass balance of every replication checked to be exactly 0."
        ),
    )
    yield (
        "2.3 Scenario logic",
        (
            f"Arms differ in what the scenario file changes for them and in nothing else. Policies of {material.focus}: "
            f"{', '.join(policies)}. Routes by least {' or '.join(criteria)}."
        ),
    )
    yield (
        "2.4 Algorithms",
        f"Ramp-up, yield, allocation, call-off, landed cost and policies with formulas in {_DOCUMENT}.",
    )


def _components(material: Material) -> Iterator[Item]:
    found = material.entities
    yield (
        "2.5 Components: entities",
        (
            "Loads of cells and vehicles to be built, counted; "
            f"{len(found.agreements)} agreements, {len(found.disruptions)} disruptions."
        ),
    )
    yield (
        "2.5 Components: activities",
        "Production, transport leg by leg, customs, building, sourcing reviews, qualification, phase-in.",
    )
    yield (
        "2.5 Components: resources",
        (
            f"{len(found.plants)} cell plants of {len(found.suppliers)} suppliers, {len(found.legs)} legs "
            f"between {len(found.sites)} sites, {len(found.programmes)} programmes."
        ),
    )
    yield (
        "2.5 Components: queues",
        "Backlog of call-offs at each plant, loads at closed legs, stock of cells at each vehicle plant.",
    )
    yield (
        "2.5 Components: entry and exit",
        "Cells enter when a plant has made them and leave when they are built into a vehicle or go to customers outside.",
    )


def _data(material: Material) -> Iterator[Item]:
    known = any(row.seed for row in material.evidence)
    pairs = {frozenset((each.first, each.second)) for world in material.worlds for each in world.correlations}
    yield "3.1 Data sources", f"{evidence_told(material)} The evidence list has them all." if known else ""
    yield (
        "3.2 Pre-processing",
        "Described with the data: docs/reference/data.md of the program, and the notes in the evidence list.",
    )
    yield (
        "3.3 Input parameters",
        (
            f"{len(material.uncertain)} numbers are distributions, drawn once a replication; "
            f"{len(pairs)} rank correlations by a Gaussian copula. Demand, transit times and disruptions "
            "vary within a replication. All are listed in section 8 and in the evidence list."
        ),
    )
    yield (
        "3.4 Assumptions",
        "Marked in the evidence list; those of the model in docs/explanation/limits.md of the program."
        if known
        else "",
    )


def _experiment(material: Material) -> Iterator[Item]:
    study, run = material.study, material.loaded.file.run
    named = ", ".join(str(each.replication) for each in study.failures)
    failed = f"{len(study.failures)} failed and are left out: {named}." if study.failures else "None failed."
    paired = (
        " All arms use the same draws (common random numbers); differences are paired."
        if isinstance(study, ComparisonStudy)
        else ""
    )
    yield (
        "4.1 Initialisation",
        "The run starts with the agreements, stocks and plants of its first day; no warm-up is cut off.",
    )
    yield "4.2 Run length", f"{run.start} to {run.end}."
    yield (
        "4.3 Estimation approach",
        (
            f"{len(study.replications)} of {study.plan.replications} replications asked, "
            f"{material.loaded.file.study.sampling} sampling. {failed}{paired} {100 * study.plan.level:g} % intervals: "
            "Student's t for means, Wilson for shares; percentiles by order statistics; Holm's correction over the "
            f"measures of an arm. Pictures of one run show {material.representative.rule}."
        ),
    )


def _implementation(material: Material) -> Iterator[Item]:
    plan = material.study.plan
    yield (
        "5.1 Software",
        (
            f"cellswitch {package_version()} on Python {platform.python_version()} with SimPy "
            f"{importlib.metadata.version('simpy')}."
        ),
    )
    yield (
        "5.2 Random sampling",
        (
            f"PCG64DXSM, one stream for each purpose and owner, root seed {plan.root_seed}; by inverse transform."
        ),
    )
    yield "5.3 Model execution", "Ties within a day go by a stated order of events, then by id."
    kept = material.study.folder is not None
    yield (
        "5.4 System specification",
        "Machine, times and layout of the run stand in manifest.json beside this page." if kept else "",
    )
    yield (
        "6.1 Sharing of the model",
        (
            f"The resolved scenario lies beside this page and runs alone; the scenario file is {plan.scenario}.toml. "
            "The program is under the MIT licence; the hashes in section 10 say which version made the numbers."
        ),
    )


def evidence_told(material: Material) -> str:
    """How much of the evidence rests on what."""
    rows = material.evidence
    count = {
        standing: sum(row.standing == standing for row in rows)
        for standing in ("sourced", "assumption", "stated", "default")
    }
    told = (
        f"{count['sourced']:,} values with a source, {count['assumption']:,} assumptions, "
        f"{count['stated']:,} stated by the scenario itself, {count['default']:,} defaults of the model."
    )
    if any(row.seed for row in rows):
        return told
    return f"{told} The sources of the figures are missing: only the resolved scenario was at hand."
