"""A switch from its award to its end: what it costs, when it starts, from whom it takes, and when it is given up.

In the small world `near-plant` is planned to open on day 1096. Validation takes 18 months (548 days), 6 (183) for a known cell,
PPAP 4 (122); so an award of day 0 is promised for day 1096 + 122 = 1218. An announced SOP slips by 6 months (183) at a time.
"""

import datetime as dt

import pytest

from sim.core.records import Payment
from tests.builders import leg, phase, plant, programme, site
from tests.model.worlds import occasions, run, run_against_plan, seen, shares_by_day

SOURCING = "programmes.car.sourcing"
QUALIFICATION = f"{SOURCING}.qualification"
OPEN = {"plants.near-plant": plant("near", "near-works", phase(9.0, dt.date(2019, 1, 1)))}
"""The near plant runs from the first day on."""
NO_TRIGGERS = {"interval_months": None, "plant_opening": False, "outgrown": False, "service_fill_rate": None}
DEAR = {f"{SOURCING}.policy": {"kind": "landed-cost"}, "plants.near-plant.price_factor": 2.0}
"""Nobody takes from the near plant who has a choice."""


def fixed(date: dt.date) -> dict[str, object]:
    return {f"{SOURCING}.policy": {"kind": "award", "plant": "near-plant", "date": date}}


def closed(first: dt.date, days: float) -> dict[str, object]:
    occurs = {"kind": "dates", "dates": [first]}
    return {"disruptions.storm": {"legs": ["strait"], "occurs": occurs, "duration_days": days}}


# ------------------------------------------------------------------------------------------------------- start


@pytest.mark.parametrize(
    ("changes", "start_day"),
    [
        ({}, 548),  # validation 548, PPAP 122, notice 180
        ({f"{QUALIFICATION}.ppap_months": 20.0}, 609),  # of a plant that runs, PPAP begins at once: 608.75
        ({"agreements.car-far.notice_days": 700}, 700),
        ({"agreements.car-far.end": dt.date(2024, 6, 30)}, 1095),  # not before the end of its term
        (
            {"agreements.car-far.end": dt.date(2022, 6, 30)},
            548,
        ),  # its term ends on day 364, notice on day 180
    ],
)
def test_supply_starts_on_the_latest_of_validation_approval_notice_and_term(
    changes: dict[str, object], start_day: int
) -> None:
    [switch] = run(
        OPEN | changes | {f"{SOURCING}.triggers": NO_TRIGGERS} | fixed(dt.date(2021, 7, 1))
    ).switches
    assert (switch.decided_day, switch.promised_day, switch.start_day) == (0, start_day, start_day)


def test_durations_that_come_out_longer_than_planned_move_the_start_and_not_the_promise() -> None:
    record = run_against_plan(OPEN | fixed(dt.date(2021, 7, 1)), {f"{QUALIFICATION}.validation_months": 30.0})
    assert (record.switches[0].promised_day, record.switches[0].start_day) == (548, 913)  # 913.1
    record = run_against_plan({}, {f"{QUALIFICATION}.ppap_months": 10.0})
    assert (record.switches[0].promised_day, record.switches[0].start_day) == (1218, 1400)  # 1096 + 304.4


def test_an_agreement_that_runs_on_is_left_at_its_short_notice_from_the_decision_and_not_from_its_end() -> (
    None
):
    """Its term ended on day 729; decided on day 1280, validated on day 1828; notice of 700 days from the decision: day 1980."""
    record = run(
        OPEN
        | fixed(dt.date(2025, 1, 1))
        | {
            "agreements.car-far.end": dt.date(2023, 6, 30),
            "agreements.car-far.notice_days": 1000,
            "agreements.car-far.run_on_notice_days": 700,
            f"{SOURCING}.triggers": NO_TRIGGERS,
        }
    )
    [switch] = record.switches
    assert (switch.decided_day, switch.start_day) == (1280, 1980)


