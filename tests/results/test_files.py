import errno
import hashlib
import os
from pathlib import Path

import pytest

from sim.core.errors import CannotCreateOutput, OutputFailed
from sim.results.files import make_folder, sha256_of, write_whole


def failing_after(monkeypatch, calls, folder):
    """Make the file operation on a folder after so many others fail as a full disk does.

    Returns how many were begun.
    """
    begun = [0]

    def counted(operation):
        def call(first, *args, **kwargs):
            if isinstance(first, int) or folder in first.parents:
                begun[0] += 1
                if begun[0] > calls:
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return operation(first, *args, **kwargs)

        return call

    for owner, name in [(os, "fsync"), (Path, "open"), (Path, "replace"), (Path, "mkdir")]:
        monkeypatch.setattr(owner, name, counted(getattr(owner, name)))
    return begun


def test_a_file_has_all_its_blocks_and_its_hash_is_returned(tmp_path):
    path = tmp_path / "table.csv"

    digest = write_whole(path, [b"a,b\n", b"1,2\n"])

    assert path.read_bytes() == b"a,b\n1,2\n"
    assert digest == hashlib.sha256(b"a,b\n1,2\n").hexdigest() == sha256_of(path)


@pytest.mark.parametrize("operation", range(4))
def test_whichever_operation_fails_the_old_file_stays_whole_and_nothing_is_left_beside_it(
    tmp_path, monkeypatch, operation
):
    path = tmp_path / "table.csv"
    write_whole(path, [b"old\n"])
    failing_after(monkeypatch, operation, tmp_path)

    with pytest.raises(OutputFailed, match="No space left") as raised:
        write_whole(path, [b"new\n"])

    monkeypatch.undo()
    assert raised.value.exit_code == 74
    assert [file.name for file in tmp_path.iterdir()] == ["table.csv"]
    assert path.read_bytes() == (b"new\n" if operation == 3 else b"old\n")


def test_blocks_that_cannot_be_made_leave_nothing(tmp_path):
    def blocks():
        yield b"half"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "table.csv", blocks())

    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(CannotCreateOutput) as raised:
        make_folder(tmp_path / "file" / "folder")

    assert raised.value.exit_code == 73
