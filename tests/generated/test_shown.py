"""Whatever numbers a study holds, all that shows it can be made, and nothing falls short."""

import contextlib
import io
import json
import re
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.cli.outcome import show_document, show_study
from sim.core.shortfalls import Shortfalls
from sim.report.page.page import page_of
from sim.report.write import report_files
from tests.generated.studies import FOUND_BY, WORLDS, Generated, material_of, study_of

ALIKE = tuple((each,) for each in FOUND_BY)
MANY = 12
UNSAID = re.compile(r"(?i)(?<![\w/+-])[+−]?(nan|inf)(?![\w/+=])|– to –|– (EUR|km|of)")
"""What is no number has its own words or a dash, and what has no interval none."""


@st.composite
def generated(draw):
    """Any study: every measure alike, or each as it comes."""
    return Generated(
        world=draw(st.sampled_from(sorted(WORLDS))),
        behaviours=draw(st.sampled_from((*ALIKE, FOUND_BY))),
        n=draw(st.sampled_from([1, 2, 3, MANY, 40])),
        kind=draw(st.sampled_from(["compare", "monte-carlo"])),
        failed=draw(st.sampled_from([0, 0, 1])),
        nested=draw(st.sampled_from([1, 1, 2])),
        precise=draw(st.booleans()),
        seed=draw(st.integers(0, 2**32 - 1)),
    )


def shown(study):
    """What a terminal shows of it, plain and in full, and its document."""
    shortfalls, said = Shortfalls(), io.StringIO()
    with contextlib.redirect_stdout(said):
        for verbose in (False, True):
            show_study(study, "a study", shortfalls, verbose=verbose)
    assert [each.in_words for each in shortfalls.found] == []
    document = io.StringIO()
    with contextlib.redirect_stdout(document):
        show_document(study, None, shortfalls)
    return said.getvalue(), json.loads(document.getvalue())


def unsaid(text):
    """Each NaN and infinity in a text, with what stands around it."""
    return [text[max(0, found.start() - 60) : found.end() + 20] for found in UNSAID.finditer(text)]


def assert_shown(study):
    """Terminal, document, tables and notebook form."""
    said, document = shown(study)
    assert unsaid(said) == []
    assert document["replications"] == len(study.replications)
    assert "could_not_be_shown" not in document
    assert all(b"".join(contents) for contents in study.files().values())
    assert unsaid(study._repr_html_()) == []


def assert_reported(asked):
    """Page, pictures, workbook and exports."""
    page = page_of(material_of(asked))
    files = report_files(page)
    assert [each.in_words for each in page.shortfalls.found] == []
    assert unsaid(files["report.html"].decode()) == []
    with zipfile.ZipFile(io.BytesIO(files["report.xlsx"])) as book:
        assert unsaid(book.read("xl/sharedStrings.xml").decode()) == []
    assert files.keys() >= {"report.html", "report.xlsx", "figures/timeline.png", "summary.parquet"}


@settings(max_examples=30)
@given(generated())
def test_every_study_is_told_on_the_terminal_in_files_and_in_notebooks(asked):
    assert_shown(study_of(asked))


@pytest.mark.parametrize("behaviours", [("constant",), ("absent",), ("varying",)], ids=lambda found: found[0])
@pytest.mark.parametrize("n", [1, 2])
def test_few_replications_of_any_kind_are_told(n, behaviours):
    for world in WORLDS:
        assert_shown(study_of(Generated(world, behaviours, n)))


@pytest.mark.parametrize(
    "asked",
    [
        Generated("one_arm", ("absent",), 1),
        Generated("others_in_an_arm", ("varying",), MANY),
        Generated("others_in_the_baseline", ("constant",), 2),
        Generated("nothing_to_deliver", ("absent",), 2),
    ],
    ids=lambda asked: f"{asked.world}-{asked.behaviours[0]}-{asked.n}",
)
def test_its_report_is_whole(asked):
    assert_reported(asked)


@pytest.mark.verify
@settings(max_examples=40)
@given(generated())
def test_every_study_has_a_whole_report(asked):
    assert_reported(asked)
