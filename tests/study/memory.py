"""The memory that a wide study takes: `python -m tests.study.memory REPLICATIONS FOLDER`.

Tells replications done, and the most memory that the parent held from start to last table, in MB.
"""

import sys
from pathlib import Path

from sim.study.comparison_study import ComparisonStudy
from sim.study.engine import Execution
from sim.study.studies import carry_out
from tests.study.wide import Wide, wide_plan


def peak_mb() -> float:
    """The most memory that this process has held."""
    (line,) = [line for line in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in line]
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    plan = wide_plan(int(sys.argv[1]))
    worker = Wide.of(plan)
    study = carry_out(plan, worker, Execution(workers=2, out=Path(sys.argv[2])), ComparisonStudy)
    sys.stdout.write(f"{len(study.replications)} {peak_mb():.1f}\n")
