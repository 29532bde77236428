"""Stated agreements: they start, hand over, wait for their plant, and ask for their minimum take."""

import datetime as dt

import pytest

from sim.core.records import RunRecord
from sim.core.units import days_from_months
from tests.builders import START
from tests.model.worlds import run, shares_by_day

STAY = {"programmes.car.sourcing.policy": {"kind": "stay"}}
TAKES_TWO = {"agreements.car-far.minimum_take": 0.8, "agreements.car-far.contracted_gwh_per_year": 2.0}
"""1 GWh is called off a year, and 1.6 have to be paid for."""


def agreement(plant: str, start: dt.date, **changes: object) -> dict[str, object]:
    return {"programme": "car", "plant": plant, "start": start} | changes


def share_on(record: RunRecord, agreement_id: str, date: dt.date) -> float:
    day = (date - START).days
    return sum(
        p.share for p in record.periods if p.agreement == agreement_id and p.first_day <= day < p.end_day
    )


def test_agreement_with_a_plant_that_is_late_starts_with_the_plant_and_the_old_one_runs_on() -> None:
    record = run(STAY | {
        "agreements.car-far.end": dt.date(2024, 6, 30),
        "agreements.car-near": agreement("near-plant", dt.date(2024, 7, 1)),
        "plants.near-plant.phases.p1.start.delay_months": 6.0,
        "programmes.car.sourcing.phase_in_months": 0,
    })  # fmt: skip
    opened = START + dt.timedelta(days=1096 + 183)
    assert share_on(record, "car-far", opened - dt.timedelta(days=1)) == 1.0
    assert share_on(record, "car-near", opened) == 1.0
    assert share_on(record, "car-far", opened) == 0.0


def test_two_agreements_that_start_together_share_what_the_old_one_had() -> None:
    record = run(STAY | {
        "agreements.car-far.end": dt.date(2024, 6, 30),
        "agreements.car-far-2": agreement("far-plant", dt.date(2024, 7, 1), share=0.5),
        "agreements.car-near": agreement("near-plant", dt.date(2024, 7, 1), share=0.5),
        "programmes.car.sourcing.phase_in_months": 0,
    })  # fmt: skip
    after = dt.date(2024, 8, 1)
    shares = [share_on(record, name, after) for name in ("car-far", "car-far-2", "car-near")]
    assert shares == [0.0, 0.5, 0.5]


def test_agreements_in_a_row_hand_over_one_after_the_other() -> None:
    record = run(STAY | {
        "agreements.car-far.end": dt.date(2023, 6, 30),
        "agreements.car-far-2": agreement("far-plant", dt.date(2023, 7, 1), end=dt.date(2025, 6, 30)),
        "agreements.car-near": agreement("near-plant", dt.date(2025, 7, 1)),
        "programmes.car.sourcing.phase_in_months": 0,
    })  # fmt: skip
    names = ("car-far", "car-far-2", "car-near")
    for date, expected in ((2022, [1, 0, 0]), (2024, [0, 1, 0]), (2026, [0, 0, 1])):
        assert [share_on(record, name, dt.date(date, 1, 1)) for name in names] == expected


def test_review_during_a_stated_phase_in_leaves_shares_that_sum_to_one() -> None:
    record = run({
        "agreements.car-far.end": dt.date(2024, 6, 30),
        "agreements.car-near": agreement("near-plant", dt.date(2024, 7, 1), share=0.5),
        "agreements.car-far-2": agreement("far-plant", dt.date(2024, 7, 1), share=0.5),
        "programmes.car.sourcing.phase_in_months": 24,
        "programmes.car.sourcing.triggers": {"interval_months": 1},
    })  # fmt: skip
    for day in range(0, 2900, 7):
        in_force = sum(p.share for p in record.periods if p.first_day <= day < p.end_day)
        assert abs(in_force - 1.0) < 1e-9


def test_minimum_take_is_paid_for_what_was_not_called_off() -> None:
    record = run(STAY | {
        "agreements.car-far.minimum_take": 0.8,
        "agreements.car-far.contracted_gwh_per_year": 2.0,
    })  # fmt: skip
    paid = [payment for payment in record.payments if payment.kind == "take-or-pay"]
    assert [payment.day for payment in paid] == [365 * year for year in range(1, 9)]
    for payment in paid:
        # Agreements come before call-offs in the order of a day, so a call-off of the last day counts in the next year.
        year = range(payment.day - 365, payment.day)
        called = sum(call_off.energy_wh for call_off in record.call_offs if call_off.day in year)
        assert payment.eur == (0.8 * 2e9 - called) / 1000 * 90.0 > 0


def test_agreement_that_runs_on_after_its_end_can_be_left_at_short_notice() -> None:
    """Validation takes 18 months, the notice of the term would take 1000 days, that of the time after it 30."""
    record = run({
        "agreements.car-far.end": dt.date(2023, 6, 30),
        "agreements.car-far.notice_days": 1000,
        "agreements.car-far.run_on_notice_days": 30,
        "programmes.car.sourcing.policy": {
            "kind": "award", "plant": "near-plant", "date": dt.date(2025, 1, 1),
        },
    })  # fmt: skip
    switch = next(switch for switch in record.switches if switch.outcome == "started")
    assert switch.start_day - switch.decided_day == days_from_months(18.0)


def test_two_halves_with_one_plant_supply_what_one_whole_does() -> None:
    def stocks(changes: dict[str, object]) -> list[int]:
        return run(STAY | {"legs.strait.transit_days": 12.0} | changes).programmes["car"].stock_wh.tolist()

    whole = stocks({})
    halves = stocks({"agreements.car-far.share": 0.5, "agreements.car-far-2": agreement(
        "far-plant", dt.date(2020, 1, 1), share=0.5
    )})  # fmt: skip
    load_wh = 4_000_000
    assert max(abs(one - two) for one, two in zip(whole, halves, strict=True)) <= 2 * load_wh


