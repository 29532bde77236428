"""An arm may have plants, sites and programmes that another has not."""

import json

import pytest

from sim.api import compare
from sim.report.material.evidence import Evidence, evidence_of, of_worlds
from sim.report.material.material import gather
from sim.report.page import evidence_tables, method
from sim.report.page.page import page_of
from sim.report.write import report_files
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


@pytest.mark.parametrize("of", ["stay", "nearest"])
def test_the_evidence_and_the_method_know_what_the_baseline_or_another_arm_has_alone(of, tmp_path):
    def change(found):
        other_things(found, of)
        start, phases = found["run"]["start"], found["arms"][of]["change"]["plants"]["third-plant"]["phases"]
        phases["p1"]["nameplate_gwh"] = {"dist": "uniform", "low": 8.0, "high": 10.0}
        found["arms"][of]["change"]["agreements"] = {
            "bus-far": {"programme": "bus", "plant": "far-plant", "start": start}
        }

    scenario = loaded(tmp_path, change)
    material = gather(compare(scenario, replications=2, workers=1), evidence_of(scenario))
    listed = evidence_tables.legs(material)
    assert ("third works", "vehicle-plant", "road", 20.0) in [row[:4] for row in listed.rows]
    assert "legs of the network" in listed.note
    drawn = {row[-1]: row for row in evidence_tables.inputs(material).rows}
    row = drawn["plants.third-plant.phases.p1.nameplate_gwh"]
    assert row[:4] == ("scenario", "third works, phase p1: nameplate GWh", "uniform low 8, high 10", "GWh")
    told = dict(row[1:] for row in method.stress(material).rows)
    assert "2 programmes, 3 plants" in told["1.2 Model outputs"]
    assert (
        "3 cell plants of 3 suppliers, 6 legs between 7 sites, 2 programmes"
        in told["2.5 Components: resources"]
    )
    assert f"{len(drawn)} numbers are distributions" in told["3.3 Input parameters"]


def test_an_input_that_the_shown_arm_changes_is_listed_as_it_is_there():
    rows = [
        Evidence(key, value, "", "", "", "", "", "", "")
        for key, value in (("a", "1"), ("b", "2"), ("arms.x.change.a", "3"), ("arms.y.change.b", "4"))
    ]
    assert {key: row.value for key, row in of_worlds(rows, ("x", "y", "x")).items()} == {"a": "3", "b": "2"}
