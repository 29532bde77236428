import math
import timeit
from itertools import pairwise
from time import process_time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad

from sim.core.units import wh_from_gwh
from sim.core.windows import OutageWindow
from sim.rules.output import PhaseOutput, lots
from sim.rules.quality import yield_share
from sim.rules.ramp import area, kinks, share
from sim.scenario.types.plants import Ramp, YieldSpec
from tests.rules.ramps import FULL_AT_ONCE, exponential, learning, linear, logistic, ramps, table, yields

NO_SCRAP = YieldSpec()
NAMEPLATE = wh_from_gwh(9)
WEEKS = np.arange(0, 5600, 7)


def phase(
    ramp: Ramp = FULL_AT_ONCE, quality: YieldSpec = NO_SCRAP, sop_day: int = 0, **changes
) -> PhaseOutput:
    facts = {"nameplate_wh_per_year": NAMEPLATE, "oee": 0.85} | changes
    return PhaseOutput(ramp=ramp, quality=quality, sop_day=sop_day, **facts)


def good_by_quadrature(of: PhaseOutput, age: int) -> float:
    """scipy's adaptive quadrature of ramp x yield, in small pieces between kinks, to the last bits."""

    def rate(at: float) -> float:
        return float(share(of.ramp, np.array(at)) * yield_share(of.quality, np.array(at)))

    edges = np.unique(np.concatenate([np.linspace(0, age, 9), [k for k in kinks(of.ramp) if k < age]]))
    days = math.fsum(quad(rate, a, b, epsabs=0, epsrel=1e-13)[0] for a, b in pairwise(edges))
    return of.nameplate_wh_per_year * of.oee / 365 * days


windows = st.lists(
    st.builds(
        lambda start, length, left: OutageWindow(start, start + length, left),
        st.integers(-500, 3000),
        st.integers(1, 400),
        st.floats(0, 1),
    ),
    max_size=3,
)
phases = st.builds(phase, ramps, yields, st.integers(-2000, 2000))
some_days = st.lists(st.integers(-100, 4000), min_size=1, max_size=12).map(
    lambda days: np.array(sorted(days))
)


@given(phases, windows, some_days)
def test_cumulative_output_rises_and_good_is_never_more_than_gross(phase, windows, days):
    good, gross = phase.cumulative(days, windows)
    assert np.all(np.diff(gross) >= 0)
    assert np.all(np.diff(good) >= -np.spacing(good[1:]))
    assert np.all((good >= 0) & (good <= gross))


@settings(max_examples=50)
@given(phases, windows, some_days, some_days)
def test_output_up_to_a_day_is_the_same_whichever_other_days_are_asked_for(phase, windows, days, others):
    both = np.union1d(days, others)
    alone, together = phase.cumulative(days, windows), phase.cumulative(both, windows)
    at = np.searchsorted(both, days)
    # The sums differ by rounding and nodes only; a millionth of a watt-hour is far under the floor's grain.
    np.testing.assert_allclose(together.good[at], alone.good, rtol=1e-12, atol=1e-6)
    np.testing.assert_allclose(together.gross[at], alone.gross, rtol=1e-13, atol=1e-6)


@settings(max_examples=50)
@given(phases, some_days)
def test_gross_output_is_nameplate_times_oee_times_the_area_of_the_ramp(phase, days):
    ages = np.maximum(days - phase.sop_day, 0).astype(float)
    expected = NAMEPLATE * 0.85 / 365 * area(phase.ramp, ages)
    np.testing.assert_allclose(phase.cumulative(days).gross, expected, rtol=1e-13, atol=1e-6)


@settings(max_examples=50)
@given(phases, windows, some_days)
def test_outages_only_take_away(phase, windows, days):
    free, cut = phase.cumulative(days), phase.cumulative(days, windows)
    assert np.all(cut.gross <= free.gross * (1 + 1e-13) + 1e-6)


@settings(max_examples=50)
@given(phases, some_days, st.integers(-500, 500))
def test_a_later_start_moves_the_whole_curve(phase, days, later):
    moved = PhaseOutput(NAMEPLATE, 0.85, phase.ramp, phase.quality, phase.sop_day + later)
    assert moved.cumulative(days + later).good.tolist() == phase.cumulative(days).good.tolist()


@pytest.mark.parametrize(
    "ramp",
    [
        logistic(),
        logistic(2.0, 1.0),
        logistic(36.0, 36.0),
        linear(),
        exponential(),
        exponential(1.0),
        table(),
    ],
    ids=str,
)
@pytest.mark.parametrize("quality", [learning(), learning(1.0, 0.0, 1.0), learning(0.05, 0.3)], ids=str)
@pytest.mark.parametrize("step_days", [1, 7])
def test_good_output_agrees_with_adaptive_quadrature(ramp, quality, step_days):
    of, ages = phase(ramp, quality), [7, 91, 700]
    good = dict(zip(range(0, 701, step_days), of.cumulative(np.arange(0, 701, step_days)).good, strict=True))
    for age in ages:
        assert good[age] == pytest.approx(good_by_quadrature(of, age), rel=1e-12, abs=0)


