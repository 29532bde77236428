"""Speed: logical events a second of the base scenario over bare SimPy timeouts a second, measured in one run."""

import gc
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from pathlib import Path

import pytest
import simpy

import sim
from sim.core.streams import Streams
from sim.model.replication import replicate
from sim.network.topology import Topology
from sim.sample.design import MonteCarlo
from sim.sample.path import Sampler
from sim.study.replication import Arm

pytestmark = pytest.mark.benchmark
ROOT = Path(__file__).parents[2]
ROUNDS = 12
BARE_TIMEOUTS = 100_000
BAR = 0.6


def cpu_seconds(act: Callable[[], object]) -> float:
    start = time.process_time()
    act()
    return time.process_time() - start


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
    events: list[int] = []
    bare, drawn, measured = [], [], []

    def draw_and_replicate(replication: int) -> None:
        path = sampler.draw(Streams(1, replication), MonteCarlo())
        events.append(replicate(path, topology).event_count)

    draw_and_replicate(0)
    _ = arm.simulate(1, 0, MonteCarlo()).values
    bare_timeouts()
    events.clear()
    for replication in range(1, ROUNDS + 1):
        gc.collect()
        bare.append(cpu_seconds(bare_timeouts))
        drawn.append(cpu_seconds(lambda k=replication: draw_and_replicate(k)))
        measured.append(cpu_seconds(lambda k=replication: arm.simulate(1, k, MonteCarlo()).values))
    bare_rate = BARE_TIMEOUTS / statistics.mean(bare)
    logical = statistics.mean(events)
    rates = {"draw + replicate": 1 / statistics.mean(drawn), "with measures": 1 / statistics.mean(measured)}
    print(f"\nB = {bare_rate:,.0f} bare timeouts a second, L = {logical:,.0f} logical events a replication")
    ratios = {what: rate * logical / bare_rate for what, rate in rates.items()}
    for what, rate in rates.items():
        print(f"{what}: r = {rate:.2f} replications a second, r x L / B = {ratios[what]:.3f}")
    assert ratios["draw + replicate"] >= BAR


def test_help_appears_at_once() -> None:
    seconds = []
    for _ in range(5):
        start = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "sim", "--help"], cwd=ROOT, check=True, capture_output=True, timeout=60
        )
        seconds.append(time.perf_counter() - start)
    print(
        f"\ncellswitch --help: {1000 * min(seconds):.0f} ms at best, {1000 * statistics.median(seconds):.0f} ms in the middle"
    )
    assert min(seconds) < 0.5


def test_comparison_of_four_arms_is_made_within_a_minute() -> None:
    """200 replications of 4 arms are to take less than 60 s; a tenth of them is made, by all cores, loading included."""
    replications = 20
    start = time.perf_counter()
    study = sim.compare(ROOT / "scenarios" / "levc-uk.toml", replications=replications)
    seconds = time.perf_counter() - start
    runs = replications * len(study.arms)
    print(
        f"\ncompare: {replications / seconds:.2f} replications a second of {len(study.arms)} arms "
        f"({runs / seconds:.1f} runs a second, {os.cpu_count()} cores)"
    )
    assert seconds < 60 * replications / 200
