"""Loading: from scenario files and seeds to typed worlds, or to every fault at once."""

import html
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from sim.core.errors import Fault, FaultyInput, InputMissing
from sim.core.known import Known, listed
from sim.scenario import dump
from sim.scenario.arm_drafts import FILE_KEYS, MOST_FAULTS, ArmDraft, arm_worlds, base_world
from sim.scenario.checks.budget import study_findings
from sim.scenario.checks.crossref import dangling_study
from sim.scenario.checks.faults import type_findings
from sim.scenario.checks.plausibility import out_of_bounds
from sim.scenario.reading.findings import Finding, fault_at, faults_of
from sim.scenario.reading.key_path import dotted
from sim.scenario.reading.layers import COMMAND_LINE, Layers, layered
from sim.scenario.reading.node import Node, Origin, plain, replaced, walk
from sim.scenario.reading.places import beside
from sim.scenario.seeds.coast import read_coast
from sim.scenario.seeds.folder import SeedsFolder
from sim.scenario.seeds.network import with_seed_network
from sim.scenario.seeds.references import Resolver
from sim.scenario.types.scenario import ArmSpec, Scenario, ScenarioFile

ONLY_ARM: Final = "base"
"""Id of the one arm of a file that states none."""

_FILE_PATHS: Final = tuple((key,) for key in FILE_KEYS)


@dataclass(frozen=True)
class LoadedScenario:
    """A scenario file, resolved and valid: its worlds by arm, and where every value comes from."""

    path: Path
    name: str
    """Stem of the file's name."""
    file: ScenarioFile
    arms: dict[str, Scenario]
    """The world of each arm by id; `base` alone where the file states no arms."""
    arm_titles: dict[str, str]
    provenance: dict[str, Origin]
    """Origin of each value that the files state, by its dotted key path in the resolved document."""
    warnings: tuple[Fault, ...]
    """What is possible but hardly meant."""
    sets: tuple[str, ...] = ()
    """Changes as `key.path=value` that were made on top of the file."""

    def __repr__(self) -> str:
        changed = f", {len(self.sets)} changes" if self.sets else ""
        return f"<LoadedScenario {self.path}: {listed(self.arms)}{changed}>"

    def _repr_html_(self) -> str:
        """What it asks, its arms, and how much there is to warn of, as a table for notebooks."""
        rows = "".join(
            f"<tr><th>{html.escape(arm)}</th><td>{html.escape(title)}</td></tr>"
            for arm, title in self.arm_titles.items()
        )
        run, study = self.file.run, self.file.study
        told = f"{run.start} to {run.end}, {study.replications} replications, {len(self.warnings)} warnings"
        about = "".join(f"<p>{html.escape(text)}</p>" for text in (run.question, told) if text)
        caption = f"{self.name}: {run.title}"
        return f"<div>{about}<table><caption>{html.escape(caption)}</caption>{rows}</table></div>"

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the resolved document; the order of keys, comments and layers leave it alone."""
        return dump.digest(self.file)

    def resolved_toml(self) -> str:
        """The resolved document as TOML, which can be loaded alone."""
        return dump.resolved_toml(self.file)


def load(path: Path | str, sets: Sequence[str] = ()) -> LoadedScenario:
    """Load a scenario file with what it extends, the seeds it names, and `sets` (`key.path=value`) on top.

    Raises InputMissing where the file cannot be read, FaultyInput with every fault of the file, its layers,
    its arms and the seeds tables that it uses.
    """
    path = Path(path)
    layers = layered(path, sets)
    folder, folder_faults = _seeds_folder(layers.root, path)
    resolver = Resolver(folder)
    tree = _resolved(layers, resolver)
    base = base_world(tree)
    arms, arm_faults = arm_worlds(tree, base)
    file, file_faults = _file(tree, base, arms)
    faults = [*layers.faults, *folder_faults, *resolver.faults, *base.faults(), *arm_faults, *file_faults]
    if faults or file is None:
        raise FaultyInput(_told_once(faults))
    coast = None if folder is None else read_coast(folder.path)
    warnings = [warning for world in (base, *arms.values()) for warning in world.warnings(coast)]
    return LoadedScenario(
        path=path,
        name=path.stem,
        file=file,
        arms=Known("arm", _scenarios(base, arms)),
        arm_titles=Known(
            "arm", {id_: arm.title for id_, arm in file.arms.items()} or {ONLY_ARM: file.run.title}
        ),
        provenance={dotted(key): node.origin() for key, node in walk(tree) if key},
        warnings=tuple(_told_once(warnings)),
        sets=tuple(sets),
    )


def _seeds_folder(root: Node, path: Path) -> tuple[SeedsFolder | None, list[Fault]]:
    node = root.child("seeds")
    if node is None:
        return None, []
    text = node.text or ""
    if not text or not text.isprintable() or Path(text).is_absolute():
        return None, [fault_at(node, Finding((), "needs a folder relative to this file"))]
    file = path if node.file == COMMAND_LINE else Path(node.file)
    try:
        return SeedsFolder(beside(file, text)), []
    except (InputMissing, OSError):
        return None, [fault_at(node, Finding((), "there is no such folder"))]


def _resolved(layers: Layers, resolver: Resolver) -> Node:
    """The file's tree with the seeds filled in; the changes of arms are resolved as parts of a world."""
    root = layers.root
    arms = root.child("arms")
    changes = {id_: arm.child("change") for id_, arm in ({} if arms is None else arms.table).items()}
    own = root.holding({key: child for key, child in root.table.items() if key != "seeds"})
    stated = [change for change in changes.values() if change is not None]
    world = with_seed_network(own, stated, layers.removals, resolver)
    table = {key: resolver.resolved(child, (key,)) for key, child in world.table.items() if key != "arms"}
    if arms is not None:
        table["arms"] = arms
    tree = root.holding(table)
    for id_, change in changes.items():
        if change is not None:
            tree = replaced(tree, ("arms", id_, "change"), resolver.resolved(change))
    return tree


