"""Memory of the parent does not grow with the replications."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.verification import Proof

ROOT = Path(__file__).parents[3]
pytestmark = [pytest.mark.verify, pytest.mark.timeout(600)]


def peak_mb(replications: int, out: Path) -> float:
    """Peak memory of the parent of a study with two workers and 1,280 bytes a replication."""
    command = [sys.executable, "-m", "tests.study.memory", str(replications), str(out)]
    told = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True, timeout=500).stdout
    done, peak = told.split()
    assert int(done) == replications
    return float(peak)


def test_memory_from_a_thousand_to_a_hundred_thousand_replications(tmp_path: Path, proof: Proof) -> None:
    """Held in memory, what the larger study keeps would be 128 MB."""
    growth = peak_mb(100_000, tmp_path / "many") - peak_mb(1_000, tmp_path / "few")
    proof(
        "growth of the parent's memory from 1,000 to 100,000 replications (80 numbers each of 2 arms)",
        f"{growth:.1f} MB",
        "60 MB",
    )
    assert growth <= 60
