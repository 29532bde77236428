"""The split of the variance against cases whose split is known."""

import datetime as dt

import numpy as np
import pytest
from scipy import stats

from sim.api import compare
from sim.scenario.load import load
from sim.statistics.variance import variance_split
from tests.proofs.statistics.pools import ARMS, band, told, uniforms
from tests.study.fakes import COST
from tests.study.small_files import document, written
from tests.verification import Proof

RUNS, REPLICATIONS = 3, 40


@pytest.mark.parametrize("share", [0.2, 0.8])
@pytest.mark.parametrize("count", [300, pytest.param(2_000, marks=pytest.mark.verify)])
def test_the_split_of_a_linear_case_is_the_known_one(share, count, proof: Proof):
    """Measure = sqrt(share) x uncertain number + sqrt(1 - share) x chance, both standard normal."""
    z = stats.norm.ppf(uniforms(f"nested {share}", count, REPLICATIONS, RUNS + 1))
    tables = np.sqrt(share) * z[..., :1] + np.sqrt(1 - share) * z[..., 1:]
    found = [
        variance_split("a", COST, (table.mean(axis=1), table.var(axis=1, ddof=1)), RUNS) for table in tables
    ]

    held = float(np.mean([each.low <= share <= each.high for each in found]))
    parameter = np.mean([each.parameter_variance for each in found])
    process = np.mean([each.process_variance for each in found])

    low, high = band(count, 0.95)
    what = f"share {share} of uncertain numbers, {count:,} nested studies"
    proof(f"coverage of the 95 % interval, {what}", f"{held:.4f}", told(low, high))
    proof(
        f"mean variance split, {what}", f"{parameter:.3f} and {process:.3f}", f"{share} and {1 - share:.1f}"
    )
    assert low <= held <= high
    error = 4 * np.std([each.parameter_variance for each in found]) / np.sqrt(count)
    assert parameter == pytest.approx(share, abs=error)
    assert process == pytest.approx(1 - share, rel=0.05)


def nested(folder, change, replications):
    """A nested study of the small world with some of its chance taken out."""
    contents = document(ARMS, baseline="stay", focus="car", nested=2)
    contents["run"]["end"] = dt.date(2023, 6, 30)
    change(contents)
    return compare(load(written(folder, contents)), workers=1, replications=replications)


def without_chance(contents):
    contents["programmes"]["car"]["demand"]["weekly_cv"] = 0.0
    contents["modes"]["road"]["transit_cv"] = 0.0


def without_uncertainty(contents):
    contents["programmes"]["car"]["demand"]["position"] = 0.5
    contents["freight"]["road_distance_factor"] = 1.0
    contents["plants"]["near-plant"]["price_factor"] = 1.0
    contents["plants"]["near-plant"]["phases"]["p1"]["start"]["delay_months"] = 3.0


def test_without_chance_all_variance_is_of_the_uncertain_numbers(tmp_path, proof: Proof):
    study = nested(tmp_path, without_chance, 6)

    shares = {each.parameter_share for each in study.variance if each.parameter_variance > 0}
    proof("share of uncertain numbers where nothing else varies", min(shares), "1")
    assert shares == {1.0}


@pytest.mark.verify
def test_without_uncertainty_all_variance_is_chance(tmp_path, proof: Proof):
    study = nested(tmp_path, without_uncertainty, 60)

    splits = [each for each in study.variance if each.process_variance > 1e-12 and each.arm == "stay"]
    held = np.mean([each.low == 0 for each in splits])
    proof(f"measures whose interval of the share holds 0, of {len(splits)}", f"{held:.2f}", "at least 0.85")
    assert held >= 0.85
