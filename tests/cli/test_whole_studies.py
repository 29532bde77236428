"""Every question that ships, the documents' own and the handed worlds end with page and tables, also with few replications."""

import pytest

from sim.report.page.page import planned
from tests.whole_studies import LATER, QUESTIONS, command_of, copied, faults, made, no_numbers

STARTS_LATER = "tests/cases/six-plants-nine-programmes.toml"
"""Begins when the others end."""
WITH_ALL_PICTURES = "tests/cases/two-plants-one-site-antimeridian.toml"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Copies of the questions."""
    return copied(tmp_path_factory.mktemp("questions"))


def _few(material, shortfalls):
    """One picture, for each takes its time."""
    return (each for each in planned(material, shortfalls) if each.id == "timeline")


@pytest.mark.parametrize(("question", "n"), [(each, 1 + at % 3) for at, each in enumerate(QUESTIONS, 1)])
def test_every_question_ends_with_its_page(question, n, folder, monkeypatch):
    if question != WITH_ALL_PICTURES:
        monkeypatch.setattr("sim.report.page.page.planned", _few)
    command = command_of(question, folder)
    end = "2024-12-31" if question == STARTS_LATER else "2022-12-31"
    short = ("--set", f"run.end={end}", "--set", "run.step_days=28")
    study = made(question, folder, command, n, *short, then=LATER if n == 1 else ("explain", "verify"))
    assert faults(study) == []
    assert no_numbers(study) == []
