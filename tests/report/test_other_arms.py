"""An arm may have plants, sites and programmes that another has not."""

import json

import pytest

from sim.report.evidence import evidence_of
from sim.report.material import gather
from sim.report.page import page_of
from sim.report.write import report_files
from sim.study.compare import compare
from tests.generated.studies import other_things
from tests.report.parsed import Parsed
from tests.report.studies import loaded


@pytest.mark.parametrize("of", ["stay", "nearest"])
def test_the_report_shows_what_the_baseline_or_another_arm_has_alone(of, tmp_path):
    scenario = loaded(tmp_path, lambda found: other_things(found, of))
    material = gather(compare(scenario, replications=2, workers=1), evidence_of(scenario))
    page = page_of(material)
    drawn, files = page.pictures, report_files(page)
    assert page.shortfalls.found == []
    assert "third works" in drawn["timeline"].file_svg.decode()
    assert [row[0] for row in drawn["timeline"].table.rows if row[2] == "third works"]
    parsed = Parsed(files["report.html"])
    circles = [each for each in parsed.of("circle") if each["class"] == "plant"]
    played = json.loads(next(text for text in parsed.texts["script"] if text.startswith("{")))["plants"]
    assert (
        {arm: len(plants) for arm, plants in played.items()}
        == {"stay": 3, "nearest": 3}
        == dict.fromkeys(played, len(circles))
    )
    with_third = {arm for arm, plants in played.items() if all(plants)}
    assert with_third == {of}
