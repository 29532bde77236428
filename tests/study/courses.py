"""Small studies of fakes, to be carried out in a test or in a process of its own."""

import hashlib

from sim.study.comparison_study import ComparisonStudy
from sim.study.engine import Execution
from sim.study.plan import Plan, ResolvedInputs
from sim.study.studies import carry_out
from tests.study.fakes import CALENDAR, KEYS, SERIES, Steady

REPLICATIONS = 24


def plan(**changes):
    """A comparison of two arms; what is not about its length makes it another study."""
    others = {key: value for key, value in changes.items() if key not in {"replications", "precision"}}
    return Plan(
        study="compare",
        scenario="fake",
        arms={"stay": "Stay", "move": "Move"},
        focus="car",
        baseline="stay",
        measures=KEYS,
        parameters=("a", "b"),
        calendar=CALENDAR,
        root_seed=others.get("root_seed", 1),
        replications=changes.get("replications", REPLICATIONS),
        level=0.95,
        digest=hashlib.sha256(repr(sorted(others.items())).encode()).hexdigest(),
        series=SERIES,
        inputs=ResolvedInputs("s", "t", "title = 'fake'\n"),
        precision=changes.get("precision", {}),
    )


def made(out=None, worker=None, what=None, **execution):
    return carry_out(
        what or plan(),
        worker or Steady(),
        Execution(out=out, **({"workers": 1} | execution)),
        ComparisonStudy,
    )
