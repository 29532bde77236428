"""A hypothesis strategy for whole small worlds that are valid, as the plain dict of a scenario file.

Two landmasses with two crossings between them; two or three plants, of which the first runs;
one to three programmes, each supplied from the first day or launched later. With `certain=True`
nothing in it is drawn per entity: no distributions, no cancellations.
"""

import datetime as dt
from typing import Any

from hypothesis import strategies as st

from tests.builders import START, leg, site

World = dict[str, Any]
PLANTS = ("ash", "birch", "cedar")
PROGRAMMES = ("van", "wagon", "yacht")
_OWN_KM = {"ash": 0.125, "birch": 0.25, "cedar": 0.5}
"""Part of a km by which no two plants are ever equally far."""
CROSSINGS = ("ferry-crossing", "tunnel-crossing")
POLICIES = ("nearest", "landed-cost", "weighted", "dual", "stay", "award")


@st.composite
def worlds(
    draw: st.DrawFn,
    *,
    certain: bool = False,
    step_days: tuple[int, ...] = (7, 7, 7, 1, 10),
    policies: tuple[str, ...] = POLICIES,
    years: tuple[int, int] = (3, 7),
) -> World:
    """A world; see the module."""
    plants = PLANTS[: draw(st.integers(2, 3))]
    programmes = PROGRAMMES[: draw(st.integers(1, 3))]
    distances = draw(st.lists(st.integers(50, 1500), min_size=9, max_size=9, unique=True))
    zones = {plant: draw(st.sampled_from(["uk", "eu"])) for plant in plants}
    zones |= {programme: draw(st.sampled_from(["uk", "uk", "eu"])) for programme in programmes}
    days = draw(st.integers(365 * years[0], 365 * years[1]))
    world: World = {
        "run": {
            "title": "a random world",
            "start": START,
            "end": START + dt.timedelta(days=days),
            "step_days": draw(st.sampled_from(step_days)),
        },
        "suppliers": {f"{plant}-cells": {"name": plant} for plant in plants},
        "plants": {
            plant: draw(_plant(plant, runs=number == 0, certain=certain))
            for number, plant in enumerate(plants)
        },
        "oems": {"north": {"name": "North", "group": "hold"}, "south": {"name": "South", "group": "hold"}},
        "programmes": {
            programme: draw(_programme(programme, plants, policies, certain=certain))
            for programme in programmes
        },
        "agreements": {},
        "relationships": {},
        "sites": _sites(zones),
        "legs": _legs(draw, zones, [float(km) for km in distances]),
        "modes": draw(_modes(certain=certain)),
        "freight": {
            "truck_mwh": {"nmc": draw(st.sampled_from([2.0, 4.0, 5.5]))},
            "customs_days": draw(st.sampled_from([0.0, 0.5])),
            "customs_cv": 0.0 if certain else 0.5,
        },
        "prices": {
            "europe-nmc": {
                "region": "europe",
                "chemistry": "nmc",
                "points": [
                    {"date": START, "eur_per_kwh": 100.0},
                    {"date": dt.date(2027, 7, 1), "eur_per_kwh": 70.0},
                ],
            }
        },
        "duties": {
            "eu-uk": {
                "origin_zone": "eu",
                "destination_zone": "uk",
                "start": dt.date(2024, 1, 1),
                "rate": 0.1,
            }
        },
        "disruptions": draw(_disruptions(plants, programmes, certain=certain)),
    }
    for programme in programmes:
        world["agreements"] |= draw(
            _agreements(programme, plants, launched="launch" in world["programmes"][programme])
        )
    if draw(st.booleans()):
        supplier = f"{draw(st.sampled_from(plants))}-cells"
        world["relationships"]["old-friends"] = {
            "oem": "south",
            "supplier": supplier,
            "since": dt.date(2020, 1, 1),
        }
    return world


