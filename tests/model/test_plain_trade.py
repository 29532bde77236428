"""Compiled code does what Python would do, digit by digit."""

import os
import subprocess
import sys
from pathlib import Path

from tests.model.plain_runs import WORLDS, digests

ROOT = Path(__file__).parents[2]


def test_runs_whose_trade_is_not_compiled_leave_the_same_digits() -> None:
    plain = subprocess.run(
        [sys.executable, "-m", "tests.model.plain_runs"],
        cwd=ROOT,
        env=os.environ | {"NUMBA_DISABLE_JIT": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=250,
    )
    assert plain.stderr == ""
    compiled = digests()
    assert plain.stdout.split() == compiled
    assert len(set(compiled)) == len(WORLDS)
