"""Named random streams: every draw has a name, and no name shares a stream with another."""

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_WORDS = 8
_LEAST = 2.0**-54
"""Stands in for a drawn 0; every other draw is a multiple of 2 ** -53."""


@dataclass(frozen=True, slots=True)
class Streams:
    """The random streams of one replication of a study.

    A stream's key is (root_seed, replication, purpose, owner) and nothing else: no arm, no order of creation.
    So all arms share their draws, and adding an entity leaves every other entity's draws alone.
    """

    root_seed: int
    replication: int

    def stream(self, purpose: str, owner: str) -> np.random.Generator:
        """The generator of a purpose (say `weekly-demand`) and its owner (say a programme's id).

        The key is hashed to eight 32-bit words of fixed width, since `SeedSequence` pads its entropy with
        zeros and would take keys of different lengths for the same.
        """
        words = np.frombuffer(self._hash(purpose, owner), dtype="<u4", count=_WORDS).astype(np.uint32)
        return np.random.Generator(np.random.PCG64DXSM(np.random.SeedSequence(words)))

    def uniforms(self, purpose: str, owner: str, count: int) -> NDArray[np.float64]:
        """`count` uniforms in the open interval (0, 1), shape (count,), fit for a quantile function.

        The j-th of them is the same whatever `count` is.
        """
        draws = self.stream(purpose, owner).random(count)
        return np.maximum(draws, _LEAST, out=draws)

    def uniform(self, purpose: str, owner: str) -> float:
        """A single uniform in the open interval (0, 1), at a tenth of a stream's cost.

        It is the key's hash itself, read as a fraction of 52 bits and set to the middle of its cell. It is
        not the first of the `uniforms` of the same purpose and owner.
        """
        return ((int.from_bytes(self._hash(purpose, owner)[:8], "little") >> 12) + 0.5) * 2.0**-52

    def _hash(self, purpose: str, owner: str) -> bytes:
        name = f"{self.root_seed}\x1f{self.replication}\x1f{purpose}\x1f{owner}"
        return hashlib.sha256(name.encode()).digest()