def _number(low: float, high: float, *, certain: bool) -> st.SearchStrategy[Any]:
    """A plain number of a few digits, or a uniform distribution."""
    plain = st.integers(0, 8).map(lambda part: low + (high - low) * part / 8)
    if certain:
        return plain
    return plain | st.just({"dist": "uniform", "low": low, "high": high})


def _date(first: int, last: int) -> st.SearchStrategy[dt.date]:
    """A date so many days after the start."""
    return st.integers(first, last).map(lambda days: START + dt.timedelta(days=days))


@st.composite
def _plant(draw: st.DrawFn, plant: str, *, runs: bool, certain: bool) -> World:
    announced = dt.date(2018, 1, 1) if runs else draw(_date(-300, 400))
    sop = dt.date(2019, 1, 1) if runs else announced + dt.timedelta(days=draw(st.integers(30, 1200)))
    phases = {"p1": draw(_phase(sop, certain=certain, first=runs))}
    if draw(st.booleans()):
        later = sop + dt.timedelta(days=draw(st.integers(100, 1500)))
        phases["p2"] = draw(
            _phase(max(later, START + dt.timedelta(days=30)), certain=certain, triggered=True)
        )
    spec = {
        "supplier": f"{plant}-cells",
        "site": f"{plant}-works",
        "price_region": "europe",
        "chemistries": ["nmc"],
        "formats": ["pouch"],
        "announced": announced,
        "oee": draw(_number(0.6, 1.0, certain=certain)),
        "planned_oee": draw(st.sampled_from([0.7, 0.85, 1.0])),
        "ramp": draw(st.sampled_from([
            {"kind": "linear", "months": 0.0, "start_share": 1.0},
            {"kind": "linear", "months": 18.0},
            {"kind": "logistic", "t50_months": 9.0, "span_months": 15.0},
            {"kind": "exponential", "half_life_months": 5.0},
        ])),
        "quality": draw(st.sampled_from([{}, {"scrap_start": 0.3, "scrap_mature": 0.05}])),
        "planned_ramp_months": draw(st.sampled_from([0.0, 12.0])),
        "finished_goods_days": draw(st.sampled_from([0.0, 14.0, 30.0])),
        "allocation": draw(st.sampled_from(["priority", "pro-rata-call-offs", "pro-rata-contract"])),
        "minimum_order_gwh": draw(st.sampled_from([0.0, 0.2])),
        "price_factor": draw(st.sampled_from([0.9, 1.0, 1.1])),
        "phases": phases,
    }  # fmt: skip
    if draw(st.booleans()):
        points = [
            {"date": START, "gwh_per_year": 1.0},
            {"date": dt.date(2026, 7, 1), "gwh_per_year": draw(st.sampled_from([0.0, 4.0]))},
        ]
        spec["background"] = {"points": points, "priority": draw(st.sampled_from([1, 2, 5]))}
    return spec


@st.composite
def _phase(
    draw: st.DrawFn, sop: dt.date, *, certain: bool, first: bool = False, triggered: bool = False
) -> World:
    nameplate = draw(st.sampled_from([0.5, 2.0, 5.0, 9.0, 13.0]))
    delay = 0.0 if first else draw(_number(0.0, 30.0, certain=certain))
    start: World = {"kind": "scheduled", "sop": sop, "delay_months": delay}
    if triggered and draw(st.booleans()):
        start = {
            "kind": "triggered",
            "planned_sop": sop,
            "booked_share": draw(_number(0.1, 0.9, certain=certain)),
            "lead_time_months": draw(_number(6.0, 30.0, certain=certain)),
        }
    return {
        "nameplate_gwh": nameplate,
        "start": start,
        "realised_ratio": 1.0 if first else draw(_number(0.5, 1.25, certain=certain)),
        "cancel_probability": 0.0 if certain or first else draw(st.sampled_from([0.0, 0.0, 0.4])),
    }


