"""Codes: numbers in 16 bits, in the order of the numbers, for series that are kept of every replication."""

from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from sim.core.arrays import Floats

Quantized: TypeAlias = NDArray[np.uint16]
MISSING: Final = 0xFFFF
"""Stands for NaN; it comes after all others."""
_DROPPED_BITS: Final = 13
"""Of a single-precision number's 23 bits of mantissa 10 are kept: one part in 2,048 at the worst."""
_LEAST: Final = (127 - 24) << (23 - _DROPPED_BITS)
"""Code of 2 ** -24 before it is moved to 1: what is less than that (or than 0) becomes 0."""
_MOST: Final = 2.0**39


def quantize(values: Floats) -> Quantized:
    """Codes of numbers from 0 to 2 ** 39 (half a trillion; what is more becomes that), NaN as `MISSING`.

    They are the leading bits of the number in single precision, rounded, so their order is that of the
    numbers and quantiles may be taken of the codes.
    """
    bits = np.clip(np.nan_to_num(values), 0.0, _MOST).astype(np.float32).view(np.uint32).astype(np.int64)
    rounded = (bits + (1 << (_DROPPED_BITS - 1))) >> _DROPPED_BITS
    codes: Quantized = np.clip(rounded - _LEAST + 1, 0, MISSING - 1).astype(np.uint16)
    codes[np.isnan(values)] = MISSING
    return codes


def dequantize(codes: Quantized) -> Floats:
    """The numbers that codes stand for."""
    bits = ((codes.astype(np.uint32) + (_LEAST - 1)) << _DROPPED_BITS).astype(np.uint32)
    values = bits.view(np.float32).astype(np.float64)
    return np.where(codes == MISSING, np.nan, np.where(codes == 0, 0.0, values))
