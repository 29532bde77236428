import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from sim.core.quantized import dequantize
from sim.results.chunk import packed
from sim.statistics.bands import Axes, bands
from sim.statistics.percentiles import ranked
from sim.study.observations import segment_blocks
from tests.study.courses import made
from tests.study.fakes import MONTHS, SERIES, outcome

ARMS = ("stay", "move")


def chunked(numbers, size):
    """The chunks of replications in this number, so many in each."""
    return [
        packed(first, [outcome(1, k) for k in numbers[at : at + size]])
        for at, first in list(enumerate(numbers))[::size]
    ]


def banded(numbers, size, upto, **options):
    chunks = [chunk for chunk in chunked(numbers, size) if chunk.first < upto]
    axes = Axes(ARMS, SERIES, MONTHS, upto)
    return bands(axes, segment_blocks(axes, lambda: chunks), **options)


def test_bands_are_percentiles_of_the_values_of_all_replications():
    found = banded(range(40), 40, 40).of("move", "car", "supply_share", "plant")
    values = np.array([dequantize(outcome(1, k).series)[1, 0] for k in range(40)])

    assert np.array_equal(found.n, (~np.isnan(values)).sum(axis=0))
    assert found.n[0] == 0 < found.n[1] < 40
    assert np.isnan([found.mean[0], *found.percentiles[:, 0]]).all()
    assert found.mean[1:] == pytest.approx(np.nanmean(values[:, 1:], axis=0), rel=1e-12)
    median = np.nanquantile(values[:, 1:], 0.5, axis=0, method="inverted_cdf")
    assert np.array_equal(found.percentiles[2, 1:], median)


@pytest.mark.parametrize("size", [1, 7, 64])
def test_the_size_of_chunks_changes_no_bit(size):
    assert_same(banded(range(64), size, 50), banded(range(64), 32, 50))


def test_counted_or_held_in_memory_they_are_the_same():
    assert_same(banded(range(50), 7, 50, held_bytes=0), banded(range(50), 7, 50))


def assert_same(ours, theirs):
    for name in ("n", "mean", "percentiles"):
        assert np.array_equal(getattr(ours, name), getattr(theirs, name), equal_nan=True)


@given(
    hnp.arrays(np.uint16, st.tuples(st.integers(1, 30), st.integers(1, 5))),
    st.integers(1, 7),
    st.data(),
)
def test_counting_finds_what_sorting_finds(codes, size, data):
    n, cells = codes.shape
    ranks = data.draw(hnp.arrays(np.int64, (3, cells), elements=st.integers(0, n - 1)))

    def blocks():
        return (codes[at : at + size] for at in range(0, n, size))

    assert np.array_equal(ranked(blocks, ranks, held=False), ranked(blocks, ranks, held=True))


def test_bands_of_a_kept_study_are_those_of_one_in_memory(tmp_path):
    kept, held = made(tmp_path), made()

    assert b"".join(kept.tables()["bands"].csv()) == b"".join(held.tables()["bands"].csv())
    assert (kept.folder / "bands.csv").read_bytes() == b"".join(held.tables()["bands"].csv())


def test_the_table_has_a_row_for_each_arm_series_and_month():
    frame = made().to_frame("bands")

    assert len(frame) == len(ARMS) * len(SERIES) * len(MONTHS)
    assert (frame["p5"].dropna() <= frame["p95"].dropna()).all()


def test_a_series_that_there_is_not_is_refused():
    with pytest.raises(KeyError):
        banded(range(3), 3, 3).of("stay", "car", "nothing")
