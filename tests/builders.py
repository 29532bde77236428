"""Small worlds for tests, as plain dicts that a test changes before they are validated."""

import copy
import datetime as dt
from collections.abc import Mapping
from typing import Any

from sim.scenario.types.scenario import Scenario

START = dt.date(2021, 7, 1)


def plant(supplier: str, site: str, *phases: Mapping[str, Any], **changes: Any) -> dict[str, Any]:
    """A plant without ramp-up, scrap or stock cap trouble: what it is told to make it can make."""
    return {
        "supplier": supplier,
        "site": site,
        "price_region": "europe",
        "chemistries": ["nmc"],
        "formats": ["pouch"],
        "announced": dt.date(2021, 1, 1),
        "oee": 1.0,
        "planned_oee": 1.0,
        "ramp": {"kind": "linear", "months": 0.0, "start_share": 1.0},
        "phases": {f"p{number}": dict(phase) for number, phase in enumerate(phases, start=1)},
    } | changes


def phase(nameplate_gwh: float, sop: dt.date, **changes: Any) -> dict[str, Any]:
    """A scheduled phase."""
    return {"nameplate_gwh": nameplate_gwh, "start": {"kind": "scheduled", "sop": sop}} | changes


def programme(oem: str, site: str, vehicles_per_year: float, **changes: Any) -> dict[str, Any]:
    """A programme of constant, certain demand of 50 kWh vehicles."""
    point = {"date": START, "low": vehicles_per_year, "mode": vehicles_per_year, "high": vehicles_per_year}
    return {
        "name": f"programme at {site}",
        "oem": oem,
        "site": site,
        "chemistry": "nmc",
        "format": "pouch",
        "kwh_per_vehicle": 50.0,
        "demand": {"points": [point]},
        "sourcing": {
            "policy": {"kind": "nearest"},
            "qualification": {"validation_months": 18.0, "validation_known_months": 6.0, "ppap_months": 4.0},
        },
    } | changes


def site(kind: str, zone: str, latitude: float, longitude: float) -> dict[str, Any]:
    """A site of customs zone `uk` or `eu`."""
    country = {"uk": "GB", "eu": "FR"}[zone]
    landmass = {"uk": "britain", "eu": "continent"}[zone]
    place = {"latitude": latitude, "longitude": longitude}
    return {"name": kind, "kind": kind, "country": country, "landmass": landmass, "zone": zone} | place


def leg(origin: str, destination: str, mode: str, km: float, **changes: Any) -> dict[str, Any]:
    """A leg whose time and cost follow from its mode."""
    return {"origin": origin, "destination": destination, "mode": mode, "km": km} | changes


def world() -> dict[str, Any]:
    """Two suppliers (`far` running on the continent, `near` opening 2024-07-01), one maker in Britain supplied by `far`."""
    return copy.deepcopy(
        {
            "run": {"title": "a small world", "start": START, "end": dt.date(2029, 6, 30), "step_days": 7},
            "suppliers": {"far": {"name": "Far Cells"}, "near": {"name": "Near Cells"}},
            "plants": {
                "far-plant": plant("far", "far-works", phase(20.0, dt.date(2019, 1, 1))),
                "near-plant": plant("near", "near-works", phase(9.0, dt.date(2024, 7, 1))),
            },
            "oems": {"maker": {"name": "Maker"}},
            "programmes": {"car": programme("maker", "car-works", 20_000.0)},
            "agreements": {
                "car-far": {"programme": "car", "plant": "far-plant", "start": dt.date(2020, 1, 1)}
            },
            "relationships": {},
            "sites": {
                "far-works": site("cell-plant", "eu", 50.0, 5.0),
                "near-works": site("cell-plant", "uk", 54.9, -1.5),
                "car-works": site("vehicle-plant", "uk", 52.4, -1.4),
                "port-uk": site("gateway", "uk", 51.1, 1.3),
                "port-eu": site("gateway", "eu", 50.97, 1.86),
            },
            "legs": {
                "far-road": leg("far-works", "port-eu", "road", 250.0),
                "strait": leg("port-eu", "port-uk", "ferry", 42.0, border=True),
                "uk-road": leg("port-uk", "car-works", "road", 270.0),
                "near-road": leg("near-works", "car-works", "road", 320.0),
            },
            "modes": {
                "road": {"eur_per_km": 1.5, "km_per_day": 650.0, "kg_co2e_per_tkm": 0.078},
                "ferry": {
                    "eur_per_load": 320.0,
                    "km_per_day": 700.0,
                    "dwell_days": 0.1,
                    "kg_co2e_per_tkm": 0.46,
                },
            },
            "freight": {"truck_mwh": {"nmc": 4.0}},
            "prices": {
                "europe-nmc": {
                    "region": "europe",
                    "chemistry": "nmc",
                    "points": [{"date": START, "eur_per_kwh": 90.0}],
                }
            },
            "duties": {},
        }
    )


def scenario(changes: Mapping[str, Any] | None = None) -> Scenario:
    """The small world with dotted-key changes: `scenario({"plants.near-plant.oee": 0.9})`; None removes the key."""
    document = world()
    for path, value in (changes or {}).items():
        *tables, key = path.split(".")
        table = document
        for name in tables:
            table = table.setdefault(name, {})
        if value is None:
            table.pop(key, None)
        else:
            table[key] = copy.deepcopy(value)  # the next change may go into it
    return Scenario.model_validate(document)
