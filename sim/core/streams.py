"""Named random streams: every draw has a name, and no name shares a stream with another."""

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_WORDS = 8


@dataclass(frozen=True, slots=True)
class Streams:
    """The random streams of one replication of a study.

    A stream's key is (root_seed, replication, purpose, owner) and nothing else: no arm, no order of creation. So
    all arms share their draws, and adding an entity leaves every other entity's draws alone.
    """

    root_seed: int
    replication: int

    def stream(self, purpose: str, owner: str) -> np.random.Generator:
        """The generator of a purpose (say `weekly-demand`) and its owner (say a programme's id).

        The key is hashed to eight 32-bit words of fixed width, since `SeedSequence` pads its entropy with zeros and would
        take keys of different lengths for the same.
        """
        name = f"{self.root_seed}\x1f{self.replication}\x1f{purpose}\x1f{owner}".encode()
        words = np.frombuffer(hashlib.sha256(name).digest(), dtype="<u4", count=_WORDS)
        return np.random.Generator(np.random.PCG64DXSM(np.random.SeedSequence(words.tolist())))

    def uniforms(self, purpose: str, owner: str, count: int) -> NDArray[np.float64]:
        """`count` uniforms in the open interval (0, 1), shape (count,), fit for a quantile function.

        The j-th of them is the same whatever `count` is.
        """
        draws = self.stream(purpose, owner).random(count)
        return np.where(draws == 0.0, np.float64(2.0**-54), draws)
