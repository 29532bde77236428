"""The memory that a study takes: `python -m tests.study.memory REPLICATIONS FOLDER` tells its peak in MB."""

import sys
from dataclasses import replace
from pathlib import Path

from sim.study.course import carry_out
from sim.study.engine import Execution
from sim.study.monte_carlo_study import MonteCarloStudy
from tests.study.courses import plan
from tests.study.wide import MEASURES, PARAMETERS, Wide


def peak_mb() -> float:
    """The most memory that this process has held."""
    (line,) = [line for line in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in line]
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    what = replace(
        plan(),
        study="monte-carlo",
        measures=MEASURES,
        parameters=PARAMETERS,
        series=(),
        replications=int(sys.argv[1]),
    )
    study = carry_out(what, Wide(), Execution(workers=2, out=Path(sys.argv[2])), MonteCarloStudy)
    sys.stdout.write(f"{len(study.replications)} {peak_mb():.1f}\n")
