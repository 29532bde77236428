"""Method, in the items of STRESS-DES, filled in from the scenario and the study; and where the numbers come from."""

import importlib.metadata
import platform
from collections.abc import Sequence

from sim.core.errors import FaultyInput
from sim.report.data_table import DataTable, Value
from sim.report.evidence import Evidence, Source, by_seed
from sim.report.material import Material
from sim.sample.uncertain import uncertain_numbers
from sim.study.comparison_study import ComparisonStudy
from sim.study.plan import code_digest, package_version
from sim.study.store import read_manifest

_MISSING = "missing: the scenario does not say"
_LIBRARIES = ("numpy", "scipy", "simpy", "networkx", "pydantic", "matplotlib", "jinja2", "xlsxwriter")


def stress(material: Material) -> DataTable:
    """The items of STRESS-DES (Monks et al. 2019), what is missing shown as missing."""
    rows = [*_purpose(material), *_logic(material), *_data(material), *_experiment(material), *_implementation(material)]
    return DataTable("Method in the items of STRESS-DES (Monks and others, 2019)", ("Item", "What was done"), rows)


def _purpose(material: Material) -> list[tuple[str, str]]:
    run, study = material.loaded.file.run, material.study
    return [
        ("1 Purpose", run.question or _MISSING),
        ("1 Outputs", f"{len(study.measures)} measures a replication: of {len(material.scenario.programmes)} programmes, {len(material.scenario.plants)} plants and the whole; the question is about {material.focus}."),
        ("1 Arms", "; ".join(f"{arm}: {title}" for arm, title in study.arms.items())),
    ]


def _logic(material: Material) -> list[tuple[str, str]]:
    scenario, step = material.scenario, material.loaded.file.run.step_days
    policies = sorted({arm.programmes[material.study.focus].sourcing.policy.kind for arm in material.loaded.arms.values()})
    return [
        ("2 Logic", "Cell plants ramp up phase by phase and produce to call-offs; programmes build from stock and call off whole loads; shipments travel leg by leg; programmes review their sourcing and switch after qualification and notice."),
        ("2 Time", f"Discrete events in whole days; production, building and call-offs every {step} days. Energy in whole watt-hours; the mass balance of every replication is checked to be exactly 0."),
        ("2 Decisions", f"Policies of {material.focus}: {', '.join(policies)}. Routes by least {scenario.freight.criterion}."),
        ("2 Entities", f"{len(scenario.suppliers)} suppliers, {len(scenario.plants)} plants, {len(scenario.programmes)} programmes, {len(scenario.agreements)} agreements, {len(scenario.sites)} sites, {len(scenario.legs)} legs, {len(scenario.disruptions)} disruptions."),
    ]


def _data(material: Material) -> list[tuple[str, str]]:
    rows = material.evidence
    count = {standing: sum(row.standing == standing for row in rows) for standing in ("sourced", "assumption", "stated", "default")}
    told = f"{count['sourced']} values with a source, {count['assumption']} assumptions, {count['stated']} stated by the scenario itself, {count['default']} defaults of the model."
    uncertain = len(uncertain_numbers(material.scenario))
    return [
        ("3 Data", told if any(row.seed for row in rows) else f"{told} The sources of the figures are missing: only the resolved scenario was at hand."),
        ("3 Uncertain inputs", f"{uncertain} numbers are distributions, drawn once a replication; {len(material.scenario.correlations)} rank correlations by a Gaussian copula. Demand, transit times and disruptions vary within a replication."),
        ("3 Assumptions", "Marked in the evidence list below."),
    ]


def _experiment(material: Material) -> list[tuple[str, str]]:
    study, run = material.study, material.loaded.file.run
    failed = f" {len(study.failures)} replications failed and are left out: {', '.join(str(each.replication) for each in study.failures)}." if study.failures else " None failed."
    paired = " All arms use the same draws (common random numbers); differences are paired." if isinstance(study, ComparisonStudy) else ""
    return [
        ("4 Initialisation", "The run starts with the agreements, stocks and plants of its first day; no warm-up is cut off."),
        ("4 Run length", f"{run.start} to {run.end}."),
        ("4 Replications", f"{len(study.replications)} of {study.plan.replications} asked, {material.loaded.file.study.sampling} sampling.{failed}{paired}"),
        ("4 Estimates", f"{100 * study.plan.level:g} % intervals: Student's t for means, Wilson for shares; percentiles by order statistics; Holm's correction over the measures of an arm."),
        ("4 One run shown", f"Pictures of one run show {material.representative.rule}. Bands of capacity are over the first {material.sample} replications."),
        ("4 Sensitivity", "Rank correlations of inputs with the difference in landed cost. A split of the variance was not computed in this study."),
    ]


def _implementation(material: Material) -> list[tuple[str, str]]:
    return [
        ("5 Software", f"cellswitch {package_version()} on Python {platform.python_version()} with SimPy {importlib.metadata.version('simpy')}."),
        ("5 Random numbers", f"PCG64DXSM, one stream for each purpose and owner, root seed {material.study.plan.root_seed}; by inverse transform."),
        ("5 Model execution", "Ties within a day go by a stated order of events, then by id."),
        ("6 Access", f"The resolved scenario lies beside this page; the scenario file is {material.study.plan.scenario}.toml."),
    ]


