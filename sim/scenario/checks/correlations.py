"""Rank correlations: that they name numbers of the world, each pair once, and can all hold together."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from sim.core.suggestion import Suggestions
from sim.scenario.parts import Parts
from sim.scenario.reading.findings import Finding
from sim.scenario.reading.key_path import KeyPath, dotted, key_path
from sim.scenario.reading.node import Node, walk
from sim.scenario.spec_keys import default_at, kinds_at
from sim.scenario.types.scenario import Scenario

MOST_PAIRS: Final = 500

_DRAWN_PER_OCCURRENCE: Final = ("disruptions", "duration_days")


def correlation_findings(parts: Parts) -> Iterator[Finding]:
    """Correlations that name a pair twice, or that contradict each other."""
    if len(parts.correlations) > MOST_PAIRS:
        yield Finding(("correlations",), f"holds more than {MOST_PAIRS} pairs", value="")
        return
    pairs: dict[tuple[str, str], int] = {}
    for at, spec in enumerate(parts.correlations):
        first, second = sorted((spec.first, spec.second))
        if first == second:
            yield Finding(("correlations", at, "second"), "needs another number than the first")
        elif pairs.setdefault((first, second), at) != at:
            yield Finding(("correlations", at), f"is of the same pair as correlations.{pairs[first, second]}")
    if not _can_hold({pair: parts.correlations[at].rank_correlation for pair, at in pairs.items()}):
        message = "contradict each other: no draw can have them all (their matrix is not positive definite)"
        yield Finding(("correlations",), message, value="")


def astray(world: Node, suggestions: Suggestions) -> Iterator[Finding]:
    """Correlations whose paths lead to no number that is drawn once a replication."""
    correlations = world.child("correlations")
    named = [
        (("correlations", at, key), node.text)
        for at, element in enumerate(() if correlations is None else correlations.elements[:MOST_PAIRS])
        for key in ("first", "second")
        if (node := element.child(key)) is not None and node.text is not None
    ]
    wrong = [(path, text) for path, text in named if not _leads_to_number(text, world)]
    numbers = _numbers(world) if wrong else []
    message = "leads to no number that is drawn once a replication"
    for path, text in wrong:
        yield Finding(path, message, suggestions.did_you_mean(text, numbers, listed=False))


def _leads_to_number(text: str, world: Node) -> bool:
    try:
        path = _in_lists(key_path(text), world)
    except ValueError:
        return False
    inside_number = any("dist" in world.find(path[:depth])[0].table for depth in range(len(path)))
    if inside_number or (path[0], path[-1]) == _DRAWN_PER_OCCURRENCE:
        return False
    rest = world.find(path)[1]
    return isinstance(default_at(world, path), float) if rest else float in kinds_at(Scenario, world, path)


def _in_lists(keys: Sequence[str], world: Node) -> KeyPath:
    """The path with its positions in lists as numbers."""
    path: KeyPath = ()
    for key in keys:
        in_list = isinstance(world.find(path)[0].value, list)
        path = (*path, int(key) if in_list and key.isdecimal() and len(key) < len("1000000") else key)
    return path


def _numbers(world: Node) -> list[str]:
    nodes = walk(world)
    return [dotted(path) for path, node in nodes if isinstance(node.value, float) or "dist" in node.table]


def _can_hold(correlations: Mapping[tuple[str, str], float]) -> bool:
    """Whether rank correlations r can all hold: their normal correlations are positive definite.

    These are 2 sin(pi r / 6) (Pearson 1907); by Cholesky's decomposition every pivot is above 0.
    """
    names = sorted({name for pair in correlations for name in pair})
    rows: list[list[float]] = []
    for i, name in enumerate(names):
        row: list[float] = []
        for j in range(i):
            rank_correlation = correlations.get((names[j], name), 0.0)
            normal = 2 * math.sin(math.pi * rank_correlation / 6)
            row.append((normal - _dot(row, rows[j])) / rows[j][j])
        pivot = 1.0 - _dot(row, row)
        if pivot <= 0:
            return False
        rows.append([*row, math.sqrt(pivot)])
    return True


def _dot(one: Sequence[float], other: Sequence[float]) -> float:
    return math.fsum(a * b for a, b in zip(one, other, strict=False))
