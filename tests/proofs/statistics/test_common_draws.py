"""What common random numbers gave to the comparison of the arms of the LEVC question.

Two arms that share all their chance still differ in what they do with it. Of standard deviations s and t the variance
ratio is at most (s^2 + t^2) / (s - t)^2, at a correlation of 1: little where one arm varies much more than the other.
And no arm can share what the other does not have: the chance of which plant supplied it in which year.
"""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from sim.rules.ledger import PARTS
from sim.scenario.load import load
from tests.proofs.statistics.loads import Mixes, compared_with_loads, twins
from tests.proofs.statistics.pools import pool
from tests.verification import Proof

LEVC = Path(__file__).parents[3] / "scenarios" / "levc-uk.toml"
REPLICATIONS = 100
COSTS = ("landed_cost_eur_per_kwh", "total_cost_eur_million")
BAR = 3.0
OF_OWN_CEILING = 0.7
AT_THE_SAME_MIX = 0.9


@pytest.fixture(scope="module")
def levc():
    return compared_with_loads(load(LEVC), REPLICATIONS)


@pytest.fixture(scope="module")
def mixes(levc):
    return Mixes.of(levc)


def told(found) -> str:
    """Variance ratio, ceiling and correlation of a difference."""
    ceiling = f"at most {found.variance_ratio_ceiling:,.3g}, correlation {found.correlation:.2f}"
    return f"{found.arm} {found.variance_ratio:,.3g} ({ceiling})"


@pytest.mark.verify
def test_common_random_numbers_pay_at_the_cost_measures(levc, proof: Proof):
    """Of the programme and of the whole system: what independent draws would have as variance, over what these have."""
    measures = [(name, owner) for name in COSTS for owner in (levc.focus, "")]
    for name, owner in [*measures, ("price_eur_per_kwh", levc.focus)]:
        found = [levc.difference(arm, name, owner) for arm in levc.alternatives]
        proof(
            f"variance ratio, {name} of {owner or 'the system'}, n = {REPLICATIONS}",
            "; ".join(map(told, found)),
            f"at least {BAR:g}",
        )
        assert min(each.variance_ratio for each in found) >= BAR


@pytest.mark.verify
def test_loads_of_the_same_plant_and_day_are_the_same_in_all_arms(levc, proof: Proof):
    """So every draw that two arms both meet is common to them: rates, prices, duties, closures, days on the way."""
    same = Counter(twins(levc))
    proof(
        "loads of LEVC that left the same plant on the same day in two arms, under the same share of supply: those of another "
        f"route, day of receipt or cost in any part, of {same.total():,} in {REPLICATIONS} replications",
        sum(count for (_, equal), count in same.items() if not equal),
        "0",
    )
    assert {(arm, True) for arm in levc.alternatives} == set(same)


@pytest.mark.verify
@pytest.mark.parametrize("part", [part for part in PARTS if part != "price"])
def test_parts_of_the_landed_cost_gain_what_the_arms_own_mixes_leave(levc, mixes, part, proof: Proof):
    """Of each arm's chance a part is its own: which plant supplied it in which year, where the baseline has one plant.

    At their mean mixes the arms are nearly perfectly correlated, and the ratio comes near to what that allows.
    """
    found = {arm: levc.difference(arm, f"{part}_eur_per_kwh") for arm in levc.alternatives}
    shared = {arm: mixes.shared(part, arm, levc.baseline) for arm in found}
    proof(
        f"variance ratio, {part} as a part of landed cost, n = {REPLICATIONS}",
        "; ".join(f"{told(found[arm])}, its own mix leaves {shared[arm].ceiling:,.3g}" for arm in found),
        f"at least 1, and {OF_OWN_CEILING:g} of what is left or {BAR:g}",
    )
    proof(
        f"correlation of {part} in two arms, each at its mean mix of plants and years, n = {REPLICATIONS}",
        ", ".join(f"{arm} {shared[arm].correlation:.3f}" for arm in found),
        f"at least {AT_THE_SAME_MIX:g}",
    )
    for arm, each in shared.items():
        measured = levc.observations.values(arm, found[arm].measure)
        assert np.allclose(each.cost, measured, rtol=1e-9, atol=1e-12)
        assert found[arm].variance_ratio >= max(1.0, min(BAR, OF_OWN_CEILING * each.ceiling))
        assert each.correlation >= AT_THE_SAME_MIX


@pytest.mark.verify
def test_an_arm_that_alone_switches_has_nothing_to_share_of_the_cost_of_it(levc, proof: Proof):
    found = [levc.difference(arm, "switching_eur_per_kwh") for arm in levc.alternatives]
    proof(
        f"variance ratio, switching as a part of landed cost, which stay does not have, n = {REPLICATIONS}",
        "; ".join(f"{each.arm} {each.variance_ratio:.6f}" for each in found),
        "1 (nothing to share)",
    )
    assert levc.estimate(levc.baseline, "switching_eur_per_kwh").sd == 0
    for each in found:
        assert (each.variance_ratio, each.variance_ratio_ceiling) == pytest.approx((1.0, 1.0))


def test_common_random_numbers_pay_in_the_small_world(tmp_path):
    found = pool(tmp_path, 20).difference("cost", "total_cost_eur_million")

    assert found.variance_ratio >= BAR
