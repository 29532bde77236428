"""On which day a programme reviews its suppliers, by what, and when it does not.

In the small world `near-plant` is announced before the first day and opens on day 1096. A review is held one qualification and
notice before a need: 548 days of validation, 122 of PPAP, 180 of notice, together 850.
"""

import datetime as dt

import pytest

from tests.builders import phase, plant
from tests.model.worlds import day, occasions, run

SOURCING = "programmes.car.sourcing"
STAY = {f"{SOURCING}.policy": {"kind": "stay"}}
QUIET = {
    "interval_months": None, "plant_opening": False, "outgrown": False, "service_fill_rate": None, "disruption_days": None,
}  # fmt: skip
"""No trigger of its own."""


def triggers(**changes: object) -> dict[str, object]:
    return {f"{SOURCING}.triggers": QUIET | changes}


def occurs(date: dt.date) -> dict[str, object]:
    return {"kind": "dates", "dates": [date]}


# ------------------------------------------------------------------------------------------------------ planned


def test_interval_reviews_come_every_so_many_months_from_the_first_day() -> None:
    days = [
        365,
        730,
        1096,
        1461,
        1826,
        2192,
        2557,
    ]  # 12 months are 365.25 days, to the nearest, halves to the even
    assert occasions(run(STAY | triggers(interval_months=12))) == [(each, "interval") for each in days]


def test_a_review_is_held_one_qualification_and_notice_before_an_agreement_ends() -> None:
    ends = {"agreements.car-far.end": dt.date(2024, 6, 30)}  # day 1095
    assert occasions(run(STAY | triggers() | ends)) == [(1095 - 850, "agreement ends")]


def test_where_an_agreement_ends_sooner_than_that_the_review_is_held_on_the_first_day() -> None:
    assert occasions(run(STAY | triggers() | {"agreements.car-far.end": dt.date(2023, 6, 30)})) == [
        (0, "agreement ends")
    ]
    assert occasions(run(STAY | triggers() | {"agreements.car-far.end": dt.date(2021, 7, 1)})) == []


def test_a_review_is_held_one_qualification_and_notice_before_the_launch_and_at_intervals_after_it_alone() -> (
    None
):
    launch = {"programmes.car.launch": dt.date(2025, 1, 1), "agreements.car-far": None}  # day 1280
    found = occasions(run(STAY | launch | triggers(interval_months=7)))
    assert found[:3] == [
        (430, "launch ahead"),
        (639, "interval"),
        (852, "interval"),
    ]  # 7 months are 213, 14 are 426


def test_a_fixed_award_is_reviewed_on_its_date() -> None:
    policy = {f"{SOURCING}.policy": {"kind": "award", "plant": "far-plant", "date": dt.date(2022, 7, 2)}}
    assert occasions(run(policy | triggers())) == [(366, "award date")]


@pytest.mark.parametrize(
    ("changes", "trigger"),
    [
        ({}, "interval"),
        (
            {f"{SOURCING}.policy": {"kind": "award", "plant": "far-plant", "date": dt.date(2022, 7, 1)}},
            "award date",
        ),
        (
            {
                f"{SOURCING}.policy": {"kind": "award", "plant": "far-plant", "date": dt.date(2022, 7, 1)},
                "agreements.car-far.end": dt.date(2024, 10, 28),  # day 365 + 850
            },
            "agreement ends",
        ),
        (
            {
                f"{SOURCING}.policy": {"kind": "award", "plant": "far-plant", "date": dt.date(2022, 7, 1)},
                "agreements.car-far.end": dt.date(2024, 10, 28),
                "programmes.car.launch": dt.date(2024, 10, 28),
            },
            "launch ahead",
        ),
    ],
)
def test_planned_reviews_of_one_day_are_one_named_by_launch_end_award_date_or_interval(
    changes: dict[str, object], trigger: str
) -> None:
    interval = {} if "programmes.car.launch" in changes else {"interval_months": 12}
    found = occasions(run(STAY | changes | triggers(**interval)))
    assert [name for on_day, name in found if on_day == 365] == [trigger]


# --------------------------------------------------------------------------------------------------- plant news


def test_a_plant_is_news_when_it_is_announced_and_when_it_starts_and_not_when_it_slips() -> None:
    late = {
        "plants.near-plant.announced": dt.date(2021, 10, 1),  # day 92
        "plants.near-plant.phases.p1.start.delay_months": 9.0,  # slips on days 1096 and 1279, starts on 1096 + 274
    }
    assert occasions(run(STAY | triggers(plant_opening=True) | late)) == [
        (92, "plant news"),
        (1370, "plant news"),
    ]


