"""The real scenarios without chance, against figures worked out by hand from the seeds."""

import copy
import csv
import datetime as dt
import math
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.core.records import RankedCandidate, Review, RunRecord
from sim.core.streams import Streams
from sim.core.units import days_from_months
from sim.model.replication import replicate
from sim.sample.design import MonteCarlo
from sim.sample.path import draw
from sim.scenario.dump import document_of
from sim.scenario.load import load
from sim.scenario.types.scenario import Scenario

ROOT = Path(__file__).parents[2]
START = dt.date(2021, 7, 1)
SUNDERLAND = "plants.aesc-sunderland"
LEVC = "programmes.levc-tx.sourcing"


@cache
def planned_document(scenario: str, arm: str) -> dict[str, Any]:
    """An arm with every uncertain number at its median, as a plain document."""
    world = load(ROOT / "scenarios" / f"{scenario}.toml").arms[arm]
    return document_of(draw(world, Streams(1, 0), MonteCarlo()).planned)


def certain_world(scenario: str, arm: str, changes: dict[str, Any]) -> Scenario:
    """The arm without chance: medians, no delay, nothing cancelled, shrunk or disrupted; with dotted-key changes on top."""
    document = copy.deepcopy(planned_document(scenario, arm)) | {"disruptions": {}, "correlations": []}
    for plant in document["plants"].values():
        for phase in plant["phases"].values():
            phase |= {"cancel_probability": 0.0, "realised_ratio": 1.0}
            phase["start"]["delay_months"] = 0.0
    for programme in document["programmes"].values():
        programme["demand"]["weekly_cv"] = 0.0
    for mode in document["modes"].values():
        mode["transit_cv"] = 0.0
    for path, value in changes.items():
        *tables, key = path.split(".")
        table = document
        for name in tables:
            table = table[name]
        if value is None:
            del table[key]
        else:
            table[key] = value
    return Scenario.model_validate(document)


def run(scenario: str, arm: str, changes: dict[str, Any] | None = None) -> RunRecord:
    return replicate(draw(certain_world(scenario, arm, changes or {}), Streams(1, 0), MonteCarlo()))


