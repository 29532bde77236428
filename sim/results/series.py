"""Packed series: the codes of a chunk's monthly series in bytes, in segments that can be unpacked one by one."""

import struct
import zlib
from collections.abc import Iterator
from typing import Final

import numpy as np

from sim.core.quantized import Quantized

SEGMENT: Final = 4
"""Series of a segment: what is unpacked, and held in memory, at once."""
_ZLIB_LEVEL: Final = 6
_LITTLE_ENDIAN: Final = np.dtype("<u2")


def segments(series: int) -> Iterator[slice]:
    """The segments of so many series."""
    return (slice(first, min(first + SEGMENT, series)) for first in range(0, series, SEGMENT))


def packed_series(codes: Quantized) -> bytes:
    """Codes of shape (arms, count, series, months) as the lengths of the segments (4 bytes each), then these.

    A segment holds differences between the arms and then from month to month, for both are mostly 0; high bytes
    come before low ones; zlib does the rest.
    """
    parts = [_compressed(codes[:, :, part]) for part in segments(codes.shape[2])] if codes.size else []
    return struct.pack(f"<{len(parts)}I", *map(len, parts)) + b"".join(parts)


def _compressed(codes: Quantized) -> bytes:
    differences = codes.copy()
    differences[1:] -= codes[:1]
    differences[..., 1:] -= differences[..., :-1].copy()
    pairs = np.frombuffer(differences.astype(_LITTLE_ENDIAN).tobytes(), dtype=np.uint8).reshape(-1, 2)
    return zlib.compress(pairs.T.tobytes(), _ZLIB_LEVEL)


def unpacked_series(blob: bytes, shape: tuple[int, int, int, int], segment: int) -> Quantized:
    """A segment of packed series; `shape` is that of all of them, (arms, count, series, months)."""
    arms, count, series, months = shape
    parts = list(segments(series))
    lengths = struct.unpack_from(f"<{len(parts)}I", blob)
    begin = 4 * len(parts) + sum(lengths[:segment])
    pairs = np.frombuffer(zlib.decompress(blob[begin : begin + lengths[segment]]), dtype=np.uint8)
    differences = pairs.reshape(2, -1).T.copy().view(_LITTLE_ENDIAN)
    part = parts[segment]
    shaped = differences.reshape(arms, count, part.stop - part.start, months)
    codes: Quantized = np.cumsum(shaped, axis=-1, dtype=np.uint16)
    codes[1:] += codes[:1]
    return codes
