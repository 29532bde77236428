import numpy as np
import pytest

from sim.study.dominance import CRITERIA, dominances, dominated
from tests.study.fakes import COST

KEYS = [COST._replace(name=name) for name in CRITERIA]
NOISE = np.linspace(-1.0, 1.0, 21)


def found(**arms):
    """Dominance by (arm, other), from the cost, CO2 and risk of each arm."""
    return {(each.arm, each.other): each for each in dominances(KEYS, arms, {})}


def test_better_in_one_and_equal_in_the_others_is_sure():
    pairs = found(a=[10 + NOISE, 2 + NOISE, 1 + NOISE], b=[12 + NOISE**3, 2 + NOISE, 1 + NOISE])

    assert pairs["a", "b"].surely
    assert pairs["a", "b"].on_means
    assert pairs["a", "b"].p_dominates == 1.0
    assert not pairs["b", "a"].on_means
    assert pairs["b", "a"].p_dominates == 0.0


def test_a_gain_in_cost_for_a_loss_in_co2_dominates_nobody():
    pairs = found(a=[10 + NOISE, 3 + NOISE, 1 + NOISE], b=[12 + NOISE, 2 + NOISE, 1 + NOISE])

    assert not any(each.on_means or each.surely for each in pairs.values())


def test_a_loss_that_cannot_be_excluded_is_not_sure():
    """Risk: its mean is lower, but its interval reaches 1 % above the other's mean and further."""
    pairs = found(a=[10 + NOISE, 2 + NOISE, 0.9 + NOISE], b=[12 + NOISE, 2 + NOISE, 1 - NOISE])

    assert pairs["a", "b"].on_means
    assert not pairs["a", "b"].surely
    assert pairs["a", "b"].risk.high > pairs["a", "b"].risk.margin == pytest.approx(0.01)


def test_the_dominated_are_named_with_the_surest_of_those_that_dominate_them():
    arms = {
        "best": [8 + NOISE, 1 + NOISE, 0 + NOISE],
        "middle": [9 + NOISE, 2 + NOISE, 1 - NOISE],
        "worst": [12 + NOISE, 3 + NOISE, 2 + NOISE],
    }

    assert {arm: by.arm for arm, by in dominated(list(found(**arms).values()))} == {
        "middle": "best",
        "worst": "best",
    }


def test_where_an_arm_has_no_cost_nobody_dominates():
    pairs = found(a=[np.nan * NOISE, NOISE, NOISE], b=[NOISE, NOISE + 1, NOISE])

    assert {each.n for each in pairs.values()} == {0}
    assert not any(each.on_means or each.surely for each in pairs.values())
