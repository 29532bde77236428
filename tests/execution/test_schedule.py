from collections import deque
from concurrent.futures import Future
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.core.errors import BrokenInvariant
from sim.execution import schedule
from sim.execution.executor import BatchLost, InProcess
from sim.execution.schedule import Dispatcher, Pace, work_through
from sim.execution.work import work_off
from tests.study.fakes import Raising, Steady


class Shuffled:
    """An executor whose batches end in an order told beforehand, and whose processes die as told."""

    def __init__(self, worker, order, deaths=(), depth=4):
        self.worker, self.order, self.deaths = worker, deque(order), deque(deaths)
        self.width = depth
        self.flying, self.closed = [], False

    def submit(self, replications):
        future = Future()
        self.flying.append((future, replications))
        if len(self.flying) == self.width:
            self._end_one()
        return future

    def settle(self):
        if self.flying:
            self._end_one()

    def _end_one(self):
        if self.deaths and self.deaths.popleft():
            for future, _ in self.flying:
                future.set_exception(BatchLost(1))
            self.flying = []
            return
        at = self.order.popleft() if self.order else 0
        future, replications = self.flying.pop(at % len(self.flying))
        future.set_result(work_off(self.worker, replications))

    def close(self):
        self.closed = True


def ran(executor, replications, chunk, monkeypatch=None):
    chunks = []
    with closing(executor):
        failures = work_through(executor, [range(replications)], chunks.append, chunk=chunk)
    return sorted(k for each in chunks for k in range(each.first, each.first + each.count)), failures


@pytest.fixture
def settling(monkeypatch):
    """Let the shuffled executor end a batch whenever the schedule waits."""

    def waiting(executor_wait):
        def wait(flying, return_when):
            if not any(future.done() for future in flying):
                waiting.executor.settle()
            return executor_wait(flying, return_when=return_when)

        return wait

    monkeypatch.setattr(schedule, "wait", waiting(schedule.wait))
    return waiting


@pytest.mark.parametrize("chunk", [1, 3, 7, None])
def test_everything_is_done_once_in_whatever_order_it_ends(settling, chunk):
    settling.executor = Shuffled(Steady(), [3, 1, 2, 0, 3, 3, 1] * 10)

    assert ran(settling.executor, 40, chunk) == (list(range(40)), ())
    assert settling.executor.closed


@pytest.mark.parametrize(
    "deaths", [[True], [False, True, False, True], [True, True], [False] * 5 + [True, True, True]]
)
def test_a_dead_process_costs_nothing_but_time(settling, deaths):
    settling.executor = Shuffled(Steady(), [2, 0, 1] * 20, deaths)

    assert ran(settling.executor, 30, 4) == (list(range(30)), ())


def test_a_replication_that_raises_is_named_and_the_others_are_done():
    done, failures = ran(InProcess(Raising((3, 8))), 12, 5)

    assert done == [0, 1, 2, 4, 5, 6, 7, 9, 10, 11]
    assert [(failure.replication, failure.reason) for failure in failures] == [
        (3, "ValueError: replication 3 is bad"),
        (8, "ValueError: replication 8 is bad"),
    ]
    assert "Traceback" in failures[0].details


def test_a_study_of_which_nothing_can_be_made_stops_soon():
    with pytest.raises(BrokenInvariant, match="no replication can be made: ValueError"):
        ran(InProcess(Raising(tuple(range(1_000)))), 1_000, 10)


@given(st.integers(1, 500), st.integers(1, 8), st.floats(1e-9, 100))
def test_batches_have_at_least_one_replication_and_leave_work_for_the_others(remaining, width, seconds):
    pace = Pace(None)
    assert pace.size(remaining, width) == 1
    pace.learn(seconds)

    size = pace.size(remaining, width)

    assert 1 <= size <= remaining
    assert size == 1 or size * seconds <= 1.0
    assert width == 1 or size <= -(-remaining // (2 * width))


def test_a_replication_under_suspicion_runs_with_nothing_beside_it(settling):
    """Two deaths with four in flight each: their replications are then handed out one by one."""
    executor = settling.executor = Shuffled(Steady(), [0] * 50, [True, True])
    flights = []
    submit = executor.submit
    executor.submit = lambda batch: (flights.append((len(executor.flying), batch)), submit(batch))[1]
    chunks = []

    Dispatcher(executor, chunks.append, Pace(2), deque([range(12)])).run()

    alone = [(beside, list(batch)) for beside, batch in flights if len(batch) == 1]
    assert alone == [(0, [k]) for k in range(8)]
    assert sum(each.count for each in chunks) == 12


class Unlucky:
    """An executor on which every batch that holds one of some replications is lost, and no other."""

    width = 3

    def __init__(self, bad, deaths):
        self.bad, self.deaths, self.lost = bad, deaths, []

    def submit(self, replications):
        future = Future()
        if any(k in self.bad for k in replications):
            self.lost.append(replications)
            future.set_exception(BatchLost(self.deaths))
        else:
            future.set_result(work_off(Steady(), replications))
        return future

    def close(self):
        pass


@pytest.mark.parametrize(("deaths", "losses"), [(1, 5), (4, 2)])
def test_a_batch_that_is_lost_costs_the_others_nothing(deaths, losses):
    executor = Unlucky((5,), deaths)

    done, failures = ran(executor, 12, 4)

    assert done == [0, 1, 2, 3, 4, 6, 7, 8, 9, 10, 11]
    assert [(failure.replication, failure.reason) for failure in failures] == [(5, "its process died")]
    assert len(executor.lost) == losses


def test_processes_that_all_die_at_once_end_the_study():
    with pytest.raises(BrokenInvariant, match="10 processes died before they had finished one"):
        ran(Unlucky(range(100), 1), 100, 7)