def _file(
    tree: Node, base: ArmDraft, arms: Mapping[str, ArmDraft]
) -> tuple[ScenarioFile | None, list[Fault]]:
    """The whole file, typed, with what its worlds do not show: its study, its arms' titles, its version."""
    values = {
        key: plain(child) if base.spec is None else base.typed(key, child)
        for key, child in tree.table.items()
    }
    findings = list(dangling_study(tree))
    try:
        file = ScenarioFile.model_validate(values)
    except ValidationError as error:
        findings += [finding for finding in type_findings(error, tree) if finding.path[:1] in _FILE_PATHS]
        return None, list(faults_of([*findings, *out_of_bounds(tree)], tree))
    findings += [*out_of_bounds(tree), *study_findings(base.parts, file.study, max(1, len(file.arms)))]
    typed = {id_: _typed_arm(arm, arms[id_]) for id_, arm in file.arms.items()}
    return file.model_copy(update={"arms": typed}), list(faults_of(findings, tree))


def _typed_arm(arm: ArmSpec, world: ArmDraft) -> ArmSpec:
    if world.spec is None:
        return arm
    return arm.model_copy(update={"change": dump.change_as_typed(arm.change, world.spec)})


def _scenarios(base: ArmDraft, arms: Mapping[str, ArmDraft]) -> dict[str, Scenario]:
    worlds = arms or {ONLY_ARM: base}
    return {id_: world.spec for id_, world in worlds.items() if world.spec is not None}


def _told_once(faults: Iterable[Fault]) -> list[Fault]:
    """The faults in order, each once, cut off where nobody would read on."""
    once = sorted(set(faults))
    if len(once) <= MOST_FAULTS:
        return once
    more = Fault(once[-1].file, 0, "", "", f"has more faults than the {MOST_FAULTS} listed here")
    return [*once[:MOST_FAULTS], more]
