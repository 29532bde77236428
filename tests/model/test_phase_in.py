"""Phase-in of an award, part by part.

In the small world the switch starts on day 1218; a month is 30.4375 days, so parts follow on days 1248, 1279, 1309, 1340, 1370.
"""

import datetime as dt

from tests.model.worlds import run, shares_by_day

SOURCING = "programmes.car.sourcing"
STOP_DAY = 1218
PATIENT = {
    f"{SOURCING}.triggers": {"service_fill_rate": None, "disruption_days": None, "plant_opening": True, "interval_months": None},
    "plants.near-plant.finished_goods_days": 0.0,
}  # fmt: skip


def stopped(days: int) -> dict[str, object]:
    """The near plant, which keeps no stock, stands still from the day of the switch on: its first call-off stays open."""
    occurs = {"kind": "dates", "dates": [dt.date(2021, 7, 1) + dt.timedelta(days=STOP_DAY)]}
    return PATIENT | {
        "disruptions.stop": {"plants": ["near-plant"], "occurs": occurs, "duration_days": float(days)}
    }


def test_parts_are_equal_and_monthly_and_the_giver_shrinks_with_them() -> None:
    record = run(PATIENT | {f"{SOURCING}.phase_in_months": 4})
    assert shares_by_day(record, "car-award-01") == [(1218, 0.25), (1248, 0.5), (1279, 0.75), (1309, 1.0)]
    assert shares_by_day(record, "car-far") == [(0, 1.0), (1218, 0.75), (1248, 0.5), (1279, 0.25)]


def test_while_the_new_plant_is_overdue_the_next_part_waits() -> None:
    """It owes its first call-off, of day 1218, until it makes cells again in the week that ends on day 1316; safety is 10 days.

    The months of days 1248, 1279 and 1309 pass; from day 1340 on the parts go on, each on its month.
    """
    record = run(stopped(92) | {f"{SOURCING}.phase_in_months": 4})
    assert shares_by_day(record, "car-award-01") == [(1218, 0.25), (1340, 0.5), (1370, 0.75), (1401, 1.0)]
    assert shares_by_day(record, "car-far") == [(0, 1.0), (1218, 0.75), (1340, 0.5), (1370, 0.25)]


def test_a_plant_that_is_late_by_less_than_the_safety_days_is_not_waited_for() -> None:
    """By the second part, on day 1248, its first call-off is 30 days old."""
    shares = [(1218, 0.25), (1248, 0.5), (1279, 0.75), (1309, 1.0)]
    for safety_days, on_time in ((29.0, False), (30.0, True)):
        record = run(
            stopped(40) | {f"{SOURCING}.phase_in_months": 4, "programmes.car.safety_days": safety_days}
        )
        assert (shares_by_day(record, "car-award-01") == shares) == on_time


def test_without_months_it_is_one_part() -> None:
    record = run(PATIENT | {f"{SOURCING}.phase_in_months": 0})
    assert shares_by_day(record, "car-award-01") == [(1218, 1.0)]
    assert shares_by_day(record, "car-far") == [(0, 1.0)]
