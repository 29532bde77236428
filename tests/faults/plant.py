"""Plant faults one by one in copies of the project, and tell which test catches each.

    python -m tests.faults.plant [words of what is wrong or of the file]

The written list, and every mutation of the files that decide. Ends with 1 where a fault is missed that is not listed
as harmless, or one is caught that is; with 2 where the tests fail without a fault, or the list of the harmless ones has
entries of no mutation.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from threading import Lock

from tests.faults.fault import ROOT, Fault, faults
from tests.faults.live import COMPILED, Elsewhere, changes
from tests.faults.mutants import Mutant, harmless, mutants, stale
from tests.faults.reach import Reach, by_file, keys
from tests.faults.worker import Worker

WATCH = ("trade", "model", "proofs/itself", "rules", "sample", "network", "core")
"""Folders of tests that have to catch the faults of compiled files, in this order."""
WORKERS = 2
LEFT_OUT = (".venv", ".git", ".cache", "*.pyc", "*.egg-info", ".*_cache", ".hypothesis")
SPARE_S, SPARE = 20, 4
"""A fault may make tests slower, by a factor and some seconds, before it counts as caught by the clock."""
ENDLESS_S = 1800
_NAMED = re.compile(r"^(?:FAILED|ERROR) (\S+)", re.MULTILINE)
_NONE_FAILED, _SOME_FAILED, _INTERRUPTED = 0, 1, 2
AnyFault = Fault | Mutant


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
    """A copy of what the tests need, in a new folder; machine code that is there goes with it."""
    shutil.copytree(ROOT, folder, ignore=_left_out)
    return folder


def _left_out(folder: str, names: list[str]) -> set[str]:
    """What a copy goes without: caches, and the studies in `results/`, which is a name of rooms of code as well."""
    studies = {name for name in names if name != "README.md"} if Path(folder) == ROOT / "results" else set()
    return {*shutil.ignore_patterns(*LEFT_OUT)(folder, names), *studies}


def look(copy: Path, tests: Sequence[str]) -> str | None:
    """Run tests in the copy, from the start, until one fails; its name, or None."""
    asked = copy.parent / "asked.txt"
    asked.write_text("\n".join(tests), encoding="utf-8")
    command = [
        sys.executable,
        "-B",
        "-m",
        "pytest",
        "-q",
        "-x",
        "-p",
        "no:cacheprovider",
        "--tb=no",
        f"@{asked}",
    ]
    settings = os.environ | {"HYPOTHESIS_PROFILE": "first"}
    try:
        done = subprocess.run(
            command, cwd=copy, env=settings, capture_output=True, text=True, timeout=ENDLESS_S, check=False
        )
    except subprocess.TimeoutExpired:
        return f"the clock: it did not end within {ENDLESS_S} s"
    return caught_by(done.returncode, done.stdout)


def look_from_the_start(copy: Path, fault: AnyFault, tests: Sequence[str]) -> str | None:
    """What catches a fault in processes that start with it."""
    file = copy / fault.file
    sound = file.read_text(encoding="utf-8")
    file.write_text(fault.planted(copy), encoding="utf-8")
    try:
        return look(copy, tests)
    finally:
        file.write_text(sound, encoding="utf-8")


def plant(worker: Worker, fault: AnyFault, reach: Reach) -> str | None:
    """What catches a fault."""
    sound, faulty = (ROOT / fault.file).read_text(encoding="utf-8"), fault.planted(ROOT)
    if fault.file.startswith(COMPILED):
        return look_from_the_start(worker.copy, fault, [f"tests/{folder}" for folder in WATCH])
    try:
        changes(sound, faulty, fault.file)
    except Elsewhere:
        tests = reach.tests(fault.file, None)
        return look_from_the_start(worker.copy, fault, tests) if tests else None
    start = sound.index(fault.old) if isinstance(fault, Fault) else fault.start
    first = sound.count("\n", 0, start) + 1
    tests = reach.tests(fault.file, range(first, first + fault.old.count("\n") + 1))
    if not tests:
        return None
    order = {"file": fault.file, "text": faulty, "tests": tests}
    return worker.ask(order | {"cpu_s": SPARE_S + SPARE * reach.seconds(tests)})["caught"]


def measure(workers: Sequence[Worker], reach: Reach) -> list[str]:
    """Bring the reach up to date, but for files with a test that fails; returns these tests."""
    found, *_ = [worker.tests() for worker in workers]
    tests = by_file(found)
    now = keys(tests)
    reach.files = {file: own for file, own in reach.files.items() if own["key"] == now.get(file)}
    failing: list[str] = []

    def one(worker: Worker, file: str, told: str) -> None:
        answer = worker.ask({"tests": tests[file], "cpu_s": ENDLESS_S})
        failed = answer.get("caught") or answer["failed"]
        if failed is None:
            reach.files[file] = answer | {"key": now[file]}
        else:
            failing.append(f"{file}: {failed}")
        sys.stdout.write(f"{told}  {file}\n")

    work(workers, [file for file in tests if file not in reach.files], one)
    reach.keep()
    return failing


def work(workers: Sequence[Worker], tasks: Sequence, do: Callable[[Worker, object, str], None]) -> None:
    """Have workers do tasks, each the next one when it is free; `do` is also given how far it is, in words."""
    began, done, lock, left = time.perf_counter(), count(1), Lock(), iter(tasks)

    def serve(worker: Worker) -> None:
        while True:
            with lock:
                task = next(left, None)
                if task is None:
                    return
                number = next(done)
            rest_min = (time.perf_counter() - began) / max(1, number - 1) * (len(tasks) - number + 1) / 60
            do(
                worker,
                task,
                f"[{number}/{len(tasks)}, {rest_min:.0f} min left]" if number > 1 else f"[1/{len(tasks)}]",
            )
            sys.stdout.flush()

    with ThreadPoolExecutor(len(workers)) as pool:
        for each in [pool.submit(serve, worker) for worker in workers]:
            each.result()


def chosen(words: Sequence[str]) -> Iterator[AnyFault]:
    """The faults with one of the words in their file or in what they are; without words all."""
    for fault in [*faults(), *mutants()]:
        if not words or any(word in f"{fault.file} {fault.what}" for word in words):
            yield fault


def main(words: list[str]) -> int:
    """Plant all faults, or those with one of the words in what they are or in their file."""
    known = {entry[:6]: entry for entry in harmless()}
    outdated = stale(list(known.values()), mutants())
    if outdated:
        sys.stderr.write(
            "".join(f"listed as harmless, but there is no such mutation: {each}\n" for each in outdated)
        )
        return 2
    planted = list(chosen(words))
    missed: list[AnyFault] = []
    wrong: list[AnyFault] = []
    with tempfile.TemporaryDirectory() as folder:
        copies = [copy_of_project(Path(folder) / str(number) / "project") for number in range(WORKERS)]
        workers = [Worker(copy) for copy in copies]
        reach = Reach.kept()
        failing = measure(workers, reach)
        if failing:
            sys.stderr.write("".join(f"fails without any fault: {test}\n" for test in failing))
            return 2

        def one(worker: Worker, fault: AnyFault, told: str) -> None:
            began = time.perf_counter()
            test = plant(worker, fault, reach)
            entry = known.get(fault.place) if isinstance(fault, Mutant) else None
            if test is None and entry is None:
                missed.append(fault)
            if test is not None and entry is not None:
                wrong.append(fault)
            verdict = f"caught by {test}" if test else f"harmless: {entry.reason}" if entry else "MISSED"
            took = time.perf_counter() - began
            sys.stdout.write(f"{told}{took:5.1f} s  {fault.file}: {fault.what}: {verdict}\n")

        work(workers, planted, one)
        for worker in workers:
            worker.close()
    for fault in missed:
        sys.stdout.write(f"MISSED  {fault.file}: {fault.what}\n")
    for fault in wrong:
        sys.stdout.write(f"caught, but listed as harmless  {fault.file}: {fault.what}\n")
    sys.stdout.write(
        f"{len(planted)} faults, {len(missed)} missed, {len(wrong)} wrongly listed as harmless\n"
    )
    return int(bool(missed or wrong))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
