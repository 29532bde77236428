from pathlib import Path

import pytest

from tests.cli.terminal import cellswitch
from tests.study.small_files import NEAREST, STAY, document, written

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def small(tmp_path_factory):
    """A small scenario file with two arms."""
    contents = document({"stay": STAY, "nearest": NEAREST}, baseline="stay", focus="car")
    return written(tmp_path_factory.mktemp("scenario"), contents)


@pytest.fixture(scope="session")
def compared(small, tmp_path_factory):
    """What `compare` said about it, and the folder in which the study is."""
    out = tmp_path_factory.mktemp("results")
    said = cellswitch("compare", small, "--out", out, "--workers", 1)
    assert said.code == 0, said.err
    (folder,) = out.iterdir()
    return said, folder


@pytest.fixture
def without_report(monkeypatch):
    """Studies without the page, which takes seconds."""
    monkeypatch.setattr("sim.cli.reporting.write_page", lambda _study, folder, *_: folder / "report.html")
    monkeypatch.setattr("sim.cli.reporting.rewrite_page", lambda folder, _: folder / "report.html")


@pytest.fixture
def at_home(monkeypatch):
    """In the repository's folder, where the examples are typed."""
    monkeypatch.chdir(ROOT)