def test_after_a_disruption_the_incumbent_is_left_at_once_and_in_one_part() -> None:
    """The strait closes on day 184 for 100 days. On day 244 it has been closed for 60: the far plant has no route.

    The near one is validated 548 days later, on day 792; the notice of 900 days does not count, nor do the 6 months of phase-in.
    """
    changes = {"agreements.car-far.notice_days": 900, f"{SOURCING}.triggers": NO_TRIGGERS}
    record = run(OPEN | DEAR | closed(dt.date(2022, 1, 1), 100.0) | changes)
    assert occasions(record) == [(244, "disruption")]
    assert [(each.plant, each.promised_day, each.start_day) for each in record.switches] == [
        ("near-plant", 792, 792)
    ]
    assert shares_by_day(record, "car-far") == [(0, 1.0)]
    assert shares_by_day(record, "car-award-01") == [(792, 1.0)]


def test_after_a_planned_review_of_the_same_day_notice_and_phase_in_hold() -> None:
    """As before, but a planned review is held in the closure: on day 273 (9 months)."""
    triggers = NO_TRIGGERS | {"interval_months": 9, "disruption_days": None}
    changes = {"agreements.car-far.notice_days": 900, f"{SOURCING}.triggers": triggers}
    record = run(OPEN | DEAR | closed(dt.date(2022, 1, 1), 100.0) | changes)
    assert [(each.decided_day, each.start_day) for each in record.switches][:1] == [(274, 1174)]
    assert shares_by_day(record, "car-award-01")[0] == (1174, round(1 / 6, 9))


# ------------------------------------------------------------------------------------------------------- cost


def test_an_award_pays_the_switching_cost_once_on_the_day_of_the_decision() -> None:
    record = run({f"{SOURCING}.switching_cost_eur": 3e6})
    assert record.payments == [Payment("car", "near-plant", 0, "switching", 3e6)]


def test_a_known_cell_costs_what_is_stated_for_it() -> None:
    known = {"oem": "maker", "supplier": "near", "since": dt.date(2021, 7, 1)}
    costs = {f"{SOURCING}.switching_cost_eur": 3e6, f"{SOURCING}.switching_cost_known_eur": 5e5}
    assert [each.eur for each in run(costs | {"relationships.known": known}).payments] == [5e5]
    late = known | {"since": dt.date(2021, 7, 2)}
    assert [each.eur for each in run(costs | {"relationships.known": late}).payments] == [3e6]


def test_a_plant_that_is_qualified_is_gone_back_to_at_once_and_for_nothing() -> None:
    """The near plant supplies from day 548 and stands still from day 700 on: on the day of the failure the far one is back."""
    occurs = {"kind": "dates", "dates": [dt.date(2023, 6, 1)]}
    stop = {"plants": ["near-plant"], "occurs": occurs, "duration_days": 900.0}
    triggers = NO_TRIGGERS | {"service_fill_rate": 0.9, "disruption_days": None, "interval_months": 12}
    record = run(
        OPEN
        | {
            "disruptions.stop": stop,
            f"{SOURCING}.switching_cost_eur": 3e6,
            f"{SOURCING}.notice_days": 400,
            f"{SOURCING}.phase_in_months": 0,
            f"{SOURCING}.triggers": triggers,
        }
    )
    first, back = record.switches[:2]
    assert (first.plant, first.decided_day, first.start_day) == ("near-plant", 365, 913)
    assert (back.plant, back.from_plant) == ("far-plant", "near-plant")
    failed_day = next(on_day for on_day, trigger in occasions(record) if trigger == "service failure")
    assert failed_day == back.decided_day == back.promised_day == back.start_day > 913
    assert record.payments[0] == Payment("car", "near-plant", 365, "switching", 3e6)
    assert [each for each in record.payments if each.plant == "far-plant"] == []


# ------------------------------------------------------------------------------------------------------- term


def test_the_term_of_an_award_counts_from_its_start_and_not_from_the_decision_or_the_promise() -> None:
    """Decided on day 0, promised for 1218; the plant is 9 months (274) late, so it starts on 1492 for 6 x 365 days."""
    record = run({"plants.near-plant.phases.p1.start.delay_months": 9.0})
    assert record.switches[0].start_day == 1492
    assert seen(record, "far-plant", 1826).earliest_start_day == 1492 + 2190


