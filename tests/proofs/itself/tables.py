"""The tables of a replication, from the records of the model and from a plain world, in one form."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.core.records import RunRecord
from tests.proofs.itself.plain.things import World

Tables = dict[str, Any]
"""Table by name: a list of facts in their order, or series by owner and column."""


def tables_of(record: RunRecord) -> Tables:
    """The tables of a model's record."""
    routes = record.routes
    return {
        "plants": {
            id_: _listed({
                "nameplate": series.nameplate_wh_per_year, "capacity": series.capacity_wh, "made": series.made_wh,
                "scrap": series.scrap_wh, "background": series.background_wh, "shipped": series.shipped_wh,
                "stock": series.stock_wh, "backlog": series.backlog_wh,
            })
            for id_, series in record.plants.items()
        },
        "programmes": {
            id_: _listed({
                "built": series.built_vehicles, "short": series.short_vehicles, "owed": series.owed_vehicles,
                "received": series.received_wh, "stock": series.stock_wh,
            })
            for id_, series in record.programmes.items()
        },
        "call-offs": [tuple(fact) for fact in record.call_offs],
        "shipments": [(*s[:3], routes[s.route].legs, *s[4:]) for s in record.shipments],
        "reviews": [
            (r.programme, r.day, r.trigger, r.award, r.unsourced_share, r.changed, r.requirement_gwh_per_year)
            for r in record.reviews
        ],
        "candidates": [number for r in record.reviews for c in sorted(r.ranking) for number in (
            c.plant, c.rank, c.eligible, c.known, c.earliest_start_day, c.incumbent_share,
            c.distance_km, c.lead_time_days, c.lead_time_sd_days, c.price_eur_per_kwh, c.freight_eur_per_kwh,
            c.duty_eur_per_kwh, c.transit_capital_eur_per_kwh, c.carbon_eur_per_kwh, c.switching_eur_per_kwh,
            c.landed_cost_eur_per_kwh, c.kg_co2e_per_kwh, c.free_gwh_per_year,
        )],
        "switches": [tuple(fact) for fact in record.switches],
        "periods": [tuple(fact) for fact in record.periods],
        "phases": [tuple(fact) for fact in record.phase_events],
        "payments": [tuple(fact) for fact in record.payments],
    }  # fmt: skip


def _listed(columns: dict[str, NDArray[np.int64]]) -> dict[str, list[int]]:
    return {name: values.tolist() for name, values in columns.items()}


def plain_tables(world: World) -> Tables:
    """The tables of a plain world."""
    return {
        "plants": {id_: plant.table for id_, plant in world.plants.items()},
        "programmes": {id_: programme.table for id_, programme in world.programmes.items()},
        "call-offs": world.call_offs,
        "shipments": world.shipments,
        "reviews": [
            tuple(r[key] for key in (
                "programme", "day", "trigger", "award", "unsourced", "changed", "requirement"
            ))
            for r in world.reviews
        ],
        "candidates": [n for r in world.reviews for plant, row in sorted(r["candidates"].items()) for n in (plant, *row)],
        "switches": world.switches,
        "periods": world.periods,
        "phases": world.phase_events,
        "payments": world.payments,
    }  # fmt: skip


def differences(tables: Tables, others: Tables) -> list[str]:
    """The tables that are not the same, each with the first thing that differs; floats of sums may differ by 1e-11."""
    found = []
    for name, table in tables.items():
        if isinstance(table, dict):
            for owner, columns in table.items():
                for column, values in columns.items():
                    found += _first(f"{name} {owner} {column}", values, others[name][owner][column])
        else:
            found += _first(name, table, others[name])
    return found


def _first(name: str, values: list[Any], others: list[Any]) -> list[str]:
    for place, (one, other) in enumerate(zip(values, others, strict=False)):
        if not _same(one, other):
            return [f"{name}, {place}: {one} against {other}"]
    if len(values) != len(others):
        return [f"{name}: {len(values)} against {len(others)} facts"]
    return []


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, tuple):
        return len(one) == len(other) and all(map(_same, one, other))
    if isinstance(one, float):
        return math.isclose(one, other, rel_tol=1e-11, abs_tol=1e-11) or (
            math.isnan(one) and math.isnan(other)
        )
    return bool(one == other)
