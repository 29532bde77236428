"""Little's law on a window that begins and ends empty, where it is an identity: exact to the watt-hour.

The integral of what is in a system over such a window is the sum over all that passed of its time in it (Little
1961, A proof for the queuing formula L = lambda W; Stidham 1974 for the finite window). What is in the system comes
from the series here, the times from the shipments: two books that are kept apart.
"""

from itertools import accumulate

import pytest

from sim.study.run import Run
from tests.proofs.known.worlds import Document, lane, runs

DAYS = 730


def ending(*, transit_cv: float, nameplate_gwh: float, made_up: bool) -> Document:
    """A programme that stops after a year, so that everything has arrived a year later; the plant may be too small for it."""
    document = lane(
        DAYS,
        {
            "legs.road.transit_days": 6.0,
            "modes.road.transit_cv": transit_cv,
            "plants.works.phases.p1.nameplate_gwh": nameplate_gwh,
            "programmes.car.demand.weekly_cv": 0.3,
            "programmes.car.shortfall": "made-up" if made_up else "lost",
            "freight.truck_mwh.nmc": 4.0,
        },
    )
    start = document["run"]["start"]
    rates = {0: 36_500.0, 365: 36_500.0, 366: 0.0}
    document["programmes"]["car"]["demand"]["points"] = [
        {"date": start.fromordinal(start.toordinal() + day), "low": rate, "mode": rate, "high": rate}
        for day, rate in rates.items()
    ]
    return document


def on_order_wh(run: Run) -> list[int]:
    """Called off and not yet received, at the end of each day, from the call-offs and the programme's receipts."""
    called = [0] * (DAYS + 1)
    for call_off in run.result.record.call_offs:
        called[call_off.day] += call_off.energy_wh
    received = run.result.record.programmes["car"].received_wh
    return [out - back for out, back in zip(accumulate(called), accumulate(received), strict=True)]


@pytest.mark.parametrize(
    ("transit_cv", "nameplate_gwh", "made_up"),
    [(0.0, 36.5, False), (0.6, 36.5, False), (0.4, 1.6, False), (1.0, 1.7, True)],
)
def test_pipeline_stock_is_flow_times_lead_time(transit_cv, nameplate_gwh, made_up, proof):
    told = f"plant of {nameplate_gwh:g} GWh for 1.825, transit cv {transit_cv:g}"
    for run in runs(ending(transit_cv=transit_cv, nameplate_gwh=nameplate_gwh, made_up=made_up), 5, 1):
        shipments, backlog = run.result.record.shipments, run.result.record.plants["works"].backlog_wh
        pipeline = on_order_wh(run)
        assert pipeline[-1] == backlog[-1] == 0 < sum(pipeline)
        lead = sum(s.energy_wh * (s.arrival_day - s.called_day) for s in shipments)
        waited = sum(s.energy_wh * (s.departure_day - s.called_day) for s in shipments)
        if run.result.replication == 0:
            proof(f"{told}: pipeline stock less flow x lead time", f"{sum(pipeline) - lead} Wh days", "0")
            proof(f"{told}: backlog less flow x wait at the plant", f"{sum(backlog) - waited} Wh days", "0")
        assert (waited > 0) == (nameplate_gwh < 1.825)
        assert sum(pipeline) == lead
        assert sum(backlog) == waited
        _assert_measures(run, lead, waited)


def _assert_measures(run: Run, lead: int, waited: int) -> None:
    """The measures say the same: L = lambda W."""
    measures = run.measures
    shipped = sum(s.energy_wh for s in run.result.record.shipments)
    assert measures["programme.car.delivered_gwh"] * 1e9 == pytest.approx(shipped, rel=1e-15)
    assert measures["programme.car.lead_time_mean_days"] == pytest.approx(lead / shipped, rel=1e-14)
    assert measures["plant.works.backlog_gwh_days"] == pytest.approx(waited / 1e9, rel=1e-14)


def test_a_certain_lane_holds_a_lead_time_of_demand():
    """36 500 vehicles a year of 50 kWh are 5 MWh a day: with six days on the road, 30 MWh are on it at any time."""
    document = lane(365, {"legs.road.transit_days": 6.0})
    [run] = runs(document, 1, 1)
    assert set(in_transit_wh(run)[20:300]) == {30_000_000}


def in_transit_wh(run: Run) -> list[int]:
    """Shipped and not yet received at the end of each day, from the shipments alone."""
    shipments = run.result.record.shipments
    return [
        sum(s.energy_wh for s in shipments if s.departure_day <= day < s.arrival_day)
        for day in range(run.result.facts.horizon + 1)
    ]