def test_an_award_of_one_year_runs_on_at_its_own_notice() -> None:
    """Started on day 548, its term ends on day 913; on the interval review of day 1096 it may be left 180 days later."""
    triggers = NO_TRIGGERS | {"interval_months": 12}
    changes = {f"{SOURCING}.term_years": 1, f"{SOURCING}.triggers": triggers}
    record = run(OPEN | changes | fixed(dt.date(2021, 7, 1)))
    assert record.switches[0].start_day == 548
    assert seen(record, "far-plant", 730).earliest_start_day == 913  # 730 + 180 = 910: not before the end
    assert seen(record, "far-plant", 1096).earliest_start_day == 1096 + 180


# ------------------------------------------------------------------------------------------------- from whom


MID = {
    "plants.mid-plant": plant("mid", "mid-works", phase(9.0, dt.date(2019, 1, 1))),
    "suppliers.mid": {"name": "Mid Cells"},
    "sites.mid-works": site("cell-plant", "uk", 53.0, -1.0),
    "legs.mid-road": leg("mid-works", "car-works", "road", 500.0),
}
"""A third plant, further away than the near one."""


@pytest.mark.parametrize(
    ("mid_share", "far_share", "giver"), [(0.3, 0.7, "far-plant"), (0.7, 0.3, "mid-plant")]
)
def test_the_plant_that_loses_most_is_told_as_the_one_that_was_left(
    mid_share: float, far_share: float, giver: str
) -> None:
    stated = {"programme": "car", "plant": "mid-plant", "start": dt.date(2020, 1, 1), "share": mid_share}
    shares = {"agreements.car-a": stated, "agreements.car-far.share": far_share}
    [switch] = run(OPEN | MID | shares | {f"{SOURCING}.threshold": 0.0}).switches
    assert (switch.plant, switch.from_plant, round(switch.share, 9)) == ("near-plant", giver, 1.0)


@pytest.mark.parametrize(("own_priority", "priority"), [(1, 1), (2, 2), (3, 2)])
def test_a_new_agreement_has_priority_2_or_the_better_one_of_the_programme_at_the_plant(
    own_priority: int, priority: int
) -> None:
    """It has the plant's price, whatever factor the programme has agreed on for what it buys there already."""
    half = {
        "programme": "car", "plant": "near-plant", "start": dt.date(2020, 1, 1), "share": 0.5, "priority": own_priority,
        "price_factor": 0.9,
    }  # fmt: skip
    record = run(OPEN | {"agreements.car-far.share": 0.5, "agreements.car-near": half})
    assert (record.switches[0].plant, record.switches[0].share) == ("near-plant", 0.5)
    awarded = [each for each in record.periods if each.agreement == "car-award-01"]
    assert {(each.priority, each.price_factor) for each in awarded} == {(priority, 1.0)}


def test_an_award_of_unsourced_supply_leaves_nobody() -> None:
    """Nobody supplies on the first day; the first week is short, and the award of day 7 starts when the cell is validated."""
    [switch] = run(OPEN | {"agreements.car-far": None}).switches
    assert (switch.from_plant, switch.decided_day, switch.start_day) == ("", 7, 7 + 548)


def test_a_plant_with_less_free_than_is_wanted_gets_what_it_has_and_the_incumbent_keeps_the_rest() -> None:
    """1 GWh a year is needed; the far plant can make 0.7 of it, the near one has 0.4 free: nearest first, 0.4 and 0.6."""
    nameplate = {
        "plants.far-plant.phases.p1.nameplate_gwh": 0.7,
        "plants.near-plant.phases.p1.nameplate_gwh": 0.4,
        f"{SOURCING}.triggers": NO_TRIGGERS | {"plant_opening": True},
        f"{SOURCING}.phase_in_months": 0,
    }
    record = run(
        OPEN | nameplate | {"plants.near-plant.announced": dt.date(2021, 1, 1)} | fixed(dt.date(2021, 7, 1))
    )
    [switch] = record.switches
    assert (switch.share, switch.start_day) == (pytest.approx(0.4, abs=1e-8), 548)
    kept = {each.agreement: each.share for each in record.periods if each.end_day == 2922}
    assert kept == {
        "car-far": pytest.approx(0.6, abs=1e-8),
        "car-award-01": pytest.approx(0.4, abs=1e-8),
    }


