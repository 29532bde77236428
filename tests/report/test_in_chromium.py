import base64
import shutil
import subprocess
import time

import pytest

from tests.report.browser import FOUND, Browser

pytestmark = pytest.mark.skipif(FOUND is None, reason="needs chromium on the path (apt-get install chromium)")


_MARK = """[...document.querySelectorAll('figure')].map((figure, at) => {
    figure.querySelector('h3').prepend('PICTURE' + (100 + at) + 'TOP ');
    figure.querySelector('.source').append(' PICTURE' + (100 + at) + 'END');
  }).length"""


@pytest.fixture
def browser():
    with Browser() as found:
        yield found


def test_the_page_plays_opens_and_prints_without_a_request_or_a_complaint(browser, files, tmp_path):
    page = tmp_path / "report.html"
    page.write_bytes(files["report.html"])
    browser.open(page)
    assert browser.run("document.getElementById('player').hidden") is False
    browser.run("document.getElementById('player-play').click()")
    time.sleep(1.0)
    browser.run("document.getElementById('player-play').click()")
    month = int(browser.run("document.getElementById('player-month').value"))
    assert month >= 2
    assert (
        browser.run("Number(document.querySelector('.hop[stroke-width]:not([stroke-width=\"0\"])') !== null)")
        == 1
    )
    browser.run("document.querySelectorAll('details').forEach(each => { each.open = true })")
    assert browser.run("[...document.querySelectorAll('details')].every(each => each.offsetHeight > 60)")
    for width in (1400, 900, 390):
        browser.send(
            "Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False
        )
        assert browser.run("document.documentElement.scrollWidth") <= width
    assert len(browser.send("Page.printToPDF", preferCSSPageSize=True)["data"]) > 50_000
    assert browser.requests() == [page.as_uri()]
    assert browser.complaints() == []


def test_hostile_texts_do_nothing(browser, hostile_files, tmp_path):
    page = tmp_path / "report.html"
    page.write_bytes(hostile_files["report.html"])
    browser.open(page)
    browser.run("document.querySelectorAll('details').forEach(each => { each.open = true })")
    time.sleep(0.3)
    assert browser.run("document.documentElement.dataset.canary === undefined")
    assert browser.run("document.getElementById('player').hidden") is False
    assert browser.requests() == [page.as_uri()]
    assert browser.complaints() == []


@pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="needs pdftotext (apt-get install poppler-utils)"
)
def test_no_picture_is_split_over_the_pages_of_a_print(browser, files, tmp_path):
    """Each gets a word in its title above and in its source below; both must be on the same sheet."""
    page, pdf = tmp_path / "report.html", tmp_path / "report.pdf"
    page.write_bytes(files["report.html"])
    browser.open(page)
    count = browser.run(_MARK)
    pdf.write_bytes(base64.b64decode(browser.send("Page.printToPDF", preferCSSPageSize=True)["data"]))
    found = subprocess.run(
        [shutil.which("pdftotext") or "", str(pdf), "-"], check=True, capture_output=True, text=True
    )
    sheets = found.stdout.split("\f")
    places = [
        {
            end: [at for at, sheet in enumerate(sheets) if f"PICTURE{number}{end}" in sheet]
            for end in ("TOP", "END")
        }
        for number in range(100, 100 + count)
    ]
    assert count >= 10
    for place in places:
        assert len(place["TOP"]) == 1
        assert place["TOP"] == place["END"]
