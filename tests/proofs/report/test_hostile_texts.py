"""Texts of a scenario, its figures and its sources are text wherever a report shows them."""

import io
import time
import zipfile
from xml.etree import ElementTree as ET

import pytest

from tests.report.browser import FOUND, Browser
from tests.report.hostile import STRINGS, chunks
from tests.report.parsed import Parsed
from tests.report.studies import MOST, PLACES, hostile_report


def _formulas(book: bytes) -> int:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        roots = [ET.fromstring(archive.read(name)) for name in sheets]  # noqa: S314 - written by this program
    return sum(each.tag.endswith(("}f", "}hyperlink")) for root in roots for each in root.iter())


@pytest.mark.verify
@pytest.mark.timeout(0)
@pytest.mark.skipif(FOUND is None, reason="needs chromium on the path (apt-get install chromium)")
def test_every_hostile_text_in_every_place_does_nothing(proof, tmp_path):
    """In turn, so that each of the texts has stood in each of the places."""
    turns, elements, formulas, acts = len(chunks(MOST)), 0, 0, 0
    for turn in range(turns):
        folder = tmp_path / str(turn)
        folder.mkdir()
        files = hostile_report(folder, turn)
        elements += len(Parsed(files["report.html"]).unexpected())
        formulas += _formulas(files["report.xlsx"])
        page = folder / "report.html"
        page.write_bytes(files["report.html"])
        with Browser() as browser:
            browser.open(page)
            browser.run("document.querySelectorAll('details').forEach(each => { each.open = true })")
            time.sleep(0.3)
            acts += browser.run("document.documentElement.dataset.canary === undefined ? 0 : 1")
            acts += len(browser.requests()) - 1 + len(browser.complaints())
    tried = f"{len(STRINGS)} hostile texts, each in each of {PLACES} places"
    proof(f"elements, attributes and links that {tried}, made on the page", elements, "0")
    proof("formulas and links that they made in the workbook", formulas, "0")
    proof("scripts run, requests sent and complaints made in a browser", acts, "0")
    assert len(STRINGS) >= 40
    assert PLACES >= 20
    assert (elements, formulas, acts) == (0, 0, 0)
