"""Monthly series of programmes, plants, and who supplies whom."""

from collections.abc import Sequence

import numpy as np

from sim.core.units import DAYS_PER_YEAR
from sim.rules.facts import RunFacts
from sim.rules.tables.months import Months, gwh, quotient
from sim.rules.tables.series_specs import PLANTS, PROGRAMMES, SUPPLY
from sim.rules.tables.table import Table, TableSpec, Values, table


def programmes_table(facts: RunFacts, months: Months) -> Table:
    """Programmes by month, one programme after another."""
    return _stacked(PROGRAMMES, [_programme(facts, months, programme) for programme in facts.programmes])


def _programme(facts: RunFacts, months: Months, programme: str) -> dict[str, Values]:
    series = facts.record.programmes[programme]
    shares = [held for (owner, _), held in facts.held.items() if owner == programme]
    sourced = sum(shares, np.zeros(len(facts.edges)))
    built = months.total(series.built_vehicles)
    return {
        "month": months.names,
        "programme": _repeated(programme, months),
        "wanted_vehicles": months.total(series.wanted_vehicles),
        "built_vehicles": built,
        "short_vehicles": months.total(series.short_vehicles),
        "outage_vehicles": months.total(series.outage_vehicles),
        "owed_vehicles": months.at_end(series.owed_vehicles),
        "received_gwh": gwh(months.total(series.received_wh)),
        "used_gwh": gwh(built * facts.record.wh_per_vehicle[programme]),
        "stock_gwh": gwh(months.at_end(series.stock_wh)),
        "stock_cover_days": months.mean(stock_cover_days(facts, programme)),
        "forecast_gwh_per_year": gwh(facts.forecasts[programme][months.last_step]),
        "sourced_share": sourced[months.last_step],
    }


def stock_cover_days(facts: RunFacts, programme: str) -> Values:
    """Stock over the forecast need of a day by step; NaN where nothing is needed."""
    daily_wh = facts.forecasts[programme] / DAYS_PER_YEAR
    return quotient(facts.record.programmes[programme].stock_wh, daily_wh)


def supply_table(facts: RunFacts, months: Months) -> Table:
    """Shares and deliveries by month, one pair of programme and plant after another."""
    plants, lanes = len(facts.plants), len(facts.programmes) * len(facts.plants)
    of_month = months.of_step[facts.steps_of(facts.delivered.arrival_day)]
    lane = facts.delivered.programme * plants + facts.delivered.plant
    cells = np.bincount(of_month * lanes + lane, facts.delivered.energy_wh, len(months) * lanes)
    received = cells.reshape(len(months), len(facts.programmes), plants)
    blocks = [
        _supply(facts, months, (programme, plant), received[:, row])
        for row, programme in enumerate(facts.programmes)
        for column, plant in enumerate(facts.plants)
        if (programme, plant) in facts.held or received[:, row, column].any()
    ]
    return _stacked(SUPPLY, blocks)


def _supply(facts: RunFacts, months: Months, lane: tuple[str, str], received_wh: Values) -> dict[str, Values]:
    """One pair's rows; `received_wh` is what the programme received by month and plant."""
    programme, plant = lane
    energy, total = received_wh[:, facts.plants.index(plant)], received_wh.sum(axis=1)
    held = facts.held.get(lane, np.zeros(len(facts.edges)))
    return {
        "month": months.names,
        "programme": _repeated(programme, months),
        "plant": _repeated(plant, months),
        "agreed_share": held[months.last_step],
        "received_gwh": gwh(energy),
        "received_share": quotient(energy, total),
    }


def plants_table(facts: RunFacts, months: Months) -> Table:
    """Plants by month, one plant after another."""
    return _stacked(PLANTS, [_plant(facts, months, plant) for plant in facts.plants])


def _plant(facts: RunFacts, months: Months, plant: str) -> dict[str, Values]:
    series = facts.record.plants[plant]
    capacity, made = months.total(series.capacity_wh), months.total(series.made_wh)
    planned = facts.planned_capacity_wh_per_year(plant)[months.last_step]
    booked = facts.booked[plant][months.last_step]
    customers = np.array([held[months.last_step] > 0 for (_, of), held in facts.held.items() if of == plant])
    return {
        "month": months.names,
        "plant": _repeated(plant, months),
        "nameplate_gwh_per_year": gwh(months.at_end(series.nameplate_wh_per_year)),
        "capacity_gwh": gwh(capacity),
        "made_gwh": gwh(made),
        "scrap_gwh": gwh(months.total(series.scrap_wh)),
        "idle_gwh": gwh(capacity - made),
        "shipped_gwh": gwh(months.total(series.shipped_wh)),
        "background_gwh": gwh(months.total(series.background_wh)),
        "stock_gwh": gwh(months.at_end(series.stock_wh)),
        "backlog_gwh": gwh(months.at_end(series.backlog_wh)),
        "booked_gwh_per_year": gwh(booked),
        "planned_capacity_gwh_per_year": gwh(planned),
        "free_gwh_per_year": gwh(planned - booked),
        "customers": customers.reshape(-1, len(months)).sum(axis=0),
    }


def _repeated(name: str, months: Months) -> Values:
    return np.full(len(months), name, dtype=object)


def _stacked(spec: TableSpec, blocks: Sequence[dict[str, Values]]) -> Table:
    names = [column.name for column in spec.columns]
    return table(spec, {name: np.concatenate([[], *(block[name] for block in blocks)]) for name in names})
