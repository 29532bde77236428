import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from sim.core.quantized import dequantize, quantize
from sim.results.series import packed_series, segments, unpacked_series

SHAPES = st.tuples(st.integers(1, 3), st.integers(1, 3), st.integers(1, 20), st.integers(1, 14))


@given(st.floats(2**-24, 2**38))
def test_a_number_is_kept_to_one_part_in_two_thousand(value):
    (kept,) = dequantize(quantize(np.array([value])))

    assert kept == pytest.approx(value, rel=1 / 2_047)


@given(st.lists(st.floats(0, 1e15), min_size=2, max_size=20))
def test_codes_are_in_the_order_of_the_numbers(values):
    assert np.all(np.diff(quantize(np.sort(values)).astype(int)) >= 0)


def test_round_numbers_shares_and_absent_values_are_kept_exactly():
    values = np.array([0.0, 1.0, 0.25, 35.0, 1000.0, math.nan])

    assert np.array_equal(dequantize(quantize(values)), values, equal_nan=True)


def test_an_absent_value_comes_after_all_others():
    assert quantize(np.array([math.nan]))[0] > quantize(np.array([1e300]))[0]


@given(SHAPES.flatmap(lambda shape: hnp.arrays(np.uint16, shape)))
def test_unpacked_is_what_was_packed(codes):
    blob = packed_series(codes)

    parts = [unpacked_series(blob, codes.shape, at) for at, _ in enumerate(segments(codes.shape[2]))]

    assert np.array_equal(np.concatenate(parts, axis=2), codes)
