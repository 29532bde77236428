"""What a review of the small world sees: requirement, day of pricing, earliest starts, free capacity, who is known.

Validation takes 548 days, 183 for a known cell, PPAP 122. An award of a day d could supply on day d + 548, and the requirement is
the mean of the 36 months (1096 days) from there on.
"""

import datetime as dt

import pytest

from sim.core.records import RankedCandidate
from tests.builders import phase, plant, programme
from tests.model.worlds import run, seen

SOURCING = "programmes.car.sourcing"
TRIGGERS = {"interval_months": 12, "plant_opening": False, "outgrown": False, "service_fill_rate": None}
STAY = {f"{SOURCING}.policy": {"kind": "stay"}, f"{SOURCING}.triggers": TRIGGERS}
"""The view of a policy that changes nothing: interval reviews of day 365 and so on."""
FIRST = 365


def point(date: dt.date, vehicles: float) -> dict[str, object]:
    return {"date": date, "low": vehicles, "mode": vehicles, "high": vehicles}


def of_rival(plant_id: str, start: dt.date, **changes: object) -> dict[str, object]:
    """A programme of another maker, of 2 GWh a year, that stays with its agreement with a plant."""
    stated = {"programme": "van", "plant": plant_id, "start": start} | changes
    return {
        "oems.rival": {"name": "Rival"},
        "programmes.van": programme("rival", "car-works", 40_000.0),
        "programmes.van.sourcing.policy": {"kind": "stay"},
        "agreements.van": stated,
    }


def near(changes: dict[str, object], on_day: int = FIRST) -> RankedCandidate:
    return seen(run(STAY | changes), "near-plant", on_day)


# ------------------------------------------------------------------------------------------------- what is needed


def requirement(changes: dict[str, object], on_day: int = FIRST) -> float:
    return next(each.requirement_gwh_per_year for each in run(STAY | changes).reviews if each.day == on_day)


RISING = {
    "programmes.car.demand.points": [point(dt.date(2021, 7, 1), 20_000), point(dt.date(2028, 7, 1), 45_570)]
}
"""10 vehicles a year more every day, for 2557 days."""


def test_the_requirement_is_the_mean_forecast_over_the_window_from_the_day_of_first_supply() -> None:
    """From day 365 + 548 = 913 for 1096 days: the middle is day 1461, with 20,000 + 14,610 vehicles of 50 kWh."""
    assert requirement(RISING) == pytest.approx(34_610 * 50e-6, abs=1e-5)


def test_where_approval_takes_longer_than_validation_the_window_begins_after_it() -> None:
    """PPAP of 24 months (730 days): the middle of the window is day 365 + 730 + 548 = 1643."""
    assert requirement(RISING | {f"{SOURCING}.qualification.ppap_months": 24.0}) == pytest.approx(
        36_430 * 50e-6, abs=1e-5
    )


def test_before_a_launch_the_window_begins_with_it() -> None:
    """Launch on day 1280, review 850 days before; the middle of the window is day 1828."""
    launch = {"programmes.car.launch": dt.date(2025, 1, 1), "agreements.car-far": None}
    assert requirement(RISING | launch, 430) == pytest.approx(38_280 * 50e-6, abs=1e-5)


def test_all_are_priced_in_the_middle_of_the_window() -> None:
    """90 EUR/kWh on day 0 and 0.01 less every day: on day 1461 it is 75.39."""
    points = [
        {"date": dt.date(2021, 7, 1), "eur_per_kwh": 90.0},
        {"date": dt.date(2029, 6, 30), "eur_per_kwh": 90.0 - 29.21},
    ]
    record = run(STAY | {"prices.europe-nmc.points": points})
    for each in ("near-plant", "far-plant"):
        assert seen(record, each, FIRST).price_eur_per_kwh == pytest.approx(75.39, abs=1e-9)


# ------------------------------------------------------------------------------------------------ earliest starts


@pytest.mark.parametrize(
    ("changes", "start_day"),
    [
        ({}, 1218),  # SOP 1096 + PPAP 122; validation 913, notice 545
        ({f"{SOURCING}.qualification.validation_months": 30.0}, 365 + 913),
        ({"agreements.car-far.notice_days": 900}, 365 + 900),
        ({"agreements.car-far.end": dt.date(2025, 6, 30)}, 1460),
        ({"plants.near-plant.phases.p1.start.sop": dt.date(2020, 1, 1)}, 365 + 548),
    ],
)
def test_a_plant_could_supply_once_validated_opened_approved_and_the_incumbent_left(
    changes: dict[str, object], start_day: int
) -> None:
    assert near(changes).earliest_start_day == start_day


