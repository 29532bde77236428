"""Bands over all replications: what they take in memory does not grow with the number of replications."""

import tracemalloc

import pytest

from sim.core.keys import SeriesKey
from sim.core.quantized import quantize
from sim.results.chunk import Chunk
from sim.results.series import packed_series
from sim.statistics.bands import Axes, bands
from sim.study.observations import segment_blocks
from tests.proofs.statistics.pools import uniforms
from tests.verification import Proof

COUNT = 50
"""Replications of a chunk."""


def peak_mb(replications: int, shape: tuple[int, int, int], **options) -> float:
    """Most memory that the bands of so many replications take, their chunks made one at a time."""
    arms, series, months = shape
    codes = quantize(100 * uniforms("bands", arms, COUNT, series, months))
    blob = packed_series(codes)
    keys = tuple(SeriesKey("plant", f"plant-{k}", "made_gwh_per_year", "", "GWh/year") for k in range(series))
    axes = Axes(tuple("abcd"[:arms]), keys, tuple(map(str, range(months))), replications)
    tracemalloc.start()
    bands(
        axes,
        segment_blocks(
            axes, lambda: (Chunk(k, COUNT, b"", b"", b"", blob) for k in range(0, replications, COUNT))
        ),
        **options,
    )
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


def test_what_is_counted_takes_no_more_memory_for_more_replications():
    """Held, five times as many would take 1 MB more at the least."""
    few, many = (peak_mb(replications, (2, 4, 24), held_bytes=0) for replications in (600, 3_000))

    assert many - few < 0.1


@pytest.mark.verify
def test_bands_of_many_replications_take_little_more_memory_than_those_of_few(proof: Proof):
    few, many = (peak_mb(replications, (4, 8, 186)) for replications in (1_000, 20_000))

    what = "memory for bands of 20,000 replications less that of 1,000, 4 arms, 186 months"
    proof(what, f"{many - few:.1f} MB", "at most 60 MB")
    assert many - few <= 60
