"""Ranks of codes: order statistics over the replications of a study, cell by cell, in bounded memory."""

from collections.abc import Callable, Iterable
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from sim.study.codes import Codes

Blocks: TypeAlias = Callable[[], Iterable[Codes]]
"""A way to the codes of all replications, block by block, each of shape (replications, cells)."""
Ranks: TypeAlias = NDArray[np.int64]
_HELD_BYTES: Final = 32_000_000
"""Codes of more than this are counted, not held."""
_BYTE: Final = 256


def ranked(blocks: Blocks, replications: int, ranks: Ranks, *, held_bytes: int = _HELD_BYTES) -> Codes:
    """The codes at some ranks (from 0) of each cell, in ascending order of all replications.

    `ranks` and what is returned have the shape (ranks, cells). The same whatever the blocks are.
    """
    held = replications * ranks.shape[1] * np.dtype(np.uint16).itemsize
    return _sorted(blocks, ranks) if held <= held_bytes else _counted(blocks, ranks)


def _sorted(blocks: Blocks, ranks: Ranks) -> Codes:
    """Hold everything and sort it."""
    ordered: Codes = np.sort(np.concatenate(list(blocks())), axis=0)
    return np.take_along_axis(ordered, ranks, axis=0)


def _counted(blocks: Blocks, ranks: Ranks) -> Codes:
    """Count the high bytes, then the low bytes under the high byte in which each rank lies.

    Reads everything once for the high bytes and once for the low ones, and holds counts alone.
    """
    cells = ranks.shape[1]
    high_counts = np.zeros((cells, _BYTE), np.int64)
    for block in blocks():
        high_counts += _counts(block >> 8, np.ones(block.shape, bool))
    high, left = zip(*(_place(high_counts, wanted) for wanted in ranks), strict=True)
    low_counts = np.zeros((len(ranks), cells, _BYTE), np.int64)
    for block in blocks():
        for at, byte in enumerate(high):
            low_counts[at] += _counts(block & (_BYTE - 1), block >> 8 == byte)
    low = [_place(counts, wanted)[0] for counts, wanted in zip(low_counts, left, strict=True)]
    return (np.array(high) * _BYTE + np.array(low)).astype(np.uint16)


def _counts(bytes_: NDArray[Any], counted: NDArray[np.bool_]) -> Ranks:
    """How often each byte occurs in each cell, shape (cells, 256), among those to be counted."""
    cells = bytes_.shape[1]
    keys = (np.arange(cells) * _BYTE + bytes_)[counted]
    return np.bincount(keys, minlength=cells * _BYTE).reshape(cells, _BYTE)


def _place(counts: Ranks, ranks: Ranks) -> tuple[Ranks, Ranks]:
    """The byte in which each cell's rank lies, and its rank among those with this byte."""
    upto = np.cumsum(counts, axis=1)
    byte = (upto <= ranks[:, None]).sum(axis=1)
    before = np.take_along_axis(upto - counts, byte[:, None], axis=1)[:, 0]
    return byte, ranks - before
