import base64
import dataclasses
import hashlib
import re

from sim.core.shortfalls import Shortfalls
from sim.report.material.material import gather
from sim.report.page.key_figures import amount, key_figures
from sim.report.page.page import Page, planned, render
from sim.report.pictures.drawing import drawn
from sim.report.write import report_files
from tests.report.parsed import Parsed


def test_the_page_asks_for_nothing_outside_itself(files):
    parsed = Parsed(files["report.html"])
    outside = {"src", "srcset", "action", "formaction", "data", "poster", "background", "ping"}
    for tag, attributes in parsed.elements:
        assert not outside & attributes.keys(), (tag, attributes)
        for name in ("href", "xlink:href"):
            assert attributes.get(name, "#").startswith("#"), (tag, attributes)
    assert not re.search(r"url\((?!#)", files["report.html"].decode())


def test_the_policy_names_the_hashes_of_the_pages_own_style_and_script(files):
    parsed = Parsed(files["report.html"])
    [policy] = [
        each["content"] for each in parsed.of("meta") if each.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for text in (parsed.texts["style"][0], parsed.texts["script"][1]):
        assert base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() in policy


def test_no_element_has_a_style_or_a_handler(files):
    assert Parsed(files["report.html"]).unexpected() == []


def test_every_figure_has_a_title_an_alternative_text_and_a_table(files, page):
    html = files["report.html"].decode()
    figures = re.findall(r'<figure id="figure-.*?</figure>', html, re.DOTALL)
    assert len(figures) == len(page.drawn.pictures) >= 9
    for figure in figures:
        assert re.search(r"<h3>[^<]{20,}</h3>", figure)
        assert re.search(
            r'<svg [^>]*aria-label="[^"]{30,}"[^>]*role="img"|role="img"[^>]*aria-label="[^"]{30,}"', figure
        )
        assert figure.count("<details>") == 1
        assert figure.count("<tbody>\n<tr>") == 1


def test_ids_are_unique_and_every_reference_has_its_target(files):
    parsed = Parsed(files["report.html"])
    ids = [attributes["id"] for _, attributes in parsed.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    used = set(re.findall(r"url\(#([^)]+)\)", files["report.html"].decode()))
    used |= {
        value[1:] for _, found in parsed.elements for name, value in found.items() if name.endswith("href")
    }
    assert used <= set(ids)


def test_numbers_on_the_page_are_those_of_the_study(files, page):
    html, study = files["report.html"].decode(), page.material.study
    assert study.answer.headline in html.replace("&#39;", "'")
    for arm in study.arms:
        mean, _, interval = amount(study.estimate(arm, "landed_cost_eur_per_kwh")).partition(" (")
        assert f"<td>{mean}<br><small>({interval}</small></td>" in html
    table = key_figures(study)
    assert table.columns == ("Measure", "stay", "nearest", "nearest less stay")
    [difference] = [row[3] for row in table.rows if row[0] == "Logistics distance [km]"]
    assert difference == study.difference("nearest", "logistics_distance_km").in_words


def test_a_report_made_again_has_the_same_bytes(files, material, page):
    again = drawn(list(planned(material, Shortfalls()))[::3], Shortfalls()).pictures
    assert again == [each for each in page.drawn.pictures if each.id in {one.id for one in again}]
    made = report_files(Page(gather(material.study, material.evidence), page.drawn))
    assert [name for name in files if made[name] != files[name]] == []


def test_the_page_is_small(files):
    assert len(files["report.html"]) < 3_000_000


def test_hostile_texts_make_no_element_and_no_attribute(hostile_files):
    parsed = Parsed(hostile_files["report.html"])
    assert parsed.unexpected() == []
    assert len(parsed.of("meta")) == 4
    assert "49" not in parsed.texts["h1"][0]


def test_hostile_texts_are_shown_as_they_are(hostile_files):
    parsed = Parsed(hostile_files["report.html"])
    assert "<script>document" in parsed.texts["h1"][0]
    assert "\u202e" not in hostile_files["report.html"].decode()
    assert "{{ 7*7 }}" in " ".join(parsed.texts["td"])


def test_a_study_without_sources_says_that_they_are_missing(material, page):
    bare = Page(dataclasses.replace(material, evidence=()), page.drawn)
    assert b"sources of the figures are missing" in render(bare)
