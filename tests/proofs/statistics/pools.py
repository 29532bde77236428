"""Pools of replications to draw many studies from, and the bands that a share of such studies has to keep."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from sim.api import compare
from sim.core.streams import Streams
from sim.scenario.load import load
from sim.study.comparison_study import ComparisonStudy
from tests.study.small_files import STAY, document, written

Floats = NDArray[np.float64]
ARMS = {"stay": STAY, "cost": {"kind": "landed-cost"}}


def pool(folder: Path, replications: int) -> ComparisonStudy:
    """Replications of a small world: two plants, one programme; delay, price, distance and demand are uncertain."""
    return compare(
        load(written(folder, document(ARMS, baseline="stay", focus="car"))),
        workers=1,
        replications=replications,
    )


def uniforms(owner: str, *shape: int) -> Floats:
    """Uniforms of a stream of its own, always the same."""
    return Streams(20210701, 0).uniforms("proof", owner, int(np.prod(shape))).reshape(shape)


def studies(values: Floats, owner: str, count: int, n: int) -> Floats:
    """Values of many studies of n replications each, drawn from a pool with replacement: its mean is the truth."""
    return values[(uniforms(owner, count, n) * len(values)).astype(int)]


def band(count: int, share: float, confidence: float = 0.999) -> tuple[float, float]:
    """The shares of so many studies that a true share keeps to with this probability (binomial)."""
    low, high = stats.binom.interval(confidence, count, share)
    return low / count, high / count


def told(low: float, high: float) -> str:
    return f"{low:.4f} to {high:.4f}"
