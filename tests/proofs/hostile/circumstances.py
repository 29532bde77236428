"""Circumstances in which a figure of the full example matters that changes nothing in the example as it stands."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

Changes = Mapping[str, Any]
CAR = "programmes.car-a"
SOURCING = f"{CAR}.sourcing"
FAR = "plants.far-plant"
LATER = {f"{FAR}.phases.p1.start.sop": dt.date(2023, 1, 1)}
NO_LEGS_BY_ROAD = {"legs.far-road": None, "legs.uk-road": None, "legs.near-road": None}
BARE_CROSSING = {
    f"legs.port-eu~port-uk~ferry.{key}": None for key in ("transit_days", "eur_per_load", "kg_co2e_per_tkm")
}
DEEP_SEA = {
    "legs.port-eu~port-uk~ferry.mode": "deep-sea",
    "modes.deep-sea": {"km_per_day": 600.0, "kg_co2e_per_tkm": 0.02},
}
LFP = {
    "programmes.car-b.chemistry": "lfp",
    "programmes.car-b.demand.points.0": {"date": dt.date(2021, 7, 1), "low": 900.0, "mode": 1000.0, "high": 1100.0},
    "programmes.car-b.sourcing.policy": {"kind": "nearest"},
    "agreements.b-far": {"programme": "car-b", "plant": "far-plant", "start": dt.date(2020, 1, 1)},
    "agreements.b-far.notice_days": 0,
    "legs.port-eu~port-uk~ferry.dangerous_goods": 1.0,
}  # fmt: skip
SHORT = {f"{FAR}.phases.p1.nameplate_gwh": 12.5, f"{FAR}.allocation": "priority"}
UNKNOWN = {"relationships": {}, f"{SOURCING}.switching_cost_known_eur": None, f"{SOURCING}.threshold": 0.0}
HALT = {
    "disruptions.fire.effect": {"kind": "closed"},
    "disruptions.fire.occurs.dates": [dt.date(2022, 9, 1)],
    "disruptions.fire.duration_days": 150.0,
    "disruptions.fire.programmes": [],
    f"{SOURCING}.policy": {"kind": "stay"},
}
"""The plant that supplies stands still for longer than stocks last."""
RUNS_ON = {
    "agreements.a-far.end": dt.date(2022, 1, 1),
    "agreements.a-far.notice_days": 900,
    f"{SOURCING}.policy": {"kind": "award", "plant": "near-plant", "date": dt.date(2024, 7, 1)},
}
CERTAIN_ROUTE = {"legs.port-eu~port-uk~ferry.dangerous_goods": 1.0}

CIRCUMSTANCES: Mapping[str, tuple[Changes, Any]] = {
    f"{FAR}.background.priority": (SHORT, 1),
    f"{FAR}.phases.p2.start.delay_months.values.0": ({f"{FAR}.phases.p2.start.booked_share": 0.05}, 2.9),
    f"{FAR}.phases.p1.cancel_probability": (LATER, 1.0),
    f"{FAR}.phases.p1.start.delay_months": (LATER, 9.0),
    f"{FAR}.planned_ramp_months": ({f"{FAR}.phases.p2.start.booked_share": 0.05}, 48.0),
    f"{SOURCING}.notice_days": ({f"{SOURCING}.policy": {"kind": "stay"}}, 360),
    f"{SOURCING}.bridge_months": ({"agreements": {}}, 60),
    f"{SOURCING}.least_change": ({f"{SOURCING}.policy": {"kind": "dual", "first_share": 0.6}}, 1.0),
    f"{SOURCING}.patience_months": ({"plants.near-plant.phases.p1.start.delay_months": 40.0}, 3),
    f"{SOURCING}.switching_cost_eur": (UNKNOWN, 5e6),
    f"{SOURCING}.triggers.service_fill_rate": (HALT, 0.2),
    f"{SOURCING}.triggers.service_weeks": (HALT, 40),
    f"{SOURCING}.triggers.disruption_days": (HALT, 5),
    f"{SOURCING}.triggers.least_gap_days": (HALT, 10),
    "agreements.a-far.notice_days": ({}, 3000),
    "agreements.a-far.run_on_notice_days": (RUNS_ON, 3000),
    "agreements.a-far.minimum_take": ({"agreements.a-far.contracted_gwh_per_year": 50.0}, 0.9),
    "agreements.a-far.share": ({}, {"agreements.a-far.share": 0.5, "agreements.a-near.share": 0.5}),
    "agreements.a-near.share": ({}, {"agreements.a-far.share": 0.7, "agreements.a-near.share": 0.3}),
    **{
        f"sites.{site}.{key}": (NO_LEGS_BY_ROAD | CERTAIN_ROUTE, value)
        for site, places in {
            "far-works": (49.0, 6.0), "near-works": (54.0, -2.5), "car-works": (53.0, -1.0), "port-uk": (51.5, 1.0),
            "port-eu": (50.5, 2.5),
        }.items()
        for key, value in zip(("latitude", "longitude"), places, strict=True)
    },
    "legs.port-eu~port-uk~ferry.dangerous_goods.p": ({}, 0.01),
    "freight.fallback_circuity": (NO_LEGS_BY_ROAD, 1.5),
    "freight.fallback_circuity_near": (NO_LEGS_BY_ROAD | {"sites.near-works.latitude": 52.9}, 1.9),
    "modes.ferry.eur_per_load": (BARE_CROSSING | CERTAIN_ROUTE, 900.0),
    "modes.ferry.km_per_day": (BARE_CROSSING | CERTAIN_ROUTE, 90.0),
    "modes.ferry.kg_co2e_per_tkm": (BARE_CROSSING | CERTAIN_ROUTE, 0.9),
    "freight.truck_mwh.lfp": (LFP, 2.0),
    "prices.europe-lfp.points.0.eur_per_kwh": (LFP, 60.0),
    "freight.container_mwh.nmc": (DEEP_SEA | CERTAIN_ROUTE, 9.0),
    "freight.container_mwh.lfp": (DEEP_SEA | LFP, 9.0),
    "prices.europe-nmc.volume_steps.1.factor": ({"prices.europe-nmc.volume_steps.1.from_gwh_per_year": 0.1}, 0.5),
}  # fmt: skip
"""By key: what else is changed in the full example, and the other value (or several changes that go together)."""

INERT: Mapping[str, str] = {
    "schema_version": "it is the only version there is; a later one is refused",
}
"""Figures that change no output, and why."""
