"""What is claimed of arms: equivalent, the best, or how many replications would make it so."""

import numpy as np
import pytest
from scipy import stats

from sim.statistics.paired import paired_difference
from sim.statistics.selection import selection
from tests.proofs.statistics.pools import band, told, uniforms
from tests.study.fakes import COST
from tests.verification import Proof

ZONE = 0.5
NAMES = ("a", "b", "c", "d", "e")


def systems(means, owner: str, count: int, n: int):
    """Normal arms whose draws are correlated by 0.6, as on common random numbers; shape (studies, arms, n)."""
    u = stats.norm.ppf(uniforms(owner, count, len(means) + 1, n))
    common, own = u[:, :1], u[:, 1:]
    return np.array(means)[:, None] + np.sqrt(0.6) * common + np.sqrt(0.4) * own


def selected(table):
    return selection(COST, dict(zip(NAMES, table, strict=False)), ZONE)


@pytest.mark.parametrize("count", [200, pytest.param(2_000, marks=pytest.mark.verify)])
def test_the_best_arm_is_selected_with_the_probability_that_is_stated(count, proof: Proof):
    """Clark and Yang: from 15 replications the number needed, then the best mean of so many.

    All others are worse by just the indifference zone, the hardest case.
    """
    means, most = [0.0] + [ZONE] * 4, 400
    tables = systems(means, "selection", count, most)

    needed = [max(15, selected(table[:, :15]).needed) for table in tables]
    right = np.mean(
        [table[:, :n].mean(axis=1).argmin() == 0 for table, n in zip(tables, needed, strict=True)]
    )

    assert max(needed) <= most
    least = band(count, 0.95)[0]
    what = f"correct selections among 5 arms, worse by the zone, {count:,} studies of {np.mean(needed):.0f} (mean)"
    proof(what, f"{right:.4f}", f"at least {least:.4f} (stated: 0.95)")
    assert right >= least


@pytest.mark.parametrize("count", [300, pytest.param(2_000, marks=pytest.mark.verify)])
def test_the_selected_arm_is_as_good_as_is_said(count, proof: Proof):
    """Arms so alike that the choice is hard: within the zone reached of the best in 95 % at least."""
    means = np.array([0.0, 0.05, 0.1, 0.15, 0.2])
    found = [selected(table) for table in systems(means, "zone", count, 20)]

    lost = np.array([means[NAMES.index(each.arm)] for each in found])
    held = np.mean([loss <= each.zone_reached for loss, each in zip(lost, found, strict=True)])

    least = band(count, 0.95)[0]
    proof(f"selected arms within the zone that is told, {count:,} studies", f"{held:.4f}", f"≥ {least:.4f}")
    assert held >= least


@pytest.mark.parametrize("count", [500, pytest.param(5_000, marks=pytest.mark.verify)])
def test_arms_that_differ_by_the_margin_are_called_equivalent_as_seldom_as_is_stated(count, proof: Proof):
    """On the border of the margin equivalence is claimed wrongly in 5 %; within it, it is found."""
    z = stats.norm.ppf(uniforms("equivalence", count, 40))

    def claimed(difference: float) -> float:
        pairs = ((values + difference, np.zeros(40)) for values in z)
        found = [paired_difference(COST, ("a", "b"), pair, margins={COST.name: 0.6}) for pair in pairs]
        return float(np.mean([each.equivalent for each in found]))

    low, high = band(count, 0.05)
    at_margin, at_zero = claimed(0.6), claimed(0.0)
    proof(
        f"called equivalent though apart by the margin, {count:,} studies",
        f"{at_margin:.4f}",
        told(low, high),
    )
    proof(f"called equivalent where equal, {count:,} studies", f"{at_zero:.4f}", "at least 0.95")
    assert low <= at_margin <= high
    assert at_zero >= 0.95
