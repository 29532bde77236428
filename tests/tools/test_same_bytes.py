"""The comparison of results: it passes over what names code and run, and sees one changed digit of anything else."""

import json
import sqlite3
import struct
import zipfile
from contextlib import closing

import pytest

from tests.tools.same_bytes import differing

DIGEST = "0123456789abcdef" * 4
OTHER = DIGEST[::-1]


def written(root, digest, *, chunks=((1.0, 2.0, 3.0, 4.0),), run="now"):
    """A results folder of two arms with a file of each kind. A chunk has the measures of one arm, then of the other."""
    folder = root / f"compare-small-{digest[:8]}"
    folder.mkdir(parents=True)
    manifest = {
        "run": run,
        "code_sha256": digest,
        "study_sha256": digest,
        "tables": {"comparison.csv": DIGEST},
    }
    (folder / "manifest.json").write_text(json.dumps(manifest))
    (folder / "comparison.csv").write_text("measure,mean\ncells,12.5\n")
    (folder / "report.html").write_text(
        f"<p>12.5 cells</p><code>{digest}</code><code>small-{digest[:8]}</code>"
    )
    with zipfile.ZipFile(folder / "study.xlsx", "w") as book:
        book.writestr("sheet.xml", f"<v>12.5</v><v>{digest}</v>")
    with closing(sqlite3.connect(folder / "journal.sqlite")) as journal, journal:
        journal.execute("CREATE TABLE study (header TEXT)")
        journal.execute("CREATE TABLE chunks (first INTEGER, measures BLOB)")
        journal.execute("INSERT INTO study VALUES (?)", (json.dumps({"digest": digest, "arms": ["a", "b"]}),))
        rows = [(first, struct.pack(f"<{len(values)}d", *values)) for first, values in enumerate(chunks)]
        journal.executemany("INSERT INTO chunks VALUES (?, ?)", rows)
    return folder


@pytest.fixture
def before(tmp_path):
    written(tmp_path / "before", DIGEST)
    return tmp_path / "before"


@pytest.fixture
def after(tmp_path):
    return tmp_path / "after"


def test_digests_the_run_and_the_size_of_chunks_may_differ(before, after):
    written(after, OTHER, chunks=((1.0, 3.0), (2.0, 4.0)), run="later")
    assert differing(before, after) == []


@pytest.mark.parametrize("name", ["comparison.csv", "report.html", "manifest.json"])
def test_one_changed_digit_is_seen(before, after, name):
    path = written(after, OTHER) / name
    old, new = ("12.5", "12.6") if name != "manifest.json" else (DIGEST, OTHER)
    path.write_text(path.read_text().replace(old, new))
    assert differing(before, after) == [f"compare-small/{name}"]


def test_one_changed_digit_in_a_workbook_is_seen(before, after):
    book = written(after, OTHER) / "study.xlsx"
    with zipfile.ZipFile(book, "w") as changed:
        changed.writestr("sheet.xml", f"<v>12.6</v><v>{OTHER}</v>")
    assert differing(before, after) == ["compare-small/study.xlsx"]


def test_one_changed_measure_of_one_arm_is_seen(before, after):
    written(after, OTHER, chunks=((1.0, 2.0, 3.0, 4.000001),))
    assert differing(before, after) == ["compare-small/journal.sqlite"]


def test_measures_that_change_their_arm_are_seen(before, after):
    written(after, OTHER, chunks=((1.0, 3.0, 2.0, 4.0),))
    assert differing(before, after) == ["compare-small/journal.sqlite"]


def test_a_file_that_is_missing_or_new_is_seen(before, after):
    (written(after, OTHER) / "report.html").rename(after / "page.html")
    assert differing(before, after) == ["compare-small/report.html", "page.html"]
