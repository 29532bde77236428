"""The family of statistical checks: all of them counted, so that together they fail by chance as rarely as stated."""

from importlib import import_module
from pathlib import Path

import pytest
from scipy.stats import norm

from tests.proofs.known.claims import CHECKS, FAMILY_ERROR, Case, z_limit


def cases() -> list[Case]:
    modules = [
        import_module(f"tests.proofs.known.{file.stem}") for file in Path(__file__).parent.glob("test_*.py")
    ]
    return [case for module in modules for case in getattr(module, "CASES", ()) if hasattr(case, "observe")]


def test_the_family_counts_every_check(proof):
    """Each claim is checked twice: on few replications in every test run, and on many."""
    checks = 2 * sum(len(case.expected()) for case in cases())
    proof(
        "statistical checks in the family",
        checks,
        f"at most {CHECKS}, for a family error of {FAMILY_ERROR:g}",
    )
    assert CHECKS / 2 < checks <= CHECKS


def test_the_limit_is_bonferronis():
    """Of many observations the normal's, of few ones Student's wider one."""
    assert z_limit(10**7) == pytest.approx(norm.isf(FAMILY_ERROR / CHECKS / 2), rel=1e-5)
    assert z_limit(20) > z_limit(1000) > z_limit(10**7)
