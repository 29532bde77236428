"""Worlds: the scenario of a file and of each of its arms, typed and checked."""

from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, Final

from pydantic import ValidationError

from sim.core.errors import Fault
from sim.core.suggestion import Suggestions
from sim.scenario.checks.consistency import contradictions
from sim.scenario.checks.correlations import astray
from sim.scenario.checks.crossref import dangling
from sim.scenario.checks.faults import type_findings
from sim.scenario.checks.plausibility import implausible
from sim.scenario.parts import Parts, parts_of, salvaged
from sim.scenario.reading.findings import Finding, faults_of, shown
from sim.scenario.reading.layers import removed
from sim.scenario.reading.node import Node, merged, plain
from sim.scenario.seeds.coast import Coast
from sim.scenario.types.scenario import MOST_ARMS, MOST_REMOVALS, Scenario

FILE_KEYS: Final = ("arms", "study", "schema_version")
"""Tables of a file that belong to none of its worlds."""
MOST_FAULTS: Final = 1_000
"""More than anybody would read."""


@dataclass(frozen=True, slots=True)
class ArmDraft:
    """A world as written, as typed (None where it is faulty), and what is to be said of it."""

    tree: Node
    spec: Scenario | None
    parts: Parts
    findings: tuple[Finding, ...]
    suggestions: Suggestions
    """Shared by all worlds of a file."""

    def faults(self) -> list[Fault]:
        """The findings at their places."""
        return list(faults_of(self.findings, self.tree))

    def warnings(self, coast: Coast | None) -> list[Fault]:
        """What is hardly meant, as faults."""
        return list(faults_of(implausible(self.parts, coast), self.tree))

    def typed(self, key: str, node: Node) -> Any:  # noqa: ANN401 - a typed or a plain value
        """A table of another tree: typed values of this world where the two share nodes, else plain ones."""
        known = self.tree.child(key)
        typed = getattr(self.spec, key, None)
        if node is known and typed is not None:
            return typed
        if known is None or not isinstance(typed, dict) or not isinstance(node.value, dict):
            return plain(node)
        return {
            id_: typed[id_] if each is known.table.get(id_) and id_ in typed else plain(each)
            for id_, each in node.value.items()
        }

    def faults_beside(self, base: "ArmDraft") -> list[Fault]:
        """Faults of an arm's world that the world it changes does not have as well."""
        known = {_told(finding, base.tree) for finding in base.findings}
        own = [finding for finding in self.findings if _told(finding, self.tree) not in known]
        return list(faults_of(own, self.tree))


def base_world(tree: Node) -> ArmDraft:
    """The world of a file, without its arms."""
    table = {key: child for key, child in tree.table.items() if key not in FILE_KEYS}
    return _world(tree.holding(table))


def arm_worlds(tree: Node, base: ArmDraft) -> tuple[dict[str, ArmDraft], list[Fault]]:
    """The world of each arm of a file, and the faults that these have beside those of the base."""
    arms = tree.child("arms")
    worlds: dict[str, ArmDraft] = {}
    faults: list[Fault] = []
    for id_, arm in sorted(({} if arms is None else arms.table).items())[: MOST_ARMS + 1]:
        arm_tree, removal_faults = _changed(base.tree, arm)
        worlds[id_] = _world(arm_tree, base)
        faults += [*removal_faults, *worlds[id_].faults_beside(base)]
        if len(faults) > MOST_FAULTS:
            break
    return worlds, faults


def _changed(tree: Node, arm: Node) -> tuple[Node, list[Fault]]:
    """The tree of a world with an arm's removals and changes; faults of removals that find nothing."""
    faults: list[Fault] = []
    listed = arm.child("remove")
    for named in () if listed is None else listed.elements[:MOST_REMOVALS]:
        if named.text is not None:
            tree, _, fault = removed(tree, named)
            faults += [] if fault is None else [fault]
    change = arm.child("change")
    if change is None or not isinstance(change.value, dict):
        return tree, faults
    return merged(tree, change), faults


def _world(tree: Node, base: ArmDraft | None = None) -> ArmDraft:
    values = {key: plain(node) if base is None else base.typed(key, node) for key, node in tree.table.items()}
    suggestions = Suggestions() if base is None else base.suggestions
    try:
        spec = Scenario.model_validate(values)
    except ValidationError as error:
        parts = salvaged(plain(tree))
        findings = (*type_findings(error, tree), *_checks(tree, parts, suggestions))
        return ArmDraft(tree, None, parts, findings, suggestions)
    parts = parts_of(spec)
    return ArmDraft(tree, spec, parts, _checks(tree, parts, suggestions), suggestions)


def _checks(tree: Node, parts: Parts, suggestions: Suggestions) -> tuple[Finding, ...]:
    every = chain(dangling(tree, suggestions), astray(tree, suggestions), contradictions(parts))
    return tuple(islice(every, MOST_FAULTS))


def _told(finding: Finding, tree: Node) -> tuple[object, ...]:
    node, rest = tree.find(finding.path)
    return finding.path, finding.message, finding.value or ("" if rest else shown(node))
