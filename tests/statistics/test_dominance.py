import math

import numpy as np
import pytest
from scipy import stats

from sim.rules.measures.catalogue import CRITERIA
from sim.statistics.dominance import Change, Dominance, dominances, dominated
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


def test_an_interval_is_students_at_a_third_of_the_risk_each():
    """Three intervals that hold together at 95 % (Bonferroni): each at 1 - 0.05 / 3, two-sided."""
    pairs = found(a=[10 + NOISE, 2 + NOISE, 1 + 2 * NOISE], b=[11 - NOISE, 2 + NOISE, 1 + NOISE])

    cost, co2, risk = pairs["a", "b"].cost, pairs["a", "b"].co2, pairs["a", "b"].risk
    reach = stats.t.ppf(1 - 0.05 / 6, 20) * (2 * NOISE).std(ddof=1) / math.sqrt(21)
    assert cost == pytest.approx((-1.0, -1 - reach, -1 + reach, 0.11))
    assert risk == pytest.approx((0.0, -reach / 2, reach / 2, 0.01))
    assert co2 == pytest.approx((0.0, 0.0, 0.0, 0.02))
    assert (pairs["a", "b"].level, pairs["a", "b"].n) == (0.95, 21)


def test_a_gain_that_one_interval_alone_would_be_sure_of_is_not_sure_of_three():
    """Its t value lies between the 95 % point of one interval (2.09) and that of three together (2.61)."""
    gain = 2.3 * NOISE.std(ddof=1) / math.sqrt(21)
    pairs = found(a=[10 - gain + NOISE, 2 + NOISE, 1 + NOISE], b=[10 + 0 * NOISE, 2 + NOISE, 1 + NOISE])

    assert pairs["a", "b"].on_means
    assert pairs["a", "b"].cost.high > 0
    assert not pairs["a", "b"].surely


def test_p_dominates_counts_who_is_no_worse_in_all_and_better_in_one():
    better, worse, same = -1.0, 1.0, 0.0
    gained = np.array([[better, same, same], [same, same, same], [better, worse, better], [better] * 3]).T
    pairs = found(a=list(5 + gained), b=[np.full(4, 5.0)] * 3)

    assert pairs["a", "b"].p_dominates == 0.5
    assert (pairs["a", "b"].p_dominates_low, pairs["a", "b"].p_dominates_high) == pytest.approx(
        stats.binomtest(2, 4).proportion_ci(0.95, method="wilson")
    )
    assert pairs["b", "a"].p_dominates == 0.0


def test_equal_arms_do_not_dominate_each_other():
    pairs = found(a=[NOISE] * 3, b=[NOISE] * 3)

    assert not any(each.on_means or each.surely or each.p_dominates for each in pairs.values())


def test_an_interval_that_ends_on_the_margin_is_no_worse():
    """Values that do not vary: the interval is the mean itself."""
    ones = np.ones(5)
    low = {"landed_cost_eur_per_kwh": 0.5, "emissions_kg_co2e_per_kwh": 0.5, "line_stop_days": 0.5}
    values = {"a": [2 * ones, 2 * ones, 1.5 * ones], "b": [3 * ones, 2 * ones, ones]}
    pair = dominances(KEYS, values, low)[0]

    assert pair.risk == Change(0.5, 0.5, 0.5, 0.5)
    assert pair.surely
    assert not pair.on_means


def test_of_those_that_dominate_an_arm_the_sure_one_is_named_then_the_likelier():
    def by(arm, *, surely, often):
        change = Change(-1.0, -2.0, 0.0, 0.0)
        return Dominance(arm, "last", 9, change, change, change, 0.95, True, surely, often, 0.0, 1.0)

    unsure, sure, surer = (
        by("u", surely=False, often=0.9),
        by("s", surely=True, often=0.5),
        by("r", surely=True, often=0.6),
    )
    assert dict(dominated([unsure, sure])) == {"last": sure}
    assert dict(dominated([sure, surer, unsure])) == {"last": surer}
