"""What drives the measures of a study: effects by arm, and by difference from the baseline."""

import datetime as dt

import numpy as np
import pytest

from sim.api import compare, monte_carlo
from sim.scenario.load import load
from tests.study.small_files import NEAREST, STAY, document, written


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    contents = document({"stay": STAY, "nearest": NEAREST}, baseline="stay", focus="car")
    return load(written(tmp_path_factory.mktemp("effects"), contents))


@pytest.fixture(scope="module")
def compared(loaded):
    return compare(loaded, workers=1, replications=24)


def test_differences_in_landed_cost_come_first_then_other_differences_then_what_each_arm_has(compared):
    kinds = [(each.kind, each.arm) for each in compared.effects]

    assert kinds == sorted(kinds, key=[*dict.fromkeys(kinds)].index)
    assert list(dict.fromkeys(kinds)) == [("difference", "nearest"), ("value", "stay"), ("value", "nearest")]
    assert compared.effects[0].measure.name == "landed_cost_eur_per_kwh"


def test_the_distance_is_driven_by_the_factor_of_distances(compared):
    frame = compared.to_frame("drivers")
    own = frame[
        (frame.effect == "value") & (frame.arm == "stay") & (frame.measure == "logistics_distance_km")
    ]

    assert own.iloc[0][["rank", "path"]].tolist() == [1, "freight.road_distance_factor"]
    assert own.iloc[0].coefficient == pytest.approx(1.0, abs=0.01)
    assert own.iloc[0].r_squared > 0.99
    assert own["rank_correlation"].abs().is_monotonic_decreasing


def test_a_monte_carlo_study_has_the_drivers_of_each_arm(loaded, compared):
    alone = monte_carlo(loaded, workers=1, replications=24).to_frame("drivers")
    together = compared.to_frame("drivers")

    assert set(alone.effect) == {"value"}
    both = together[together.effect == "value"].sort_values(["arm", "measure", "owner", "rank"])
    assert np.array_equal(
        alone.sort_values(["arm", "measure", "owner", "rank"]).coefficient, both.coefficient, equal_nan=True
    )


def test_the_share_that_had_switched_is_known_for_any_day(compared):
    found = compared.share_by(dt.date(2025, 2, 15), "nearest", "first_switch_year")

    years = compared.observations.values("nearest", found.measure)
    last = compared.plan.calendar.year_fraction(compared.plan.calendar.day_of(dt.date(2025, 2, 15)))
    assert found.hits == int((years <= last).sum())
    assert 0 < found.low < found.share < found.high < 1
    with pytest.raises(KeyError):
        compared.share_by(dt.date(2025, 2, 15), "nowhere", "first_switch_year")
