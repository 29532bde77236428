"""What common random numbers gave to the comparison of the arms of the LEVC question."""

from pathlib import Path

import pytest

from sim.scenario.load import load
from sim.study.compare import compare
from tests.proofs.statistics.pools import pool
from tests.verification import Proof

LEVC = Path(__file__).parents[3] / "scenarios" / "levc-uk.toml"
REPLICATIONS = 100
COSTS = ("landed_cost_eur_per_kwh", "total_cost_eur_million")
PARTS = ("price", "freight", "duty", "transit_capital", "carbon", "switching")
BAR = 3.0


@pytest.fixture(scope="module")
def levc():
    return compare(load(LEVC), workers=1, replications=REPLICATIONS)


@pytest.mark.verify
def test_common_random_numbers_pay_at_the_cost_measures(levc, proof: Proof):
    """Of the programme and of the whole system: what independent draws would have as variance, over what these have."""
    for name in COSTS:
        for owner in (levc.focus, ""):
            found = {arm: levc.difference(arm, name, owner).variance_ratio for arm in levc.alternatives}
            told = ", ".join(f"{arm} {ratio:,.3g}" for arm, ratio in found.items())
            proof(
                f"variance ratio, {name} of {owner or 'the system'}, n = {REPLICATIONS}",
                told,
                f"at least {BAR:g}",
            )
            assert min(found.values()) >= BAR


@pytest.mark.verify
def test_the_parts_of_the_landed_cost_gain_as_far_as_the_arms_share_them(levc, proof: Proof):
    """An arm that goes another way shares no chance of the way, and one alone that switches no cost of switching.

    So these ratios have no bar of their own; below 1 common random numbers would do harm.
    """
    for part in PARTS:
        found = {arm: levc.difference(arm, f"{part}_eur_per_kwh").variance_ratio for arm in levc.alternatives}
        told = ", ".join(f"{arm} {ratio:,.3g}" for arm, ratio in found.items())
        proof(f"variance ratio, {part} as a part of landed cost, n = {REPLICATIONS}", told, "at least 1")
        assert min(found.values()) >= 1 - 1e-9


def test_common_random_numbers_pay_in_the_small_world(tmp_path):
    found = pool(tmp_path, 20).difference("cost", "total_cost_eur_million")

    assert found.variance_ratio >= BAR
