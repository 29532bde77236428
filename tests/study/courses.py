"""Small studies of fakes, to be carried out in a test or in a process of its own."""

import datetime as dt
import hashlib

from sim.core.calendar import Calendar
from sim.study.comparison_study import ComparisonStudy
from sim.study.course import carry_out
from sim.study.engine import Execution
from sim.study.plan import Inputs, Plan
from tests.study.fakes import KEYS, Steady

CALENDAR = Calendar(dt.date(2021, 7, 1), dt.date(2029, 6, 30), 7)
REPLICATIONS = 24


def plan(**changes):
    digest = hashlib.sha256(repr(sorted(changes.items())).encode()).hexdigest()
    asked = {"replications": REPLICATIONS} | changes
    arms = {"stay": "Stay", "move": "Move"}
    return Plan(
        "compare", "fake", arms, "car", "stay", KEYS, ("a", "b"), CALENDAR, 1, asked["replications"], 0.95,
        digest if set(changes) - {"replications", "precision"} else "d" * 64, Inputs("s", "t", "title = 'fake'\n"),
    )  # fmt: skip


def made(out=None, worker=None, what=None, **execution):
    return carry_out(
        what or plan(),
        worker or Steady(),
        Execution(out=out, **({"workers": 1} | execution)),
        ComparisonStudy,
    )
