"""What is only Unix's is asked for where it is there: no module needs it, and a study is made without it."""

import ast
import subprocess
import sys
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from sim.execution.executor import InProcess, Pool, best_start_method, start_server
from sim.results.journal import uri_of
from sim.results.leftovers import is_leftover
from tests.study.fakes import Steady

ROOT = Path(__file__).parents[2]
UNIX = {"fcntl", "resource", "pwd", "grp", "termios", "tty", "pty", "posix", "syslog"}
WITHOUT = """
import builtins, os, pathlib, signal, sys
unix = {unix}
real = builtins.__import__
def imported(name, where=None, *rest, **named):
    ours = (where or {}).get("__name__", "").partition(".")[0] == "sim"
    if ours and name.partition(".")[0] in unix:
        raise ImportError("no module named " + name)
    return real(name, where, *rest, **named)
builtins.__import__ = imported
for name in ("pread", "pwrite", "sched_getaffinity", "O_DIRECTORY", "O_CLOEXEC", "O_NOFOLLOW", "getuid", "geteuid", "fchmod"):
    if hasattr(os, name):
        delattr(os, name)
for name in ("SIGKILL", "SIGHUP", "SIGUSR1", "SIGALRM", "SIGPIPE"):
    delattr(signal, name)
from sim.results.folder import verify
from tests.study.courses import made
study = made(pathlib.Path(sys.argv[1]))
assert verify(study.folder) == ()
print(study.status, made(pathlib.Path(sys.argv[1])).status)
"""


def test_a_study_is_made_without_anything_that_is_unixs_alone(tmp_path):
    command = [sys.executable, "-c", WITHOUT.replace("{unix}", repr(UNIX)), str(tmp_path)]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert said.returncode == 0, said.stderr
    assert said.stdout.split() == ["made", "complete"]


def test_no_module_imports_what_is_unixs_alone():
    files = sorted((ROOT / "sim").rglob("*.py"))
    found = {
        (file.name, name)
        for file in files
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        for name in imported_by(node)
        if name.partition(".")[0] in UNIX
    }
    assert len(files) > 200
    assert found == set()


def imported_by(node):
    if isinstance(node, ast.Import):
        return [each.name for each in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []


def test_without_a_fork_server_workers_are_new_programs(monkeypatch):
    monkeypatch.setattr("multiprocessing.get_all_start_methods", lambda: ["spawn"])
    monkeypatch.setattr(
        "multiprocessing.forkserver.ensure_running", lambda: pytest.fail("a server was started")
    )

    start_server(2)
    pool = Pool(Steady(), 1)

    assert best_start_method() == "spawn"
    assert pool.submit(range(2)).result().chunks == InProcess(Steady()).submit(range(2)).result().chunks
    pool.close()


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        (PurePosixPath("/a b/journal.sqlite"), "file:///a%20b/journal.sqlite"),
        (PurePosixPath("/a?b#c%41/ü"), "file:///a%3Fb%23c%2541/%C3%BC"),
        (PureWindowsPath(r"C:\Users\a b\journal.sqlite"), "file:///C:/Users/a%20b/journal.sqlite"),
        (PureWindowsPath(r"\\server\share\journal.sqlite"), "file:////server/share/journal.sqlite"),
    ],
)
def test_the_journal_is_found_under_paths_of_either_kind(path, uri):
    assert uri_of(path) == uri


def test_names_within_a_folder_are_the_same_for_paths_of_either_kind():
    name = PureWindowsPath(r"C:\results\a\figures\Thumbs.db").relative_to(r"C:\results\a").as_posix()

    assert name == "figures/Thumbs.db"
    assert is_leftover(name, "journal.sqlite", [])
