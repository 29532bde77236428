"""Outcomes of replications, and the chunks in which they travel and are stored."""

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np

from sim.core.arrays import Floats
from sim.core.errors import BrokenInvariant
from sim.core.quantized import Quantized
from sim.results.series import packed_series

FactCell: TypeAlias = str | int | float | None


FactRow: TypeAlias = tuple[FactCell, ...]


Facts: TypeAlias = Mapping[str, Sequence[FactRow]]
"""Rows of tables by the table's name, as one replication of one arm leaves them."""


LITTLE_ENDIAN = np.dtype("<f8")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One replication of every arm on the same draws.

    `measures` has shape (arms, measures) and `parameters` shape (arms, uncertain inputs), NaN where an arm
    lacks one; `facts` one entry an arm; `series` the codes of the monthly series, shape (arms, series,
    months).
    """

    measures: Floats
    parameters: Floats
    facts: tuple[Facts, ...]
    series: Quantized = field(default_factory=lambda: np.zeros((0, 0, 0), np.uint16))


@dataclass(frozen=True, slots=True)
class Chunk:
    """The outcomes of replications `first` to `first + count - 1` in bytes, as they travel and are stored.

    `measures` and `parameters` are little-endian doubles, arm-major: shape (arms, count, measures) and (arms,
    count, inputs). `facts` is JSON, compressed by zlib: a list by replication of lists by arm of rows by
    table. `series` is packed by `packed_series`, of shape (arms, count, series, months).
    """

    first: int
    count: int
    measures: bytes
    parameters: bytes
    facts: bytes
    series: bytes = b""

    def __repr__(self) -> str:
        return f"<Chunk of {self.count} replications from {self.first}>"


def packed(first: int, outcomes: Sequence[Outcome]) -> Chunk:
    """Outcomes of consecutive replications as a chunk. Raises BrokenInvariant when they differ in shape."""
    if len({_shape(outcome) for outcome in outcomes}) > 1:
        message = (
            f"replications {first} to {first + len(outcomes) - 1} differ in their arms, measures or inputs"
        )
        raise BrokenInvariant(message)
    facts = json.dumps([outcome.facts for outcome in outcomes], separators=(",", ":"), ensure_ascii=False)
    return Chunk(
        first,
        len(outcomes),
        _bytes([outcome.measures for outcome in outcomes]),
        _bytes([outcome.parameters for outcome in outcomes]),
        zlib.compress(facts.encode(), 1),
        packed_series(np.stack([outcome.series for outcome in outcomes], axis=1)),
    )


def _shape(outcome: Outcome) -> tuple[object, ...]:
    return outcome.measures.shape, outcome.parameters.shape, len(outcome.facts), outcome.series.shape


def _bytes(tables: Sequence[Floats]) -> bytes:
    return np.stack(tables, axis=1).astype(LITTLE_ENDIAN).tobytes()


def unpacked_facts(chunk: Chunk) -> list[list[Facts]]:
    """The facts of a chunk: by replication, by arm, rows by table."""
    facts: list[list[Facts]] = json.loads(zlib.decompress(chunk.facts))
    return facts
