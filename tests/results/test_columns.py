import errno

import numpy as np
import pytest

from sim.core.errors import OutputFailed
from sim.results import columns as cube
from sim.results import columns as spool
from sim.results.chunk import packed
from sim.results.columns import ChunkSpool, ColumnFile
from tests.study.fakes import outcome

TABLE = np.arange(2.0 * 50 * 3).reshape(2, 50, 3)
TABLE[1, 7, 2] = np.nan


@pytest.fixture(params=["in memory", "in a file", "in a file, in many pieces"])
def folder(request, tmp_path, monkeypatch):
    """Where a table stands that counts as small, as large, and as larger than what is written at once."""
    if request.param != "in memory":
        monkeypatch.setattr(cube, "IN_MEMORY_BYTES", 100)
        monkeypatch.setattr(spool, "IN_MEMORY_BYTES", 100)
    if request.param == "in a file, in many pieces":
        monkeypatch.setattr(cube, "_BUFFER_BYTES", 500)
    return tmp_path


def filled(folder):
    table = ColumnFile(TABLE.shape, folder)
    for stop in (1, 9, 10, 50):
        table.append(TABLE[:, {1: 0, 9: 1, 10: 9, 50: 10}[stop] : stop])
    return table


def test_columns_are_what_was_added_and_no_file_can_be_seen(folder):
    table = filled(folder)

    for arm in range(2):
        for name in range(3):
            assert np.array_equal(table.column(arm, name), TABLE[arm, :, name], equal_nan=True)
    assert np.array_equal(table.whole(), TABLE, equal_nan=True)
    assert list(folder.iterdir()) == []


def test_facts_come_back_as_often_as_they_are_wanted(folder):
    chunks = [packed(first, [outcome(1, k) for k in range(first, first + 5)]) for first in (0, 5, 10)]
    kept = ChunkSpool(folder)
    for each in chunks:
        kept.append(each)

    told = [(each.first, each.count, each.facts) for each in chunks]
    assert [(each.first, each.count, each.facts) for each in kept] == told
    assert [(each.first, each.count, each.facts) for each in kept] == told
    assert list(folder.iterdir()) == []


def test_a_full_disk_is_told(tmp_path, monkeypatch):
    def full(**_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(cube.tempfile, "TemporaryFile", full)

    with pytest.raises(OutputFailed, match="No space left"):
        ColumnFile((1, 10_000_000, 1), tmp_path)