# --------------------------------------------------------------------------------------------------- reserved


VAN = {"programmes.van": programme("maker", "car-works", 60_000.0)}
"""A second programme of the maker, of 3 GWh a year, that nobody supplies."""


def test_an_award_reserves_capacity_on_the_day_of_the_decision() -> None:
    """The larger `van` goes first and is promised 3 of the 9 GWh of the near plant; `car` of the same day sees 6."""
    supplied = {"programme": "van", "plant": "far-plant", "start": dt.date(2020, 1, 1)}
    record = run(VAN | {"agreements.van-far": supplied})
    free = [seen(record, "near-plant", 0, name).free_gwh_per_year for name in ("van", "car")]
    assert free == pytest.approx([9.0, 6.0], abs=1e-6)


SUPPLIED = VAN | {
    "agreements.van-far": {"programme": "van", "plant": "far-plant", "start": dt.date(2020, 1, 1)},
    "programmes.van.sourcing.policy": {"kind": "stay"},
}
"""The same with the far plant, which it keeps: it could have more from there today, as far as `car` has not booked it."""


def test_until_the_promise_the_incumbent_is_booked_by_the_programme_that_leaves_it() -> None:
    record = run(SUPPLIED)
    free = [seen(record, "far-plant", on_day, "van").free_gwh_per_year for on_day in (365, 1096, 1461)]
    assert free == pytest.approx(
        [19.0, 19.0, 20.0], abs=1e-6
    )  # decided on day 0 for day 1218, over on day 1370


def test_once_the_plant_has_opened_both_are_booked_by_the_day_on_which_supply_will_start() -> None:
    """PPAP takes 20 months instead of 4: on day 1461 supply is known to start on day 1096 + 609 = 1705."""
    record = run_against_plan(SUPPLIED, {f"{QUALIFICATION}.ppap_months": 20.0})
    assert record.switches[0].start_day == 1705
    free = [seen(record, "far-plant", on_day, "van").free_gwh_per_year for on_day in (1461, 1826, 2192)]
    assert free == pytest.approx([19.0, 20.0, 20.0], abs=1e-6)


def test_rule_of_today_the_incumbent_counts_as_free_from_the_promise_on_however_late_the_switch() -> None:
    """`car` is promised the near plant for day 1218; on day 365 `van` already sees all 20 GWh of the far one for day 1300."""
    launch = {
        "programmes.van.launch": dt.date(2025, 1, 1),
        "programmes.van.sourcing.exclude_plants": ["near-plant"],
    }
    stays = {"programmes.van.sourcing.policy": {"kind": "stay"}}
    late = {"plants.near-plant.phases.p1.start.delay_months": 12.0}
    record = run(VAN | launch | stays | late)
    [review] = [each for each in record.reviews if each.programme == "van"][:1]
    assert review.day == 1280 - 850
    assert seen(record, "far-plant", 430, "van").free_gwh_per_year == pytest.approx(20.0, abs=1e-6)


# --------------------------------------------------------------------------------------------------- given up


def test_patience_does_not_foresee_how_long_a_validation_takes() -> None:
    """18 months are planned and 60 (1826 days) come true, 608 days after the promise of 1218; patience would end after 365."""
    planned = {f"{SOURCING}.patience_months": 12}
    [switch] = run_against_plan(planned, {f"{QUALIFICATION}.validation_months": 60.0}).switches
    assert (switch.promised_day, switch.start_day, switch.outcome) == (1218, 1826, "started")


def test_patience_goes_by_the_planned_approval_and_not_by_the_drawn_one() -> None:
    """The SOP slips by 183 days once, within 12 months; that PPAP then takes 20 months nobody knows before it is done."""
    planned = {f"{SOURCING}.patience_months": 12}
    comes_true = {f"{QUALIFICATION}.ppap_months": 20.0, "plants.near-plant.phases.p1.start.delay_months": 3.0}
    [switch] = run_against_plan(planned, comes_true).switches
    assert (switch.outcome, switch.start_day) == ("started", 1096 + 91 + 609)


