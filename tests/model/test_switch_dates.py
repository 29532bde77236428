"""When a switch starts, worked out by hand from SOP, qualification and notice."""

import datetime as dt

from sim.core.units import days_from_months
from tests.builders import START, phase, plant
from tests.model.worlds import run

QUALIFICATION = "programmes.car.sourcing.qualification"


def near_plant(sop: dt.date) -> dict[str, object]:
    return plant("near", "near-works", phase(9.0, sop))


def test_switch_waits_for_the_plant_and_its_approval() -> None:
    record = run()
    sop_day = (dt.date(2024, 7, 1) - START).days  # 1096
    [switch] = record.switches
    assert (switch.plant, switch.from_plant, switch.outcome) == ("near-plant", "far-plant", "started")
    assert switch.decided_day == 0
    assert switch.start_day == max(days_from_months(18), sop_day + days_from_months(4), 180) == 1096 + 122


def test_delayed_plant_moves_the_switch_by_its_delay_and_not_the_promise() -> None:
    record = run({"plants.near-plant.phases.p1.start.delay_months": 9.0})
    [switch] = record.switches
    assert switch.promised_day == 1096 + 122
    assert switch.start_day == 1096 + days_from_months(9) + 122


def test_notice_decides_when_it_is_the_longest() -> None:
    record = run(
        {"plants.near-plant": near_plant(dt.date(2021, 8, 1)), "agreements.car-far.notice_days": 900}
    )
    assert record.switches[0].start_day == 900


def test_removed_relationship_moves_the_switch_by_the_difference_of_validation() -> None:
    opened = {"plants.near-plant": near_plant(dt.date(2021, 8, 1)), f"{QUALIFICATION}.ppap_months": 2.0}
    relationship = {"oem": "maker", "supplier": "near", "since": dt.date(2020, 1, 1)}
    known = run(opened | {"relationships.known": relationship})
    unknown = run(opened)
    assert known.switches[0].start_day == days_from_months(6)
    assert unknown.switches[0].start_day - known.switches[0].start_day == days_from_months(
        18
    ) - days_from_months(6)


def test_stay_never_switches() -> None:
    assert run({"programmes.car.sourcing.policy": {"kind": "stay"}}).switches == []


def test_fixed_award_is_decided_on_its_date() -> None:
    policy = {"kind": "award", "plant": "near-plant", "date": dt.date(2023, 1, 1)}
    [switch] = run({"programmes.car.sourcing.policy": policy}).switches
    assert switch.decided_day == (dt.date(2023, 1, 1) - START).days
    assert switch.start_day == 1096 + 122


def test_switch_is_abandoned_when_the_plant_slips_past_patience() -> None:
    record = run(
        {
            "plants.near-plant.phases.p1.start.delay_months": 60.0,
            "programmes.car.sourcing.patience_months": 13,
        }
    )
    first = record.switches[0]
    assert first.outcome == "abandoned"
    # Announced later by 6 months each time: the third announcement (18 months) is past the patience of 13.
    assert first.abandoned_day == 1096 + 2 * days_from_months(6)


def test_switch_is_abandoned_when_the_phase_is_cancelled() -> None:
    record = run({"plants.near-plant.phases.p1.cancel_probability": 1.0})
    assert [switch.outcome for switch in record.switches] == ["abandoned"]
    assert record.switches[0].abandoned_day == next(
        e.day for e in record.phase_events if e.event == "cancelled"
    )


def test_shares_phase_in_over_the_months_and_always_sum_to_one() -> None:
    record = run({"programmes.car.sourcing.phase_in_months": 6})
    starts = sorted({period.first_day for period in record.periods})
    assert starts == [0] + [1218 + days_from_months(part) for part in range(6)]
    for day in range(0, 2920, 7):
        in_force = [period.share for period in record.periods if period.first_day <= day < period.end_day]
        assert abs(sum(in_force) - 1.0) < 1e-9