def test_the_first_incumbent_that_may_be_left_counts() -> None:
    """Halves of 2,000 and 900 days of notice: the second may be left on day 365 + 900."""
    halves = {
        "agreements.car-far.share": 0.5,
        "agreements.car-far.notice_days": 2000,
        "agreements.car-x": {
            "programme": "car", "plant": "far-plant", "start": dt.date(2020, 1, 1), "share": 0.5, "notice_days": 900,
        },
    }  # fmt: skip
    assert near(halves).earliest_start_day == 1265


def test_a_plant_that_supplies_could_go_on_today() -> None:
    assert seen(run(STAY), "far-plant", FIRST).earliest_start_day == FIRST


def test_a_slip_is_believed_and_no_more_than_it() -> None:
    """Planned for day 1096 and 12 months late: on day 1096 the plant announces day 1279."""
    late = {
        "plants.near-plant.phases.p1.start.delay_months": 12.0,
        f"{SOURCING}.qualification.validation_months": 1.0,
    }
    assert near(late, 730).earliest_start_day == 1096 + 122
    assert near(late, 1096).earliest_start_day == 1279 + 122


# ------------------------------------------------------------------------------------------------------- known


def test_a_supplier_is_known_by_a_relationship_of_the_group_from_its_day_on() -> None:
    group = {"oems.maker.group": "hold", "oems.sister": {"name": "Sister", "group": "hold"}}
    for since, known in ((dt.date(2022, 7, 1), True), (dt.date(2022, 7, 2), False)):
        told = {"relationships.sister": {"oem": "sister", "supplier": "near", "since": since}}
        assert near(group | told).known == known
    other = {"oems.other": {"name": "Other"}}
    told = {"relationships.other": {"oem": "other", "supplier": "near", "since": dt.date(2020, 1, 1)}}
    assert not near(other | told).known


def test_a_supplier_that_delivers_to_a_programme_of_the_group_is_known() -> None:
    opened = {"plants.near-plant": plant("near", "near-works", phase(9.0, dt.date(2019, 1, 1)))}
    rival = of_rival("near-plant", dt.date(2020, 1, 1))
    assert not near(opened | rival).known
    assert near(opened | rival | {"oems.rival.group": "hold", "oems.maker.group": "hold"}).known
    coming = of_rival("near-plant", dt.date(2023, 7, 1)) | {
        "oems.rival.group": "hold",
        "oems.maker.group": "hold",
    }
    assert not near(opened | coming).known


# ------------------------------------------------------------------------------------------------ free capacity


def test_free_is_what_others_have_not_booked_by_the_day_of_the_earliest_start() -> None:
    """9 GWh, of which the rival books 2, and outside customers 1.5, from the day on which `car` could start (1218) or later."""
    outside = {
        "plants.near-plant.background": {"points": [{"date": dt.date(2021, 7, 1), "gwh_per_year": 1.5}]}
    }
    assert near(outside).free_gwh_per_year == pytest.approx(7.5, abs=1e-6)
    for start, free in ((dt.date(2024, 10, 31), 7.0), (dt.date(2024, 11, 1), 9.0)):  # days 1218 and 1219
        assert near(of_rival("near-plant", start)).free_gwh_per_year == pytest.approx(free, abs=1e-6)
    shared = of_rival("near-plant", dt.date(2024, 9, 1), share=0.25)
    assert near(shared).free_gwh_per_year == pytest.approx(8.5, abs=1e-6)


def test_own_bookings_do_not_stand_in_the_way() -> None:
    """The far plant makes 1.5 GWh a year and `car` has booked 1 of it: all 1.5 are free for `car`."""
    small = {"plants.far-plant.phases.p1.nameplate_gwh": 1.5}
    assert seen(run(STAY | small), "far-plant", FIRST).free_gwh_per_year == pytest.approx(1.5, abs=1e-6)


@pytest.mark.parametrize(
    ("rule", "own_priority", "covered"),
    [
        ("pro-rata-call-offs", 2, 1.8 / 3),  # 1.8 GWh for 1 + 2: all are cut alike
        ("priority", 1, 1.0),  # served first
        ("priority", 3, 0.0),  # the rival's 2 GWh, of priority 2, go first
        ("priority", 2, 1.0),  # of one priority by id: car before van
    ],
)
def test_of_an_overbooked_plant_a_programme_has_what_its_bookings_are_good_for(
    rule: str, own_priority: int, covered: float
) -> None:
    overbooked = of_rival("far-plant", dt.date(2020, 1, 1)) | {
        "plants.far-plant.phases.p1.nameplate_gwh": 1.8,
        "plants.far-plant.allocation": rule,
        "agreements.car-far.priority": own_priority,
    }
    free = seen(run(STAY | overbooked), "far-plant", FIRST).free_gwh_per_year
    assert free == pytest.approx(covered, abs=1e-6)


