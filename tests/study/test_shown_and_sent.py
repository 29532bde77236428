"""What the Python interface returns shows itself in a line, in notebooks as a table, and travels as a pickle."""

import html.parser
import multiprocessing
import pickle
import warnings

import numpy as np
import pytest

import sim
from sim.results import columns as cube
from sim.results.chunk import Chunk
from sim.results.columns import ChunkSpool, ColumnFile
from sim.study.planning import plan_of, worker_of
from tests.study.small_files import NEAREST, STAY, document, written

LONGEST_LINE = 200


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    contents = document({"stay": STAY, "nearest": NEAREST}, baseline="stay", focus="car")
    contents["arms"]["stay"]["title"] = "<script>alert('&')</script>"
    contents["run"] |= {"title": "a < b & c", "question": "<b>who?</b>"}
    return written(tmp_path_factory.mktemp("shown"), contents)


@pytest.fixture(scope="module")
def loaded(path):
    return sim.load(path)


@pytest.fixture(scope="module")
def one(loaded):
    return sim.run(loaded, arm="nearest")


@pytest.fixture(scope="module")
def study(loaded):
    return sim.compare(loaded, workers=1, replications=3)


def _returned(loaded, one, study):
    yield from (loaded, loaded.file, loaded.arms["stay"], sim.Cluster("local"))
    yield from (one, one.result, one.result.path, one.result.record, one.result.facts, one.result.costs)
    yield from (*one.tables().values(), *one.result.tables().values())
    yield from (study, study.plan, study.plan.inputs, study.plan.header, study.observations)
    yield from (study.observations.collected, *study.observations.collected.chunks, *study.tables().values())
    yield from (study.bands, next(iter(study.bands)), worker_of(loaded, plan_of(loaded, "compare")))


def test_all_that_is_returned_shows_itself_in_a_line(loaded, one, study):
    for each in _returned(loaded, one, study):
        for text in (repr(each), str(each)):
            assert type(each).__name__ in text
            assert len(text) < LONGEST_LINE, type(each)
            assert "\n" not in text


def test_a_line_says_what_it_is_of(loaded, one, study, path):
    assert repr(loaded) == f"<LoadedScenario {path}: nearest, stay>"
    assert repr(one) == "<Run of arm nearest, replication 0: car>"
    assert repr(study) == "<ComparisonStudy of small: 3 replications of stay, nearest>"


def test_many_arms_are_not_all_in_the_line(tmp_path):
    arms = {f"arm-{number}": STAY for number in range(100)}

    assert "and 94 more>" in repr(sim.load(written(tmp_path, document(arms))))


class Tags(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.names, self.said = [], ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.names.append(tag)

    def handle_data(self, data):
        self.said += data


def test_a_loaded_scenario_is_a_card_in_notebooks_whatever_it_says(loaded):
    card = Tags(loaded._repr_html_())

    assert set(card.names) == {"div", "p", "table", "caption", "tr", "th", "td"}
    for said in ("a < b & c", "<b>who?</b>", "<script>alert('&')</script>", "nearest", "2026-06-30"):
        assert said in card.said


def test_a_run_is_a_card_in_notebooks(one):
    card = Tags(one._repr_html_())

    assert set(card.names) == {"table", "caption", "tr", "th", "td"}
    assert "car: arm nearest, replication 0" in card.said
    assert f"fill_rate{one.measures['programme.car.fill_rate']:,.6g}" in card.said
    assert len(card.names) == 2 + 3 * sum(name.startswith("programme.car.") for name in one.measures)


def travelled(what):
    return pickle.loads(pickle.dumps(what))  # noqa: S301 - its own


def _same_tables(one, other):
    assert list(one) == list(other)
    for name, table in one.items():
        assert b"".join(table.csv()) == b"".join(other[name].csv()), name


def test_a_loaded_scenario_is_the_same_after_a_journey(loaded):
    there = travelled(loaded)

    assert there == loaded
    assert there.digest == loaded.digest
    assert there.resolved_toml() == loaded.resolved_toml()
    with pytest.raises(sim.UnknownName, match="did you mean stay"):
        there.arms["sty"]


def test_a_run_is_the_same_after_a_journey(one, loaded):
    for made in (one, sim.run(loaded, arm="nearest")):  # also where nothing was asked of it before
        there = travelled(made)

        _same_tables(there.tables(), one.tables())
        assert list(there.measures) == list(one.measures)
        assert np.array_equal(there.result.values, one.result.values, equal_nan=True)
        assert list(there.result.record.reviews) == list(one.result.record.reviews)
        assert (there.arm, there.focus, there.folder) == (one.arm, one.focus, None)


@pytest.mark.parametrize("make", [sim.compare, sim.monte_carlo])
@pytest.mark.parametrize("kept", [False, True])
def test_a_study_is_the_same_after_a_journey(make, kept, path, tmp_path, monkeypatch):
    monkeypatch.setattr(cube, "IN_MEMORY_BYTES", 16)  # what is large stands in files without a name
    made = make(path, workers=1, replications=3, out=tmp_path if kept else None, keep={"shipments": "all"})

    there = travelled(made)

    assert type(there) is type(made)
    assert there.plan == made.plan
    assert np.array_equal(there.matrix, made.matrix, equal_nan=True)
    _same_tables(there.tables(), made.tables())
    assert there.to_frame("replications").equals(made.to_frame("replications"))
    _same_tables(travelled(made.tables()), made.tables())


def test_what_stands_in_files_without_a_name_travels():
    numbers = np.arange(2 * 300_000 * 2.0).reshape(2, 300_000, 2)
    table, spool = ColumnFile(numbers.shape), ChunkSpool()
    table.append(numbers)
    chunks = [Chunk(at, 1, b"", b"", bytes(3_000_000), b"series") for at in range(2)]
    for chunk in chunks:
        spool.append(chunk)

    assert np.array_equal(travelled(table).whole(), numbers)
    assert list(travelled(spool)) == chunks


def _study_in_a_daemon(path, how):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("default")
        found = sim.compare(path, replications=4, **how)
    return found, [each.category for each in caught]


def test_a_worker_of_a_pool_makes_a_study_by_itself_and_says_so(path):
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        found, warned = pool.apply(_study_in_a_daemon, (path, {"workers": 2}))
        _, on_a_cluster = pool.apply(_study_in_a_daemon, (path, {"workers": 2, "cluster": "local"}))
        _, quiet = pool.apply(_study_in_a_daemon, (path, {"workers": 1}))

    assert warned == on_a_cluster == [sim.OneProcessAlone]
    assert quiet == []
    assert found.answer == sim.compare(path, workers=1, replications=4).answer
