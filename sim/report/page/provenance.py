"""Provenance: what made the numbers, and the command that repeats them."""

import importlib.metadata
import platform
from typing import TYPE_CHECKING, Final

from sim.core.errors import FaultyInput, InputMissing
from sim.core.version import code_digest, package_version
from sim.report.material.data_table import DataTable
from sim.report.material.material import Material
from sim.results.folder import read_manifest

if TYPE_CHECKING:
    from sim.results.table import CellValue

_LIBRARIES: Final = ("numpy", "scipy", "simpy", "networkx", "pydantic", "matplotlib", "jinja2", "xlsxwriter")


def provenance(material: Material) -> DataTable:
    """What made the numbers, and the command that repeats them."""
    plan, study = material.study.plan, material.study
    rows: list[tuple[CellValue, ...]] = [
        ("Scenario file", f"{plan.scenario}.toml"),
        ("Command that repeats them, in the results folder", plan.command("scenario.resolved.toml")),
        ("Root seed", str(plan.root_seed)),
        ("Replications", f"{len(study.replications)} of {plan.replications}"),
        ("SHA-256 of the study", plan.digest),
        ("SHA-256 of the scenario", plan.inputs.scenario_sha256),
        ("SHA-256 of the seeds rows used", plan.inputs.seeds_sha256),
        ("SHA-256 of the code", _manifest(material).get("code_sha256", code_digest())),
        *((f"Version of {name}", version) for name, version in _versions().items()),
    ]
    return DataTable("What made these numbers", ("What", "Value"), rows)


def _manifest(material: Material) -> dict[str, str]:
    """What the study's manifest says, if it has one: numbers may be older than this program."""
    if material.study.folder is None:
        return {}
    try:
        return {
            key: value
            for key, value in read_manifest(material.study.folder).items()
            if isinstance(value, str)
        }
    except (InputMissing, FaultyInput):
        return {}


def _versions() -> dict[str, str]:
    own = {"cellswitch": package_version(), "python": platform.python_version()}
    return own | {name: importlib.metadata.version(name) for name in _LIBRARIES}
