"""What is made and built in a step, and when a service counts as failed."""

import pytest

from sim.trade.tables import ARRIVED, BUILDING, OUTPUT, SERVICE_FAILED, TradeTables
from tests.trade.small import go, tables


def short_of_cells(*, wanted: list[int], short: list[int], weeks: int, limit: float) -> TradeTables:
    """A programme that was short in past weeks, and has no cells in the last of them."""
    of = tables()
    steps = of.programme_steps[0]
    steps["wanted"][1 : len(wanted) + 1], steps["short"][1 : len(short) + 1] = wanted, short
    of.programmes["service_steps"], of.programmes["service_limit"] = weeks, limit
    return of


@pytest.mark.parametrize(("limit", "failed"), [(0.75, False), (0.7501, True)])
def test_a_fill_rate_is_over_as_many_steps_as_the_rule_says(limit, failed):
    # Of weeks 2 to 5 (100 vehicles each) week 5 is lost: 3/4. Week 1, lost too, is too long ago: with it 3/5.
    of = short_of_cells(wanted=[100] * 5, short=[100, 0, 0, 0], weeks=4, limit=limit)
    assert go(of, BUILDING, 5) == ((SERVICE_FAILED, 0) if failed else (ARRIVED, -1))


def test_a_fill_rate_before_as_many_steps_have_passed_is_of_those_there_were():
    of = short_of_cells(wanted=[100, 100], short=[0], weeks=4, limit=0.5)
    assert go(of, BUILDING, 2) == (ARRIVED, -1)
    assert go(short_of_cells(wanted=[100, 100], short=[0], weeks=1, limit=0.5), BUILDING, 2) == (
        SERVICE_FAILED,
        0,
    )


def test_outages_of_the_vehicle_plant_are_not_due():
    of = short_of_cells(wanted=[100, 100], short=[0], weeks=2, limit=0.49)
    of.programme_steps["outage"][0, 1:3] = 60, 40
    # 100 of 200 vehicles are due, and 60 of them are missing.
    assert go(of, BUILDING, 2) == (SERVICE_FAILED, 0)
    assert of.programme_steps["short"][0, 2] == 60


def test_a_plant_makes_what_is_asked_for_within_its_capacity():
    of = tables(plants=3)
    of.plants["backlog_wh"], of.plants["stock_wh"] = [50, 50, 0], [10, 10, 40]
    of.plant_steps["background_wh"][:, 1], of.plant_steps["stock_cap_wh"][:, 1] = 7, 20
    of.plant_steps["capacity_wh"][:, 1] = [100, 60, 100]
    go(of, OUTPUT)
    assert of.plant_steps["made_wh"][:, 1].tolist() == [67, 60, 0]
    assert of.plants["stock_wh"].tolist() == [77, 70, 40]


def test_what_cells_were_short_of_is_made_up_by_overtime_and_owed_no_further_than_the_limit():
    of = tables()
    own, steps = of.programmes[0], of.programme_steps[0]
    own["made_up"], own["overtime_share"], own["wh_per_vehicle"] = 1, 0.25, 3
    steps["wanted"][1:4], steps["owed_limit"][1:4] = 100, [300, 300, 60]
    own["stock_wh"] = 3 * 40 + 2
    go(of, BUILDING, 1)
    assert (steps["built"][1], steps["short"][1], own["owed"], own["stock_wh"]) == (40, 60, 60, 2)
    own["stock_wh"] = 3 * 200
    go(of, BUILDING, 2)
    assert (steps["built"][2], steps["short"][2], own["owed"], own["stock_wh"]) == (125, 0, 35, 225)
    go(of, BUILDING, 3)
    assert (steps["built"][3], steps["short"][3], own["owed"]) == (75, 25, 60)