def test_agreement_with_a_supplier_is_with_the_nearest_of_its_plants_that_makes_the_cells() -> None:
    one_supplier = STAY | {
        "agreements.car-far": {"programme": "car", "supplier": "far", "start": dt.date(2020, 1, 1)},
        "plants.near-plant.supplier": "far",
    }
    assert {each.plant for each in run(one_supplier).call_offs} == {"near-plant"}
    other_format = one_supplier | {"plants.near-plant.formats": ["can"]}
    assert {each.plant for each in run(other_format).call_offs} == {"far-plant"}


def test_agreement_with_a_late_plant_phases_in_from_its_start_of_production() -> None:
    """Stated for day 1096; the plant is 6 months (183 days) late: parts on days 1279, 1309 and 1340."""
    record = run(STAY | {
        "agreements.car-far.end": dt.date(2024, 6, 30),
        "agreements.car-near": agreement("near-plant", dt.date(2024, 7, 1)),
        "plants.near-plant.phases.p1.start.delay_months": 6.0,
        "programmes.car.sourcing.phase_in_months": 3,
    })  # fmt: skip
    third = round(1 / 3, 9)
    assert shares_by_day(record, "car-near") == [(1279, third), (1309, round(2 / 3, 9)), (1340, 1.0)]
    assert shares_by_day(record, "car-far") == [(0, 1.0), (1279, round(2 / 3, 9)), (1309, third)]


def test_an_agreement_that_nothing_replaces_runs_on_after_its_end() -> None:
    assert shares_by_day(run(STAY | {"agreements.car-far.end": dt.date(2024, 6, 30)}), "car-far") == [
        (0, 1.0)
    ]


def test_a_later_agreement_pays_for_years_from_its_start() -> None:
    """It starts on day 500, for half of the supply of 1 GWh a year, 0.9 of 1 GWh at least: about 0.4 GWh short every year."""
    record = run(STAY | {
        "agreements.car-2": agreement(
            "far-plant", dt.date(2022, 11, 13), share=0.5, minimum_take=0.9, contracted_gwh_per_year=1.0
        ),
        "programmes.car.sourcing.phase_in_months": 0,
    })  # fmt: skip
    assert [each.day for each in record.payments] == [500 + 365 * year for year in range(1, 7)]
    assert all(0.38 * 90e6 < each.eur < 0.42 * 90e6 for each in record.payments)


@pytest.mark.parametrize("share", [1.0, 0.5])
def test_without_a_stated_volume_the_forecast_times_the_share_is_contracted_at_the_agreed_price(
    share: float,
) -> None:
    """1 GWh is needed in the first year, call-offs look ahead to the second, of half the need. At 0.8 x 90 EUR/kWh."""
    points = [
        {"date": date, "low": vehicles, "mode": vehicles, "high": vehicles}
        for date, vehicles in ((dt.date(2022, 7, 1), 20_000), (dt.date(2022, 7, 2), 10_000))
    ]
    stated = agreement("far-plant", dt.date(2020, 1, 1), share=share, minimum_take=1.0, price_factor=0.8)
    changes = {"agreements.car-far": stated, "programmes.car.demand.points": points}
    if share < 1:
        changes["agreements.car-other"] = agreement("far-plant", dt.date(2020, 1, 1), share=1 - share)
    record = run(STAY | changes)
    called = sum(
        each.energy_wh for each in record.call_offs if each.agreement == "car-far" and each.day < 365
    )
    assert called < share * 990_000_000
    assert record.payments[0].eur == pytest.approx((share * 1e9 - called) / 1000 * 72.0, abs=1.0)


@pytest.mark.parametrize(
    ("end", "years"),
    [
        (dt.date(2024, 6, 29), 2),  # day 1094, the last: the third year is not full
        (dt.date(2024, 6, 30), 3),  # day 1095
    ],
)
def test_after_its_end_an_agreement_that_runs_on_owes_no_minimum_take(end: dt.date, years: int) -> None:
    record = run(STAY | TAKES_TWO | {"agreements.car-far.end": end})
    assert [each.day for each in record.payments] == [365 * year for year in range(1, years + 1)]


def test_an_agreement_that_was_left_within_a_year_owes_nothing_for_it() -> None:
    """It gives way to the award from day 1218 on and is over on day 1370, in its fourth year (to day 1460)."""
    paid = [each.day for each in run(TAKES_TWO).payments]
    assert paid == [365, 730, 1095]


def test_a_year_in_which_the_plant_failed_its_service_is_not_paid_for() -> None:
    """Without stock it stands still for 120 days from day 400 on; the failure counts for 12 months, so in the third year too."""
    stop = {
        "plants": ["far-plant"], "occurs": {"kind": "dates", "dates": [START + dt.timedelta(days=400)]},
        "duration_days": 120.0,
    }  # fmt: skip
    triggers = {"interval_months": None, "plant_opening": False, "disruption_days": None}
    record = run(STAY | TAKES_TWO | {
        "disruptions.stop": stop, "programmes.car.sourcing.triggers": triggers, "plants.far-plant.finished_goods_days": 0.0,
    })  # fmt: skip
    failed = [each.day for each in record.reviews if each.trigger == "service failure"]
    assert 400 < failed[0] < 730
    assert [each.day for each in record.payments] == [365, *(365 * year for year in range(4, 9))]
