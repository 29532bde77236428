"""Method, in the items of STRESS-DES, filled in from the study; and where numbers come from."""

import importlib.metadata
import platform

from sim.report.data_table import DataTable
from sim.report.material import Material
from sim.sample.uncertain import uncertain_numbers
from sim.study.comparison_study import ComparisonStudy
from sim.study.plan import package_version

_MISSING = "missing: the scenario does not say"
_LIBRARIES = ("numpy", "scipy", "simpy", "networkx", "pydantic", "matplotlib", "jinja2", "xlsxwriter")


def stress(material: Material) -> DataTable:
    """The items of STRESS-DES (Monks et al. 2019), what is missing shown as missing."""
    rows = [
        *_purpose(material),
        *_logic(material),
        *_data(material),
        *_experiment(material),
        *_implementation(material),
    ]
    return DataTable(
        "Method in the items of STRESS-DES (Monks and others, 2019)", ("Item", "What was done"), rows
    )


def _purpose(material: Material) -> list[tuple[str, str]]:
    run, study = material.loaded.file.run, material.study
    return [
        ("1 Purpose", run.question or _MISSING),
        (
            "1 Outputs",
            (
                f"{len(study.measures)} measures a replication: of {len(material.scenario.programmes)} "
                f"programmes, {len(material.scenario.plants)} plants and the whole; the question is about "
                f"{material.focus}."
            ),
        ),
        ("1 Arms", "; ".join(f"{arm}: {title}" for arm, title in study.arms.items())),
    ]


def _logic(material: Material) -> list[tuple[str, str]]:
    scenario, step = material.scenario, material.loaded.file.run.step_days
    policies = sorted(
        {arm.programmes[material.question].sourcing.policy.kind for arm in material.loaded.arms.values()}
    )
    return [
        (
            "2 Logic",
            (
                "Cell plants ramp up phase by phase and produce to call-offs; programmes build from "
                "stock and call off whole loads; shipments travel leg by leg; programmes review their "
                "sourcing and switch after qualification and notice."
            ),
        ),
        (
            "2 Time",
            (
                f"Discrete events in whole days; production, building and call-offs every {step} days. "
                "Energy in whole watt-hours; the mass balance of every replication is checked to be "
                "exactly 0."
            ),
        ),
        (
            "2 Decisions",
            (
                f"Policies of {material.focus}: {', '.join(policies)}. Routes by least "
                f"{scenario.freight.criterion}."
            ),
        ),
        (
            "2 Entities",
            (
                f"{len(scenario.suppliers)} suppliers, {len(scenario.plants)} plants, "
                f"{len(scenario.programmes)} programmes, {len(scenario.agreements)} agreements, "
                f"{len(scenario.sites)} sites, {len(scenario.legs)} legs, {len(scenario.disruptions)} "
                "disruptions."
            ),
        ),
    ]


def _data(material: Material) -> list[tuple[str, str]]:
    rows = material.evidence
    count = {
        standing: sum(row.standing == standing for row in rows)
        for standing in ("sourced", "assumption", "stated", "default")
    }
    told = (
        f"{count['sourced']:,} values with a source, {count['assumption']:,} assumptions, "
        f"{count['stated']:,} stated by the scenario itself, {count['default']:,} defaults of the "
        "model."
    )
    uncertain = len(uncertain_numbers(material.scenario))
    return [
        (
            "3 Data",
            told
            if any(row.seed for row in rows)
            else f"{told} The sources of the figures are missing: only the resolved scenario was at hand.",
        ),
        (
            "3 Uncertain inputs",
            (
                f"{uncertain} numbers are distributions, drawn once a replication; "
                f"{len(material.scenario.correlations)} rank correlations by a Gaussian copula. Demand, "
                "transit times and disruptions vary within a replication."
            ),
        ),
        ("3 Assumptions", "Marked in the evidence list below."),
    ]


def _experiment(material: Material) -> list[tuple[str, str]]:
    study, run = material.study, material.loaded.file.run
    named = ", ".join(str(each.replication) for each in study.failures)
    failed = (
        f" {len(study.failures)} failed and are left out: {named}." if study.failures else " None failed."
    )
    paired = (
        " All arms use the same draws (common random numbers); differences are paired."
        if isinstance(study, ComparisonStudy)
        else ""
    )
    return [
        (
            "4 Initialisation",
            "The run starts with the agreements, stocks and plants of its first day; no warm-up is cut off.",
        ),
        ("4 Run length", f"{run.start} to {run.end}."),
        (
            "4 Replications",
            (
                f"{len(study.replications)} of {study.plan.replications} asked, "
                f"{material.loaded.file.study.sampling} sampling.{failed}{paired}"
            ),
        ),
        (
            "4 Estimates",
            (
                f"{100 * study.plan.level:g} % intervals: Student's t for means, Wilson for shares; "
                "percentiles by order statistics; Holm's correction over the measures of an arm."
            ),
        ),
        (
            "4 One run shown",
            (
                f"Pictures of one run show {material.representative.rule}. Bands of capacity are over the "
                f"first {material.sample} replications."
            ),
        ),
        (
            "4 Sensitivity",
            (
                "Rank correlations of inputs with the difference in landed cost. A split of the variance "
                "was not computed in this study."
            ),
        ),
    ]


def _implementation(material: Material) -> list[tuple[str, str]]:
    return [
        (
            "5 Software",
            (
                f"cellswitch {package_version()} on Python {platform.python_version()} with SimPy "
                f"{importlib.metadata.version('simpy')}."
            ),
        ),
        (
            "5 Random numbers",
            (
                "PCG64DXSM, one stream for each purpose and owner, root seed "
                f"{material.study.plan.root_seed}; by inverse transform."
            ),
        ),
        ("5 Model execution", "Ties within a day go by a stated order of events, then by id."),
        (
            "6 Access",
            (
                "The resolved scenario lies beside this page; the scenario file is "
                f"{material.study.plan.scenario}.toml."
            ),
        ),
    ]


def evidence_told(material: Material) -> str:
    """How much of the evidence rests on what."""
    return dict(_data(material))["3 Data"]
