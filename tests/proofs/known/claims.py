"""Claims of theory about a simulated case: z tests over one family, and the bias that each would catch.

A case knows what theory expects of it and how to observe it; an observation is one number a replication, so that
those of a case are independent and alike, and their mean is to come near what theory claims.
"""

from collections.abc import Mapping
from typing import Final, Protocol
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from tests.verification import Proof

Floats = NDArray[np.float64]
Observations = Mapping[str, Floats]
"""By claim, one number a replication, shape (n,)."""

FAMILY_ERROR: Final = 1e-3
"""Chance that any of all checks fails in a simulator without fault."""
CHECKS: Final = 180
"""Most checks in the family; `test_family.py` counts them."""
POWER: Final = 0.9
"""Chance with which the bias that a proof names is caught."""
ROOT_SEED: Final = 20210701
AGAIN: Final = 4
"""A check that fails is made anew with so many times the replications, on draws of another root seed."""


class Case(Protocol):
    """A small scenario whose answer is known."""

    @property
    def what(self) -> str:
        """The scenario in a few words, with its parameters."""

    def expected(self) -> Mapping[str, float]:
        """What theory expects, by claim."""

    def observe(self, n: int, root_seed: int) -> Observations:
        """Replications 0 to n - 1 of the scenario with a root seed."""


def z_limit(n: int) -> float:
    """Two-sided limit of a mean of n observations after Bonferroni: Student's, for many observations the normal's."""
    return float(stdtrit(n - 1, 1 - FAMILY_ERROR / CHECKS / 2))


def own_root_seed(case: Case) -> int:
    """A root seed of the case's own: cases on the same draws would stray together."""
    return ROOT_SEED + 2 * (crc32(str(case).encode()) % 100_000)


def assert_claims_hold(case: Case, n: int, proof: Proof | None = None) -> None:
    """Check every claim of a case on n replications, entering each into the list of proofs where there is one.

    A claim beyond the limit is looked at once more, on new draws and four times as many of them. A fault shows
    in both, and fails; a chance deviation in the first alone.
    """
    root_seed = own_root_seed(case)
    expected, found = case.expected(), case.observe(n, root_seed)
    assert expected.keys() == found.keys()
    doubted = _beyond(found, expected)
    again = case.observe(AGAIN * n, root_seed + 1) if doubted else {}
    if proof is not None:
        for claim, theory in expected.items():
            second = f"; again {_told(again[claim], theory, root_seed + 1)}" if claim in doubted else ""
            figure = _told(found[claim], theory, root_seed) + second
            proof(f"{case.what}: {claim}", figure, _limit(found[claim], theory))
    failed = set(doubted) & set(_beyond(again, expected) if doubted else ())
    assert not failed, {claim: (expected[claim], again[claim].mean()) for claim in failed}


def _beyond(found: Observations, expected: Mapping[str, float]) -> list[str]:
    return [c for c, theory in expected.items() if abs(_z(found[c], theory)) > z_limit(len(found[c]))]


def _z(sample: Floats, theory: float) -> float:
    return float(sample.mean() - theory) / _standard_error(sample, theory)


def _standard_error(sample: Floats, theory: float) -> float:
    """Of the mean; where the observations are hits and misses, as theory has it, for none may have come up."""
    hits = bool(np.isin(sample, (0.0, 1.0)).all()) and 0 < theory < 1
    variance = theory * (1 - theory) if hits else float(sample.var(ddof=1))
    return float(np.sqrt(variance / len(sample)))


def _told(sample: Floats, theory: float, root_seed: int) -> str:
    return f"{sample.mean():.5g}, z = {_z(sample, theory):+.2f} (n = {len(sample)}, root seed {root_seed})"


def _limit(sample: Floats, theory: float) -> str:
    limit = z_limit(len(sample))
    caught = (limit + float(stdtrit(len(sample) - 1, POWER))) * _standard_error(sample, theory)
    relative = f", {100 * caught / abs(theory):.1f} %" if theory else ""
    return f"{theory:.5g}; z within {limit:.2f}; catches a bias of {caught:.2g}{relative}"
