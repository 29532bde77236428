"""Consoles of other encodings, closed streams, pipes that nobody reads: never an internal error."""

import io
import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from sim.cli.channels import legible
from sim.cli.main import Cellswitch, main
from tests.study.small_files import NEAREST, STAY, document, written

ROOT = Path(__file__).parents[2]
ENCODINGS = ("latin-1", "ascii", "cp437", "cp1252", "shift_jis")
TITLE = "Żywiec → Łódź ± 日本 🔋"


@pytest.fixture(scope="module")
def titled(tmp_path_factory):
    """A scenario whose title no small encoding has."""
    contents = document({"stay": STAY, "nearest": NEAREST}, baseline="stay", focus="car")
    contents["run"]["title"] = TITLE
    return written(tmp_path_factory.mktemp("titled"), contents)


def said(encoding, *arguments):
    """Exit code, and the bytes on stdout and stderr, of a command on a console of an encoding."""
    streams = [io.TextIOWrapper(io.BytesIO(), encoding=encoding) for _ in range(2)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdout", streams[0])
        patch.setattr(sys, "stderr", streams[1])
        with pytest.raises(SystemExit) as end:
            main([str(each) for each in arguments])
    return end.value.code, *(stream.buffer.getvalue() for stream in streams)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_command_speaks_on_a_console_of_any_encoding(titled, tmp_path, encoding):
    """Every one, its help, and errors: with the right exit code and nothing that the console cannot show."""
    asked = [((command, "--help"), 0) for command in Cellswitch.listed]
    asked += [
        (("--help",), 0),
        (("show", titled), 0),
        (("check", titled, "--set", "run.title=→", "--set", "plants.→.oee=1"), 65),
        (("check", tmp_path / "→.toml"), 66),
        (("network", titled, "--from", "near-plant", "--to", "car-works"), 0),
        (("→",), 2),
    ]
    for arguments, code in asked:
        found, stdout, stderr = said(encoding, *arguments)
        assert found == code, (arguments, stderr)
        shown = stdout.decode(encoding) + stderr.decode(encoding)
        assert shown
        assert "This is a bug" not in shown


def test_studies_speak_on_a_console_of_ascii(without_report, titled, tmp_path):
    study = ("--out", tmp_path, "--workers", 1, "-n", 2, "--verbose")
    first = [said("ascii", command, titled, *study) for command in ("compare", "monte-carlo")]
    (compared,) = tmp_path.glob("*compare*")
    later = [said("ascii", command, compared) for command in ("explain", "verify")]

    assert [code for code, *_ in first + later] == [0, 0, 0, 0]
    assert b"+-" in first[0][1]
    assert all(out.isascii() and err.isascii() for _, out, err in first + later)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_documents_have_the_same_values_in_every_encoding(titled, encoding):
    _, scenario, _ = said(encoding, "show", titled, "--toml")
    _, table, _ = said(encoding, "show", titled, "--key", "run", "--json")

    assert tomllib.loads(scenario.decode(encoding))["run"]["title"] == TITLE
    assert TITLE in {row["value"].strip("'\"") for row in json.loads(table.decode(encoding))["values"]}
    assert "→" not in scenario.decode(encoding)


@pytest.mark.parametrize(
    ("text", "encoding", "shown"),
    [
        ("1,481 ±12 → –5", "ascii", "1,481 +-12 -> -5"),
        ("1,481 ±12 → –5", "latin-1", "1,481 ±12 -> -5"),
        ("1,481 ±12 → –5", "cp1252", "1,481 ±12 -> –5"),
        ("Łódź, café ≈ 3 €", "ascii", "Lodz, cafe ~ 3 EUR"),
        ("─│┼ 日 \udcff", "ascii", "-|+ ? ?"),
        ("a file named \udcff → é", "utf-8", "a file named ? → é"),
    ],
)
def test_what_an_encoding_lacks_has_a_stand_in(text, encoding, shown):
    assert legible(text, encoding) == shown


def shell(command, **environment):
    """Exit code, stdout and stderr of a line of shell, in which `cellswitch` is the command."""
    line = command.replace("cellswitch", f"{sys.executable} -m sim")
    found = subprocess.run(
        ["bash", "-o", "pipefail", "-c", line],
        check=False,
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
    )
    return found.returncode, found.stdout, found.stderr


@pytest.mark.parametrize("encoding", ["ascii", "shift_jis"])
def test_a_process_of_any_encoding_shows_tables(encoding):
    code, out, err = shell(
        "cellswitch network scenarios/levc-uk.toml --from lges-wroclaw --to levc-ansty",
        PYTHONIOENCODING=encoding,
    )
    assert (code, err) == (0, b"")
    assert "----" in out.decode(encoding)


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("cellswitch --help >&-", 0),
        ("cellswitch network scenarios/levc-uk.toml --from lges-wroclaw --to levc-ansty --json >&-", 0),
        ("cellswitch check scenarios/levc-uk.toml <&- >&- 2>&-", 0),
        ("cellswitch check scenarios/none.toml >&- 2>&-", 66),
        ("cellswitch check scenarios/none.toml 2>/dev/full", 66),
        ("cellswitch nonsense 2>/dev/full", 2),
        ("cellswitch nonsense 2>&-", 2),
        ("cellswitch schema | head -1", 0),
        ("cellswitch --help | true", 0),
        ("cellswitch show --help | true", 0),
        ("{ cellswitch nonsense 2>&1 >&3 | true; } 3>&1", 2),
    ],
)
def test_a_stream_that_is_missing_full_or_not_read_keeps_the_exit_code(command, code):
    found, _, err = shell(command)
    assert (found, err) == (code, b"")


def test_results_that_could_not_be_written_are_an_error():
    assert shell("cellswitch schema > /dev/full") == (
        74,
        b"",
        b"I/O error: [Errno 28] No space left on device\n",
    )


def test_no_file_takes_the_place_of_a_stream_that_is_closed():
    """Otherwise the first to be opened would be number 1, the journal say, and a worker would print into it."""
    script = "import os, sim.cli.channels as c; c.make_ready(); assert os.open(os.devnull, 0) > 2"
    for closed in ("<&-", ">&-", "<&- >&-"):
        assert shell(f"{sys.executable} -c '{script}' {closed}") == (0, b"", b"")


def test_a_bug_whose_traceback_cannot_be_kept_is_a_bug_all_the_same(monkeypatch, small):
    def refuse(*_args, **_kwargs):
        raise OSError(28, "full")

    def broken(*_args, **_kwargs):
        message = "broken → \udcff"
        raise RuntimeError(message)

    monkeypatch.setattr("tempfile.mkstemp", refuse)
    monkeypatch.setattr("sim.scenario.load.load", broken)
    code, _, err = said("ascii", "check", small)
    assert code == 70
    assert b"RuntimeError: broken -> ?" in err
    assert b"Traceback" in err