def test_a_phase_that_is_decided_on_is_news() -> None:
    """The committee meets every 6 months from (2024-07-01) - 12 - 6 months = day 548 on; more than 1 % is booked."""
    start = {
        "kind": "triggered", "planned_sop": dt.date(2024, 7, 1), "booked_share": 0.01, "review_months": 6,
        "lead_time_months": 12.0,
    }  # fmt: skip
    second = {
        "plants.far-plant.phases.p2": {"nameplate_gwh": 5.0, "start": start},
        "plants.near-plant.formats": ["can"],
    }
    found = occasions(run(STAY | triggers(plant_opening=True) | second))
    assert found == [(548, "plant news"), (1096, "plant news")]


@pytest.mark.parametrize(
    "changes",
    [
        {"plants.near-plant.formats": ["can"]},
        {"plants.near-plant.chemistries": ["lfp"]},
        {f"{SOURCING}.exclude_plants": ["near-plant"]},
    ],
)
def test_a_plant_that_could_not_serve_the_programme_is_no_news(changes: dict[str, object]) -> None:
    assert occasions(run(STAY | triggers(plant_opening=True) | changes)) == []


# -------------------------------------------------------------------------------------------------- least gap


def announced_on(date: dt.date) -> dict[str, object]:
    mid = plant("near", "near-works", phase(9.0, dt.date(2028, 7, 1)), announced=date)
    return {"plants.mid-plant": mid}


@pytest.mark.parametrize(("date", "held"), [(dt.date(2021, 9, 28), False), (dt.date(2021, 9, 29), True)])
def test_unplanned_reviews_are_at_least_the_gap_apart(date: dt.date, held: bool) -> None:
    """The near plant is news on day 0; another on day 89 is refused, one on day 90 is not."""
    found = [on_day for on_day, _ in occasions(run(STAY | triggers(plant_opening=True) | announced_on(date)))]
    assert found[:2] == [0, day(date)] if held else found[:2] == [0, 1096]


def test_a_planned_review_keeps_no_gap_and_begins_one_and_what_is_refused_is_not_made_up_for() -> None:
    """Day 0: news. Day 30 is planned. Day 110, news, is 80 days after that: refused, and nothing follows on day 120."""
    policy = {f"{SOURCING}.policy": {"kind": "award", "plant": "far-plant", "date": dt.date(2021, 7, 31)}}
    found = occasions(run(policy | triggers(plant_opening=True) | announced_on(dt.date(2021, 10, 19))))
    assert found[:3] == [(0, "plant news"), (30, "award date"), (1096, "plant news")]


def test_what_was_planned_for_a_day_gives_its_review_the_name() -> None:
    """The near plant opens on day 1096, 36 months after the first day."""
    found = occasions(run(STAY | triggers(plant_opening=True, interval_months=36)))
    assert found == [(0, "plant news"), (1096, "interval"), (2192, "interval")]


def test_no_review_is_held_while_a_switch_is_under_way_and_none_is_made_up_for() -> None:
    """Decided on day 0, started on day 1218: intervals of 365, 730 and 1096 pass, as does the opening."""
    found = occasions(run({f"{SOURCING}.triggers": QUIET | {"interval_months": 12, "plant_opening": True}}))
    assert found[:2] == [(0, "plant news"), (1461, "interval")]


# ---------------------------------------------------------------------------------------------------- outgrown


def test_every_half_year_a_programme_looks_whether_its_plants_cover_the_need_one_qualification_ahead() -> (
    None
):
    """The plant makes 1.2 GWh a year; 1 is needed, from day 1279 on 1.5.

    On day d the year from d + 850 needs 1 + 0.5 (d + 850 + 365 - 1279) / 365 GWh, more than 1.2 from d = 210 on.
    It looks on days 183 and 365 (6 and 12 months).
    """
    points = [
        {"date": dt.date(2024, 12, 30), "low": 2e4, "mode": 2e4, "high": 2e4},  # day 1278
        {"date": dt.date(2024, 12, 31), "low": 3e4, "mode": 3e4, "high": 3e4},
    ]
    grows = {"programmes.car.demand.points": points, "plants.far-plant.phases.p1.nameplate_gwh": 1.2}
    found = occasions(run(STAY | triggers(outgrown=True) | grows))
    assert found[:3] == [(365, "outgrown"), (548, "outgrown"), (730, "outgrown")]
    enough = grows | {"plants.far-plant.phases.p1.nameplate_gwh": 1.51}
    assert occasions(run(STAY | triggers(outgrown=True) | enough)) == []


def test_a_plant_that_is_booked_by_others_does_not_cover_the_need() -> None:
    """Outside customers have booked 0.9 of 1.8 GWh; all are cut alike: of the 1 GWh of `car` 1.8 / 1.9 are covered."""
    outside = {"points": [{"date": dt.date(2021, 7, 1), "gwh_per_year": 0.9}]}
    booked = {
        "plants.far-plant.phases.p1.nameplate_gwh": 1.8,
        "plants.far-plant.background": outside,
        "plants.far-plant.allocation": "pro-rata-call-offs",
    }
    assert occasions(run(STAY | triggers(outgrown=True) | booked))[:1] == [(183, "outgrown")]
    booked["plants.far-plant.phases.p1.nameplate_gwh"] = 1.9
    assert occasions(run(STAY | triggers(outgrown=True) | booked)) == []


