from sim.report.page.consequences import consequences
from sim.report.page.grounds import grounds
from sim.report.page.method import MISSING, stress


def test_the_second_sentence_tells_what_differs_beyond_doubt_and_what_does_not(material):
    told = consequences(material)
    study = material.study
    distance = study.difference(study.answer.arm, "logistics_distance_km")
    assert told.startswith(f"With {study.answer.arm}, ")
    assert ("the cells travel" in told) == (distance.high < 0 or distance.low > 0)
    assert ("km less" in told) == (distance.high < 0)
    assert told.endswith(".")


def test_the_three_strongest_inputs_are_named_with_what_they_rest_on(material):
    table = grounds(material)
    strongest = material.study.drivers[material.arm][:3]
    assert len(table.rows) == len(strongest) > 0
    for row, driver in zip(table.rows, strongest, strict=True):
        assert row[3].startswith(f"{driver.rank_correlation:+.2f}".replace("-", "−"))
        assert row[4] is driver.stands_out
        assert row[5]


def test_an_item_of_the_method_that_the_study_does_not_say_is_missing(material):
    rows = stress(material).rows
    assert [row[1] for row in rows if row[0] == MISSING] == [
        "3.1 Data sources",
        "3.4 Assumptions",
        "5.4 System specification",
    ]
    numbers = {str(row[1]).split(" ")[0] for row in rows}
    assert numbers == {
        "1.1", "1.2", "1.3", "2.1", "2.2", "2.3", "2.4", "2.5", "3.1", "3.2", "3.3", "3.4",
        "4.1", "4.2", "4.3", "5.1", "5.2", "5.3", "5.4", "6.1",
    }  # fmt: skip
