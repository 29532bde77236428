"""Relations that are only ordinary: how often they hold, and for each a world by hand in which it does not, and why.

All but the last compare the vehicles that could not be built for lack of cells, in the same replication of two worlds.
"""

import datetime as dt
from collections.abc import Callable
from itertools import accumulate
from typing import Any

import pytest
from hypothesis import strategies as st

from sim.core.records import RunRecord
from tests.builders import START, world
from tests.proofs.itself.relations import changed, habit, run, shortage
from tests.proofs.random_worlds import World, worlds

pytestmark = pytest.mark.timeout(900)


def no_more_shortage(change: Callable[[World], Any]) -> Callable[[World, int], bool]:
    def holds(document: World, replication: int) -> bool:
        return shortage(run(changed(document, change), replication)) <= shortage(run(document, replication))

    return holds


def short(change: Callable[[World], Any]) -> int:
    """Shortage of the small world, its programme sourcing from the nearest, with a change."""
    return shortage(run(changed(world(), change)))


def nameplates_times(factor: float) -> Callable[[World], None]:
    def grow(other: World) -> None:
        for plant in other["plants"].values():
            for phase in plant["phases"].values():
                phase["nameplate_gwh"] *= factor

    return grow


@pytest.mark.verify
def test_more_capacity_means_no_more_shortage_as_a_rule(proof) -> None:
    holds = no_more_shortage(nameplates_times(1.5))
    habit(
        proof, "half as much capacity again, no more shortage", holds, worlds(), st.integers(0, 3), least=0.9
    )


def test_more_capacity_can_mean_more_shortage() -> None:
    """Too small for the programme, the near plant is left alone. Larger, it is awarded what it then fails to make."""

    def near_plant_of(gwh: float, other: World) -> None:
        other["plants"]["near-plant"]["phases"]["p1"]["nameplate_gwh"] = gwh
        other["plants"]["near-plant"]["oee"] = 0.05  # planned: 1.0

    assert short(lambda other: near_plant_of(0.5, other)) == 0
    assert short(lambda other: near_plant_of(9.0, other)) > 0


def more_safety(other: World) -> None:
    for programme in other["programmes"].values():
        programme["safety_days"] += 14.0


@pytest.mark.verify
def test_more_safety_stock_means_no_more_shortage_as_a_rule(proof) -> None:
    holds = no_more_shortage(more_safety)
    habit(
        proof,
        "two weeks more of safety stock, no more shortage",
        holds,
        worlds(),
        st.integers(0, 3),
        least=0.9,
    )


def test_more_safety_stock_can_mean_more_shortage() -> None:
    """Two buyers of a plant that is short: what the first orders for its stock the second goes without.

    The first has the better priority; when its need doubles it fills up its stock to match, and half a year later its
    vehicle plant stands still for good, with a stock that nobody builds from.
    """

    def two_buyers(days: float, other: World) -> None:
        other["plants"] = {"far-plant": other["plants"]["far-plant"]}
        other["plants"]["far-plant"]["phases"]["p1"]["nameplate_gwh"] = 1.5
        first, second = (other["programmes"]["car"], dict(other["programmes"]["car"]))
        first["sourcing"] = second["sourcing"] = first["sourcing"] | {"policy": {"kind": "stay"}}
        other["programmes"]["wagon"] = second
        rates = ((START, 1e4), (dt.date(2022, 1, 1), 1e4), (dt.date(2022, 1, 2), 2e4))
        points = [{"date": date, "low": rate, "mode": rate, "high": rate} for date, rate in rates]
        first |= {"demand": {"points": points}, "safety_days": days}
        occurs = {"kind": "dates", "dates": [dt.date(2022, 7, 1)]}
        other["disruptions"] = {"halt": {"programmes": ["car"], "occurs": occurs, "duration_days": 9e3}}
        other["agreements"]["car-far"]["priority"] = 1
        other["agreements"]["wagon-far"] = other["agreements"]["car-far"] | {
            "programme": "wagon",
            "priority": 2,
        }

    assert short(lambda other: two_buyers(60.0, other)) > short(lambda other: two_buyers(10.0, other))


@pytest.mark.verify
def test_no_disruption_means_no_more_shortage_as_a_rule(proof) -> None:
    holds = no_more_shortage(lambda other: other.update(disruptions={}))
    habit(proof, "no disruptions, no more shortage", holds, worlds(), st.integers(0, 3), least=0.8)


def test_no_disruption_can_mean_more_shortage() -> None:
    """Where cells are short, a standstill of the vehicle plant takes need away and lets stock grow."""

    def scarce(other: World) -> None:
        del other["plants"]["near-plant"]
        other["plants"]["far-plant"]["phases"]["p1"]["nameplate_gwh"] = 0.8

    def halted(other: World) -> None:
        scarce(other)
        occurs = {"kind": "dates", "dates": [dt.date(2023, 1, 1)]}
        other["disruptions"] = {"halt": {"programmes": ["car"], "occurs": occurs, "duration_days": 100.0}}

    assert short(scarce) > short(halted)


