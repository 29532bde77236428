"""Machine code is kept where that is possible, and a function is compiled wherever it is not."""

import importlib.util
import os
import subprocess
import sys

import pytest

from sim.trade import compiled, machine_code
from sim.trade.machine_code import kept, private_folder

SOURCE = "def double(number):\n    return 2 * number\n"
STARTED = """
import sys
from sim.trade.machine_code import kept
sys.path.insert(0, sys.argv[1])
import rule
print(kept(rule.double)(21))
"""


@pytest.fixture
def read_only(tmp_path, monkeypatch):
    """A function of a module beside which nothing can be kept, nor at home: files stand where folders should be."""
    home, temporary = tmp_path / "home", tmp_path / "temporary"
    home.write_text("")
    temporary.mkdir()
    (tmp_path / "__pycache__").write_text("")
    (tmp_path / "rule.py").write_text(SOURCE)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "cache"))
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    monkeypatch.setattr(machine_code, "_said", [])
    spec = importlib.util.spec_from_file_location("rule", tmp_path / "rule.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def kept_files(folder):
    return list(folder.rglob("*.nbc"))


def test_machine_code_is_kept_beside_its_source(tmp_path, read_only, capfd):
    (tmp_path / "__pycache__").unlink()

    assert kept(read_only.double)(21) == 42
    assert kept_files(tmp_path / "__pycache__")
    assert not kept_files(tmp_path / "temporary")
    assert capfd.readouterr().err == ""


def test_of_a_read_only_installation_without_a_home_it_is_kept_in_a_folder_of_the_users_own(
    tmp_path, read_only, capfd
):
    assert kept(read_only.double)(21) == 42

    (folder,) = (tmp_path / "temporary").iterdir()
    assert folder == private_folder()
    assert folder.stat().st_mode & 0o777 == 0o700
    assert kept_files(folder)
    assert capfd.readouterr().err == ""


def test_where_nothing_can_be_kept_it_is_compiled_and_a_line_says_so_once(tmp_path, read_only, capfd):
    (tmp_path / "temporary" / f"cellswitch-{os.getuid()}").write_text("a file")

    assert [kept(read_only.double)(number) for number in (21, 4)] == [42, 8]

    told = capfd.readouterr().err.splitlines()
    assert len(told) == 1
    assert "machine code cannot be kept anywhere" in told[0]
    assert not kept_files(tmp_path)


def test_a_folder_into_which_others_may_write_is_not_taken(tmp_path, read_only):
    folder = tmp_path / "temporary" / f"cellswitch-{os.getuid()}"
    folder.mkdir()
    folder.chmod(0o777)
    assert private_folder() is None
    folder.rmdir()
    folder.symlink_to(tmp_path)
    assert private_folder() is None


def test_a_process_that_is_imported_into_says_nothing(tmp_path, read_only, capfd, monkeypatch):
    """The server of worker processes imports the same, and so does every worker."""
    (tmp_path / "temporary" / f"cellswitch-{os.getuid()}").write_text("a file")
    monkeypatch.setattr("multiprocessing.parent_process", object)

    assert kept(read_only.double)(21) == 42
    assert capfd.readouterr().err == ""


def test_every_process_finds_the_same_place(tmp_path, read_only):
    command = [sys.executable, "-c", STARTED, str(tmp_path)]
    said = [subprocess.run(command, capture_output=True, text=True, check=False) for _ in range(2)]

    assert [(each.stdout, each.stderr) for each in said] == [("42\n", "")] * 2
    assert len(kept_files(tmp_path / "temporary")) == 1


def test_machine_code_of_an_earlier_edition_is_left_alone_even_where_it_cannot_be_read(
    tmp_path, read_only, monkeypatch
):
    """Types that it tells of may be gone, so that even its list cannot be loaded."""
    monkeypatch.setattr(compiled, "EDITION", "earlier")
    (tmp_path / "__pycache__").unlink()
    assert compiled.entry(read_only.double)(21) == 42
    (earlier,) = (tmp_path / "__pycache__").glob("*.nbi")
    found = earlier.read_bytes()
    earlier.write_bytes(found[: len(found) // 2])

    monkeypatch.setattr(compiled, "EDITION", "later")
    read_only.double.__qualname__ = "double"
    assert compiled.entry(read_only.double)(21) == 42
    assert len(kept_files(tmp_path / "__pycache__")) == 2