def provenance(material: Material) -> DataTable:
    """What made the numbers, and the command that repeats them."""
    plan, study = material.study.plan, material.study
    asked = f"--replications {plan.replications} --root-seed {plan.root_seed}"
    rows: list[tuple[Value, ...]] = [
        ("Command", f"cellswitch {plan.study} {plan.scenario}.toml {asked}"),
        ("From these results alone", f"cellswitch {plan.study} scenario.resolved.toml {asked}"),
        ("Root seed", str(plan.root_seed)),
        ("Replications", f"{len(study.replications)} of {plan.replications}"),
        ("SHA-256 of the study", plan.digest),
        ("SHA-256 of the scenario", plan.inputs.scenario_sha256),
        ("SHA-256 of the seeds rows used", plan.inputs.seeds_sha256),
        ("SHA-256 of the code", _manifest(material).get("code_sha256", code_digest())),
        *((f"Version of {name}", version) for name, version in _versions(material).items()),
    ]
    return DataTable("What made these numbers", ("What", "Value"), rows)


def _manifest(material: Material) -> dict[str, str]:
    """What the study's manifest says where it has one: the numbers may be older than the program that shows them."""
    if material.study.folder is None:
        return {}
    try:
        return {key: value for key, value in read_manifest(material.study.folder).items() if isinstance(value, str)}
    except (FileNotFoundError, FaultyInput):
        return {}


def _versions(material: Material) -> dict[str, str]:
    own = {"cellswitch": package_version(), "python": platform.python_version()}
    return own | {name: importlib.metadata.version(name) for name in _LIBRARIES}


def assumed_and_sourced(material: Material) -> DataTable:
    """Figures of the seeds that the scenario uses: value, unit, date, source, confidence."""
    rows = [(_standing(row), row.seed, row.value, row.unit, row.as_of, _source(row, material.sources), row.confidence, used, row.note) for row, used in by_seed(material.evidence) if not _geographic(row)]
    rows.sort(key=lambda row: (row[0] != _standing_word("assumption"), row[1]))
    columns = ("Standing", "Figure", "Value", "Unit", "As of", "Source", "Confidence", "Used", "Note")
    return DataTable("Figures with their sources", columns, rows, "Assumptions come first. Used: number of places in the scenario.")


def _geographic(row: Evidence) -> bool:
    return row.key.startswith(("legs.", "sites."))


def _standing(row: Evidence) -> str:
    return _standing_word(row.standing)


def _standing_word(standing: str) -> str:
    return {"assumption": "ASSUMPTION", "stated": "scenario", "default": "default"}.get(standing, "sourced")


def _source(row: Evidence, sources: dict[str, Source]) -> str:  # type: ignore[type-arg]
    found = [sources.get(id_) for id_ in row.source.split()]
    told = [f"{source.title} ({', '.join(filter(None, (source.publisher, source.date)))})" for source in found if source is not None]
    return "; ".join(told[:2]) + ("; and others" if len(told) > 2 else "") if told else row.source  # noqa: PLR2004


def stated(material: Material) -> DataTable:
    """Values that the scenario states itself, without a source: dates, names and choices."""
    rows = [(row.key, row.value, row.unit, row.place) for row in material.evidence if row.standing == "stated" and not _geographic(row)]
    return DataTable("Stated by the scenario itself", ("Key", "Value", "Unit", "Place"), rows, "Dates, names and choices without a source; the scenario file says why.")


def defaults(material: Material) -> DataTable:
    """Values that no file states."""
    rows = [(row.key, row.value, row.unit) for row in material.evidence if row.standing == "default"]
    return DataTable("Defaults of the model", ("Key", "Value", "Unit"), rows)


def legs(material: Material) -> DataTable:
    """Legs that a shipment of the representative replication took, with how their distance was found."""
    scenario, name = material.scenario, material.palette.name
    used = {leg for run in material.runs.values() for route in run.record.routes for leg in route.legs}
    sourced = {row.key.split(".")[1].strip('"'): row for row in material.evidence if row.key.startswith("legs.") and row.key.endswith(".km")}
    rows: list[tuple[Value, ...]] = [
        (name(leg.origin), name(leg.destination), leg.mode, leg.km, leg.method, sourced[id_].source if id_ in sourced else "", sourced[id_].confidence if id_ in sourced else "")
        for id_, leg in sorted(scenario.legs.items())
        if id_ in used
    ]
    note = f"{len(rows)} of the {len(scenario.legs)} legs of the network; all are in network.graphml and evidence.csv. Road distances from OpenStreetMap are under the ODbL."
    return DataTable("Legs in use", ("From", "To", "Mode", "Distance [km]", "Method", "Source", "Confidence"), rows, note)


def inputs(material: Material) -> DataTable:
    """The uncertain inputs with their distributions."""
    values = {row.key: row for row in material.evidence}
    rows: Sequence[tuple[Value, ...]] = [
        (key, values[key].value if key in values else "", values[key].unit if key in values else "", _standing(values[key]) if key in values else "")
        for key in uncertain_numbers(material.scenario)
    ]
    return DataTable("Uncertain inputs", ("Key", "Distribution", "Unit", "Standing"), rows)