def on_time(other: World) -> None:
    for plant in other["plants"].values():
        for phase in plant["phases"].values():
            if phase["start"]["kind"] == "scheduled":
                phase["start"]["delay_months"] = 0.0


@pytest.mark.verify
def test_plants_on_time_mean_no_more_shortage_as_a_rule(proof) -> None:
    holds = no_more_shortage(on_time)
    habit(proof, "scheduled phases on time, no more shortage", holds, worlds(), st.integers(0, 3), least=0.8)


def test_a_plant_on_time_can_mean_more_shortage() -> None:
    """A plant that is late beyond all patience never gets the chance to fail the programme that chose it."""

    def late(months: float, other: World) -> None:
        other["plants"]["near-plant"]["oee"] = 0.05
        other["plants"]["near-plant"]["phases"]["p1"]["start"]["delay_months"] = months

    assert short(lambda other: late(90.0, other)) == 0
    assert short(lambda other: late(0.0, other)) > 0


def all_quantities_times(k: int, other: World) -> None:
    for plant in other["plants"].values():
        plant["minimum_order_gwh"] = plant.get("minimum_order_gwh", 0.0) * k
        for phase in plant["phases"].values():
            phase["nameplate_gwh"] *= k
        for point in plant.get("background", {"points": []})["points"]:
            point["gwh_per_year"] *= k
    for programme in other["programmes"].values():
        programme["kwh_per_vehicle"] *= k
        programme["sourcing"]["switching_cost_eur"] = programme["sourcing"].get("switching_cost_eur", 0.0) * k
    for mode in other["modes"].values():
        for key in ("eur_per_km", "eur_per_load"):
            mode[key] = mode.get(key, 0.0) * k
    freight = other["freight"]
    freight["load_tonnes"] = 24.0 * k
    freight["truck_mwh"] = {chemistry: mwh * k for chemistry, mwh in freight["truck_mwh"].items()}


def scales(document: World, k: int) -> bool:
    """Whether k times all quantities give the same reviews, and k times what plants make and ship but for loads that are full.

    A load a programme may be called off a step sooner or later; and lots are rounded to a watt-hour every step.
    """
    record, larger = run(document), run(changed(document, lambda other: all_quantities_times(k, other)))
    if reviews(record) != reviews(larger):
        return False
    load_wh = max((s.energy_wh // s.loads for s in record.shipments), default=0)
    slack = k * (load_wh * len(record.programmes) + len(record.step_edges))
    return all(
        abs(k * one - other) <= slack
        for plant, series in record.plants.items()
        for name in ("made_wh", "shipped_wh")
        for one, other in zip(
            accumulate(getattr(series, name)), accumulate(getattr(larger.plants[plant], name)), strict=True
        )
    )


def reviews(record: RunRecord) -> list[tuple[str, int, str]]:
    return [(review.programme, review.day, review.trigger) for review in record.reviews]


@pytest.mark.verify
def test_all_quantities_times_k_give_all_quantities_times_k_as_a_rule(proof) -> None:
    habit(
        proof,
        "all quantities times k, k times what plants make and ship, and the same reviews",
        scales,
        worlds(certain=True, policies=("stay", "nearest", "dual")),
        st.sampled_from([2, 3]),
        least=0.9,
    )


def test_a_watt_hour_can_decide_whether_a_review_is_held() -> None:
    """Needs and stocks are whole watt-hours: twice a floor is not the floor of twice.

    A programme of 103 vehicles a year lives on a truck in nine months, from a plant that makes just that. On day 546 its need
    lies within a watt-hour of its stock, so a truck is called off, and comes, a week later in the world of twice as much; two
    vehicles are short on day 826, the fill rate falls under its limit, and the programme reviews its supplier.
    """

    def just_enough(other: World) -> None:
        del other["plants"]["near-plant"]
        other["plants"]["far-plant"]["phases"]["p1"]["nameplate_gwh"] = 103 * 50 / 1e6
        other["programmes"]["car"]["demand"]["points"] = [
            {"date": START, "low": 103.0, "mode": 103.0, "high": 103.0}
        ]

    small = changed(world(), just_enough)
    once, twice = run(small), run(changed(small, lambda other: all_quantities_times(2, other)))
    assert [[call.day for call in record.call_offs[:2]] for record in (once, twice)] == [[7, 546], [7, 553]]
    unplanned = [review for review in reviews(twice) if review not in reviews(once)]
    assert unplanned[0] == ("car", 826, "service failure")