# ------------------------------------------------------------------------------------------------------ service


def daily(limit: float) -> dict[str, object]:
    """100 vehicles a day, one a load, a road of half a day; the plant stands still after day 10 and keeps no stock.

    Need over cover is that of 4 days: half a day, a step of 1 day, safety of 2.5. So after the call-off of a day 400 vehicles'
    cells are in stock or on order: on day 10, 100 called off that day and never made, 100 shipped that day, 200 in stock.
    With the 100 received on day 11 three days are built: 11, 12 and 13. Day 14 is the first without cells.
    """
    return {
        "run.step_days": 1,
        "run.end": dt.date(2023, 6, 30),
        "programmes.car.demand.points": [
            {"date": dt.date(2021, 7, 1), "low": 36_500, "mode": 36_500, "high": 36_500}
        ],
        "programmes.car.safety_days": 2.5,
        "freight.truck_mwh": {"nmc": 0.05},
        "sites.far-works": {
            "name": "far", "kind": "cell-plant", "country": "GB", "landmass": "britain", "zone": "uk",
            "latitude": 53.0, "longitude": -1.0,
        },
        "legs.far-road": {"origin": "far-works", "destination": "car-works", "mode": "road", "km": 300.0, "transit_days": 0.5},
        "plants.far-plant.finished_goods_days": 0.0,
        "disruptions.stop": {
            "plants": ["far-plant"], "occurs": occurs(dt.date(2021, 7, 11)), "duration_days": 900.0,
        },
    } | triggers(service_fill_rate=limit, service_weeks=1)  # fmt: skip


@pytest.mark.parametrize(
    ("limit", "failed_day"),
    [
        (0.9, 14),  # 6 of the last 7 days were built
        (0.85, 15),  # 6 / 7 = 0.857, 5 / 7 = 0.714
        (0.5, 17),  # 4 / 7 = 0.571, 3 / 7 = 0.429
    ],
)
def test_service_fails_on_the_day_on_which_the_fill_rate_of_the_last_weeks_falls_under_its_limit(
    limit: float, failed_day: int
) -> None:
    assert occasions(run(STAY | daily(limit)))[0] == (failed_day, "service failure")


def test_a_plant_that_failed_its_service_is_not_eligible_for_the_exclusion_time() -> None:
    """It fails on day 14, and on day 104 again, when the gap of 90 days is over: out for 6 months (183 days), each time."""
    world = daily(0.9) | triggers(service_fill_rate=0.9, service_weeks=1, service_exclusion_months=6)
    [first, second, *_] = [each for each in run(STAY | world).reviews if each.programme == "car"]
    told = [next(c for c in each.ranking if c.plant == "far-plant").objections for each in (first, second)]
    assert (first.day, second.day) == (14, 104)
    assert told == [
        f"failed in service, not eligible until {dt.date(2021, 7, 1) + dt.timedelta(days=each + 183)}"
        for each in (14, 104)
    ]


def test_a_plant_that_failed_its_service_is_left_at_once_after_a_planned_review_too() -> None:
    """The failure is of day 14; the near plant is announced on day 20 and found in the interval review of day 30 (1 month)."""
    changes = {
        "plants.near-plant.announced": dt.date(2021, 7, 21),
        "plants.near-plant.phases.p1.start.sop": dt.date(2021, 8, 30),  # day 60
        "agreements.car-far.notice_days": 700,
    }
    limits = triggers(service_fill_rate=0.9, service_weeks=1, interval_months=1)
    [switch] = run(daily(0.9) | limits | changes).switches
    assert (switch.decided_day, switch.start_day) == (30, 30 + 548)


# ---------------------------------------------------------------------------------------------------- disruption


@pytest.mark.parametrize(("days", "held"), [(60.0, []), (61.0, [(244, "disruption")])])
def test_a_disruption_that_outlasts_the_limit_is_reviewed_on_the_day_of_the_limit(
    days: float, held: list[tuple[int, str]]
) -> None:
    """It begins on 2022-01-01, day 184; the limit is 60 days."""
    for hit in ({"legs": ["strait"]}, {"plants": ["far-plant"]}):
        storm = {"occurs": occurs(dt.date(2022, 1, 1)), "duration_days": days} | hit
        assert occasions(run(STAY | triggers(disruption_days=60) | {"disruptions.storm": storm})) == held


def test_a_disruption_of_a_plant_or_leg_that_does_not_supply_the_programme_is_not_reviewed() -> None:
    for hit in ({"legs": ["near-road"]}, {"plants": ["near-plant"]}):
        storm = {"occurs": occurs(dt.date(2022, 1, 1)), "duration_days": 200.0} | hit
        assert occasions(run(STAY | triggers(disruption_days=60) | {"disruptions.storm": storm})) == []
