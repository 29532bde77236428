"""Plant the seeded faults one by one in a copy of the project, and tell which test catches each.

    python -m tests.faults.plant [words of the faults to plant]

Ends with 1 where a fault is missed, and with 2 where the tests fail without one.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.faults.fault import ROOT, Fault, faults

PARTS = ("sim", "tests", "seeds", "scenarios", "docs", "pyproject.toml", "Makefile", "README.md")
"""What the tests read."""
WATCH = ("model", "proofs/itself", "trade", "rules", "sample", "network", "core")
"""Folders of tests that have to catch the faults; that of the faulty file's own room goes first."""
ENDLESS_S = 600
_NAMED = re.compile(r"^(?:FAILED|ERROR) (\S+)", re.MULTILINE)
_NONE_FAILED, _SOME_FAILED, _INTERRUPTED = 0, 1, 2


def caught_by(code: int, told: str) -> str | None:
    """The test that failed, from what pytest told; None where all passed. Raises RuntimeError where it did not run."""
    if code == _NONE_FAILED:
        return None
    named = _NAMED.search(told)
    if code not in {_SOME_FAILED, _INTERRUPTED} or named is None:
        message = f"pytest ended with {code}: {told[-2000:]}"
        raise RuntimeError(message)
    return named[1]


def copy_of_project(folder: Path) -> Path:
    """A copy of what the tests need."""
    for part in PARTS:
        source, target = ROOT / part, folder / part
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(source, target)
    return folder


def look(copy: Path, room: str = "") -> str | None:
    """Run the tests in the copy until one fails, those of a room of `sim/` first; its name, or None."""
    command = [sys.executable, "-B", "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "--tb=no"]
    command += [f"tests/{folder}" for folder in sorted(WATCH, key=lambda folder: folder != room)]
    settings = os.environ | {"HYPOTHESIS_PROFILE": "first"}
    try:
        done = subprocess.run(
            command, cwd=copy, env=settings, capture_output=True, text=True, timeout=ENDLESS_S, check=False
        )
    except subprocess.TimeoutExpired:
        return f"the clock: it did not end within {ENDLESS_S} s"
    return caught_by(done.returncode, done.stdout)


def plant(copy: Path, fault: Fault) -> str | None:
    """What catches a fault."""
    file = copy / fault.file
    sound = file.read_text(encoding="utf-8")
    file.write_text(fault.planted(copy), encoding="utf-8")
    try:
        return look(copy, Path(fault.file).parts[1])
    finally:
        file.write_text(sound, encoding="utf-8")


def main(words: list[str]) -> int:
    """Plant all faults, or those with one of the words in what they are."""
    chosen = [fault for fault in faults() if not words or any(word in fault.what for word in words)]
    missed = 0
    with tempfile.TemporaryDirectory() as folder:
        copy = copy_of_project(Path(folder))
        failing = look(copy)
        if failing is not None:
            sys.stderr.write(f"without any fault {failing} fails\n")
            return 2
        for fault in chosen:
            began = time.perf_counter()
            test = plant(copy, fault)
            missed += test is None
            verdict = "MISSED" if test is None else f"caught by {test}"
            sys.stdout.write(f"{time.perf_counter() - began:5.0f} s  {fault.file}: {fault.what}: {verdict}\n")
            sys.stdout.flush()
    sys.stdout.write(f"{len(chosen)} faults, {missed} missed\n")
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
