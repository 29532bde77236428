"""A copy of the project with a server of tests in it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

FOLDERS = (
    *(
        f"tests/{room}"
        for room in (
            "core",
            "network",
            "sample",
            "rules",
            "trade",
            "model",
            "statistics",
            "answers",
            "results",
            "execution",
            "study",
        )
    ),
    *(f"tests/proofs/{room}" for room in ("itself", "known", "statistics")),
)
"""Tests that faults are held against: those of the quick suite that run what decides, and do so in their own process."""


class Worker:
    """Hands orders to the server of a copy. Raises RuntimeError where that has ended."""

    def __init__(self, copy: Path) -> None:
        self.copy = copy
        temporary = copy.parent / "tmp"
        temporary.mkdir()
        settings = os.environ | {
            "HYPOTHESIS_PROFILE": "first",
            "OPENBLAS_NUM_THREADS": "1",
            "TMPDIR": str(temporary),
        }
        self._server = subprocess.Popen(
            [sys.executable, "-B", "-m", "tests.faults.server", *FOLDERS],
            cwd=copy, env=settings, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def tests(self) -> list[str]:
        """What there is to run, told once: when all is loaded."""
        return self._answer()["tests"]

    def ask(self, order: dict[str, Any]) -> dict[str, Any]:
        """The answer to an order."""
        assert self._server.stdin is not None
        self._server.stdin.write(json.dumps(order) + "\n")
        self._server.stdin.flush()
        return self._answer()

    def close(self) -> None:
        """Have the server end."""
        self._server.communicate()

    def _answer(self) -> dict[str, Any]:
        assert self._server.stdout is not None
        line = self._server.stdout.readline()
        if not line:
            message = f"the server of {self.copy} ended with {self._server.wait()}"
            raise RuntimeError(message)
        return json.loads(line)