def test_a_switch_that_is_late_by_just_the_patience_is_waited_for() -> None:
    """The SOP slips by 365 days at a time: at first as much as the patience of 12 months, a year later more."""
    changes = {
        f"{SOURCING}.patience_months": 12,
        "plants.near-plant.slip_months": 12,
        "plants.near-plant.phases.p1.start.delay_months": 60.0,
    }
    first = run(changes).switches[0]
    assert (first.promised_day, first.abandoned_day) == (1218, 1096 + 365)


def test_a_switch_that_is_given_up_leaves_its_incumbent_and_is_decided_anew_the_same_day() -> None:
    """Patience is 13 months (396 days): of slips of 183 the third is too much, each time.

    The near plant stays the nearest. Announced for 1096 it slips on 1096, 1279 and 1462, then is announced for 1645; and so on.
    """
    changes = {
        f"{SOURCING}.patience_months": 13,
        f"{QUALIFICATION}.validation_months": 4.0,
        "plants.near-plant.phases.p1.start.delay_months": 60.0,
    }
    record = run(changes)
    told = [
        (each.decided_day, each.promised_day, each.abandoned_day, each.outcome) for each in record.switches
    ]
    assert told == [
        (0, 1096 + 122, 1462, "abandoned"),
        (1462, 1645 + 122, 2011, "abandoned"),
        (2011, 2194 + 122, 2560, "abandoned"),
        (2560, 2743 + 122, -1, "pending"),
    ]
    abandoned = [on_day for on_day, trigger in occasions(record) if trigger == "switch abandoned"]
    assert abandoned == [1462, 2011, 2560]
    assert shares_by_day(record, "car-far") == [(0, 1.0)]
    assert {each.agreement for each in record.periods} == {"car-far"}


def test_after_a_switch_was_given_up_reviews_go_on() -> None:
    """The near plant is cancelled while the switch waits for it: interval reviews are held again, and nothing is pending."""
    record = run({"plants.near-plant.phases.p1.cancel_probability": 1.0})
    [switch] = record.switches
    assert switch.outcome == "abandoned"
    after = [(on_day, trigger) for on_day, trigger in occasions(record) if on_day >= switch.abandoned_day]
    assert after[0] == (switch.abandoned_day, "switch abandoned")
    assert seen(record, "far-plant", switch.abandoned_day).incumbent_share == 1.0
    assert [trigger for _, trigger in after[1:]] == ["interval"] * (8 - switch.abandoned_day // 365 - 1)
    assert seen(record, "far-plant", after[1][0]).incumbent_share == 1.0


def test_the_review_after_a_switch_was_given_up_keeps_no_gap() -> None:
    """Decided on day 0; the plant, planned for day 30, slips by 365 days then, more than the patience of 6 months."""
    changes = {
        "plants.near-plant": plant("near", "near-works", phase(9.0, dt.date(2021, 7, 31)), slip_months=12),
        "plants.near-plant.phases.p1.start.delay_months": 36.0,
        f"{QUALIFICATION}.validation_months": 1.0,
        f"{QUALIFICATION}.ppap_months": 1.0,
        f"{SOURCING}.notice_days": 0,
        "agreements.car-far.notice_days": 0,
        f"{SOURCING}.patience_months": 6,
    }
    record = run(changes)
    assert (record.switches[0].promised_day, record.switches[0].abandoned_day) == (60, 30)
    assert occasions(record)[:2] == [(0, "plant news"), (30, "switch abandoned")]


def test_a_switch_waits_for_every_phase_that_its_award_counted_on_and_for_no_later_one() -> None:
    """Phase p2 is planned for day 1157, before the promise of 1218, and comes 6 months late; p3 is planned for 2027."""
    second = phase(2.0, dt.date(2024, 8, 31), delay_months=6.0)
    second["start"] |= {"delay_months": second.pop("delay_months")}
    third = phase(2.0, dt.date(2027, 11, 1))
    changes = {"plants.near-plant.phases.p2": second, "plants.near-plant.phases.p3": third}
    [switch] = run(changes).switches
    assert switch.promised_day == 1218
    assert switch.start_day == 1157 + 183 + 122
