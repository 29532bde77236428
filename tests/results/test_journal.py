import sqlite3
from dataclasses import replace

import numpy as np
import pytest

from sim.core.errors import FaultyInput, OutputFailed
from sim.results.chunk import packed, unpacked_facts
from sim.results.journal import Journal
from tests.study.fakes import HEADER, outcome


def chunk(first, count, root_seed=1):
    return packed(first, [outcome(root_seed, k) for k in range(first, first + count)])


@pytest.fixture
def path(tmp_path):
    return tmp_path / "journal.sqlite"


def filled(path, *chunks):
    journal = Journal(path, HEADER)
    for each in chunks:
        journal.commit(each)
    return journal


def test_replications_come_out_in_order_whatever_the_order_they_came_in():
    collected = filled(None, chunk(4, 2), chunk(0, 4), chunk(7, 1)).collect(100)

    expected = [outcome(1, k) for k in collected.replications]
    assert collected.replications == (0, 1, 2, 3, 4, 5, 7)
    assert np.array_equal(
        collected.measures.whole(), np.stack([each.measures for each in expected], axis=1), equal_nan=True
    )
    assert np.array_equal(
        collected.parameters.whole(), np.stack([each.parameters for each in expected], axis=1)
    )


def test_a_chunk_that_reaches_beyond_what_is_asked_is_cut():
    collected = filled(None, chunk(0, 3), chunk(3, 5)).collect(5)

    assert collected.replications == (0, 1, 2, 3, 4)
    assert np.array_equal(collected.measures.whole()[:, 4], outcome(1, 4).measures, equal_nan=True)


def test_facts_come_back_as_they_were():
    (kept,) = filled(None, chunk(0, 2)).collect(2).chunks

    assert unpacked_facts(kept)[1][0]["switches"] == [
        ["car", 1, outcome(1, 1).facts[0]["switches"][0][2], None]
    ]


def test_nothing_done_gives_empty_arrays():
    assert Journal(None, HEADER).collect(9).measures.whole().shape == (2, 0, 2)


def test_what_was_committed_is_there_after_the_file_is_opened_again(path):
    filled(path, chunk(0, 4)).close()

    assert Journal(path, HEADER).done() == [range(4)]


def test_a_commit_is_on_the_disk_although_the_journal_is_never_closed(path):
    writer = filled(path, chunk(0, 4))

    assert Journal(path, HEADER).done() == [range(4)]
    writer.close()


def test_another_study_does_not_mix_in(path):
    filled(path, chunk(0, 4)).close()

    with pytest.raises(FaultyInput, match="another study"):
        Journal(path, replace(HEADER, digest="e" * 64))


@pytest.mark.parametrize("column", ["measures", "parameters", "facts"])
def test_a_flipped_bit_in_a_chunk_is_found(path, column):
    filled(path, chunk(0, 4), chunk(4, 4)).close()
    with sqlite3.connect(path) as connection:
        (blob,) = connection.execute(f"SELECT {column} FROM chunks WHERE first = 4").fetchone()  # noqa: S608
        flipped = bytes([blob[0] ^ 1]) + blob[1:]
        connection.execute(f"UPDATE chunks SET {column} = ? WHERE first = 4", (flipped,))  # noqa: S608
    connection.close()

    with pytest.raises(FaultyInput, match="chunk 4: is damaged or foreign"):
        Journal(path, HEADER).collect(8)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE chunks SET first = 8 WHERE first = 4",
        "UPDATE chunks SET count = 3 WHERE first = 4",
        "UPDATE chunks SET measures = 'text' WHERE first = 4",
        "UPDATE chunks SET count = 'four' WHERE first = 4",
    ],
)
def test_a_chunk_that_was_moved_cut_or_retyped_is_found(path, change):
    filled(path, chunk(0, 4), chunk(4, 4)).close()
    with sqlite3.connect(path) as connection:
        connection.execute(change)
    connection.close()

    with pytest.raises(FaultyInput):
        Journal(path, HEADER).collect(100)


def test_a_foreign_chunk_of_the_same_shape_is_found(path):
    other = Journal(None, replace(HEADER, digest="e" * 64))
    filled(path).close()
    with sqlite3.connect(path) as connection:
        each = chunk(0, 4)
        blobs = (each.measures, each.parameters, each.facts, each.series)
        row = (each.first, each.count, *blobs, other._hash(each))
        connection.execute("INSERT INTO chunks VALUES (?, ?, ?, ?, ?, ?, ?)", row)
    connection.close()

    with pytest.raises(FaultyInput, match="foreign"):
        Journal(path, HEADER).collect(4)


def test_overlapping_chunks_are_found():
    with pytest.raises(FaultyInput, match="another chunk holds"):
        filled(None, chunk(0, 4), chunk(2, 4)).collect(6)


@pytest.mark.parametrize("contents", [b"no journal at all" * 400, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_file_that_is_no_journal_is_refused(path, contents):
    path.write_bytes(contents)

    with pytest.raises(FaultyInput, match="damaged"):
        Journal(path, HEADER)


def test_a_cut_file_is_refused_or_holds_only_whole_chunks(path):
    filled(path, *(chunk(first, 50) for first in range(0, 1_000, 50))).close()
    whole = path.read_bytes()
    for length in range(len(whole) - 1, 0, -len(whole) // 25):
        path.write_bytes(whole[:length])
        with pytest.raises(FaultyInput):
            Journal(path, HEADER).collect(1_000)


def test_a_full_disk_is_an_output_error_and_what_was_committed_stays(path):
    journal = filled(path, chunk(0, 4))
    (pages,) = journal._connection.execute("PRAGMA page_count").fetchone()
    journal._connection.execute(f"PRAGMA max_page_count = {pages + 1}")

    with pytest.raises(OutputFailed, match="full"):
        journal.commit(chunk(4, 2_000))

    journal.close()
    assert Journal(path, HEADER).collect(8).replications == (0, 1, 2, 3)
