"""Tables of single facts, straight from the record."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from sim.core.arrays import IntArray
from sim.core.records import AgreementPeriod, CallOff, Outage, Payment, PhaseEvent, RouteRecord, Switch
from sim.rules.facts import RunFacts
from sim.rules.ledger import Ledger
from sim.rules.sourcing.log import triggers_of
from sim.rules.tables.fact_specs import (
    AGREEMENTS,
    CALL_OFFS,
    OUTAGES,
    PAYMENTS,
    PHASES,
    ROUTES,
    SHIPMENTS,
    SWITCHES,
)
from sim.rules.tables.months import dates_of, gwh
from sim.rules.tables.table import Table, Values, table

Fields = dict[str, Sequence[Any]]


def fields_of(records: Sequence[tuple[Any, ...]], kind: type[NamedTuple]) -> Fields:
    """Columns of NamedTuples by field; empty ones where there are none."""
    columns = zip(*records, strict=True) if records else ((),) * len(kind._fields)
    return dict(zip(kind._fields, columns, strict=True))


def routes_table(facts: RunFacts) -> Table:
    """Routes in the order in which they were first taken."""
    fields = fields_of(facts.record.routes, RouteRecord)
    return table(
        ROUTES,
        {
            "route": np.arange(len(facts.record.routes)),
            "plant": fields["plant"],
            "programme": fields["programme"],
            "legs": [" > ".join(legs) for legs in fields["legs"]],
            "distance_km": fields["km"],
            "freight_eur_per_load": fields["eur_per_load"],
            "surcharge_eur_per_load": fields["surcharge_eur_per_load"],
            "emissions_kg_co2e_per_load": fields["kg_co2e_per_load"],
            "expected_transit_days": fields["expected_days"],
        },
    )


def shipments_table(facts: RunFacts, money: Ledger) -> Table:
    """Shipments in the order of the record; `money` is the ledger of all of them."""
    columns = facts.shipments
    return table(
        SHIPMENTS,
        {
            "programme": _named(facts.programmes, columns.programme),
            "plant": _named(facts.plants, columns.plant),
            "agreement": _named(columns.agreements, columns.agreement),
            "route": columns.route,
            "called_date": dates_of(facts, columns.called_day),
            "departure_date": dates_of(facts, columns.departure_day),
            "arrival_date": dates_of(facts, columns.arrival_day),
            "received": columns.arrival_day <= facts.horizon,
            "loads": columns.loads,
            "energy_gwh": gwh(columns.energy_wh),
            "lead_time_days": columns.lead_time_days,
            "transit_days": columns.transit_days,
            **{f"{part}_eur": amounts for part, amounts in money.eur.items()},
            "emissions_kg_co2e": money.kg_co2e,
        },
    )


def _named(names: Sequence[str], positions: IntArray) -> Values:
    return np.array(names, dtype=object)[positions]


def call_offs_table(facts: RunFacts) -> Table:
    """Call-offs in the order of the record."""
    fields = fields_of(facts.record.call_offs, CallOff)
    return table(
        CALL_OFFS,
        {
            **_chosen(fields, "programme", "plant", "agreement", "loads"),
            "date": dates_of(facts, fields["day"]),
            "energy_gwh": _gwh(fields["energy_wh"]),
        },
    )


def switches_table(facts: RunFacts) -> Table:
    """Switches in the order of the record."""
    fields = fields_of(facts.record.switches, Switch)
    triggers = triggers_of(facts.record.reviews)
    decided = zip(fields["programme"], fields["decided_day"], strict=True)
    return table(
        SWITCHES,
        {
            **_chosen(fields, "programme", "plant", "from_plant", "share", "outcome"),
            "decided_date": dates_of(facts, fields["decided_day"]),
            "trigger": [triggers.get(lane, "") for lane in decided],
            "promised_date": dates_of(facts, fields["promised_day"]),
            "start_date": _dates_or_never(facts, fields["start_day"]),
            "abandoned_date": _dates_or_never(facts, fields["abandoned_day"]),
        },
    )


def agreements_table(facts: RunFacts) -> Table:
    """Agreement periods in the order of the record."""
    fields = fields_of(facts.record.periods, AgreementPeriod)
    return table(
        AGREEMENTS,
        {
            **_chosen(fields, "agreement", "programme", "plant", "share", "price_factor", "priority"),
            "first_date": dates_of(facts, fields["first_day"]),
            "end_date": dates_of(facts, fields["end_day"]),
        },
    )


def phases_table(facts: RunFacts) -> Table:
    """Events of phases in the order of the record."""
    fields = fields_of(facts.record.phase_events, PhaseEvent)
    return table(
        PHASES,
        {
            **_chosen(fields, "plant", "phase", "event"),
            "date": dates_of(facts, fields["day"]),
            "nameplate_gwh_per_year": _gwh(fields["nameplate_wh"]),
            "expected_sop_date": _dates_or_never(facts, fields["expected_sop_day"]),
        },
    )


def payments_table(facts: RunFacts) -> Table:
    """Payments in the order of the record."""
    fields = fields_of(facts.record.payments, Payment)
    return table(
        PAYMENTS,
        {
            **_chosen(fields, "programme", "plant", "kind"),
            "date": dates_of(facts, fields["day"]),
            "cost_eur": fields["eur"],
        },
    )


def outages_table(facts: RunFacts) -> Table:
    """Occurrences of disruptions in the order of the record."""
    fields = fields_of(facts.record.outages, Outage)
    return table(
        OUTAGES,
        {
            "disruption": fields["disruption"],
            "start_date": dates_of(facts, fields["start_day"]),
            "end_date": dates_of(facts, fields["end_day"]),
        },
    )


def _chosen(fields: Fields, *names: str) -> Fields:
    return {name: fields[name] for name in names}


def _dates_or_never(facts: RunFacts, days: Sequence[int]) -> Values:
    """Dates of days; NaT for -1, which stands for never."""
    dates = dates_of(facts, days)
    dates[np.asarray(days, dtype=np.int64) < 0] = np.datetime64("NaT")
    return dates


def _gwh(energy_wh: Sequence[int]) -> Values:
    return gwh(np.asarray(energy_wh, dtype=np.int64))
