"""A replication made again against all that is stored of it, where the hashes agree and so say nothing."""

import csv
import dataclasses
import io
import json
import shutil
import sqlite3
import zlib

import numpy as np
import pytest

from sim.api import compare
from sim.core.errors import FaultyInput, WrongUse
from sim.results.chunk import Chunk
from sim.results.files import sha256_of
from sim.results.folder import JOURNAL, ResultsFolder, read_manifest, verify
from sim.results.journal import Journal
from sim.results.series import packed_series, unpacked_series
from sim.scenario.load import load
from sim.study.replay import replay
from tests.cli.terminal import cellswitch
from tests.study.small_files import NEAREST, STAY, document, written

AT = 2


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    """Six replications of which everything is kept."""
    contents = document({"stay": STAY, "nearest": NEAREST}, baseline="stay", focus="car")
    loaded = load(written(tmp_path_factory.mktemp("scenario"), contents))
    kept = {"series": "all", "shipments": "all", "reviews": "all"}
    return compare(loaded, workers=1, keep=kept, out=tmp_path_factory.mktemp("all"))


@pytest.fixture
def copy(study, tmp_path):
    return shutil.copytree(study.folder, tmp_path / study.folder.name)


def sealed(folder):
    """Make the manifest agree with what the folder holds."""
    manifest = read_manifest(folder)
    manifest["journal_sha256"] = sha256_of(folder / JOURNAL)
    manifest["tables"] = {name: sha256_of(folder / name) for name in manifest["tables"]}
    ResultsFolder(folder).seal(manifest)
    assert verify(folder) == ()


def plant(folder, header, field, change):
    """Change a field of the chunk that holds the replication, its hash with it; `change` is given (bytes, chunk)."""
    with sqlite3.connect(folder / JOURNAL) as connection:
        query = "SELECT first, count, measures, parameters, facts, series FROM chunks WHERE first <= ?"
        chunk = Chunk(*connection.execute(query + " ORDER BY first DESC", (AT,)).fetchone())
        chunk = dataclasses.replace(chunk, **{field: change(getattr(chunk, field), chunk)})
        journal = Journal(None, header)
        connection.execute(
            f"UPDATE chunks SET {field} = ?, sha256 = ? WHERE first = ?",  # noqa: S608 - a name of ours
            (getattr(chunk, field), journal._hash(chunk), chunk.first),
        )
        journal.close()
    connection.close()
    sealed(folder)


def in_numbers(arms, names, place):
    """Change the last bit of a number of an arm."""

    def change(blob, chunk):
        numbers = np.frombuffer(blob).reshape(arms, chunk.count, names).copy()
        at = place[0], AT - chunk.first, place[1]
        numbers[at] = np.nextafter(numbers[at], np.inf)
        return numbers.tobytes()

    return change


def in_facts(table, edit):
    """Edit the rows of a table of the second arm."""

    def change(blob, chunk):
        facts = json.loads(zlib.decompress(blob))
        edit(facts[AT - chunk.first][1][table])
        return zlib.compress(json.dumps(facts, separators=(",", ":"), ensure_ascii=False).encode(), 1)

    return change


def told(folder):
    """What the replay of the replication finds; that of another one finds nothing."""
    assert replay(folder, AT + 1).faults == ()
    (fault,) = replay(folder, AT).faults
    assert fault.key == f"replication {AT}"
    return fault


def test_a_replication_is_what_is_stored_and_it_is_told_what_that_is(study):
    found = replay(study.folder, AT)

    assert found.faults == found.not_kept == ()
    measures, inputs, series, *rows = found.compared
    assert measures == f"{2 * len(study.measures)} measures"
    assert inputs == f"{2 * len(study.plan.parameters)} drawn inputs"
    assert series.endswith("months of series")
    for table, said in zip(("switches", "reviews", "shipments"), rows, strict=True):
        own = [row for row in study.tables()[table].rows() if row[1] == AT]
        assert said.split()[0] == str(len(own))
        assert f"of {table} (and in {table}.csv)" in said


def test_a_replication_that_is_not_stored_cannot_be_compared(study):
    for number in (6, -1):
        with pytest.raises(WrongUse, match="not among the 6"):
            replay(study.folder, number)


