"""Columns of facts read like a list of named records."""

import numpy as np
import pytest

from sim.core.records import CallOff, Labels, RecordColumns, Trigger, labels_of, numbers_of

FACTS = [
    CallOff("near", "van", "b", 7, 2, 8_000_000),
    CallOff("far", "van", "a", 7, 1, 4_000_000),
    CallOff("near", "car", "b", 14, 3, 12_000_000),
]


def columns(facts: list[CallOff]) -> RecordColumns[CallOff]:
    return RecordColumns(
        CallOff,
        {field: labels_of(facts, field) for field in ("plant", "programme", "agreement")}
        | {field: numbers_of(facts, field) for field in ("day", "loads", "energy_wh")},
    )


def test_columns_read_as_the_facts_they_were_made_of() -> None:
    found = columns(FACTS)
    assert list(found) == FACTS
    assert len(found) == len(FACTS)
    assert [found[0], found[2], found[-1]] == [FACTS[0], FACTS[2], FACTS[-1]]
    assert found[1:] == FACTS[1:]
    assert type(found[0].loads) is int


def test_a_fact_beyond_the_last_is_an_index_error() -> None:
    for facts, index in ((FACTS, 3), (FACTS, -4), ([], 0)):
        with pytest.raises(IndexError):
            columns(facts)[index]


def test_names_and_numbers_are_not_taken_for_each_other() -> None:
    with pytest.raises(KeyError, match="plant"):
        columns(FACTS).numbers("plant")
    with pytest.raises(KeyError, match="day"):
        columns(FACTS).labels("day")


def test_columns_give_the_same_numbers_and_names_as_the_facts() -> None:
    found = columns(FACTS)
    assert numbers_of(found, "energy_wh").tolist() == numbers_of(FACTS, "energy_wh").tolist()
    assert labels_of(found, "agreement").tolist() == ["b", "a", "b"]


def test_names_that_do_not_appear_are_left_out_when_they_are_numbered() -> None:
    labels = Labels(np.array([3, 3, 1, 3]), ["a", "b", "c", "d"]).in_order()
    assert (labels.positions.tolist(), labels.names) == ([0, 0, 1, 0], ["d", "b"])
    nothing = Labels(np.array([], dtype=np.int64), ["a"]).in_order()
    assert (nothing.positions.tolist(), nothing.names) == ([], [])


def test_names_are_numbered_as_they_first_appear() -> None:
    labels = Labels(np.array([2, 0, 2, 1]), ["a", "b", "c"]).in_order()
    assert (labels.names, labels.positions.tolist()) == (["c", "a", "b"], [0, 1, 0, 2])


def test_a_trigger_is_its_text_and_no_planned_review_is_for_cause():
    assert {trigger.value for trigger in Trigger if trigger.planned} == {
        "launch ahead",
        "agreement ends",
        "award date",
        "interval",
    }
    assert {trigger.value for trigger in Trigger if trigger.for_cause} == {"service failure", "disruption"}
    assert f"{Trigger.PLANT_NEWS}" == "plant news"
