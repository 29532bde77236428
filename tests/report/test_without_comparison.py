import pytest

from sim.api import compare, monte_carlo
from sim.report.material.evidence import evidence_of
from sim.report.material.material import gather
from sim.report.page.page import page_of, render
from sim.report.page.variance_table import NOT_SPLIT, variance_table
from sim.report.write import report_files
from tests.report.parsed import Parsed
from tests.report.studies import loaded


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """Files of the report of a study of one arm, nothing compared."""

    def one_arm(found):
        del found["arms"]
        del found["study"]["baseline"]

    scenario = loaded(tmp_path_factory.mktemp("alone"), one_arm)
    material = gather(monte_carlo(scenario, replications=3, workers=1), evidence_of(scenario))
    return report_files(page_of(material))


def test_a_study_without_comparison_has_a_page_that_speaks_of_no_difference(alone):
    parsed = Parsed(alone["report.html"])
    assert "3 replications" in next(each for each in parsed.texts["p"] if "EUR/kWh on average" in each)
    assert "paired" not in " ".join(parsed.texts["section"][:2])
    assert "figure-drivers" not in {each["id"] for each in parsed.of("figure")}


def test_a_study_without_comparison_writes_no_comparison(alone):
    assert "comparison.parquet" not in alone
    assert {"summary.parquet", "events.parquet", "switches.parquet", "reviews.parquet"} <= alone.keys()


def test_the_split_of_the_variance_is_shown_where_it_was_computed(tmp_path, page):
    def nested(found):
        found["study"]["nested"] = 2

    material = gather(compare(loaded(tmp_path, nested), replications=20, workers=1), ())
    table = variance_table(material)
    assert len(table.rows) > 10
    shares = [row for row in table.rows if row[0] == "Landed cost [EUR/kWh]"]
    assert [row[1] for row in shares] == list(material.titles)
    for row in shares:
        assert float(row[2].split(" %")[0].removeprefix("over ")) + 100 * row[3] == pytest.approx(100, abs=1)
    assert NOT_SPLIT in render(page).decode()
    assert not page.variance.rows
