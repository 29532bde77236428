"""Phases that are decided on: when the committee meets, and when production starts."""

import datetime as dt

from sim.core.units import days_from_months
from tests.model.worlds import run


def test_decided_phase_starts_after_lead_time_and_delay_and_is_expected_without_the_delay() -> None:
    """The plant is booked out from the start, so the first meeting decides: one review before the last that keeps the plan."""
    start = {
        "kind": "triggered", "planned_sop": dt.date(2023, 7, 1), "booked_share": 0.01, "review_months": 6,
        "lead_time_months": 20.0, "delay_months": 5.0,
    }  # fmt: skip
    record = run({
        "programmes.car.sourcing.policy": {"kind": "stay"},
        "plants.far-plant.phases.p2": {"nameplate_gwh": 5.0, "start": start},
    })  # fmt: skip
    planned_day = 730
    decided_day = next(
        day
        for day in (days_from_months(6 * meeting) for meeting in range(9))
        if day >= planned_day - days_from_months(20.0) - days_from_months(6.0)
    )
    expected_day = max(decided_day + days_from_months(20.0), planned_day)
    events = [(e.day, e.event, e.expected_sop_day) for e in record.phase_events if e.plant == "far-plant"]
    started_day = expected_day + days_from_months(5.0)
    assert events[0] == (decided_day, "decided", expected_day)
    assert events[-1] == (started_day, "started", started_day)
    assert [event for _, event, _ in events[1:-1]] == ["slipped"]
