"""Memory of the parent does not grow with the replications."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.study.wide import Wide, wide_plan
from tests.verification import Proof

ROOT = Path(__file__).parents[3]
pytestmark = [pytest.mark.verify, pytest.mark.timeout(1200)]


def peak_mb(replications: int, out: Path) -> float:
    """Peak memory of the parent of a comparison as wide as the LEVC study, from its start to its last table."""
    command = [sys.executable, "-m", "tests.study.memory", str(replications), str(out)]
    told = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True, timeout=1000).stdout
    shutil.rmtree(out)
    done, peak = told.split()
    assert int(done) == replications
    return float(peak)


def test_memory_from_a_thousand_to_a_hundred_thousand_replications(tmp_path: Path, proof: Proof) -> None:
    """Resident memory at its peak, the pages of files among it; tables, JSON summary and drivers are written within it."""
    wide = Wide.of(wide_plan(1))
    growth = peak_mb(100_000, tmp_path / "many") - peak_mb(1_000, tmp_path / "few")
    measures, inputs = len(wide.units), wide.inputs
    proof(
        f"growth of the parent's memory from 1,000 to 100,000 replications of the width of the LEVC study ({measures} measures "
        f"and {inputs} inputs of {wide.arms} arms: {wide.bytes_a_replication * 99_000 / 1e9:.2f} GB more), tables written",
        f"{growth:.1f} MB",
        "60 MB",
    )
    assert growth <= 60
