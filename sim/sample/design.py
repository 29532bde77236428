"""Designs of experiment: which uniform each uncertain number gets in each replication."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from sim.core.streams import Streams

_BEFORE_ALL: Final = -1
"""The replication whose streams shuffle a whole study."""
_BLOCK: Final = 1_024
"""Sobol points made at a time; a power of 2, for the points of such a block are balanced among themselves."""
_BITS: Final = 30
"""Digits of a scrambled Sobol coordinate."""


class Design(Protocol):
    """A rule that gives each uncertain number its uniform: a pure function of root seed and replication."""

    def uniforms(self, streams: Streams, paths: Sequence[str]) -> dict[str, float]:
        """A uniform in (0, 1) for each path in the replication of the streams."""
        ...


@dataclass(frozen=True, slots=True)
class MonteCarlo:
    """Independent uniforms, each path from its own stream: another uncertain number leaves the others alone.

    Prefix property: the first 1,000 of 10,000 replications are those of a study of 1,000.
    """

    def uniforms(self, streams: Streams, paths: Sequence[str]) -> dict[str, float]:
        """A uniform in (0, 1) for each path."""
        return {path: streams.uniform("parameter", path) for path in paths}


@dataclass(frozen=True, slots=True)
class LatinHypercube:
    """Of `replications` replications each path has one in each of as many equal strata (McKay et al. 1979).

    A path's order of strata comes from its own stream, and its place in the stratum from the draw that
    `MonteCarlo` would give: another uncertain number leaves the others alone. Replications beyond the first
    `replications` form further hypercubes of the same size. No prefix property: a study of another size has
    other strata, so a study that may grow keeps the size it began with.
    """

    replications: int

    def __post_init__(self) -> None:
        if self.replications < 1:
            message = f"a Latin hypercube needs at least 1 replication, not {self.replications}"
            raise ValueError(message)

    def uniforms(self, streams: Streams, paths: Sequence[str]) -> dict[str, float]:
        """A uniform in (0, 1) for each path."""
        return {path: self._uniform(streams, path) for path in paths}

    def _uniform(self, streams: Streams, path: str) -> float:
        cube, place = divmod(streams.replication, self.replications)
        stratum = int(_strata(streams.root_seed, path, cube, self.replications)[place])
        u = (stratum + streams.uniform("parameter", path)) / self.replications
        return min(u, math.nextafter(1.0, 0.0))


@dataclass(frozen=True, slots=True)
class Sobol:
    """Scrambled Sobol points (Matousek 1998, by scipy.stats.qmc); the replication is the index of the point.

    `dimensions` are the paths of the whole study, over all of its arms, so that the arms share their draws;
    the i-th in sorted order is the i-th coordinate. Another dimension moves the draws of all.
    Prefix property: the first 1,000 of 10,000 replications are those of a study of 1,000; estimates are best
    at powers of 2.
    """

    dimensions: tuple[str, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "dimensions", tuple(sorted(set(self.dimensions))))

    def uniforms(self, streams: Streams, paths: Sequence[str]) -> dict[str, float]:
        """A uniform in (0, 1) for each path; raises KeyError for a path that is no dimension of the study."""
        if not paths:
            return {}
        block, place = divmod(streams.replication, _BLOCK)
        point = _points(streams.root_seed, len(self.dimensions), block)[place].tolist()
        coordinates = dict(zip(self.dimensions, point, strict=True))
        return {path: coordinates[path] for path in paths}


@lru_cache(maxsize=256)
def _strata(root_seed: int, path: str, cube: int, count: int) -> NDArray[np.int64]:
    """A random order of 0 .. count - 1: the ranks of uniforms from the path's own stream."""
    keys = Streams(root_seed, _BEFORE_ALL).uniforms("latin-hypercube", f"{path}/{cube}", count)
    return np.argsort(keys, kind="stable")


@lru_cache(maxsize=4)
def _points(root_seed: int, dimensions: int, block: int) -> NDArray[np.float64]:
    """Points `block * 1024` and following, shape (1024, dimensions), each in the middle of its 2^-30 cell."""
    from scipy.stats import qmc  # noqa: PLC0415 - heavy, and only this design needs it

    scrambling = Streams(root_seed, _BEFORE_ALL).stream("sobol", "scramble")
    engine = qmc.Sobol(dimensions, scramble=True, bits=_BITS, rng=scrambling)
    if block:
        engine.fast_forward(block * _BLOCK)
    points: NDArray[np.float64] = engine.random(_BLOCK) + 0.5 ** (_BITS + 1)
    return points
