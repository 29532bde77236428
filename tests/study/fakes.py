"""Stand-ins for the model: workers whose outcomes follow from the replication's number alone."""

import datetime as dt
import os
import signal
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sim.core.calendar import Calendar
from sim.core.keys import MeasureKey, SeriesKey
from sim.core.quantized import quantize
from sim.core.streams import Streams
from sim.results.chunk import Outcome
from sim.results.journal import Header
from sim.rules.monthly_series import month_names

COST = MeasureKey("programme", "car", "cost_eur_per_kwh", "EUR/kWh", "lower")
SWITCH = MeasureKey("programme", "car", "first_switch_year", "year", "lower")
KEYS = (COST, SWITCH)
SERIES = (
    SeriesKey("programme", "car", "supply_share", "plant", "share"),
    *(SeriesKey("plant", f"plant-{k}", "made_gwh_per_year", "", "GWh/year") for k in range(9)),
)
CALENDAR = Calendar(dt.date(2021, 7, 1), dt.date(2029, 6, 30), 7)
MONTHS = month_names(CALENDAR)
HEADER = Header("d" * 64, ("stay", "move"), ("cost", "switch"), ("a", "b"))


def outcome(root_seed: int, replication: int) -> Outcome:
    """Two arms, two measures (the second absent now and then), two inputs, and a row or none."""
    u = Streams(root_seed, replication).uniforms("fake", "all", 6)
    measures = np.array([[u[0], np.nan], [u[0] + 0.1 * u[1], 100 * u[2] if u[3] < 0.7 else np.nan]])
    facts = tuple(
        {"switches": [("car", replication, float(u[4]), None)] * (replication % 2)} for _ in range(2)
    )
    return Outcome(measures, np.array([u[4:6]] * 2), facts, quantize(_series(u)))


def _series(u):
    """One share that is now and then absent, and rates of a plant, by month: shape (arms, series, months)."""
    rates = np.outer(np.arange(1, len(SERIES)), np.linspace(u[0], 1 + u[1], len(MONTHS)))
    share = np.where(np.arange(len(MONTHS)) < 9 * u[4], np.nan, u[5])
    return np.stack([np.vstack([share, rates]), np.vstack([share / 2, rates * 2])])


@dataclass(frozen=True)
class Steady:
    """Does its work."""

    root_seed: int = 1

    def __call__(self, replication: int) -> Outcome:
        return outcome(self.root_seed, replication)


@dataclass(frozen=True)
class Raising:
    """Raises in some replications, always."""

    bad: tuple[int, ...]

    def __call__(self, replication: int) -> Outcome:
        if replication in self.bad:
            message = f"replication {replication} is bad"
            raise ValueError(message)
        return outcome(1, replication)


@dataclass(frozen=True)
class Dying:
    """Kills its own process in some replications: as often as told, counted by files in a folder."""

    bad: tuple[int, ...]
    folder: Path
    times: int

    def __call__(self, replication: int) -> Outcome:
        deaths = len(list(self.folder.glob(f"{replication}-*")))
        if replication in self.bad and deaths < self.times:
            (self.folder / f"{replication}-{deaths}").touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return outcome(1, replication)
