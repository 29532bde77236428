"""Ranks of codes: order statistics over the replications of a study, cell by cell, in bounded memory."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from sim.core.quantized import Quantized

Blocks: TypeAlias = Callable[[], Iterable[Quantized]]
"""A way to the codes of all replications, block by block, each of shape (replications, cells)."""
Ranks: TypeAlias = NDArray[np.int64]
Counts: TypeAlias = NDArray[np.int32]
_BYTE: Final = 256
_BATCH: Final = 512
"""Replications that are counted at once."""


def ranked(blocks: Blocks, ranks: Ranks, *, held: bool) -> Quantized:
    """The codes at some ranks (from 0) of each cell, in ascending order of all replications.

    `ranks` and what is returned have the shape (ranks, cells). `held`: everything is held in memory and sorted,
    else it is read twice and only counted. The same either way, and whatever the blocks are.
    """
    return _sorted(blocks, ranks) if held else _counted(blocks, ranks)


def _sorted(blocks: Blocks, ranks: Ranks) -> Quantized:
    """Hold everything and sort it."""
    ordered: Quantized = np.sort(np.concatenate(list(blocks())), axis=0)
    return np.take_along_axis(ordered, ranks, axis=0)


def _counted(blocks: Blocks, ranks: Ranks) -> Quantized:
    """Count the high bytes, then the low bytes under the high byte in which each rank lies.

    Reads everything once for the high bytes and once for the low ones, and holds counts alone.
    """
    cells = ranks.shape[1]
    high_counts = np.zeros((cells, _BYTE), np.int32)
    for block in _batched(blocks()):
        high_counts += _counts(block >> 8, np.ones(block.shape, bool))
    high, left = zip(*(_place(high_counts, wanted) for wanted in ranks), strict=True)
    low_counts = np.zeros((len(ranks), cells, _BYTE), np.int32)
    for block in _batched(blocks()):
        for at, byte in enumerate(high):
            low_counts[at] += _counts(block & (_BYTE - 1), block >> 8 == byte)
    low = [_place(counts, wanted)[0] for counts, wanted in zip(low_counts, left, strict=True)]
    return (np.array(high) * _BYTE + np.array(low)).astype(np.uint16)


def _batched(blocks: Iterable[Quantized]) -> Iterator[Quantized]:
    """The blocks put together to some hundred replications each, for counting has a cost of its own."""
    batch: list[Quantized] = []
    for block in blocks:
        batch.append(block)
        if sum(map(len, batch)) >= _BATCH:
            yield np.concatenate(batch)
            batch.clear()
    if batch:
        yield np.concatenate(batch)


def _counts(bytes_: NDArray[Any], counted: NDArray[np.bool_]) -> Counts:
    """How often each byte occurs in each cell, shape (cells, 256), among those to be counted."""
    cells = bytes_.shape[1]
    keys = (np.arange(cells) * _BYTE + bytes_)[counted]
    return np.bincount(keys, minlength=cells * _BYTE).astype(np.int32).reshape(cells, _BYTE)


def _place(counts: Counts, ranks: Ranks) -> tuple[Ranks, Ranks]:
    """The byte in which each cell's rank lies, and its rank among those with this byte."""
    upto = np.cumsum(counts, axis=1)
    byte = (upto <= ranks[:, None]).sum(axis=1)
    before = np.take_along_axis(upto - counts, byte[:, None], axis=1)[:, 0]
    return byte, ranks - before
