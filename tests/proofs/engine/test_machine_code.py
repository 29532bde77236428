"""Machine code that is kept on disk follows its sources, whichever file of the room changes."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.verification import Proof

ROOT = Path(__file__).parents[3]
ONE_STEP = """
import sys
sys.path.insert(0, sys.argv[1])
import sim.trade
from tests.trade.small import go, tables
from sim.trade.tables import BUILDING
of = tables()
of.programmes["stock_wh"], of.programme_steps["wanted"] = 100, 7
go(of, BUILDING)
print(sim.trade.__file__, of.programme_steps["built"][0, 1])
"""


def built(folder: Path) -> int:
    """Vehicles that a copy of the trade builds in a process of its own."""
    command = [sys.executable, "-c", ONE_STEP, str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    said = subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True, text=True)
    file, vehicles = said.stdout.split()
    assert Path(file).is_relative_to(folder)
    return int(vehicles)


@pytest.mark.verify
def test_a_change_to_what_an_entry_calls_is_not_missed(tmp_path: Path, proof: Proof) -> None:
    for room in ("sim", "tests/trade"):
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "tests" / "__init__.py").touch()
    assert (built(tmp_path), built(tmp_path)) == (7, 7)
    assert list((tmp_path / "sim" / "trade" / "__pycache__").glob("*.nbc"))
    changed = tmp_path / "sim" / "trade" / "building.py"
    text = changed.read_text(encoding="utf-8")
    assert text.count("now.built = min(plan,") == 1
    changed.write_text(text.replace("now.built = min(plan,", "now.built = min(plan - 1,"), encoding="utf-8")
    missed = int(built(tmp_path) != 6)
    proof(
        "changes to a compiled function in another file than its entry that old machine code hides",
        missed,
        "0",
    )
    assert missed == 0
