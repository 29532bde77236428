from hypothesis import given
from hypothesis import strategies as st

from sim.rules.market import KnownPhase, planned_wh_per_year

days = st.integers(-3000, 6000)
known = st.lists(st.builds(KnownPhase, st.integers(0, 10**11), days), max_size=5)


@given(known, st.floats(0, 1000), days, st.integers(0, 1000))
def test_planned_capacity_never_falls(phases, ramp_days, day, later):
    assert planned_wh_per_year(phases, 0.85, ramp_days, day) <= planned_wh_per_year(
        phases, 0.85, ramp_days, day + later
    )


@given(known, st.floats(0, 1000), days)
def test_the_order_of_phases_does_not_matter(phases, ramp_days, day):
    forward = planned_wh_per_year(phases, 0.85, ramp_days, day)
    assert forward == planned_wh_per_year(phases[::-1], 0.85, ramp_days, day)


def test_a_planned_ramp_up_is_a_straight_line_from_the_expected_sop():
    phases = [KnownPhase(1000, 0), KnownPhase(2000, 100)]
    # OEE 0.5, 200 days of ramp-up: on day 150 the first is at 3/4 and the second at 1/4: 375 + 250.
    assert planned_wh_per_year(phases, 0.5, 200.0, 150) == 625.0
    assert planned_wh_per_year(phases, 0.5, 200.0, 0) == 0.0
    assert planned_wh_per_year(phases, 0.5, 200.0, 300) == 1500.0


def test_without_a_planned_ramp_up_a_phase_counts_from_its_sop():
    assert [planned_wh_per_year([KnownPhase(1000, 10)], 1.0, 0.0, day) for day in (9, 10)] == [0.0, 1000.0]