@st.composite
def _programme(
    draw: st.DrawFn, programme: str, plants: tuple[str, ...], policies: tuple[str, ...], *, certain: bool
) -> World:
    most = draw(st.sampled_from([700, 4_000, 30_000, 90_000]))
    modes = [float(draw(st.integers(most // 5, most))) for _ in range(draw(st.integers(1, 3)))]
    points = [
        {"date": START + dt.timedelta(days=700 * place), "low": 0.6 * mode, "mode": mode, "high": 1.4 * mode}
        for place, mode in enumerate(modes)
    ]
    spec: World = {
        "name": programme,
        "oem": draw(st.sampled_from(["north", "south"])),
        "site": f"{programme}-works",
        "chemistry": "nmc",
        "format": "pouch",
        "kwh_per_vehicle": draw(st.sampled_from([31.0, 50.0, 113.0])),
        "demand": {
            "points": points,
            "position": draw(_number(0.0, 1.0, certain=certain)),
            "weekly_cv": 0.0 if certain else draw(st.sampled_from([0.0, 0.08, 0.3])),
        },
        "shortfall": draw(st.sampled_from(["lost", "made-up"])),
        "call_off_steps": draw(st.sampled_from([1, 1, 2])),
        "safety_days": draw(st.sampled_from([0.0, 10.0, 21.0])),
        "sourcing": draw(_sourcing(plants, policies, certain=certain)),
    }
    if draw(st.integers(0, 3)) == 0:
        spec["launch"] = draw(_date(200, 1000))
    return spec


@st.composite
def _sourcing(draw: st.DrawFn, plants: tuple[str, ...], policies: tuple[str, ...], *, certain: bool) -> World:
    policy: World = {"kind": draw(st.sampled_from(policies))}
    if policy["kind"] == "weighted":
        policy |= {"distance": 1.0, "cost": 2.0, "emissions": 0.5, "lead_time_spread": 0.5}
    if policy["kind"] == "award":
        policy |= {"plant": draw(st.sampled_from(plants)), "date": draw(_date(0, 900))}
    return {
        "policy": policy,
        "qualification": {
            "validation_months": draw(_number(9.0, 24.0, certain=certain)),
            "validation_known_months": draw(_number(1.0, 8.0, certain=certain)),
            "ppap_months": draw(_number(1.0, 6.0, certain=certain)),
        },
        "notice_days": draw(st.sampled_from([0, 90, 180])),
        "window_months": draw(st.sampled_from([12, 36])),
        "threshold": draw(st.sampled_from([0.0, 0.05])),
        "phase_in_months": draw(st.sampled_from([0, 1, 6, 13])),
        "patience_months": draw(st.sampled_from([3, 24])),
        "term_years": draw(st.sampled_from([1, 3, 6])),
        "switching_cost_eur": draw(_number(0.0, 4e6, certain=certain)),
        "triggers": {
            "interval_months": draw(st.sampled_from([6, 12])),
            "service_weeks": draw(st.sampled_from([4, 8])),
        },
    }


@st.composite
def _agreements(draw: st.DrawFn, programme: str, plants: tuple[str, ...], *, launched: bool) -> World:
    """None, one, or one that hands over to two others; all with the running plant at first."""
    if launched:
        return {}
    first: World = {
        "programme": programme,
        "plant": plants[0],
        "start": dt.date(2020, 1, 1),
        "notice_days": draw(st.sampled_from([0, 180])),
    }
    if draw(st.booleans()):
        return {
            f"{programme}-first": first
            | draw(st.sampled_from([{}, {"minimum_take": 0.8}, {"end": dt.date(2023, 6, 30)}]))
        }
    change, share = draw(_date(100, 1200)), draw(st.sampled_from([0.25, 0.5, 0.8]))
    source = draw(st.sampled_from([{"plant": plants[1]}, {"supplier": f"{plants[1]}-cells"}]))
    return {
        f"{programme}-first": first | {"end": change - dt.timedelta(days=1)},
        f"{programme}-later-a": {
            "programme": programme,
            "plant": plants[0],
            "start": change,
            "share": round(1 - share, 9),
            "priority": draw(st.sampled_from([1, 1, 2, 12])),
        },
        f"{programme}-later-b": {"programme": programme, **source, "start": change, "share": share},
    }


def _sites(zones: dict[str, str]) -> World:
    sites = {
        f"{name}-works": site("cell-plant" if name in PLANTS else "vehicle-plant", zone, 50.0 + number, 1.0)
        for number, (name, zone) in enumerate(zones.items())
    }
    ports = {f"port-{zone}": site("gateway", zone, 51.0, 1.5) for zone in ("uk", "eu")}
    tunnels = {f"tunnel-{zone}": site("gateway", zone, 51.1, 1.4) for zone in ("uk", "eu")}
    return sites | ports | tunnels


def _legs(draw: st.DrawFn, zones: dict[str, str], distances: list[float]) -> World:
    """A direct road within a landmass, roads to both gateways of it, and the two crossings."""
    legs: World = {}
    for plant, zone in zones.items():
        for gateway in ("port", "tunnel"):
            km = draw(st.integers(20, 900)) + _OWN_KM.get(plant, 0.0)
            legs[f"{plant}~{gateway}"] = leg(f"{plant}-works", f"{gateway}-{zone}", "road", km)
    pairs = [(a, b) for a in zones if a in PLANTS for b in zones if b not in PLANTS and zones[a] == zones[b]]
    for (plant, programme), km in zip(pairs, distances, strict=False):
        legs[f"{plant}~{programme}"] = leg(
            f"{plant}-works", f"{programme}-works", "road", km + _OWN_KM[plant]
        )
    legs["ferry-crossing"] = leg("port-eu", "port-uk", "ferry", 42.0, border=True)
    legs["tunnel-crossing"] = leg("tunnel-eu", "tunnel-uk", "tunnel", 50.0, border=True)
    return legs


@st.composite
def _modes(draw: st.DrawFn, *, certain: bool) -> World:
    cv = 0.0 if certain else draw(st.sampled_from([0.0, 0.3, 1.0]))
    return {
        "road": {"eur_per_km": 1.5, "km_per_day": 650.0, "transit_cv": cv, "kg_co2e_per_tkm": 0.078},
        "ferry": {
            "eur_per_load": 320.0,
            "km_per_day": 700.0,
            "dwell_days": 0.1,
            "transit_cv": cv,
            "kg_co2e_per_tkm": 0.4,
        },
        "tunnel": {"eur_per_load": 400.0, "km_per_day": 900.0, "dwell_days": 0.2, "kg_co2e_per_tkm": 0.02},
    }


@st.composite
def _disruptions(
    draw: st.DrawFn, plants: tuple[str, ...], programmes: tuple[str, ...], *, certain: bool
) -> World:
    targets: list[World] = [
        {"legs": ["ferry-crossing"]},
        {"legs": list(CROSSINGS)},
        {"legs": ["tunnel-crossing"], "effect": {"kind": "delay", "days": 3.0}},
        {"plants": [plants[0]]},
        {"plants": [plants[-1]], "effect": {"kind": "cut", "remaining_share": 0.4}},
        {"programmes": [programmes[0]]},
    ]
    dated = {"kind": "dates", "dates": [dt.date(2022, 3, 1), dt.date(2023, 11, 7)]}
    poisson = {"kind": "poisson", "per_year": 1.5}
    found: World = {}
    for name in ("flood", "strike")[: draw(st.integers(0, 2))]:
        occurs = dated if certain else draw(st.sampled_from([dated, poisson]))
        days = draw(st.sampled_from([5.0, 40.0, 120.0]))
        found[name] = {**draw(st.sampled_from(targets)), "occurs": occurs, "duration_days": days}
    return found
