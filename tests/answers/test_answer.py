from dataclasses import replace

import numpy as np
import pytest

from sim.answers.answer import JUDGED_BY
from sim.results.columns import ChunkSpool, ColumnFile
from sim.results.journal import Collected
from sim.study.comparison_study import ComparisonStudy
from sim.study.observations import Observations
from sim.study.plan import ResolvedInputs
from tests.study.courses import plan
from tests.study.fakes import COST, SWITCH

KEYS = (COST._replace(name=JUDGED_BY), SWITCH)
SPREAD = np.linspace(-1.0, 1.0, 41)


def cube_of(table):
    cube = ColumnFile(table.shape)
    cube.append(table)
    return cube


def study(**costs):
    """A comparison whose arms have these landed costs by replication; the baseline is `stay`."""
    arms = ("stay", *(arm for arm in costs if arm != "stay"))
    values = np.stack([np.broadcast_to(costs[arm], SPREAD.shape) for arm in arms])
    measures = np.stack([values, np.full(values.shape, np.nan)], axis=2)
    draws = np.stack([SPREAD, SPREAD**2], axis=1)
    tables = measures, np.stack([draws] * len(arms))
    collected = Collected(tuple(range(len(SPREAD))), *map(cube_of, tables), ChunkSpool())
    what = replace(
        plan(),
        arms={arm: f"arm {arm}" for arm in arms},
        measures=KEYS,
        replications=len(SPREAD),
        inputs=ResolvedInputs(names={"car": "the car"}),
    )
    return ComparisonStudy(Observations(what, collected))


def test_a_cheaper_arm_is_told_with_amount_interval_and_how_often():
    found = study(stay=100 + SPREAD, move=97 + 1.5 * SPREAD).answer

    assert found.arm == "move"
    assert found.headline == (
        "Over 41 replications, “arm move” (move) lowers the landed cost of the car by 3.000 EUR/kWh "
        "(95 % interval 2.905 to 3.095) against “arm stay” (stay) "
        "and is cheaper in 100 % of them (91 % to 100 %)."
    )


def test_a_dearer_arm_leaves_the_baseline_least():
    headline = study(stay=100 + SPREAD, move=103 + 1.5 * SPREAD).answer.headline

    assert "the landed cost of the car is least with “arm stay” (stay)" in headline
    assert "“arm move” (move), the next, costs 3.000 EUR/kWh (95 % interval 2.905 to 3.095) more" in headline
    assert "cheaper in 0 % of them (0 % to 9 %)" in headline


def test_an_interval_that_holds_zero_decides_nothing():
    headline = study(stay=np.full(41, 100.0), move=100.01 + SPREAD).answer.headline

    assert "no alternative can be told from “arm stay” (stay)" in headline
    assert "differs by +0.01 EUR/kWh (95 % interval −0.18 to +0.20)" in headline


@pytest.mark.parametrize(("spread", "shown"), [(1.0, True), (8.0, False)])
def test_equivalence_is_claimed_only_where_it_is_shown_and_with_its_margin(spread, shown):
    headline = study(stay=np.full(41, 100.0), move=100.01 + spread * SPREAD).answer.headline

    assert ("the two are equivalent within ±1.0 EUR/kWh" in headline) == shown


def test_the_best_of_several_arms_is_told_with_its_confidence():
    apart = study(stay=100 + SPREAD, near=95 + 2 * SPREAD, dear=104 + SPREAD).answer.supporting
    close = study(stay=100 + 9 * SPREAD, near=99.9 + 2 * SPREAD, dear=104 - SPREAD).answer.supporting

    assert "Least landed cost of 3 arms: near, the best at a confidence of 95 %." in apart
    (told,) = [each for each in close if each.startswith("Least landed cost of 3 arms")]
    assert "near, at a confidence of 90 % the best or within 1.0 EUR/kWh of it" in told
    assert "95 % are reached within 1.2 EUR/kWh, and 1.0 after some 147 replications." in told


def test_equal_arms_are_told_as_equal():
    headline = study(stay=100 + SPREAD, move=100 + SPREAD).answer.headline

    assert "is the same with “arm move” (move) as with “arm stay” (stay), in every one of them" in headline


def test_ties_are_told_beside_wins():
    headline = study(stay=100 + 0 * SPREAD, move=100 - np.maximum(SPREAD, 0)).answer.headline

    assert "is cheaper in 49 % of them (34 % to 64 %), equal in 51 %" in headline


def test_the_best_alternative_is_the_one_that_is_told():
    found = study(stay=100 + SPREAD, dear=104 + SPREAD, near=95 + 2 * SPREAD).answer

    assert found.arm == "near"
    assert "“arm near” (near) lowers" in found.headline
    assert any(
        "near in 100 %, dear" in each or "dear in 0 %, near in 100 %" in each for each in found.supporting
    )


def test_what_it_rests_on_is_named_by_its_key():
    rests = study(stay=100 + 0 * SPREAD, move=97 - 2 * SPREAD).answer.supporting[-1]

    assert rests == "What goes most with the difference of move in landed cost (rank correlation): a (−1.00)."


def test_where_nothing_stands_out_that_is_said():
    noise = np.sin(37 * np.arange(41.0))

    assert (
        "No single uncertain input stands out"
        in study(stay=100 + noise, move=97 + 0 * noise).answer.supporting[-1]
    )


def test_without_deliveries_there_is_no_answer():
    found = study(stay=np.full(41, np.nan), move=np.full(41, np.nan)).answer

    assert (found.arm, found.supporting) == ("", ())
    assert "can be compared" in found.headline


@pytest.mark.parametrize("alternative", [100.0, 97.0])
def test_an_arm_that_never_switches_is_not_said_to_be_sure_of_it(alternative):
    told = study(stay=100 + SPREAD, move=alternative + SPREAD).answer.supporting[0]

    assert told.startswith("“arm move” (move): landed cost")
