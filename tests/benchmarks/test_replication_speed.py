"""Speed, as ratios to something bare that is measured in between, so that another machine or another day changes little.

Each is measured five times; the figure is the median, told with the least and the greatest, and the bar is held against it.
"""

import gc
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest
import simpy

import sim
from sim.core.streams import Streams
from sim.model.replication import replicate
from sim.network.topology import Topology
from sim.sample.design import MonteCarlo
from sim.sample.path import Sampler
from sim.study.replications import Arm

pytestmark = pytest.mark.benchmark
ROOT = Path(__file__).parents[2]
REPEATS = 5
ROUNDS = 12
BARE_TIMEOUTS = 100_000
BAR = 0.6


def cpu_seconds(act: Callable[[], object]) -> float:
    start = time.process_time()
    act()
    return time.process_time() - start


def seconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


class Figure(NamedTuple):
    """The median of some measurements, with their spread."""

    median: float
    least: float
    greatest: float

    @classmethod
    def of(cls, measured: Sequence[float]) -> "Figure":
        return cls(statistics.median(measured), min(measured), max(measured))

    def __str__(self) -> str:
        return f"{self.median:.3f} ({self.least:.3f} to {self.greatest:.3f}, {REPEATS} times)"


def bare_timeouts() -> None:
    """Ten processes that loop on `yield env.timeout(1)`."""
    env = simpy.Environment()

    def loop() -> Generator[simpy.Event, None, None]:
        while True:
            yield env.timeout(1)

    for _ in range(10):
        env.process(loop())
    env.run(until=BARE_TIMEOUTS // 10)


def test_replication_does_more_than_six_tenths_of_the_events_of_bare_simpy() -> None:
    """r x L / B of base-2021 at step_days = 7, with the sample path drawn in the time; rounds interleaved, on CPU time."""
    scenario = sim.load(ROOT / "scenarios" / "base-2021.toml", ["run.step_days=7"]).arms["base"]
    sampler, topology, arm = Sampler(scenario), Topology(scenario), Arm(scenario)

    def draw_and_replicate(replication: int) -> int:
        path = sampler.draw(Streams(1, replication), MonteCarlo())
        return replicate(path, topology).event_count

    def measure(replication: int) -> int:
        return len(arm.simulate(1, replication, MonteCarlo()).values)

    numbers = range(1, ROUNDS + 1)
    events = statistics.mean([draw_and_replicate(number) for number in numbers])
    measure(0)
    bare_timeouts()
    rates, plain, with_measures = [], [], []
    for _ in range(REPEATS):
        bare = drawn = measured = 0.0
        for number in numbers:
            gc.collect()
            bare += cpu_seconds(bare_timeouts)
            drawn += cpu_seconds(partial(draw_and_replicate, number))
            measured += cpu_seconds(partial(measure, number))
        rates.append(BARE_TIMEOUTS * ROUNDS / bare)
        plain.append(ROUNDS / drawn * events / rates[-1])
        with_measures.append(ROUNDS / measured * events / rates[-1])
    ratio = Figure.of(plain)
    print(
        f"\nB = {statistics.median(rates):,.0f} bare timeouts a second, L = {events:,.0f} logical events a replication"
    )
    print(f"draw + replicate: r x L / B = {ratio}, bar {BAR}")
    print(f"with measures:    r x L / B = {Figure.of(with_measures)}")
    assert ratio.median >= BAR


def test_help_appears_at_once() -> None:
    """In the time in which Python starts some twenty times: half a second, where that takes 25 ms."""

    def start(*arguments: str) -> None:
        subprocess.run([sys.executable, *arguments], cwd=ROOT, check=True, capture_output=True, timeout=60)

    start("-m", "sim", "--help")
    ratio = Figure.of(
        [
            seconds(partial(start, "-m", "sim", "--help")) / seconds(partial(start, "-c", "pass"))
            for _ in range(REPEATS)
        ]
    )
    print(f"\ncellswitch --help over a bare start of Python: {ratio}, bar 20")
    assert ratio.median <= 20


def test_comparison_of_four_arms_is_made_within_a_minute() -> None:
    """200 replications in less than a minute, where 100,000 bare timeouts take 0.06 s: each in five times that, of all arms.

    A tenth of them is made, by all cores, loading included.
    """
    replications = 20
    ratios, rates = [], []
    for _ in range(REPEATS):
        bare = seconds(bare_timeouts)
        took = seconds(lambda: sim.compare(ROOT / "scenarios" / "levc-uk.toml", replications=replications))
        ratios.append(took / replications / bare)
        rates.append(replications / took)
    ratio = Figure.of(ratios)
    print(f"\ncompare: {Figure.of(rates)} replications a second of all arms, {os.cpu_count()} cores")
    print(f"a replication over {BARE_TIMEOUTS:,} bare timeouts: {ratio}, bar 5")
    assert ratio.median <= 5