def test_of_one_priority_the_first_programme_by_id_is_served_before_the_others() -> None:
    """Of 1.8 GWh `car` has its 1, and of the 2 of `van` 0.8 are covered."""
    overbooked = of_rival("far-plant", dt.date(2020, 1, 1)) | {
        "plants.far-plant.phases.p1.nameplate_gwh": 1.8,
        "plants.far-plant.allocation": "priority",
    }
    free = seen(run(STAY | overbooked), "far-plant", FIRST, "van").free_gwh_per_year
    assert free == pytest.approx(0.8, abs=1e-6)


def test_a_planned_ramp_counts_from_the_announced_start() -> None:
    """Of 9 GWh at an OEE of 0.8 over 12 months (365 days), 122 / 365 are there on day 1218."""
    ramp = {"plants.near-plant.planned_ramp_months": 12.0, "plants.near-plant.planned_oee": 0.8}
    assert near(ramp).free_gwh_per_year == pytest.approx(7.2 * 122 / 365, abs=1e-6)


# ---------------------------------------------------------------------------------------------------- bridging


@pytest.mark.parametrize(
    ("sop", "bridge_months", "eligible"),
    [
        (dt.date(2024, 6, 30), 9, False),
        (dt.date(2024, 6, 30), 10, True),
        (dt.date(2024, 7, 1), 10, False),
    ],
)
def test_a_programme_that_nobody_supplies_does_not_wait_for_a_plant_beyond_its_bridge(
    sop: dt.date, bridge_months: int, eligible: bool
) -> None:
    """On day 365 an award could supply from day 913; the near plant from day 1217 or 1218. 9 months are 274 days, 10 are 304."""
    bridge = {"agreements.car-far": None, f"{SOURCING}.bridge_months": bridge_months}
    assert near(bridge | {"plants.near-plant.phases.p1.start.sop": sop}).eligible == eligible


def test_a_programme_that_is_supplied_waits() -> None:
    assert near({f"{SOURCING}.bridge_months": 0}).eligible


# ----------------------------------------------------------------------------------------------------- closures


@pytest.mark.parametrize(
    ("first", "objection"), [(dt.date(2022, 5, 2), "no open route"), (dt.date(2022, 5, 3), "")]
)
def test_a_leg_that_has_been_closed_for_sixty_days_is_planned_without(first: dt.date, objection: str) -> None:
    """The review is of day 365, 2022-07-01."""
    storm = {"legs": ["strait"], "occurs": {"kind": "dates", "dates": [first]}, "duration_days": 200.0}
    quiet = {f"{SOURCING}.triggers": TRIGGERS | {"disruption_days": None}}
    assert seen(run(STAY | quiet | {"disruptions.storm": storm}), "far-plant", FIRST).objections == objection


# --------------------------------------------------------------------------------------------------------- awards


@pytest.mark.parametrize(("threshold", "moves"), [(0.43, True), (0.44, False)])
def test_the_incumbent_keeps_the_programme_unless_another_is_better_by_more_than_the_threshold(
    threshold: float, moves: bool
) -> None:
    """562 km by the strait against 320: better by 242 / 562 = 0.4306."""
    record = run({f"{SOURCING}.threshold": threshold, f"{SOURCING}.triggers": TRIGGERS})
    assert [each.plant for each in record.switches] == (["near-plant"] if moves else [])


@pytest.mark.parametrize(("least_change", "moves"), [(0.25, True), (0.26, False)])
def test_a_smaller_gain_than_the_least_change_is_not_carried_out(least_change: float, moves: bool) -> None:
    """The near plant has 0.25 of the 1 GWh."""
    policy = {"kind": "dual", "ranking": "nearest", "first_share": 0.75}
    small = {
        "plants.far-plant.site": "near-works",
        "plants.near-plant.site": "far-works",
        f"{SOURCING}.policy": policy,
        f"{SOURCING}.least_change": least_change,
        f"{SOURCING}.triggers": TRIGGERS,
    }
    assert [(each.plant, each.share) for each in run(small).switches] == (
        [("near-plant", 0.25)] if moves else []
    )


def test_dual_sourcing_splits_the_supply_by_the_first_share_and_phases_in_the_second_source() -> None:
    policy = {"kind": "dual", "ranking": "nearest", "first_share": 0.7}
    record = run(
        {f"{SOURCING}.policy": policy, f"{SOURCING}.triggers": TRIGGERS, f"{SOURCING}.phase_in_months": 0}
    )
    at_the_end = {each.plant: each.share for each in record.periods if each.end_day == 2922}
    assert at_the_end == {"near-plant": 0.7, "far-plant": pytest.approx(0.3, abs=1e-9)}