@pytest.mark.parametrize(("field", "kind"), [("measures", "measures"), ("parameters", "drawn inputs")])
def test_the_last_bit_of_a_number_is_seen(study, copy, field, kind):
    names = getattr(study.plan, field)
    plant(copy, study.plan.header, field, in_numbers(2, len(names), (1, len(names) - 1)))

    fault = told(copy)

    assert f"1 of {2 * len(names)} values differ in {kind}, first nearest: " in fault.message
    assert study.plan.header.measures[-1] in fault.message or names[-1] in fault.message
    assert fault.file == str(copy / JOURNAL)


def test_a_month_of_a_series_is_seen(study, copy):
    shape = (2, len(study.plan.series), len(study.bands.months))

    def change(blob, chunk):
        whole = (shape[0], chunk.count, *shape[1:])
        parts = range(-(-shape[1] // 4))
        codes = np.concatenate([unpacked_series(blob, whole, part) for part in parts], axis=2)
        codes[1, AT - chunk.first, -1, -1] += 1
        return packed_series(codes)

    plant(copy, study.plan.header, "series", change)

    key = study.plan.series[-1]
    assert f"first nearest: {key.scope}:{key.owner}:{key.name} {study.bands.months[-1]}" in told(copy).message


@pytest.mark.parametrize("table", ["switches", "reviews", "shipments"])
@pytest.mark.parametrize("how", ["changed", "lost", "added"])
def test_a_row_of_facts_is_seen(study, copy, table, how):
    edits = {
        "changed": lambda rows: rows[-1].__setitem__(0, "another"),
        "lost": lambda rows: rows.pop(),
        "added": lambda rows: rows.append(rows[-1]),
    }
    plant(copy, study.plan.header, "facts", in_facts(table, edits[how]))

    message = told(copy).message

    assert f"values differ in {table}, first nearest: row" in message
    assert {"changed": "'another' is stored", "lost": "nothing is stored", "added": "nothing comes again"}[
        how
    ] in message


@pytest.mark.parametrize("table", ["switches", "reviews", "shipments"])
def test_a_cell_of_a_table_is_seen(copy, table):
    file = copy / f"{table}.csv"
    head, *rows = csv.reader(io.StringIO(file.read_text(encoding="utf-8"), newline=""))
    last = max(number for number, row in enumerate(rows) if row[1] == str(AT))
    rows[last][2] = "another"
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([head, *rows])
    file.write_text(text.getvalue(), encoding="utf-8")
    sealed(copy)

    fault = told(copy)

    assert fault.file == str(file)
    assert f"values differ in rows of {table}" in fault.message
    assert f"{head[2]}: 'another' is stored" in fault.message


def test_the_command_says_what_was_compared_and_names_the_first_difference(study, copy):
    said = cellswitch("verify", copy, "--replay", AT)
    assert (said.code, said.err) == (0, "")
    assert "the same again, to the last bit" in said.out
    assert "rows of shipments (and in shipments.csv)" in said.out

    plant(copy, study.plan.header, "facts", in_facts("shipments", lambda rows: rows.pop(0)))
    assert cellswitch("verify", copy).code == 0
    said = cellswitch("verify", copy, "--replay", AT)
    assert said.code == 65
    assert "values differ in shipments, first nearest: row 1" in said.err


def test_what_is_not_kept_is_told(study, tmp_path):
    loaded = load(study.folder / "scenario.resolved.toml")
    keep = {"series": 2, "shipments": "none", "reviews": 1}
    few = compare(loaded, workers=1, keep=keep, out=tmp_path)

    found = replay(few.folder, 4)

    assert found.faults == ()
    assert found.not_kept == ("series", "shipments", "reviews")
    assert [said.split(" ", 1)[1] for said in found.compared[:2]] == ["measures", "drawn inputs"]
    assert replay(few.folder, 0).not_kept == ("shipments",)


def test_contents_that_nobody_can_read_are_told(study, copy):
    plant(copy, study.plan.header, "facts", lambda _blob, _chunk: b"no facts")

    with pytest.raises(FaultyInput, match="does not hold what a study writes"):
        replay(copy, AT)
