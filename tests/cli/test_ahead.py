import os

import pytest

from sim.cli.ahead import begin


@pytest.fixture
def started(monkeypatch):
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    monkeypatch.setattr("sim.execution.executor.all_cores", lambda: 4)
    started = []
    monkeypatch.setattr("multiprocessing.forkserver.ensure_running", lambda: started.append("server"))
    return started


@pytest.mark.parametrize(
    ("workers", "cluster", "expected"),
    [(None, None, ["server"]), (2, None, ["server"]), (1, None, []), (None, "local", [])],
)
def test_a_server_is_started_where_workers_will_be_forked(workers, cluster, expected, started):
    begin(workers=workers, cluster=cluster, file="a.toml")
    assert started == expected


def test_one_core_needs_no_server(started, monkeypatch):
    monkeypatch.setattr("sim.execution.executor.all_cores", lambda: 1)
    begin(workers=None, cluster=None)
    assert started == []


def test_linear_algebra_gets_one_thread_unless_the_user_says_otherwise(started, monkeypatch):
    begin(workers=1, cluster=None)
    assert os.environ["OPENBLAS_NUM_THREADS"] == "1"
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "3")
    begin(workers=1, cluster=None)
    assert os.environ["OPENBLAS_NUM_THREADS"] == "3"