@cache
def seed(table: str, row: str) -> dict[str, str]:
    with (ROOT / "seeds" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return next(found for found in csv.DictReader(file) if found["id"] == row)


def median(table: str, row: str) -> float:
    """Median of the triangular of a seeds row; its mode where it has no spread."""
    found = seed(table, row)
    mode = float(found["mode"])
    return triangular_median(float(found["low"] or mode), mode, float(found["high"] or mode))


def triangular_median(low: float, mode: float, high: float) -> float:
    if low == high:
        return mode
    if mode >= (low + high) / 2:
        return low + math.sqrt((high - low) * (mode - low) / 2)
    return high - math.sqrt((high - low) * (high - mode) / 2)


def vehicles_a_year(curve: str, first: int, end: int) -> float:
    """Mean yearly vehicles from one day to another along the medians of a curve's points: exact area, by trapezia."""
    with (ROOT / "seeds" / "demand.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["curve"] == curve]
    days = [(dt.date.fromisoformat(row["date"]) - START).days for row in rows]
    rates = [triangular_median(*(float(row[key]) for key in ("low", "mode", "high"))) for row in rows]
    at = sorted({first, end, *(day for day in days if first < day < end)})
    values = np.interp(at, days, rates)
    return float(np.sum(np.diff(at) * (values[1:] + values[:-1]) / 2) / (end - first))


def day(year: int, month: int = 1, date: int = 1) -> int:
    return (dt.date(year, month, date) - START).days


# ------------------------------------------------------------------------------------------------- 35 and 43 GWh

FULL_DEMAND = {f"programmes.{name}.demand.scale": 6.0 for name in ("nissan-sunderland", "renault-douai")}


@cache
def full_demand() -> RunRecord:
    """Both anchors want more than their plants can make; scrap does not change with age, so that output has a closed form."""
    scrap = {
        f"plants.aesc-{plant}.quality.{key}": 0.05
        for plant in ("sunderland", "douai")
        for key in ("scrap_start", "scrap_mature")
    }
    return run("base-2021", "base", FULL_DEMAND | scrap)


@pytest.mark.parametrize(
    ("plant", "phases"),
    [
        ("aesc-sunderland", [(2024, 7, 9), (2027, 7, 22), (2030, 1, 35)]),
        ("aesc-douai", [(2024, 7, 9), (2027, 7, 16), (2030, 1, 24), (2033, 7, 43)]),
    ],
)
def test_nameplate_grows_to_its_plan_on_the_planned_dates(
    plant: str, phases: list[tuple[int, int, int]]
) -> None:
    record = full_demand()
    started = [event.day for event in record.phase_events if (event.plant, event.event) == (plant, "started")]
    assert started == [day(year, month) for year, month, _ in phases]
    steps = np.searchsorted(started, record.step_edges, side="right")
    gwh = np.array([0, *(gwh for *_, gwh in phases)])
    assert record.plants[plant].nameplate_wh_per_year.tolist() == (gwh[steps] * 10**9).tolist()


@pytest.mark.parametrize("plant", ["aesc-sunderland", "aesc-douai"])
def test_yearly_output_is_the_closed_form_to_the_watt_hour(plant: str) -> None:
    """Good cells since SOP = nameplate / 365 x OEE x (1 - scrap) x [ln(1 + e^k(a - t50)) - ln(1 + e^-k t50)] / k."""
    record = full_demand()
    spec = certain_world("base-2021", "base", FULL_DEMAND).plants[plant]
    oee, month = median("ramp", "oee"), 365.25 / 12
    t50, span = (median("ramp", row) * month for row in ("t50-leader", "span"))
    k = 2 * math.log(9) / span

    def made_by(edge: int) -> float:
        events = [e for e in record.phase_events if (e.plant, e.event) == (plant, "started") and e.day < edge]
        ages = [edge - event.day for event in events]
        areas = [(np.logaddexp(0, k * (age - t50)) - np.logaddexp(0, -k * t50)) / k for age in ages]
        return sum(
            e.nameplate_wh / 365 * oee * 0.95 * float(area) for e, area in zip(events, areas, strict=True)
        )

    assert spec.oee == pytest.approx(oee, rel=1e-12)
    edges, made = np.array(record.step_edges), np.cumsum(record.plants[plant].made_wh)
    ends = [int(np.searchsorted(edges, day(year))) for year in range(2025, 2037)]
    for first, last in pairwise(ends):
        yearly = made_by(int(edges[last])) - made_by(int(edges[first]))
        assert (
            abs(made[last] - made[first] - yearly) <= 2
        )  # the two ends of the year are each a whole watt-hour


# ------------------------------------------------------------------------------------- what Nissan leaves over


def free_at_9_gwh(need_day: int) -> float:
    """Sunderland at 9 GWh and the planned OEE, less 80 % of what Nissan needs in the year from a day, GWh a year."""
    nissan = vehicles_a_year("nissan-sunderland-as-known-2021", need_day, need_day + 365)
    kwh = round(median("vehicles", "nissan-kwh") * 1000) / 1000
    return 9 * float(seed("ramp", "planned-oee")["mode"]) - 0.8 * nissan * kwh / 1e6


def review_of(record: RunRecord, programme: str, trigger: str = "") -> tuple[Review, RankedCandidate]:
    """The first review of a programme (by this trigger), and Sunderland in it."""
    review = next(r for r in record.reviews if r.programme == programme and trigger in r.trigger)
    return review, next(c for c in review.ranking if c.plant == "aesc-sunderland")


ALONE = {f"programmes.{name}.sourcing.policy": {"kind": "stay"} for name in ("jlr-halewood", "levc-tx")}


def test_at_9_gwh_jlr_finds_what_nissan_leaves_over_and_does_not_fit() -> None:
    record = run("jlr-sunderland", "nine", ALONE)
    validation = days_from_months(median("qualification", "validation"))
    kwh = round(median("vehicles", "jlr-solihull-kwh") * 1000) / 1000
    reviews = [review for review in record.reviews if review.programme == "jlr-solihull"]
    assert len(reviews) > 5
    for review in reviews:
        sunderland = next(c for c in review.ranking if c.plant == "aesc-sunderland")
        need_day = max(sunderland.earliest_start_day, day(2024))
        assert sunderland.free_gwh_per_year == pytest.approx(max(0.0, free_at_9_gwh(need_day)), abs=2e-9)
        first = max(day(2024), review.day + validation)
        needed = (
            vehicles_a_year("jlr-solihull-as-known-2021", first, first + days_from_months(72)) * kwh / 1e6
        )
        assert review.requirement_gwh_per_year == pytest.approx(needed, abs=2e-9)
        assert review.requirement_gwh_per_year > sunderland.free_gwh_per_year
        assert sunderland.awarded_share < 1


def test_at_9_gwh_levc_fits_into_what_nissan_leaves_over() -> None:
    record = run(
        "levc-uk", "nearest", {f"{SUNDERLAND}.phases.{phase}.nameplate_gwh": 0.0 for phase in ("p2", "p3")}
    )
    review, sunderland = review_of(record, "levc-tx")
    assert sunderland.free_gwh_per_year == pytest.approx(
        free_at_9_gwh(sunderland.earliest_start_day), abs=2e-9
    )
    assert 0 < review.requirement_gwh_per_year < sunderland.free_gwh_per_year
    assert (sunderland.objections, sunderland.rank, sunderland.awarded_share) == ("", 1, 1.0)


def test_with_35_gwh_in_2030_jlr_fits_into_what_nissan_leaves_over() -> None:
    """The market counts on the last step from its decision on; 26 GWh more at the planned OEE are 22.1 GWh a year."""
    record = run("jlr-sunderland", "thirty-five-on-time", ALONE)
    decided = next(
        e.day
        for e in record.phase_events
        if (e.plant, e.phase, e.event) == ("aesc-sunderland", "p3", "decided")
    )
    review = next(r for r in record.reviews if r.programme == "jlr-solihull" and r.day >= decided)
    sunderland = next(c for c in review.ranking if c.plant == "aesc-sunderland")
    assert sunderland.earliest_start_day >= day(2030)
    by_hand = free_at_9_gwh(sunderland.earliest_start_day) + 26 * 0.85
    assert sunderland.free_gwh_per_year == pytest.approx(by_hand, abs=2e-9)
    assert sunderland.free_gwh_per_year > review.requirement_gwh_per_year
    assert sunderland.awarded_share == 1.0


# ------------------------------------------------------------------------------------------------- LEVC's switch


def switch_day(changes: dict[str, Any]) -> int:
    [switch] = [s for s in run("levc-uk", "nearest", changes).switches if s.programme == "levc-tx"][:1]
    assert (switch.plant, switch.from_plant, switch.outcome) == ("aesc-sunderland", "lg-wroclaw", "started")
    assert switch.decided_day == 0
    return switch.start_day


def test_levc_switches_when_sunderland_has_opened_and_is_approved() -> None:
    ppap, validation = (
        days_from_months(median("qualification", row)) for row in ("ppap", "validation-known")
    )
    by_hand = max(day(2024, 7, 1) + ppap, validation, 180)
    assert by_hand == 1096 + ppap
    assert switch_day({}) == by_hand


def test_without_the_relationship_levc_switches_later_by_the_difference_of_validation() -> None:
    """Sunderland opened at the end of 2021 here, so that validation is what the switch waits for."""
    early = {
        f"{SUNDERLAND}.phases.p1.start.sop": dt.date(2021, 10, 1),
        f"{LEVC}.qualification.ppap_months": 1.0,
        "agreements.nissan-aesc-2024.start": dt.date(2024, 7, 1),
    }
    known, unknown = (
        days_from_months(median("qualification", row)) for row in ("validation-known", "validation")
    )
    assert known > max(180, day(2021, 10, 1) + days_from_months(1.0))
    assert switch_day(early) == known
    assert switch_day(early | {"relationships.levc-aesc-china": None}) == unknown


def test_notice_binds_where_it_is_the_longest() -> None:
    assert switch_day({"agreements.levc-lg.notice_days": 1500}) == 1500
