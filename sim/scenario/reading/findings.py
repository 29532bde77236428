"""Findings: what checks have to say about a world, and the faults that these become."""

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final, NamedTuple

from sim.core.errors import Fault
from sim.scenario.reading.key_path import LONGEST_SHOWN, KeyPath, dotted, printable, quoted, shortened
from sim.scenario.reading.node import Node, Scalar

_MOST_SHOWN: Final = 9


class Finding(NamedTuple):
    """Something to say about the value at a path of a world, in plain words, with a remedy if there is one.

    `value` is shown in place of what stands at the path where that says more.
    """

    path: KeyPath
    message: str
    remedy: str = ""
    value: str | None = None


def faults_of(findings: Iterable[Finding], world: Node) -> Iterator[Fault]:
    """The findings as faults at the file, line and key path where their values were written.

    What is said of a value that could not be resolved is left out: a fault about it is there already.
    """
    for finding in findings:
        node, rest = world.find(finding.path)
        if not node.broken:
            yield fault_at(node, finding, rest)


def fault_at(node: Node, finding: Finding, rest: KeyPath = ()) -> Fault:
    """The finding as a fault at a node, or at the key `rest` that the node lacks."""
    value = finding.value
    if value is None:
        value = "" if rest or not node.path else shown(node)
    remedy = finding.remedy
    if not remedy and not rest and node.seed is not None:
        remedy = f"the value comes from the seeds row {node.seed.row}"
    key = dotted((*node.path, *rest))
    return Fault(node.file, node.line, key, value, printable(finding.message), printable(remedy))


def shown(node: Node) -> str:
    """A value as a scenario file writes it, shortened, safe to print."""
    match node.value:
        case dict():
            inner = [f"{key} = {shown(child)}" for key, child in islice(node.table.items(), _MOST_SHOWN)]
            return shortened(f"{{{', '.join(inner)}}}")
        case list():
            return shortened(f"[{', '.join(shown(element) for element in node.elements[:_MOST_SHOWN])}]")
        case value:
            return shortened(shown_scalar(value))


def shown_scalar(value: Scalar) -> str:
    """A plain value as a scenario file writes it."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str():
            return quoted(value[: LONGEST_SHOWN + 1])
        case dt.date() | dt.time():
            return value.isoformat()
        case _:
            return repr(value)
