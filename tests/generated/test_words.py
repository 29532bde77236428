"""What a study of one replication, or of one without deliveries, says of what has no interval or no value."""

import pytest

from sim.report.page.sentences import headline, supporting
from sim.statistics.digits import percent, percent_between
from tests.generated.studies import Generated, material_of, study_of

NAN = float("nan")


def test_a_share_without_an_interval_stands_alone_and_none_is_a_dash():
    assert percent(NAN) == "–"
    assert percent_between(0.62, 0.55, 0.68) == "62 % (55 % to 68 %)"
    assert percent_between(0.62, 0.55, 0.68, of=" of them") == "62 % of them (55 % to 68 %)"
    assert percent_between(1.0, NAN, NAN, of=" of them") == "100 % of them"


def test_a_difference_of_one_replication_is_told_with_its_number():
    study = study_of(Generated("two_arms", ("varying",), 1, seed=3))
    found = study.difference("nearest", "logistics_distance_km")
    assert found.in_words.endswith(" (n = 1)")
    assert "–" not in found.in_words


@pytest.mark.parametrize(
    ("behaviour", "told"),
    [("zero", "no switch in its one replication"), ("most", "switches in 100 % of replications")],
)
def test_the_answer_of_one_replication_has_no_interval_of_switching(behaviour, told):
    study = study_of(Generated("two_arms", (behaviour,), 1))
    (sentence, *_) = study.answer.supporting
    assert told in sentence
    assert "so in at most" not in sentence
    assert "% to" not in sentence


def test_without_deliveries_nothing_is_said_of_costs_and_distances():
    found = material_of(Generated("one_arm", ("absent",), 2))
    assert headline(found) == f"No landed cost of {found.focus} is known: it received no cells."
    assert supporting(found) == []
