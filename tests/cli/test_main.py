import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from sim.cli.main import Cellswitch
from sim.cli.main import cellswitch as group
from sim.cli.outcome import exit_code
from sim.core.errors import BrokenInvariant, CannotCreateOutput
from tests.cli.terminal import cellswitch

COMMANDS = tuple(Cellswitch.listed)


def test_help_names_every_command():
    said = cellswitch("--help")
    assert (said.code, said.err) == (0, "")
    assert all(command in said.out for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_every_command_has_examples(command):
    said = cellswitch(command, "--help")
    assert said.code == 0
    assert f"cellswitch {command}" in said.out.partition("Examples:")[2]


@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_has_lost_its_docstring(command):
    assert group.get_command(None, command).help


def test_an_unknown_command_is_wrong_use_with_the_nearest_name():
    said = cellswitch("compar")
    assert (said.code, said.out) == (2, "")
    assert "Did you mean 'compare'?" in said.err


def test_an_unknown_option_is_wrong_use(small):
    assert cellswitch("check", small, "--nonsense").code == 2


def test_the_version_is_the_packages():
    assert re.fullmatch(r"cellswitch, version \d+\.\d+\.\d+\n", cellswitch("--version").out)


def test_output_that_cannot_be_created(small, tmp_path):
    (tmp_path / "file").write_text("")
    said = cellswitch("compare", small, "--out", tmp_path / "file" / "below", "-n", 1)
    assert said.code == 73
    assert "cannot create" in said.err


def _raiser(error, cause=None):
    def raises(*_args, **_kwargs):
        raise error from cause

    return raises


@pytest.mark.parametrize(
    ("error", "cause", "code"),
    [
        (PermissionError(13, "denied", "x.toml"), None, 77),
        (CannotCreateOutput("cannot create x"), PermissionError(), 77),
        (OSError(28, "No space left on device"), None, 74),
        (KeyboardInterrupt(), None, 130),
    ],
)
def test_exit_codes_of_what_the_system_refuses(monkeypatch, small, error, cause, code):
    monkeypatch.setattr("sim.scenario.load.load", _raiser(error, cause))
    said = cellswitch("check", small)
    assert (said.code, said.out) == (code, "")
    assert said.err


@pytest.mark.parametrize("error", [RuntimeError("broken"), BrokenInvariant("mass balance")])
def test_a_bug_is_told_in_a_line_and_its_traceback_kept(monkeypatch, small, error):
    monkeypatch.setattr("sim.scenario.load.load", _raiser(error))
    said = cellswitch("check", small)
    assert said.code == 70
    assert "Traceback" not in said.err
    path = Path(said.err.split("the traceback is in ")[1].strip())
    assert "Traceback" in path.read_text()
    path.unlink()


def test_failed_replications_are_named(capsys):
    failures = (SimpleNamespace(replication=7, reason="no balance"),)
    assert exit_code(SimpleNamespace(failures=failures, folder=Path("results") / "a study")) == 3
    told = capsys.readouterr().err
    assert "replication 7 failed: no balance" in told
    assert "cellswitch verify 'results/a study' --replay 7" in told


@pytest.fixture
def endless(small, tmp_path):
    """A study that would take hours, once its workers are at it."""
    command = [
        sys.executable,
        "-m",
        "sim",
        "compare",
        str(small),
        "--out",
        str(tmp_path),
        "-n",
        "100000",
        "--workers",
        "2",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        for line in process.stderr:
            if "0 of 100000 replications" in line:
                break
        time.sleep(1.5)
        yield process
        process.kill()


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupted_study_says_within_seconds_how_to_go_on(endless, sent, code):
    endless.send_signal(sent)
    began = time.monotonic()
    out, err = endless.communicate(timeout=60)
    assert time.monotonic() - began < 10
    assert (endless.returncode, out) == (code, "")
    assert re.search(r"\d+ of 100000 replications are safe in .*; the same command goes on from there", err)


def test_nobody_reading_on_is_no_error(small):
    shell = f"set -o pipefail; {sys.executable} -m sim show {small} | head -1"
    done = subprocess.run(["/bin/bash", "-c", shell], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_no_escape_codes_without_a_terminal_or_with_no_color(small):
    said = subprocess.run(
        [sys.executable, "-m", "sim", "show", str(small)],
        capture_output=True, text=True, check=True, env=os.environ | {"NO_COLOR": "1"},
    )  # fmt: skip
    assert "\x1b" not in said.stdout


@pytest.mark.benchmark
def test_help_takes_less_than_150_ms():
    """The least of ten, since anything else on the machine only adds."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    command = [str(Path(sys.executable).with_name("cellswitch")), "--help"]
    seconds = []
    for _ in range(10):
        began = time.perf_counter()
        subprocess.run(command, capture_output=True, check=True, env=environment)
        seconds.append(time.perf_counter() - began)
    print(f"\ncellswitch --help: {1000 * min(seconds):.0f} ms")
    assert min(seconds) < 0.150