@pytest.mark.parametrize("span_months", [0.02, 0.1, 0.5])
def test_a_ramp_faster_than_a_step_is_still_integrated_exactly(span_months):
    of = phase(logistic(2.0, span_months), learning(0.5, 0.1, 0.05))
    by_months, by_days = of.cumulative(np.arange(0, 400, 28)).good, of.cumulative(np.arange(0, 400)).good
    # Before the ramp there is nothing to speak of: the tail is compared to a thousandth of a watt-hour.
    np.testing.assert_allclose(by_months, by_days[::28], rtol=1e-12, atol=1e-3)


def test_a_full_plant_makes_its_nameplate_in_365_days():
    of = phase(oee=1.0)
    assert of.cumulative(np.array([0, 365, 730])).good.tolist() == [0, NAMEPLATE, 2 * NAMEPLATE]


def test_a_plant_without_scrap_makes_good_cells_only():
    good, gross = phase(logistic()).cumulative(WEEKS)
    assert good.tolist() == gross.tolist()


def test_a_stop_of_ten_days_costs_ten_days_and_no_output_falls_into_it():
    of = phase(nameplate_wh_per_year=365_000, oee=1.0)
    # 1,000 Wh a day; from day 20 to day 30 nothing.
    good = of.cumulative(np.array([20, 25, 30, 40]), [OutageWindow(20, 30, 0.0)]).good
    assert good.tolist() == [20_000, 20_000, 20_000, 30_000]


def test_where_outages_overlap_the_worse_one_holds():
    of = phase(nameplate_wh_per_year=365_000, oee=1.0)
    # Days 0-10 full, 10-20 at half, 20-30 at a quarter (half and quarter overlap), 30-40 at a quarter.
    overlapping = [OutageWindow(10, 30, 0.5), OutageWindow(20, 40, 0.25)]
    good = of.cumulative(np.array([10, 20, 30, 40]), overlapping).good
    assert good.tolist() == [10_000, 15_000, 17_500, 20_000]
    assert of.cumulative(np.array([10, 20, 30, 40]), overlapping[::-1]).good.tolist() == good.tolist()


def test_an_outage_inside_a_step_takes_its_days_from_that_step():
    of = phase(nameplate_wh_per_year=365_000, oee=1.0)
    assert lots(of.cumulative(np.array([0, 7, 14]), [OutageWindow(9, 11, 0.0)]).good).tolist() == [
        0,
        7_000,
        5_000,
    ]


def test_an_outage_before_sop_does_not_matter():
    of = phase(logistic(), learning(), sop_day=100)
    assert (
        of.cumulative(WEEKS, [OutageWindow(-50, 100, 0.0)]).good.tolist()
        == of.cumulative(WEEKS).good.tolist()
    )


def test_constant_scrap_is_a_share_of_gross():
    good, gross = phase(FULL_AT_ONCE, learning(0.25, 0.25)).cumulative(WEEKS)
    np.testing.assert_allclose(good, 0.75 * gross, rtol=1e-15)


@given(st.lists(st.floats(0, 1e15), min_size=1, max_size=50).map(sorted))
def test_lots_add_up_to_the_floors_of_the_curve(curve):
    made = lots(np.array(curve))
    assert len(made) == len(curve)
    assert made[0] == 0
    assert min(made) >= 0
    assert sum(made) == math.floor(curve[-1]) - math.floor(curve[0])


def test_a_curve_that_dips_by_rounding_gives_no_negative_lot():
    assert lots(np.array([0.0, 5.0, np.nextafter(5.0, 0), 7.5])).tolist() == [0, 5, 0, 2]


@pytest.mark.benchmark
def test_a_phase_over_800_steps_is_vectorised():
    of, three_nodes = phase(logistic(), learning(), sop_day=-1), np.linspace(-9.0, 0.0, 3 * len(WEEKS))
    seconds, bare = (
        min(timeit.repeat(work, number=50, repeat=40, timer=process_time)) / 50
        for work in (lambda: of.cumulative(WEEKS), lambda: np.logaddexp(0.0, three_nodes))
    )
    print(
        f"{len(WEEKS)} steps: {seconds * 1e6:.0f} us, {seconds / bare:.1f} times a bare logistic area of as many nodes"
    )
    # About 3 where nothing else runs, whatever vectors a processor has for bare exponentials. A loop over cells in
    # Python would be a hundred.
    assert seconds < 10 * bare
