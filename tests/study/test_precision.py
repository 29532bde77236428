"""Precision: what is asked for, what a study has reached of it, and when it looks."""

import math
from types import SimpleNamespace

import numpy as np
import pytest
from scipy import stats

from sim.core.errors import WrongUse
from sim.study.precision import Reached, looks, reached, targets
from tests.study.courses import plan
from tests.study.fakes import COST, SWITCH

NOISE = np.linspace(-1.0, 1.0, 21)


def reached_by(values, asked, **changes):
    """What arms with these values reach; every arm has the same ones."""
    what = plan(precision={"cost_eur_per_kwh": asked}, **changes)
    return reached(SimpleNamespace(plan=what, values=lambda _arm, _measure: values))


def test_what_is_reached_is_the_half_width_of_students_interval_over_the_mean():
    half_width = stats.t.ppf(0.975, 20) * NOISE.std(ddof=1) / math.sqrt(21)

    found = reached_by(-10 + NOISE, 0.05)

    assert [(each.arm, each.measure) for each in found] == [("stay", COST), ("move", COST)]
    assert [each.reached for each in found] == pytest.approx([half_width / 10] * 2, rel=1e-12)
    assert {each.asked for each in found} == {0.05}


def test_it_is_met_up_to_what_is_asked_and_not_beyond():
    assert Reached("a", COST, 0.05, 0.05).met
    assert not Reached("a", COST, 0.05, math.nextafter(0.05, 1)).met


def test_values_that_are_all_the_same_are_as_precise_as_can_be():
    assert {each.reached for each in reached_by(np.full(5, 3.0), 0.05)} == {0.0}
    assert {each.reached for each in reached_by(np.zeros(5), 0.05)} == {0.0}


def test_around_a_mean_of_nothing_and_without_an_interval_no_precision_is_reached():
    assert {each.reached for each in reached_by(np.array([-1.0, 1.0, -1.0, 1.0]), 0.05)} == {math.inf}
    assert {each.reached for each in reached_by(np.array([3.0]), 0.05)} == {math.inf}


def test_a_measure_is_named_alone_for_the_focus_or_with_its_owner():
    asked = {"car.first_switch_year": 0.1, "cost_eur_per_kwh": 0.2}
    assert [(each.measure, each.relative_half_width) for each in targets(plan(precision=asked))] == [
        (SWITCH, 0.1),
        (COST, 0.2),
    ]


@pytest.mark.parametrize("name", ["cost", "van.cost_eur_per_kwh", "cost_eur_per_kwh.car"])
def test_a_measure_that_there_is_not_is_refused(name):
    with pytest.raises(WrongUse, match="there is no measure"):
        targets(plan(precision={name: 0.1}))


@pytest.mark.parametrize("share", [0.0, -0.1, math.inf, math.nan])
def test_a_half_width_that_is_not_above_nothing_is_refused(share):
    with pytest.raises(WrongUse, match="has to be above 0"):
        targets(plan(precision={"cost_eur_per_kwh": share}))


@pytest.mark.parametrize(
    ("replications", "expected"),
    [
        (29, [29]),
        (30, [30]),
        (31, [30, 31]),
        (45, [30, 45]),
        (200, [30, 45, 68, 102, 153, 200]),
    ],
)
def test_it_looks_at_thirty_and_at_half_as_many_again_each_time_and_at_last_at_all(replications, expected):
    what = plan(replications=replications, precision={"cost_eur_per_kwh": 0.1})
    assert list(looks(what)) == expected


def test_without_a_precision_it_looks_at_the_end_alone():
    assert list(looks(plan(replications=200))) == [200]
