"""A process that has the project and its tests loaded, and runs them with one fault after the other, each in a fork of its own.

    python -m tests.faults.server FOLDER_OR_FILE ...

In a copy of the project; it reads orders from its input and answers each on its output, as lines of JSON.
"""

import contextlib
import json
import os
import resource
import select
import signal
import sys
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import IO, Any

import pytest
from coverage import Coverage

from tests.faults.live import changes, put

ENDLESS_S = 1800
"""On a machine with other work the time of a processor is what counts; this is for tests that wait for ever."""


class Server:
    """Instead of running the tests that pytest has found it runs those that it is asked for."""

    def __init__(self, orders: IO[str], answers: IO[str]) -> None:
        self._orders = orders
        self._answers = answers
        self._failed: str | None = None

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note the first test that fails."""
        if report.failed and self._failed is None:
            self._failed = report.nodeid

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Answer orders until there is none. The trade is compiled before the first fork, for all of them."""
        import_module("sim.trade.ready")
        items = {item.nodeid: item for item in session.items}
        self._answer({"tests": list(items)})
        for line in self._orders:
            order = json.loads(line)
            asked = [items[test] for test in order["tests"]]
            act = self._reach if "file" not in order else lambda those, order=order: self._plant(order, those)
            self._answer(_in_a_fork(lambda act=act, asked=asked: act(asked), order["cpu_s"]))
        return True

    def _answer(self, answer: dict[str, Any]) -> None:
        self._answers.write(json.dumps(answer) + "\n")
        self._answers.flush()

    def _plant(self, order: dict[str, Any], items: Sequence[pytest.Item]) -> dict[str, Any]:
        """Run tests with a fault until one fails."""
        file = Path(order["file"]).resolve()
        changed = changes(file.read_text(encoding="utf-8"), order["text"], str(file))
        put(changed, file)
        for item, following in zip(items, [*items[1:], None], strict=True):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if self._failed is not None:
                return {"caught": self._failed}
        return {"caught": None}

    def _reach(self, items: Sequence[pytest.Item]) -> dict[str, Any]:
        """Run tests without a fault: which lines of the project each goes through, and how long it takes, s of a processor."""
        root = Path.cwd()
        coverage = Coverage(data_file=None, include=[f"{root}/sim/*"], config_file=False)
        coverage.set_option("run:disable_warnings", ["no-data-collected"])  # some tests read text alone
        seconds = {}
        coverage.start()
        for item, following in zip(items, [*items[1:], None], strict=True):
            coverage.switch_context(item.nodeid)
            began = time.process_time()
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            seconds[item.nodeid] = time.process_time() - began
        coverage.stop()
        data, lines = coverage.get_data(), {item.nodeid: {} for item in items}
        for file in data.measured_files():
            for line, tests in data.contexts_by_lineno(file).items():
                for test in tests:
                    if test:
                        own = lines[test]
                        name = Path(file).relative_to(root).as_posix()
                        own[name] = own.get(name, 0) | 1 << line
        return {"failed": self._failed, "seconds": seconds, "lines": lines}


def _in_a_fork(act: Callable[[], dict[str, Any]], cpu_s: float) -> dict[str, Any]:
    """What an act gives in a child of this process, which may take so many seconds of a processor."""
    here, there = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(here)
        os.setsid()
        resource.setrlimit(resource.RLIMIT_CPU, (int(cpu_s) + 1, int(cpu_s) + 2))
        answer = {"caught": "the process: it ended"}
        try:
            answer = act()
        except BaseException as error:  # noqa: BLE001 - whatever it is, the server has to hear of it
            answer = {"caught": f"the process: {type(error).__name__}: {error}"}
        finally:
            with os.fdopen(there, "w") as out:
                out.write(json.dumps(answer) + "\n")
            os._exit(0)
    os.close(there)
    told = _read(here)
    with contextlib.suppress(ProcessLookupError):  # it is no leader of a group yet, or gone
        os.killpg(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if told:
        return json.loads(told)
    return {"caught": f"the process: it ended with {os.waitstatus_to_exitcode(status)}"}


def _read(pipe: int) -> bytes:
    """A line that comes through a pipe; what there is of it where the pipe ends, or it takes too long."""
    told, end = b"", time.monotonic() + ENDLESS_S
    with os.fdopen(pipe, "rb", buffering=0) as open_pipe:
        while select.select([open_pipe], [], [], max(0.0, end - time.monotonic()))[0]:
            part = open_pipe.read(1 << 16)
            if not part:
                break
            told += part
            if told.endswith(b"\n"):
                break
    return told


def main(paths: list[str]) -> int:
    """Load the tests of folders and files, and serve."""
    orders, answers = os.fdopen(os.dup(0), "r"), os.fdopen(os.dup(1), "w")
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1):
        os.dup2(nothing, stream)
    options = ["-q", "-p", "no:cacheprovider", "--tb=no", f"--basetemp={Path.cwd().parent / 'tests'}"]
    return int(pytest.main([*options, *paths], plugins=[Server(orders, answers)]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
