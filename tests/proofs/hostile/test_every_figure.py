"""Every figure of the full example that is accepted changes some output, or is listed as inert with the reason."""

import datetime as dt
import hashlib
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import tomli_w

import sim
from sim.core.errors import FaultyInput
from sim.scenario.load import load
from sim.scenario.reading.key_path import KeyPath
from sim.study.run import run
from tests.proofs.hostile.circumstances import CIRCUMSTANCES, INERT
from tests.scenario.files import Document, changed, leaves, written
from tests.scenario.full_example import FULL
from tests.verification import Proof

WITHOUT_ARMS = changed(tomllib.loads(FULL), {"arms": None, "study.baseline": None})
STUDY = {
    "study.replications": 3,
    "study.level": 0.8,
    "study.nested": 3,
    "study.margins.landed_cost_eur_per_kwh": 50.0,
}
"""Figures of a study rather than of a replication, with other values."""
REPLICATIONS = (0, 1, 4)
QUICK = 40
FIGURES = [
    path
    for path, value in leaves(WITHOUT_ARMS)
    if isinstance(value, int | float) and not isinstance(value, bool)
]


def key_of(path: KeyPath) -> str:
    return ".".join(map(str, path))


def outputs(folder: Path, document: Document) -> Iterator[str]:
    """The digest of all measures and tables of each replication, but for the drawn inputs; none where it is refused."""
    try:
        scenario = load(written(folder, document))
    except FaultyInput:
        return
    for replication in REPLICATIONS:
        tables = run(scenario, replication=replication).tables()
        digest = hashlib.sha256()
        for name in sorted(tables.keys() - {"parameters"}):
            for block in tables[name].csv():
                digest.update(block)
        yield digest.hexdigest()


class Outputs:
    """Compares outputs; those of a document that is asked for again are kept."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._kept: dict[str, tuple[str, ...]] = {}

    def differ(self, before: Document, after: Document) -> bool:
        """Whether another document has other outputs in some replication; a refused one has none."""
        text = tomli_w.dumps(before)
        if text not in self._kept:
            self._kept[text] = tuple(outputs(self.folder, before))
        assert self._kept[text]
        found = zip(self._kept[text], outputs(self.folder, after), strict=False)
        return any(one != other for one, other in found)


def others(value: float) -> Iterable[float]:
    """Other values for a figure, in the order in which they are tried."""
    if isinstance(value, int):
        return (value * 2, value + 1, value - 1)
    return (value * 1.3, value * 0.7, value + 1.0, value * 1.05)


@cache
def value_at(path: KeyPath) -> Any:
    value: Any = WITHOUT_ARMS
    for key in path:
        value = value[key]
    return value


def changes_an_output(known: Outputs, path: KeyPath) -> bool:
    """Whether some other value of a figure, in its circumstances, changes an output."""
    key = key_of(path)
    if key in CIRCUMSTANCES:
        circumstances, value = CIRCUMSTANCES[key]
        before = changed(WITHOUT_ARMS, circumstances)
        return known.differ(before, changed(before, value if isinstance(value, dict) else {key: value}))
    changes = (changed(WITHOUT_ARMS, {key: other}) for other in others(value_at(path)))
    return any(known.differ(WITHOUT_ARMS, document) for document in changes)


def silent(folder: Path, paths: Iterable[KeyPath]) -> list[str]:
    """Figures that change nothing and are not listed as inert."""
    known = Outputs(folder)
    keys = {key_of(path): path for path in paths}
    asked = [key for key in keys if key not in INERT and key not in STUDY]
    return [key for key in asked if not changes_an_output(known, keys[key])]


def test_some_figures_change_an_output(tmp_path: Path) -> None:
    assert silent(tmp_path, FIGURES[5::QUICK]) == []


@pytest.mark.verify
def test_every_figure_changes_an_output_or_is_listed_as_inert(tmp_path: Path, proof: Proof) -> None:
    found = silent(tmp_path, FIGURES)
    what = f"of {len(FIGURES)} figures of the full example, those that change no output; inert for a stated reason: {len(INERT)}"
    proof(what, len(found), "0")
    assert found == []


def comparison(folder: Path, changes: Document) -> Mapping[str, bytes]:
    """Every table of a short comparison of the full example, by name."""
    short = {"run.end": dt.date(2022, 12, 31), "run.step_days": 28, "study.replications": 4}
    path = written(folder, changed(tomllib.loads(FULL), short | changes))
    return {name: b"".join(table.csv()) for name, table in sim.compare(path, workers=1).tables().items()}


@pytest.mark.parametrize("key", STUDY)
def test_a_figure_of_a_study_changes_its_tables(tmp_path: Path, key: str) -> None:
    assert comparison(tmp_path, {}) != comparison(tmp_path, {key: STUDY[key]})


def test_what_does_not_matter_changes_no_table(tmp_path: Path) -> None:
    assert comparison(tmp_path, {}) == comparison(tmp_path, {"run.question": "something else"})


def test_circumstances_are_of_figures_that_there_are() -> None:
    keys = {key_of(path) for path in FIGURES}
    assert {*CIRCUMSTANCES, *INERT, *STUDY} - keys == set()
